using System.Buffers;

namespace Clientele.Learning;

/// <summary>
/// Exact Shapley values of the columns for a sum of trees (Lundberg, Erion &amp; Lee, Consistent Individualized Feature Attribution for Tree Ensembles,
/// 2018, algorithm 2): a column that is not known sends a row down both sides, in the proportion of the covers. Contributions and expected value add up
/// to what the trees say of the row. O(trees · leaves · depth²) per row; immutable, safe from any thread, no allocation per row.
/// </summary>
public sealed class TreeShap
{
    private readonly RegressionTree[] _trees;
    private readonly double _scale;
    private readonly int _pathLength;

    /// <param name="trees">At least one; none tests a column beyond <paramref name="columns"/>.</param>
    /// <param name="columns">Columns of the rows to explain.</param>
    /// <param name="offset">What the trees are added to; 0 for a forest.</param>
    /// <param name="scale">By which each tree is multiplied: 1, or one over the number of trees where their mean predicts.</param>
    public TreeShap(ReadOnlyMemory<RegressionTree> trees, int columns, double offset = 0, double scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        InputChecks.Finite([offset], nameof(offset));
        InputChecks.Finite([scale], nameof(scale));
        _trees = trees.ToArray();
        if (_trees.Length == 0 || _trees.Any(tree => tree.Features.ToArray().Max() >= columns))
        {
            throw new ArgumentException($"There must be trees, and none that tests a column beyond the {columns}.", nameof(trees));
        }

        (Columns, _scale) = (columns, scale);
        ExpectedValue = offset + (scale * _trees.Sum(Mean));

        // One path for each level down to the deepest leaf, each one longer than the last.
        int levels = _trees.Max(Depth) + 2;
        _pathLength = levels * (levels + 1) / 2;
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

    /// <param name="row">NaN is a missing value.</param>
    /// <param name="into">Gets one contribution per column; together with <see cref="ExpectedValue"/> they are the margin.</param>
    /// <exception cref="ArgumentException">The row or the span does not have one value per column.</exception>
    public void Explain(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        InputChecks.SameLength(Columns, into.Length, nameof(into));
        into.Clear();
        Step[] path = ArrayPool<Step>.Shared.Rent(_pathLength);
        try
        {
            foreach (RegressionTree tree in _trees)
            {
                new Walk(tree, row, into, _scale).Visit(0, path, 0, new Step(RegressionTree.Leaf, 1, 1, 0));
            }
        }
        finally
        {
            ArrayPool<Step>.Shared.Return(path);
        }
    }

    /// <inheritdoc cref="Explain(ReadOnlySpan{double}, Span{double})"/>
    /// <returns>A row of contributions for each row.</returns>
    public Matrix Explain(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var contributions = new Matrix(inputs.Rows, inputs.Columns);
        new RowBlocks(inputs.Rows).ForEach(
            threads: 0,
            (_, start, end) =>
            {
                for (int i = start; i < end; i++)
                {
                    Explain(inputs.Row(i), contributions.RowToWrite(i));
                }
            },
            CancellationToken.None);
        return contributions;
    }

    private static double Mean(RegressionTree tree)
    {
        double[] means = tree.Values.ToArray();
        for (int node = means.Length - 1; node >= 0; node--)
        {
            if (tree.Features.Span[node] != RegressionTree.Leaf)
            {
                (double left, double right) = Shares(tree, node);
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

    /// <summary>Of the rows of a node, the shares that go left and right.</summary>
    private static (double Left, double Right) Shares(RegressionTree tree, int node)
    {
        double left = tree.Covers.Span[tree.Left.Span[node]];
        double right = tree.Covers.Span[tree.Right.Span[node]];
        return (left / (left + right), right / (left + right));
    }

    /// <summary>One column on the way to a node; the first step of a path stands for no column.</summary>
    /// <param name="Column">Each occurs once in a path, however often it is tested.</param>
    /// <param name="Zero">Share of the rows that come through where the column is not known.</param>
    /// <param name="One">1 where the row itself comes through, else 0.</param>
    /// <param name="Weight">Of the subsets of the path's columns that have as many columns as steps lie before this one.</param>
    private record struct Step(int Column, double Zero, double One, double Weight);

    private readonly ref struct Walk(RegressionTree tree, ReadOnlySpan<double> row, Span<double> into, double scale)
    {
        private readonly ReadOnlySpan<double> _row = row;
        private readonly Span<double> _into = into;
        private readonly ReadOnlySpan<int> _features = tree.Features.Span;

        /// <param name="buffer">The path to the parent, and behind it space for those of the nodes below.</param>
        /// <param name="length">Steps of the parent's path.</param>
        /// <param name="step">The edge from the parent to the node.</param>
        public void Visit(int node, Span<Step> buffer, int length, Step step)
        {
            // A path of its own for the node, behind the parent's, which the sibling still needs.
            Span<Step> path = buffer.Slice(length, length + 1);
            buffer[..length].CopyTo(path);
            Extend(path, step);
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
                    Unwind(path, i);
                    steps--;
                    break;
                }
            }

            (double left, double right) = Shares(tree, node);
            Span<Step> rest = buffer[length..];
            Visit(tree.Left.Span[node], rest, steps, new Step(column, zero * left, goesLeft ? one : 0, 0));
            Visit(tree.Right.Span[node], rest, steps, new Step(column, zero * right, goesLeft ? 0 : one, 0));
        }

        private static void Extend(Span<Step> path, Step step)
        {
            int last = path.Length - 1;
            path[last] = step with { Weight = last == 0 ? 1 : 0 };
            for (int i = last - 1; i >= 0; i--)
            {
                path[i + 1].Weight += step.One * path[i].Weight * (i + 1) / (last + 1);
                path[i].Weight = step.Zero * path[i].Weight * (last - i) / (last + 1);
            }
        }

        /// <summary>Takes a step out of the path again: the inverse of <see cref="Extend"/>, whichever was the last.</summary>
        private static void Unwind(Span<Step> path, int step)
        {
            int last = path.Length - 1;
            (double zero, double one) = (path[step].Zero, path[step].One);
            double next = path[last].Weight;
            for (int i = last - 1; i >= 0; i--)
            {
                if (one != 0)
                {
                    double weight = next * (last + 1) / ((i + 1) * one);
                    next = path[i].Weight - (weight * zero * (last - i) / (last + 1));
                    path[i].Weight = weight;
                }
                else
                {
                    path[i].Weight = path[i].Weight * (last + 1) / (zero * (last - i));
                }
            }

            for (int i = step; i < last; i++)
            {
                path[i] = path[i + 1] with { Weight = path[i].Weight };
            }
        }

        /// <summary>The weights' sum after <see cref="Unwind"/>, without changing the path.</summary>
        private static double UnwoundSum(ReadOnlySpan<Step> path, int step)
        {
            int last = path.Length - 1;
            (double zero, double one) = (path[step].Zero, path[step].One);
            double next = path[last].Weight;
            double sum = 0;
            for (int i = last - 1; i >= 0; i--)
            {
                if (one != 0)
                {
                    double weight = next * (last + 1) / ((i + 1) * one);
                    sum += weight;
                    next = path[i].Weight - (weight * zero * (last - i) / (last + 1));
                }
                else
                {
                    sum += path[i].Weight * (last + 1) / (zero * (last - i));
                }
            }

            return sum;
        }

        private void Credit(ReadOnlySpan<Step> path, double value)
        {
            for (int i = 1; i < path.Length; i++)
            {
                _into[path[i].Column] += UnwoundSum(path, i) * (path[i].One - path[i].Zero) * value;
            }
        }
    }
}
