using System.Buffers;

namespace Clientele.Learning;

/// <summary>
/// Exact Shapley values of the columns for a sum of trees (Lundberg, Erion &amp; Lee, Consistent Individualized Feature Attribution for Tree Ensembles,
/// 2018, algorithm 2): a column that is not known sends a row down both sides, in the proportion of the covers. Contributions and expected value add up
/// to what the trees say of the row. Trees of at most six levels are looked up in tables of all that they can answer, which are filled here at once;
/// others are walked, O(trees · leaves · depth²) per row. Immutable, safe from any thread, no allocation per row.
/// </summary>
public sealed class TreeShap
{
    private const int RowsAtOnce = 64;

    private readonly RegressionTree[] _trees;
    private readonly double _offset;
    private readonly double _scale;
    private readonly int _pathLength;
    private readonly ShapTables? _tables;

    /// <param name="trees">At least one; none tests a column beyond <paramref name="columns"/>.</param>
    /// <param name="columns">Columns of the rows to explain.</param>
    /// <param name="offset">What the trees are added to; 0 for a forest.</param>
    /// <param name="scale">By which each tree is multiplied: 1, or one over the number of trees where their mean predicts.</param>
    /// <param name="tableMegabytes">
    /// Most memory for the tables, in units of 2²⁰ bytes; without tables all trees are walked. 300 trees of depth 4 take 2, 200 of depth 6 take 25.
    /// </param>
    public TreeShap(ReadOnlyMemory<RegressionTree> trees, int columns, double offset = 0, double scale = 1, int tableMegabytes = 64)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(tableMegabytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tableMegabytes, 1024);
        InputChecks.Finite([offset], nameof(offset));
        InputChecks.Finite([scale], nameof(scale));
        _trees = trees.ToArray();
        if (_trees.Length == 0 || _trees.Any(tree => tree.Features.ToArray().Max() >= columns))
        {
            throw new ArgumentException($"There must be trees, and none that tests a column beyond the {columns}.", nameof(trees));
        }

        (Columns, _offset, _scale) = (columns, offset, scale);
        ExpectedValue = offset + (scale * _trees.Sum(Mean));

