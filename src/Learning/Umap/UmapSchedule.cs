namespace Clientele.Learning;

/// <summary>
/// In which passes an edge has its turn, and how many random rows are pushed away then, as umap-learn has it: turns are due at one period, two, and so on, never in
/// the first pass; pushes fall due evenly, so many to a period, and those that did by the time of a turn are made together.
/// </summary>
internal struct UmapSchedule
{
    private readonly double _period;
    private readonly double _pushPeriod;
    private double _nextTurn;
    private double _nextPush;

    /// <param name="period">Passes from one turn to the next, 1 or more.</param>
    /// <param name="pushesPerPeriod">0 or more.</param>
    public UmapSchedule(double period, int pushesPerPeriod)
    {
        // Without pushes the next one is infinitely far.
        _pushPeriod = period / pushesPerPeriod;
        (_period, _nextTurn, _nextPush) = (period, period, _pushPeriod);
    }

    /// <summary>Whether the edge has its turn in this pass; passes are asked for in order, each once.</summary>
    /// <param name="pass">0 for the first.</param>
    public bool TryTake(int pass, out int pushes)
    {
        pushes = 0;
        if (_nextTurn > pass)
        {
            return false;
        }

        _nextTurn += _period;
        if (double.IsFinite(_pushPeriod))
        {
            pushes = (int)((pass - _nextPush) / _pushPeriod);
            _nextPush += pushes * _pushPeriod;
        }

        return true;
    }
}
