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

    /// <param name="bins">From the lowest probabilities up.</param>
    /// <exception cref="InvalidDataException">None, not in order, or no shares.</exception>
    internal CalibrationBins(IReadOnlyList<ReliabilityBin> bins)
    {
        for (int i = 0; i < bins.Count; i++)
        {
            if (!(bins[i].Lower >= 0 && bins[i].Lower <= bins[i].Upper && bins[i].Upper <= 1) || (i > 0 && !(bins[i].Highest >= bins[i - 1].Highest)))
            {
                throw new InvalidDataException($"calibration bin {i} has interval {bins[i].Lower} to {bins[i].Upper} and ends at {bins[i].Highest}");
            }
        }

        if (bins.Count == 0)
        {
            throw new InvalidDataException("no calibration bins");
        }

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
