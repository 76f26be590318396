namespace Clientele.Learning;

/// <summary>A number that judges scores, such as <c>(labels, scores) => ClassificationMetrics.RocAuc(labels, scores)</c>. Called from several threads at once.</summary>
public delegate double ScoreMetric(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores);

/// <summary>Several numbers that judge the same scores, written into <paramref name="values"/>. Called from several threads at once.</summary>
public delegate void ScoreMetrics(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, Span<double> values);

/// <summary>How the ends of a <see cref="BootstrapInterval"/> are read off the resamples.</summary>
public enum BootstrapMethod
{
    /// <summary>The quantiles of the resampled metric.</summary>
    Percentile,

    /// <summary>Quantiles moved for bias and skewness (Efron 1987). Costs up to 200 more evaluations.</summary>
    BiasCorrectedAccelerated,
}

/// <summary>How a <see cref="BootstrapInterval"/> is computed.</summary>
public sealed record BootstrapOptions
{
    /// <summary>2 or more.</summary>
    public int Resamples { get; init; } = 1000;

    /// <summary>Between 0 and 1, both excluded.</summary>
    public double Confidence { get; init; } = 0.95;

    public BootstrapMethod Method { get; init; }

    /// <summary>
    /// Whether groups with a label of 1 and groups without are drawn apart, as many of each as there are: the share of responders is then taken as
    /// given. Otherwise it varies too.
    /// </summary>
    public bool Stratified { get; init; }

    public int Seed { get; init; }

    /// <summary>Most threads; 0 = as many as cores. The result does not depend on it.</summary>
    public int Threads { get; init; }

    internal static void Check(BootstrapOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Resamples < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Resamples, "Resamples is 2 or more.");
        }

        WilsonInterval.RequireConfidence(options.Confidence);
        if (options.Threads < 0)
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Threads, "Threads is 0 or more.");
        }
    }
}

/// <summary>How far a metric would move on other customers from the same population, by drawing rows with replacement. Efron &amp; Tibshirani (1993).</summary>
/// <param name="Estimate">The metric on the rows themselves.</param>
/// <param name="StandardError">Standard deviation over the resamples.</param>
public sealed record BootstrapInterval(double Estimate, double Lower, double Upper, double StandardError)
{
    /// <param name="labels">0 or 1.</param>
    /// <param name="scores">Finite.</param>
    /// <param name="groups">Rows with the same key are drawn together; empty: each row alone.</param>
    /// <param name="metric">Must give a finite number for any rows that hold both classes, if all rows do: a resample that lacks a class is drawn again.</param>
    /// <exception cref="ArgumentException">Sizes differ, or the metric is not finite on a resample.</exception>
    public static BootstrapInterval Of(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> scores,
        ReadOnlySpan<long> groups,
        ScoreMetric metric,
        BootstrapOptions options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(metric);
        BootstrapOptions.Check(options);
        ScoreSteps.Check(labels, scores, []);
        cancellation.ThrowIfCancellationRequested();
        var sampler = new RowSampler(labels, scores, groups, options.Stratified);
        double estimate = Finite(metric(labels, scores), "all rows");

        // Each resample has a seed of its own, so that no thread waits for another's random numbers.
        var seeds = new Random(options.Seed);
        int[] seedOf = [.. Enumerable.Range(0, options.Resamples).Select(_ => seeds.Next())];
        double[] values = Evaluate(options.Resamples, Resampled, options.Threads, cancellation);
        Array.Sort(values);
        double tail = 0.5 * (1 - options.Confidence);
        (double low, double high) = options.Method == BootstrapMethod.Percentile
            ? (tail, 1 - tail)
            : Corrected(tail, estimate, values, Jackknife(sampler, metric, options, cancellation));
        double deviation = Standardizer.MeanAndDeviation(values).Deviation * Math.Sqrt(values.Length / (values.Length - 1.0));
        return new BootstrapInterval(estimate, Quantile(values, low), Quantile(values, high), deviation);

        double Resampled(SampledRows rows, int i)
        {
            sampler.Draw(new Random(seedOf[i]), rows);
            return Finite(metric(rows.Labels, rows.Scores), $"resample {i}");
        }
    }

