using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>Rows of neighbouring probabilities and what happened to them.</summary>
/// <param name="Lowest">Smallest probability in the bin.</param>
/// <param name="Highest">Largest; the next bin starts above it.</param>
/// <param name="Count">1 or more.</param>
/// <param name="MeanProbability">What was predicted.</param>
/// <param name="ObservedRate">Share of labels of 1.</param>
/// <param name="Lower">Of the 95% Wilson interval around <paramref name="ObservedRate"/>.</param>
/// <param name="Upper">The same above it.</param>
public sealed record ReliabilityBin(double Lowest, double Highest, int Count, double MeanProbability, double ObservedRate, double Lower, double Upper);

/// <summary>Whether probabilities are what they say: reliability bins of about equal count, and the expected calibration error. Immutable.</summary>
public sealed class Calibration
{
    private readonly ReliabilityBin[] _bins;

    /// <param name="bins">Of rising probabilities, apart from each other; at least one.</param>
    [JsonConstructor]
    public Calibration(IReadOnlyList<ReliabilityBin> bins)
    {
        ArgumentNullException.ThrowIfNull(bins);
        _bins = [.. bins];
        for (int i = 0; i < _bins.Length; i++)
        {
            if (_bins[i].Count < 1 || !(_bins[i].Lowest <= _bins[i].Highest) || (i > 0 && !(_bins[i - 1].Highest < _bins[i].Lowest)))
            {
                throw new ArgumentException($"Bin {i} holds {_bins[i].Count} rows from {_bins[i].Lowest} to {_bins[i].Highest}; bins hold rows and lie above each other.", nameof(bins));
            }
        }

        if (_bins.Length == 0)
        {
            throw new ArgumentException("There is no bin.", nameof(bins));
        }
    }

    /// <summary>From the lowest probabilities to the highest.</summary>
    public IReadOnlyList<ReliabilityBin> Bins => _bins;

    /// <summary>Mean over all rows of |mean probability − observed rate| of the row's bin: 0 is perfect. Known as ECE.</summary>
    [JsonIgnore]
    public double ExpectedError => _bins.Sum(bin => bin.Count * Math.Abs(bin.MeanProbability - bin.ObservedRate)) / _bins.Sum(bin => (long)bin.Count);

    /// <summary>|mean probability − observed rate| of the worst bin.</summary>
    [JsonIgnore]
    public double LargestError => _bins.Max(bin => Math.Abs(bin.MeanProbability - bin.ObservedRate));

    /// <summary>
    /// Bins end at the quantiles (linear, as scikit-learn's calibration_curve with strategy "quantile"). Where one falls into a tie the bin takes the
    /// whole tie, so rows of equal probability are never in two bins and there may be fewer bins than asked for.
    /// </summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="probabilities">0 to 1.</param>
    /// <param name="bins">1 or more.</param>
    public static Calibration Of(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, int bins = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        ScoreSteps.Check(labels, probabilities, []);
        for (int i = 0; i < probabilities.Length; i++)
        {
            ClassificationMetrics.RequireProbability(probabilities[i], i);
        }

        double[] sorted = probabilities.ToArray();
        double[] outcomes = labels.ToArray();
        Array.Sort(sorted, outcomes);
        var result = new List<ReliabilityBin>(bins);
        for (int bin = 1, start = 0; bin <= bins; bin++)
        {
            int end = (int)((sorted.Length - 1L) * bin / bins) + 1;
            while (end < sorted.Length && sorted[end] == sorted[end - 1])
            {
                end++;
            }

            if (end > start)
            {
                result.Add(Bin(sorted.AsSpan(start..end), outcomes.AsSpan(start..end)));
                start = end;
            }
        }

        return new Calibration(result);
    }

    /// <summary>The bin into which a new probability falls: the first that reaches up to it, or the last.</summary>
    public ReliabilityBin BinOf(double probability) => _bins.FirstOrDefault(bin => probability <= bin.Highest) ?? _bins[^1];

    private static ReliabilityBin Bin(ReadOnlySpan<double> probabilities, ReadOnlySpan<double> labels)
    {
        double predicted = 0;
        double ones = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            predicted += probabilities[i];
            ones += labels[i];
        }

        WilsonInterval interval = WilsonInterval.Of(ones, labels.Length);
        return new ReliabilityBin(
            probabilities[0], probabilities[^1], labels.Length, predicted / labels.Length, ones / labels.Length, interval.Lower, interval.Upper);
    }
}
