using System.Numerics;

namespace Clientele.Learning;

/// <summary>
/// Cuts trees into parts and fills their tables. A part is a subtree of two levels of tests, or less where the tree is shallower: with a leaf alone a
/// table would be half as long, but four leaves of a tree of depth 4 share 5 sums in place of 16.
/// </summary>
internal sealed class ShapTableBuilder
{
    /// <summary>A tree's tests must fit into the bits of a word.</summary>
    private const int MostLevels = 6;

    private const int LevelsOfPart = 2;

    private readonly List<ShapTables.Test> _tests = [];
    private readonly List<ShapTables.Tree> _trees = [];
    private readonly List<ShapTables.Part> _parts = [];
    private readonly List<int> _partRoots = [];
    private readonly List<int> _columns = [];
    private readonly int _rowLength;
    private readonly double _scale;
    private long _size;

    private ShapTableBuilder(int rowLength, double scale) => (_rowLength, _scale) = (rowLength, scale);

    /// <returns>Nothing where a tree has more than six levels of tests, or the tables would take more than <paramref name="mostBytes"/>.</returns>
    public static ShapTables? Build(RegressionTree[] trees, int columns, double scale, long mostBytes)
    {
        var builder = new ShapTableBuilder(columns, scale);
        var shapes = new TreeShape[trees.Length];
        for (int i = 0; i < trees.Length; i++)
        {
            shapes[i] = new TreeShape(trees[i]);
            if (shapes[i].Levels[0] > MostLevels)
            {
                return null;
            }

            builder.Cut(shapes[i]);
            if (builder._size * sizeof(double) > mostBytes)
            {
                return null;
            }
        }

        return builder.Fill(shapes);
    }

    private void Cut(TreeShape shape)
    {
        (int firstTest, int firstPart) = (_tests.Count, _parts.Count);
        RegressionTree tree = shape.Tree;
        for (int node = 0; node < tree.Features.Length; node++)
        {
            if (shape.TestOf[node] >= 0)
            {
                int column = tree.Features.Span[node];
                _tests.Add(new ShapTables.Test(tree.Thresholds.Span[node], tree.MissingLeft.Span[node] ? column : column + _rowLength));
            }
        }

        Cut(shape, 0);
        _trees.Add(new ShapTables.Tree(firstTest, _tests.Count, firstPart, _parts.Count));
    }

    private void Cut(TreeShape shape, int node)
    {
        if (shape.Levels[node] > LevelsOfPart)
        {
            Cut(shape, shape.Tree.Left.Span[node]);
            Cut(shape, shape.Tree.Right.Span[node]);
            return;
        }

        int[] tested = [.. shape.Above(node).Select(step => step.Node), .. shape.Below(node).Where(below => shape.TestOf[below] >= 0)];
        int[] columns = [.. tested.Select(test => shape.Tree.Features.Span[test]).Distinct()];
        ulong tests = tested.Aggregate(0UL, (all, test) => all | (1UL << shape.TestOf[test]));
        _parts.Add(new ShapTables.Part(tests, (int)_size, _columns.Count, columns.Length));
        _partRoots.Add(node);
        _columns.AddRange(columns);
        _size += (1L << tested.Length) * (columns.Length + 1);
    }

    private ShapTables Fill(TreeShape[] shapes)
    {
        var values = new double[_size];
        int[] columns = [.. _columns];
        for (int tree = 0; tree < shapes.Length; tree++)
        {
            for (int i = _trees[tree].FirstPart; i < _trees[tree].EndOfParts; i++)
            {
                ShapTables.Part part = _parts[i];
                int length = (1 << BitOperations.PopCount(part.Tests)) * (part.ColumnCount + 1);
                foreach (int leaf in shapes[tree].Below(_partRoots[i]).Where(node => shapes[tree].TestOf[node] < 0))
                {
                    AddLeaf(shapes[tree], leaf, part.Tests, columns.AsSpan(part.Columns, part.ColumnCount), values.AsSpan(part.Table, length));
                }
            }
        }

        return new ShapTables([.. _tests], [.. _trees], [.. _parts], columns, values);
    }

