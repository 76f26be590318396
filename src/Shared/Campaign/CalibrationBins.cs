using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>
/// Probabilities parted into ten bins of about equal count, and how many of each really responded: what stands behind "a probability of 0.31".
/// Immutable, safe from any thread.
/// </summary>
public sealed class CalibrationBins
{
    private const int Count = 10;

    private readonly double[] _highest;
    private readonly (double Low, double High)[] _intervals;

    private CalibrationBins(IReadOnlyList<ReliabilityBin> bins)
    {
        _highest = [.. bins.Select(bin => bin.Highest)];
        _intervals = [.. bins.Select(bin => (bin.Lower, bin.Upper))];
    }

    /// <summary>Fewer than ten bins where probabilities are tied.</summary>
    public static CalibrationBins Of(OutOfFold outOfFold)
    {
        ArgumentNullException.ThrowIfNull(outOfFold);
        return new CalibrationBins(Calibration.Of(outOfFold.Labels, outOfFold.Probabilities, Count).Bins);
    }

    /// <summary>The 95% Wilson interval of the share that responded among those about as probable. Allocates nothing.</summary>
    /// <returns>0 to 1. It need not hold the probability: then customers like this one responded more or less often than predicted.</returns>
    public (double Low, double High) Of(double probability)
    {
        int bin = 0;
        while (bin < _highest.Length - 1 && probability > _highest[bin])
        {
            bin++;
        }

        return _intervals[bin];
    }
}