    /// <summary>
    /// Intervals of several metrics from the same resamples, each drawn once: as fast as one metric where drawing is what takes the time.
    /// Percentile method only.
    /// </summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="scores">Finite.</param>
    /// <param name="groups">Rows with the same key are drawn together; empty: each row alone.</param>
    /// <param name="metrics">Must give finite numbers, as for one metric.</param>
    /// <param name="count">How many numbers it gives, 1 to 64.</param>
    /// <exception cref="ArgumentException">Sizes differ, a metric is not finite on a resample, or the options ask for another method.</exception>
    public static BootstrapInterval[] OfMany(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> scores,
        ReadOnlySpan<long> groups,
        ScoreMetrics metrics,
        int count,
        BootstrapOptions options,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        BootstrapOptions.Check(options);
        if (options.Method != BootstrapMethod.Percentile)
        {
            throw new ArgumentException($"Several metrics take the method {BootstrapMethod.Percentile}, not {options.Method}.", nameof(options));
        }

        if (count is < 1 or > 64)
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "There are 1 to 64 metrics.");
        }

        ScoreSteps.Check(labels, scores, []);
        cancellation.ThrowIfCancellationRequested();
        var sampler = new RowSampler(labels, scores, groups, options.Stratified);
        var estimates = new double[count];
        metrics(labels, scores, estimates);
        var seeds = new Random(options.Seed);
        int[] seedOf = [.. Enumerable.Range(0, options.Resamples).Select(_ => seeds.Next())];
        double[][] values = [.. Enumerable.Range(0, count).Select(_ => new double[options.Resamples])];
        Evaluate(options.Resamples, Resampled, options.Threads, cancellation);
        double tail = 0.5 * (1 - options.Confidence);
        return [.. values.Select((each, k) =>
        {
            Array.Sort(each);
            double deviation = Standardizer.MeanAndDeviation(each).Deviation * Math.Sqrt(each.Length / (each.Length - 1.0));
            return new BootstrapInterval(Finite(estimates[k], "all rows"), Quantile(each, tail), Quantile(each, 1 - tail), deviation);
        })];

        double Resampled(SampledRows rows, int i)
        {
            sampler.Draw(new Random(seedOf[i]), rows);
            Span<double> found = stackalloc double[count];
            metrics(rows.Labels, rows.Scores, found);
            for (int k = 0; k < count; k++)
            {
                values[k][i] = Finite(found[k], $"resample {i}");
            }

            return 0;
        }
    }

    /// <summary>The metric without one block of groups after the other; blocks that hold all of a class are left out.</summary>
    private static double[] Jackknife(RowSampler sampler, ScoreMetric metric, BootstrapOptions options, CancellationToken cancellation)
    {
        const int mostBlocks = 200;

        // Few large blocks estimate the same acceleration as many groups: what a block adds is less skewed by the root of its size, and the
        // formula divides by the root of their number.
        int blocks = Math.Min(mostBlocks, sampler.Groups);
        int[] order = [.. Enumerable.Range(0, sampler.Groups)];
        new Random(options.Seed).Shuffle(order);
        double[] values = Evaluate(
            blocks,
            (rows, block) => sampler.TryOmit(order.Where((_, at) => at % blocks == block), rows) ? Finite(metric(rows.Labels, rows.Scores), $"jackknife block {block}") : double.NaN,
            options.Threads,
            cancellation);
        return [.. values.Where(double.IsFinite)];
    }

    private static (double Low, double High) Corrected(double tail, double estimate, double[] sorted, double[] jackknife)
    {
        // As far from 0 and 1 as a double near 1 can tell: an estimate beyond all resamples must not move the limits to infinity.
        const double Edge = 1e-15;

        // Ties count half: metrics of few rows take few values.
        double below = sorted.Average(value => value < estimate ? 1 : value == estimate ? 0.5 : 0);
        double bias = NormalDistribution.InverseCdf(Math.Clamp(below, Edge, 1 - Edge));
        double mean = jackknife.Length == 0 ? 0 : jackknife.Average();
        double squares = jackknife.Sum(value => (mean - value) * (mean - value));
        double cubes = jackknife.Sum(value => (mean - value) * (mean - value) * (mean - value));
        double acceleration = squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
        return (Moved(NormalDistribution.InverseCdf(tail)), Moved(NormalDistribution.InverseCdf(1 - tail)));

        double Moved(double z) => NormalDistribution.Cdf(bias + ((bias + z) / (1 - (acceleration * (bias + z)))));
    }

    private static double[] Evaluate(int count, Func<SampledRows, int, double> value, int threads, CancellationToken cancellation)
    {
        var values = new double[count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads, CancellationToken = cancellation };
        try
        {
            Parallel.For(
                0,
                count,
                parallel,
                () => new SampledRows(),
                (i, _, rows) =>
                {
                    values[i] = value(rows, i);
                    return rows;
                },
                _ => { });
        }
        catch (AggregateException e) when (e.InnerException is ArgumentException first)
        {
            throw new ArgumentException(first.Message, nameof(value), e);
        }

        return values;
    }

    /// <summary>Linear between the sorted values, as numpy.quantile.</summary>
    private static double Quantile(double[] sorted, double probability)
    {
        double at = probability * (sorted.Length - 1);
        int below = Math.Min((int)at, sorted.Length - 2);
        return sorted[below] + ((at - below) * (sorted[below + 1] - sorted[below]));
    }

    private static double Finite(double value, string rows) =>
        double.IsFinite(value) ? value : throw new ArgumentException($"The metric is {value} on {rows}.", nameof(value));
}
