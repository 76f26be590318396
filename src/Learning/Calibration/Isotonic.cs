namespace Clientele.Learning;

/// <summary>
/// The monotone curve nearest to the targets in weighted squares, by pool adjacent violators (Barlow et al. 1972; Zadrozny &amp; Elkan 2002 for
/// calibration). Rows with equal scores count as their weighted mean, as in scikit-learn. O(n log n); the order of rows changes nothing but rounding.
/// </summary>
public static class Isotonic
{
    /// <param name="scores">One per row; for calibration, of rows that the scoring model was not fitted on.</param>
    /// <param name="targets">What happened: labels of 0 and 1, or any numbers.</param>
    /// <param name="weights">One per row, not negative; empty: all 1. Rows of weight 0 are left out.</param>
    /// <exception cref="ArgumentException">No rows, sizes differ, or a value is not finite (its row is named).</exception>
    /// <exception cref="OperationCanceledException"/>
    public static IsotonicModel Fit(
        ReadOnlySpan<double> scores,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        IsotonicOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (scores.IsEmpty)
        {
            throw new ArgumentException("There is nothing to fit: no scores.", nameof(scores));
        }

        InputChecks.SameLength(scores.Length, targets.Length, nameof(targets));
        InputChecks.Finite(scores, nameof(scores));
        InputChecks.Finite(targets, nameof(targets));
        InputChecks.Weights(scores.Length, weights);
        cancellation.ThrowIfCancellationRequested();

        double sign = options.Increasing ? 1 : -1;
        List<Pool> points = MergeTies(scores, targets, weights, sign);
        cancellation.ThrowIfCancellationRequested();
        (double[] x, double[] y) = Corners(points, PoolViolators(points), sign);
        progress?.Report(1);
        return new IsotonicModel(x, y);
    }

    /// <summary>One point per distinct score, in their order.</summary>
    private static List<Pool> MergeTies(ReadOnlySpan<double> scores, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, double sign)
    {
        double[] x = scores.ToArray();
        int[] order = [.. Enumerable.Range(0, x.Length)];
        Array.Sort(x, order);
        var points = new List<Pool>(x.Length);
        for (int i = 0; i < x.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[order[i]];
            if (weight == 0)
            {
                continue;
            }

            var row = new Pool(x[i], x[i], weight, weight * sign * targets[order[i]]);
            if (points.Count > 0 && points[^1].First == x[i])
            {
                points[^1] = points[^1].With(row);
            }
            else
            {
                points.Add(row);
            }
        }

        return points;
    }

    private static List<Pool> PoolViolators(List<Pool> points)
    {
        var pools = new List<Pool>();
        foreach (Pool point in points)
        {
            Pool last = point;
            while (pools.Count > 0 && pools[^1].Mean >= last.Mean)
            {
                last = pools[^1].With(last);
                pools.RemoveAt(pools.Count - 1);
            }

            pools.Add(last);
        }

        return pools;
    }

    /// <summary>The ends of each pool: within it the curve is flat, between two it is a straight line.</summary>
    private static (double[] X, double[] Y) Corners(List<Pool> points, List<Pool> pools, double sign)
    {
        var x = new List<double>(2 * pools.Count);
        var y = new List<double>(2 * pools.Count);
        foreach (Pool pool in pools)
        {
            x.Add(pool.First);
            y.Add(sign * pool.Mean);
            if (pool.Last > pool.First)
            {
                x.Add(pool.Last);
                y.Add(sign * pool.Mean);
            }
        }

        return ([.. x], [.. y]);
    }

    /// <summary>Neighbouring scores that share one value.</summary>
    private readonly record struct Pool(double First, double Last, double Weight, double WeightedSum)
    {
        public double Mean => WeightedSum / Weight;

        public Pool With(Pool next) => new(First, next.Last, Weight + next.Weight, WeightedSum + next.WeightedSum);
    }
}