        // One path for each level down to the deepest leaf, each one longer than the last.
        int levels = _trees.Max(Depth) + 2;
        _pathLength = levels * (levels + 1) / 2;
        _tables = ShapTableBuilder.Build(_trees, columns, scale, tableMegabytes * (1L << 20));
    }

    public int Columns { get; }

    /// <summary>What the trees say of a row of which nothing is known: the mean over the training rows' weights.</summary>
    public double ExpectedValue { get; }

    /// <summary>Explains the margins of boosted trees.</summary>
    public static TreeShap Of(GradientBoostingModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new TreeShap(model.Trees, model.Columns, model.BaseMargin);
    }

    /// <summary>Explains the probabilities of class 1 or the targets that a forest predicts.</summary>
    public static TreeShap Of(ForestModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new TreeShap(model.Trees.ToArray(), model.Importances.Length, scale: 1.0 / model.Trees.Count);
    }

    /// <param name="row">NaN is a missing value.</param>
    /// <param name="into">Gets one contribution per column; together with <see cref="ExpectedValue"/> they are the margin.</param>
    /// <returns>The margin: what the trees say of the row. For boosted trees the bits of <see cref="GradientBoostingModel.Margin"/>.</returns>
    /// <exception cref="ArgumentException">The row or the span does not have one value per column.</exception>
    public double Explain(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        InputChecks.SameLength(Columns, into.Length, nameof(into));
        into.Clear();
        return _tables is null ? Walked(row, into) : LookedUp(_tables, row, into);
    }

    /// <inheritdoc cref="Explain(ReadOnlySpan{double}, Span{double})"/>
    /// <returns>A row of contributions for each row; the same bits as row by row.</returns>
    public Matrix Explain(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputChecks.SameLength(Columns, inputs.Columns, nameof(inputs));
        var contributions = new Matrix(inputs.Rows, inputs.Columns);
        new RowBlocks(inputs.Rows).ForEach(
            threads: 0,
            (_, start, end) =>
            {
                if (_tables is not null)
                {
                    LookUp(_tables, inputs, start, end, contributions);
                    return;
                }

                for (int i = start; i < end; i++)
                {
                    Walked(inputs.Row(i), contributions.RowToWrite(i));
                }
            },
            CancellationToken.None);
        return contributions;
    }

    private double Walked(ReadOnlySpan<double> row, Span<double> into)
    {
        double margin = _offset;
        ShapPath.Step[] path = ArrayPool<ShapPath.Step>.Shared.Rent(_pathLength);
        try
        {
            foreach (RegressionTree tree in _trees)
            {
                new Walk(tree, row, into, _scale).Visit(0, path, 0, ShapPath.First);
                margin += _scale * tree.Predict(row);
            }
        }
        finally
        {
            ArrayPool<ShapPath.Step>.Shared.Return(path);
        }

        return margin;
    }

    private double LookedUp(ShapTables tables, ReadOnlySpan<double> row, Span<double> into)
    {
        double margin = _offset;
        double[] laid = ArrayPool<double>.Shared.Rent(2 * Columns);
        try
        {
            ShapTables.Lay(row, laid);
            for (int tree = 0; tree < tables.Trees; tree++)
            {
                margin += tables.Add(tree, laid, into);
            }
        }
        finally
        {
            ArrayPool<double>.Shared.Return(laid);
        }

        return margin;
    }

    /// <summary>Tree by tree over some rows: its tables stay in the cache while the rows pass.</summary>
    private void LookUp(ShapTables tables, Matrix inputs, int first, int last, Matrix contributions)
    {
        var laid = new Matrix(RowsAtOnce, 2 * Columns);
        for (int start = first; start < last; start += RowsAtOnce)
        {
            int rows = Math.Min(RowsAtOnce, last - start);
            for (int i = 0; i < rows; i++)
            {
                ShapTables.Lay(inputs.Row(start + i), laid.RowToWrite(i));
            }

            for (int tree = 0; tree < tables.Trees; tree++)
            {
                for (int i = 0; i < rows; i++)
                {
                    tables.Add(tree, laid.Row(i), contributions.RowToWrite(start + i));
                }
            }
        }
    }

    private static double Mean(RegressionTree tree)
    {
        double[] means = tree.Values.ToArray();
        for (int node = means.Length - 1; node >= 0; node--)
        {
            if (tree.Features.Span[node] != RegressionTree.Leaf)
            {
                (double left, double right) = ShapPath.Shares(tree, node);
                means[node] = (left * means[tree.Left.Span[node]]) + (right * means[tree.Right.Span[node]]);
            }
        }

        return means[0];
    }

    private static int Depth(RegressionTree tree)
    {
        var depths = new int[tree.Features.Length];
        for (int node = 0; node < depths.Length; node++)
        {
            if (tree.Features.Span[node] != RegressionTree.Leaf)
            {
                depths[tree.Left.Span[node]] = depths[node] + 1;
                depths[tree.Right.Span[node]] = depths[node] + 1;
            }
        }

        return depths.Max();
    }

    private readonly ref struct Walk(RegressionTree tree, ReadOnlySpan<double> row, Span<double> into, double scale)
    {
        private readonly ReadOnlySpan<double> _row = row;
        private readonly Span<double> _into = into;
        private readonly ReadOnlySpan<int> _features = tree.Features.Span;

        /// <param name="buffer">The path to the parent, and behind it space for those of the nodes below.</param>
        /// <param name="length">Steps of the parent's path.</param>
        /// <param name="step">The edge from the parent to the node.</param>
        public void Visit(int node, Span<ShapPath.Step> buffer, int length, ShapPath.Step step)
        {
            // A path of its own for the node, behind the parent's, which the sibling still needs.
            Span<ShapPath.Step> path = buffer.Slice(length, length + 1);
            buffer[..length].CopyTo(path);
            ShapPath.Extend(path, step);
            int column = _features[node];
            if (column == RegressionTree.Leaf)
            {
                Credit(path, scale * tree.Values.Span[node]);
                return;
            }

            double value = _row[column];
            bool goesLeft = double.IsNaN(value) ? tree.MissingLeft.Span[node] : value <= tree.Thresholds.Span[node];
            double zero = 1;
            double one = 1;
            int steps = path.Length;
            for (int i = 1; i < path.Length; i++)
            {
                if (path[i].Column == column)
                {
                    (zero, one) = (path[i].Zero, path[i].One);
                    ShapPath.Unwind(path, i);
                    steps--;
                    break;
                }
            }

            (double left, double right) = ShapPath.Shares(tree, node);
            Span<ShapPath.Step> rest = buffer[length..];
            Visit(tree.Left.Span[node], rest, steps, new ShapPath.Step(column, zero * left, goesLeft ? one : 0, 0));
            Visit(tree.Right.Span[node], rest, steps, new ShapPath.Step(column, zero * right, goesLeft ? 0 : one, 0));
        }

        private void Credit(ReadOnlySpan<ShapPath.Step> path, double value)
        {
            for (int i = 1; i < path.Length; i++)
            {
                _into[path[i].Column] += ShapPath.Contribution(path, i) * value;
            }
        }
    }
}
