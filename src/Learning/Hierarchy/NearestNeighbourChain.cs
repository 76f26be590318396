namespace Clientele.Learning;

/// <summary>Two clusters, each named by one of its rows, that merge at this height.</summary>
internal readonly record struct MergedPair(int First, int Second, double Height);

/// <summary>Distances of the clusters that are left. A cluster is known by one of its rows: at first each row is one, and a union keeps the later name.</summary>
internal interface IClusterDistances
{
    /// <summary>Of clusters equally near, <paramref name="preferred"/> (−1: none), else the first by name. At least two must be left.</summary>
    (int Nearest, double Distance) Nearest(int cluster, int preferred);

    /// <summary><paramref name="kept"/> becomes the union, <paramref name="gone"/> is out.</summary>
    void Merge(int gone, int kept);
}

/// <summary>
/// Walks from cluster to nearest cluster until two are nearest to each other, merges those and walks on from where it was. For linkages under which a
/// union is never nearer than its nearer part, this finds the merges of the greedy algorithm, though not in the order of their heights.
/// </summary>
internal static class NearestNeighbourChain
{
    private const int Reports = 100;

    public static MergedPair[] Run(IClusterDistances distances, int rows, IProgress<double>? progress, CancellationToken cancellation)
    {
        var merges = new MergedPair[rows - 1];
        var isGone = new bool[rows];
        var chain = new Chain(rows);
        int first = 0;
        for (int merge = 0; merge < merges.Length; merge++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (chain.Count == 0)
            {
                while (isGone[first])
                {
                    first++;
                }

                chain.Push(first);
            }

            (int last, int before, double height) = FindPair(distances, chain);
            (int gone, int kept) = last < before ? (last, before) : (before, last);
            merges[merge] = new MergedPair(gone, kept, height);
            isGone[gone] = true;
            distances.Merge(gone, kept);
            Report(progress, merge + 1, rows);
        }

        return merges;
    }

    /// <summary>Lengthens the chain until its last two are nearest to each other, and takes them off it.</summary>
    private static (int Last, int Before, double Height) FindPair(IClusterDistances distances, Chain chain)
    {
        while (true)
        {
            int last = chain.Last;
            int before = chain.BeforeLast;
            (int nearest, double height) = distances.Nearest(last, before);
            if (nearest == before)
            {
                chain.Pop();
                chain.Pop();
                return (last, before, height);
            }

            // Rounding can make a union a little nearer than its parts were, to a cluster further down the chain. The distances along the
            // walk still fall strictly, so going back to it ends as well.
            chain.CutBackTo(nearest);
            chain.Push(nearest);
        }
    }

    /// <summary>What is left of the work goes with the square of the clusters that are left.</summary>
    private static void Report(IProgress<double>? progress, int merges, int rows)
    {
        int step = Math.Max(1, rows / Reports);
        if (progress is not null && merges % step == 0 && merges < rows - 1)
        {
            double left = (double)(rows - merges) / rows;
            progress.Report(1 - (left * left));
        }
    }

    private sealed class Chain(int rows)
    {
        private readonly int[] _clusters = new int[rows];
        private readonly bool[] _isIn = new bool[rows];

        public int Count { get; private set; }

        public int Last => _clusters[Count - 1];

        public int BeforeLast => Count > 1 ? _clusters[Count - 2] : -1;

        public void Push(int cluster)
        {
            _clusters[Count++] = cluster;
            _isIn[cluster] = true;
        }

        public void Pop() => _isIn[_clusters[--Count]] = false;

        /// <summary>Takes clusters off the end until <paramref name="cluster"/> is off too; none where it is not in the chain.</summary>
        public void CutBackTo(int cluster)
        {
            while (_isIn[cluster])
            {
                Pop();
            }
        }
    }
}