    private void AddLeaf(TreeShape shape, int leaf, ulong tests, ReadOnlySpan<int> columns, Span<double> table)
    {
        Condition[] conditions = [.. shape.Above(leaf)
            .GroupBy(step => shape.Tree.Features.Span[step.Node])
            .Select(steps => new Condition(shape, tests, steps.Key, [.. steps]))];
        double value = _scale * shape.Tree.Values.Span[leaf];

        // What the leaf gives to its columns, for each set of columns whose conditions hold.
        int count = conditions.Length;
        var given = new double[1 << count, count];
        Span<ShapPath.Step> path = stackalloc ShapPath.Step[MostLevels + 1];
        for (int held = 0; held < 1 << count; held++)
        {
            ShapPath.Extend(path[..1], ShapPath.First);
            for (int i = 0; i < count; i++)
            {
                ShapPath.Extend(path[..(i + 2)], new ShapPath.Step(conditions[i].Column, conditions[i].Share, (held >> i) & 1, 0));
            }

            for (int i = 0; i < count; i++)
            {
                given[held, i] = ShapPath.Contribution(path[..(count + 1)], i + 1) * value;
            }
        }

        int width = columns.Length + 1;
        for (int pattern = 0; pattern * width < table.Length; pattern++)
        {
            int held = 0;
            for (int i = 0; i < count; i++)
            {
                held |= conditions[i].Holds(pattern) ? 1 << i : 0;
            }

            Span<double> row = table.Slice(pattern * width, width);
            for (int i = 0; i < count; i++)
            {
                row[columns.IndexOf(conditions[i].Column)] += given[held, i];
            }

            if (held == (1 << count) - 1)
            {
                row[^1] = value;
            }
        }
    }

    /// <summary>That a row passes all the tests of one column on the way to a leaf.</summary>
    private readonly struct Condition
    {
        private readonly int _tested;
        private readonly int _right;

        public Condition(TreeShape shape, ulong tests, int column, ReadOnlySpan<(int Node, bool Right)> steps)
        {
            (Column, Share) = (column, 1);
            foreach ((int node, bool right) in steps)
            {
                int answer = 1 << BitOperations.PopCount(tests & ((1UL << shape.TestOf[node]) - 1));
                _tested |= answer;
                _right |= right ? answer : 0;
                (double leftShare, double rightShare) = ShapPath.Shares(shape.Tree, node);
                Share *= right ? rightShare : leftShare;
            }
        }

        public int Column { get; }

        /// <summary>Of the rows that come through where the column is not known.</summary>
        public double Share { get; }

        public bool Holds(int answers) => (answers & _tested) == _right;
    }

    /// <summary>What the arrays of a tree do not say at once.</summary>
    private sealed class TreeShape
    {
        private readonly int[] _parents;

        public TreeShape(RegressionTree tree)
        {
            Tree = tree;
            ReadOnlySpan<int> features = tree.Features.Span;
            (_parents, Levels, TestOf) = (new int[features.Length], new int[features.Length], new int[features.Length]);
            int tests = 0;
            for (int node = 0; node < features.Length; node++)
            {
                TestOf[node] = features[node] == RegressionTree.Leaf ? -1 : tests++;
            }

            _parents[0] = -1;
            for (int node = features.Length - 1; node >= 0; node--)
            {
                if (TestOf[node] >= 0)
                {
                    (int left, int right) = (tree.Left.Span[node], tree.Right.Span[node]);
                    (_parents[left], _parents[right]) = (node, node);
                    Levels[node] = Math.Max(Levels[left], Levels[right]) + 1;
                }
            }
        }

        public RegressionTree Tree { get; }

        /// <summary>Of each node: tests on the longest way down from it, its own included; 0 for a leaf.</summary>
        public int[] Levels { get; }

        /// <summary>Of each node: the number of its test in the tree, −1 for a leaf.</summary>
        public int[] TestOf { get; }

        /// <summary>The nodes on the way to a node, and the side on which it lies.</summary>
        public IEnumerable<(int Node, bool Right)> Above(int node)
        {
            for (int parent = _parents[node]; parent >= 0; (node, parent) = (parent, _parents[parent]))
            {
                yield return (parent, Tree.Right.Span[parent] == node);
            }
        }

        /// <summary>The node and all below it.</summary>
        public IEnumerable<int> Below(int node)
            => TestOf[node] < 0 ? [node] : [node, .. Below(Tree.Left.Span[node]), .. Below(Tree.Right.Span[node])];
    }
}
