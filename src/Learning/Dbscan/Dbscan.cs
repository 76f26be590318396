namespace Clientele.Learning;

/// <summary>
/// Density-based clustering (Ester, Kriegel, Sander &amp; Xu, 1996): rows with enough neighbours are cores, cores that are neighbours share a cluster,
/// other rows join a cluster of a core near them or are noise. Deterministic. Neighbours come from a k-d tree and are never listed: O(rows · columns)
/// memory, about O(rows · log rows) time in few columns and at worst O(rows² · columns).
/// </summary>
public static class Dbscan
{
    private const int BlocksPerChunk = 32;

    /// <param name="inputs">One row per point, in units that make columns comparable (see <see cref="Standardizer"/>); not changed.</param>
    /// <param name="progress">Told a growing share of 1; 1 at the end.</param>
    /// <returns>The clusters and numbers of scikit-learn's DBSCAN on the same rows.</returns>
    /// <exception cref="ArgumentException">No rows or columns, or a value that is not finite (row and column are named).</exception>
    /// <exception cref="OperationCanceledException"/>
    public static DbscanClustering Fit(
        Matrix inputs,
        DbscanOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        DbscanOptions.Check(options);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        var tree = new KdTree(inputs, cancellation);
        progress?.Report(0.1);
        bool[] core = FindCores(inputs, tree, options, cancellation);
        progress?.Report(0.5);
        var labels = new int[inputs.Rows];
        Array.Fill(labels, DbscanClustering.Noise);
        int clusters = LabelCores(inputs, tree, core, labels, options, cancellation);
        progress?.Report(0.8);
        LabelBorders(inputs, tree, core, labels, options, cancellation);
        progress?.Report(1);
        return new DbscanClustering(clusters, labels, core);
    }

    private static bool[] FindCores(Matrix inputs, KdTree tree, DbscanOptions options, CancellationToken cancellation)
    {
        double square = options.Epsilon * options.Epsilon;
        var core = new bool[inputs.Rows];
        Action<int, int> look = (row, block) =>
        {
            ReadOnlySpan<double> point = inputs.Row(row);

            // Where it is dense, the row's own block is often enough.
            if (tree.CountIn(block, point, square) >= options.MinPoints)
            {
                core[row] = true;
                return;
            }

            var counter = new Counter(options.MinPoints);
            tree.Query(point, square, ref counter);
            core[row] = counter.Missing == 0;
        };
        ForEachRow(tree, options.Threads, look, cancellation);
        return core;
    }

    /// <summary>Follows neighbours from the first core that has no label, until every core has one.</summary>
    private static int LabelCores(Matrix inputs, KdTree tree, bool[] core, int[] labels, DbscanOptions options, CancellationToken cancellation)
    {
        double square = options.Epsilon * options.Epsilon;
        var unlabelled = new UnlabelledCores(tree, core, labels);
        int clusters = 0;
        for (int row = 0; row < core.Length; row++)
        {
            if (!core[row] || labels[row] >= 0)
            {
                continue;
            }

            // A core is its own neighbour: the first query labels this one with the others.
            unlabelled.Label = clusters++;
            unlabelled.Found.Push(row);
            while (unlabelled.Found.TryPop(out int found))
            {
                cancellation.ThrowIfCancellationRequested();
                var collector = new Collector(unlabelled);
                tree.Query(inputs.Row(found), square, ref collector);
            }
        }

        return clusters;
    }

    private static void LabelBorders(Matrix inputs, KdTree tree, bool[] core, int[] labels, DbscanOptions options, CancellationToken cancellation)
    {
        double square = options.Epsilon * options.Epsilon;
        Action<int, int> join = (row, _) =>
        {
            if (!core[row])
            {
                var first = new FirstCluster(core, labels);
                tree.Query(inputs.Row(row), square, ref first);
                labels[row] = first.Label == int.MaxValue ? DbscanClustering.Noise : first.Label;
            }
        };
        ForEachRow(tree, options.Threads, join, cancellation);
    }

    private static void ForEachRow(KdTree tree, int threads, Action<int, int> each, CancellationToken cancellation)
    {
        int blocks = tree.Root.Blocks;
        Action<int> visit = chunk =>
        {
            for (int block = chunk * BlocksPerChunk; block < Math.Min((chunk + 1) * BlocksPerChunk, blocks); block++)
            {
                foreach (int row in tree.RowsOf(block))
                {
                    each(row, block);
                }
            }
        };
        FixedChunks.Run((blocks + BlocksPerChunk - 1) / BlocksPerChunk, threads, visit, cancellation);
    }

    /// <summary>Counts down, and ends the query at 0.</summary>
    private struct Counter(int missing) : INeighbourVisitor
    {
        public int Missing { get; private set; } = missing;

        public readonly bool Enters(int node) => true;

        public bool Visit(int row, int block) => --Missing > 0;
    }

    /// <summary>The smallest label of a core among the neighbours. Labels of other rows may be changing, and are not read.</summary>
    private struct FirstCluster(bool[] core, int[] labels) : INeighbourVisitor
    {
        public int Label { get; private set; } = int.MaxValue;

        public readonly bool Enters(int node) => true;

        public bool Visit(int row, int block)
        {
            if (core[row] && labels[row] < Label)
            {
                Label = labels[row];
            }

            return Label > 0;
        }
    }

    /// <summary>Labels what it is shown, once.</summary>
    private readonly struct Collector(UnlabelledCores unlabelled) : INeighbourVisitor
    {
        public bool Enters(int node) => unlabelled.Below(node) > 0;

        public bool Visit(int row, int block)
        {
            unlabelled.TryTake(row, block);
            return true;
        }
    }

    /// <summary>How many cores without a label each node still has, so that a query does not enter regions that are done.</summary>
    private sealed class UnlabelledCores
    {
        private readonly KdTree _tree;
        private readonly bool[] _core;
        private readonly int[] _labels;
        private readonly int[] _below;

        public UnlabelledCores(KdTree tree, bool[] core, int[] labels)
        {
            (_tree, _core, _labels, _below) = (tree, core, labels, new int[tree.Nodes]);
            for (int block = 0; block < tree.Root.Blocks; block++)
            {
                int cores = 0;
                foreach (int row in tree.RowsOf(block))
                {
                    cores += core[row] ? 1 : 0;
                }

                Add(block, cores);
            }
        }

        public Stack<int> Found { get; } = [];

        public int Label { get; set; }

        public int Below(int node) => _below[node];

        public void TryTake(int row, int block)
        {
            if (_core[row] && _labels[row] == DbscanClustering.Noise)
            {
                _labels[row] = Label;
                Found.Push(row);
                Add(block, -1);
            }
        }

        private void Add(int block, int cores)
        {
            KdTree.Node node = _tree.Root;
            _below[node.Number] += cores;
            while (!node.IsLeaf)
            {
                node = node.Towards(block);
                _below[node.Number] += cores;
            }
        }
    }
}
