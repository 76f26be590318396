namespace Clientele.Runs.Scoring;

/// <summary>Counts the customers that a publish part keeps.</summary>
internal sealed class PublishCounter
{
    private readonly SortedDictionary<(int Field, int Code), long> _repairs = [];
    private readonly long[] _objectives = new long[ScoreFiles.Verdicts.Count];
    private double _probability;

    /// <summary>Customers with at least one repair.</summary>
    public long Repaired { get; private set; }

    public void Add(in ScoredRow row)
    {
        _probability += row.Score.Probability;
        for (int i = 0; i < _objectives.Length; i++)
        {
            _objectives[i] += row.Score.Verdicts.HasFlag(ScoreFiles.Verdicts[i]) ? 1 : 0;
        }

        Repaired += row.Repairs.IsEmpty ? 0 : 1;
        for (int i = 0; i < row.Repairs.Length; i += 2)
        {
            (int, int) key = (row.Repairs[i], row.Repairs[i + 1]);
            _repairs[key] = _repairs.GetValueOrDefault(key) + 1;
        }
    }

    public PublishTotals ToTotals() => new()
    {
        Repairs = [.. _repairs.Select(pair => new long[] { pair.Key.Field, pair.Key.Code, pair.Value })],
        Objectives = _objectives,
        Probability = _probability,
    };
}
