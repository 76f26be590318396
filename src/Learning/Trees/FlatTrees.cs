namespace Clientele.Learning;

/// <summary>
/// Trees laid out for adding up their leaves quickly: children side by side, four trees walked at once, and leaves that lead to themselves, so that the
/// processor has no jump to guess. The sum runs in the order of the trees, for one row as for many.
/// </summary>
internal sealed class FlatTrees
{
    private const int AtOnce = 4;
    private const int RowsAtOnce = 64;

    private readonly Node[] _nodes;
    private readonly double[] _values;
    private readonly int[] _roots;

    /// <summary>Deepest leaf of each four trees.</summary>
    private readonly int[] _depths;

    /// <summary>The right child is the one after the left. In the test, the lowest bit says whether missing values go right; the others are the column.</summary>
    private readonly record struct Node(double Threshold, int Left, int Test)
    {
        public int Next(ReadOnlySpan<double> row)
        {
            double value = row[Test >> 1];
            int above = value > Threshold ? 1 : 0;
            int missing = double.IsNaN(value) ? 1 : 0;
            return Left + (above | (missing & Test));
        }
    }

    public FlatTrees(ReadOnlySpan<RegressionTree> trees)
    {
        var nodes = new List<Node>();
        var values = new List<double>();
        _roots = new int[trees.Length];
        _depths = new int[(trees.Length + AtOnce - 1) / AtOnce];
        for (int i = 0; i < trees.Length; i++)
        {
            _roots[i] = nodes.Count;
            _depths[i / AtOnce] = Math.Max(_depths[i / AtOnce], Append(trees[i], nodes, values));
        }

        _nodes = [.. nodes];
        _values = [.. values];
    }

    /// <summary>Adds the trees' leaves to the sum of each row.</summary>
    /// <param name="threads">Most threads; 0: as many as cores.</param>
    public void Add(Matrix inputs, double[] sums, int threads, CancellationToken cancellation = default)
        => new RowBlocks(inputs.Rows).ForEach(threads, (_, start, end) => Add(inputs, sums, start, end), cancellation);

    private void Add(Matrix inputs, double[] sums, int first, int last)
    {
        for (int start = first; start < last; start += RowsAtOnce)
        {
            int end = Math.Min(last, start + RowsAtOnce);
            for (int tree = 0; tree < _roots.Length; tree += AtOnce)
            {
                for (int i = start; i < end; i++)
                {
                    sums[i] = Add(inputs.Row(i), tree, sums[i]);
                }
            }
        }
    }

    /// <summary>The sum with the trees' leaves for one row added.</summary>
    public double Add(ReadOnlySpan<double> row, double sum)
    {
        for (int tree = 0; tree < _roots.Length; tree += AtOnce)
        {
            sum = Add(row, tree, sum);
        }

        return sum;
    }

    private double Add(ReadOnlySpan<double> row, int tree, double sum)
    {
        Node[] nodes = _nodes;
        double[] values = _values;
        int depth = _depths[tree / AtOnce];
        if (tree + AtOnce > _roots.Length)
        {
            for (; tree < _roots.Length; tree++)
            {
                int node = _roots[tree];
                for (int level = 0; level < depth; level++)
                {
                    node = nodes[node].Next(row);
                }

                sum += values[node];
            }

            return sum;
        }

        (int a, int b, int c, int d) = (_roots[tree], _roots[tree + 1], _roots[tree + 2], _roots[tree + 3]);
        for (int level = 0; level < depth; level++)
        {
            a = nodes[a].Next(row);
            b = nodes[b].Next(row);
            c = nodes[c].Next(row);
            d = nodes[d].Next(row);
        }

        sum += values[a];
        sum += values[b];
        sum += values[c];
        return sum + values[d];
    }

    /// <returns>Tests on the way to the deepest leaf.</returns>
    private static int Append(RegressionTree tree, List<Node> nodes, List<double> values)
    {
        ReadOnlySpan<int> features = tree.Features.Span;
        var places = new Queue<(int Node, int At, int Depth)>([(0, nodes.Count, 0)]);
        nodes.Add(default);
        values.Add(0);
        int deepest = 0;
        while (places.TryDequeue(out (int Node, int At, int Depth) place))
        {
            (int node, int at, int depth) = place;
            deepest = depth;
            values[at] = tree.Values.Span[node];
            if (features[node] == RegressionTree.Leaf)
            {
                // Nothing is above infinity, and a missing value stays on the left: the leaf itself.
                nodes[at] = new Node(double.PositiveInfinity, at, 0);
                continue;
            }

            int left = nodes.Count;
            nodes[at] = new Node(tree.Thresholds.Span[node], left, (features[node] << 1) | (tree.MissingLeft.Span[node] ? 0 : 1));
            nodes.AddRange([default, default]);
            values.AddRange([0, 0]);
            places.Enqueue((tree.Left.Span[node], left, depth + 1));
            places.Enqueue((tree.Right.Span[node], left + 1, depth + 1));
        }

        return deepest;
    }
}
