namespace Clientele.Learning;

/// <summary>
/// Greedy k-means++ as in scikit-learn: each next centroid is the best of 2 + ⌊ln k⌋ rows drawn with probability ∝ weight · squared distance to the
/// nearest centroid so far.
/// </summary>
internal static class KMeansSeeding
{
    /// <param name="closest">One value per row, overwritten.</param>
    /// <returns>Centroid after centroid.</returns>
    public static double[] Choose(WeightedRows rows, int clusters, Random random, double[] closest)
    {
        var centroids = new double[clusters * rows.Columns];
        int trials = 2 + (int)Math.Log(clusters);
        var mass = new double[rows.Blocks.Count];
        Array.Fill(closest, 1);
        AddUp(rows, closest, mass);
        int[] candidates = [Draw(rows, closest, mass, random)];
        Array.Fill(closest, double.PositiveInfinity);
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            if (cluster > 0)
            {
                candidates = new int[trials];
                for (int trial = 0; trial < trials; trial++)
                {
                    candidates[trial] = Draw(rows, closest, mass, random);
                }
            }

            int chosen = Best(rows, candidates, closest, mass);
            rows.Row(chosen).CopyTo(centroids.AsSpan(cluster * rows.Columns));
            Approach(rows, chosen, closest);
        }

        return centroids;
    }

    private static void AddUp(WeightedRows rows, double[] closest, double[] mass) => rows.ForEachBlock((block, start, end) =>
    {
        double sum = 0;
        for (int i = start; i < end; i++)
        {
            sum += rows.Weight(i) * closest[i];
        }

        mass[block] = sum;
    });

    /// <summary>A row, with probability ∝ weight · closest. Where all of these are 0, every row is a centroid already and the last one will do.</summary>
    private static int Draw(WeightedRows rows, double[] closest, double[] mass, Random random)
    {
        double target = random.NextDouble() * mass.Sum();
        int block = 0;
        while (block < mass.Length - 1 && target >= mass[block])
        {
            target -= mass[block++];
        }

        int last = rows.Blocks.End(block) - 1;
        double sum = 0;
        for (int i = rows.Blocks.Start(block); i < rows.Blocks.End(block); i++)
        {
            double share = rows.Weight(i) * closest[i];
            sum += share;
            last = share > 0 ? i : last;
            if (sum > target)
            {
                return i;
            }
        }

        return last;
    }

    /// <summary>The candidate that leaves the least sum of weight · squared distance; leaves the parts of that sum in <paramref name="mass"/>.</summary>
    private static int Best(WeightedRows rows, int[] candidates, double[] closest, double[] mass)
    {
        var lanes = new PointLanes(candidates.Length, rows.Columns);
        for (int trial = 0; trial < candidates.Length; trial++)
        {
            lanes.Set(trial, rows.Row(candidates[trial]));
        }

        var sums = new double[mass.Length * candidates.Length];
        rows.ForEachBlock((block, start, end) =>
        {
            Span<double> part = sums.AsSpan(block * candidates.Length, candidates.Length);
            Span<double> distances = stackalloc double[lanes.Width];
            for (int i = start; i < end; i++)
            {
                lanes.SquaredDistances(rows.Row(i), distances);
                double weight = rows.Weight(i);
                for (int trial = 0; trial < part.Length; trial++)
                {
                    part[trial] += weight * Math.Min(closest[i], distances[trial]);
                }
            }
        });

        int best = 0;
        double least = double.PositiveInfinity;
        for (int trial = 0; trial < candidates.Length; trial++)
        {
            double sum = 0;
            for (int block = 0; block < mass.Length; block++)
            {
                sum += sums[(block * candidates.Length) + trial];
            }

            (best, least) = sum < least ? (trial, sum) : (best, least);
        }

        for (int block = 0; block < mass.Length; block++)
        {
            mass[block] = sums[(block * candidates.Length) + best];
        }

        return candidates[best];
    }

    private static void Approach(WeightedRows rows, int chosen, double[] closest)
    {
        var lanes = new PointLanes(rows.Row(chosen), rows.Columns);
        rows.ForEachBlock((_, start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                lanes.Nearest(rows.Row(i), out double distance, out double _);
                closest[i] = Math.Min(closest[i], distance);
            }
        });
    }
}
