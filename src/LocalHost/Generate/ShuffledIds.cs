namespace Clientele.LocalHost.Generate;

/// <summary>Ids that are distinct and in no order, without remembering any: row × step modulo a range, with a step that shares no factor with it.</summary>
internal sealed class ShuffledIds
{
    private readonly long _first;
    private readonly long _range;
    private readonly long _step;

    /// <param name="first">The lowest id.</param>
    /// <param name="rows">How many are drawn, out of five times as many.</param>
    public ShuffledIds(long first, long rows)
    {
        _first = first;
        _range = Math.Max(5 * rows, 1);

        // The golden section spreads neighbours as far apart as can be.
        _step = (long)(_range * 0.6180339887498949) | 1;
        while (GreatestCommonDivisor(_step, _range) != 1)
        {
            _step += 2;
        }
    }

    public long Of(long row) => _first + (long)((Int128)row * _step % _range);

    private static long GreatestCommonDivisor(long a, long b) => b == 0 ? a : GreatestCommonDivisor(b, a % b);
}
