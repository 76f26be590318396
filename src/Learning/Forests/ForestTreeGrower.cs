namespace Clientele.Learning;

/// <summary>What a forest learns from, common to all its trees.</summary>
/// <param name="Targets">One per row.</param>
/// <param name="Weights">One per row.</param>
/// <param name="Rows">Those with a weight above 0, ascending: the others take no part.</param>
internal sealed record ForestSample(RankedColumns Columns, double[] Targets, double[] Weights, int[] Rows);

/// <param name="Importances">Impurity decrease by column, in weight times variance.</param>
/// <param name="Drawn">How often each of <see cref="ForestSample.Rows"/> was drawn; empty where nobody will ask.</param>
internal sealed record GrownForestTree(RegressionTree Tree, double[] Importances, int[] Drawn);

/// <summary>
/// Grows one tree after another, depth first, on buffers that it keeps; one thread at a time. A node's rows are a stretch of one array, in ascending
/// order, which a split parts in two.
/// </summary>
internal sealed class ForestTreeGrower
{
    private readonly ForestSample _sample;
    private readonly ForestOptions _options;
    private readonly ForestMethod _method;
    private readonly int _columnsPerSplit;
    private readonly NodeSplitter _splitter;
    private readonly int[] _rows;
    private readonly int[] _rightRows;
    private readonly Mass[] _masses;
    private readonly Mass[] _rightMasses;
    private readonly int[] _columns;
    private readonly Stack<Pending> _pending = new();

    public ForestTreeGrower(ForestSample sample, ForestOptions options, ForestMethod method)
    {
        (_sample, _options, _method) = (sample, options, method);
        _columnsPerSplit = options.FeaturesPerSplit.Of(sample.Columns.Columns);
        _splitter = new NodeSplitter(sample.Columns, options.MinSamplesLeaf);
        (_rows, _rightRows) = (new int[sample.Rows.Length], new int[sample.Rows.Length]);
        (_masses, _rightMasses) = (new Mass[sample.Rows.Length], new Mass[sample.Rows.Length]);
        _columns = new int[sample.Columns.Columns];
    }

    /// <summary>The tree of this number: the same bits whichever grower grows it, after whatever others.</summary>
    public GrownForestTree Grow(int number, CancellationToken cancellation)
    {
        var random = new Random(SeedOf(_options.Seed, number));
        int[] drawn = Draw(random);
        for (int j = 0; j < _columns.Length; j++)
        {
            _columns[j] = j;
        }

        var nodes = new NodeLists();
        var importances = new double[_columns.Length];
        _pending.Clear();
        _pending.Push(new Pending(0, FillRoot(drawn), 0, -1, false));
        while (_pending.TryPop(out Pending node))
        {
            cancellation.ThrowIfCancellationRequested();
            (Mass total, double value, bool pure) = Measure(node);
            ForestSplit? split = pure || IsAtLimit(node) ? null : Search(node, total, random);
            int added = nodes.Add(split, value, total.Weight, node.Parent, node.IsLeft);
            if (split is { } found)
            {
                importances[found.Column] += found.Gain;
                int middle = Part(node, found);
                _pending.Push(new Pending(middle, node.End, node.Depth + 1, added, false));
                _pending.Push(new Pending(node.Start, middle, node.Depth + 1, added, true));
            }
        }

        return new GrownForestTree(nodes.ToTree(), importances, _method.OutOfBag ? drawn : []);
    }

    /// <summary>Neighbouring seeds and trees must not have neighbouring generators.</summary>
    private static int SeedOf(int seed, int tree) => (int)(new SplitMix64(((ulong)(uint)seed << 32) | (uint)tree).Next() & int.MaxValue);

    private int[] Draw(Random random)
    {
        var drawn = new int[_sample.Rows.Length];
        if (!_method.Bootstrap)
        {
            Array.Fill(drawn, 1);
            return drawn;
        }

        for (int i = 0; i < drawn.Length; i++)
        {
            drawn[random.Next(drawn.Length)]++;
        }

        return drawn;
    }

    private int FillRoot(int[] drawn)
    {
        int count = 0;
        for (int i = 0; i < drawn.Length; i++)
        {
            if (drawn[i] > 0)
            {
                int row = _sample.Rows[i];
                double weight = _sample.Weights[row] * drawn[i];
                _rows[count] = row;
                _masses[count++] = new Mass(weight, weight * _sample.Targets[row]);
            }
        }

        return count;
    }

    private (Mass Total, double Value, bool Pure) Measure(Pending node)
    {
        double weight = 0;
        double sum = 0;
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = node.Start; i < node.End; i++)
        {
            double target = _sample.Targets[_rows[i]];
            least = Math.Min(least, target);
            most = Math.Max(most, target);
            weight += _masses[i].Weight;
            sum += _masses[i].Sum;
        }

        // Rounding must not carry the mean of equal targets beyond them.
        return (new Mass(weight, sum), Math.Clamp(sum / weight, least, most), least == most);
    }

    private bool IsAtLimit(Pending node)
    {
        int count = node.End - node.Start;
        return count < _options.MinSamplesSplit
            || count < 2L * _options.MinSamplesLeaf
            || (_options.MaxDepth > 0 && node.Depth >= _options.MaxDepth);
    }

    /// <summary>Draws columns without replacement; past the number asked for, only until one of them is not constant here, as scikit-learn does.</summary>
    private ForestSplit? Search(Pending node, Mass total, Random random)
    {
        ReadOnlySpan<int> rows = _rows.AsSpan(node.Start, node.End - node.Start);
        ReadOnlySpan<Mass> masses = _masses.AsSpan(node.Start, rows.Length);
        ForestSplit? best = null;
        bool anyVaries = false;
        for (int seen = 0; seen < _columns.Length && (seen < _columnsPerSplit || !anyVaries); seen++)
        {
            int pick = random.Next(seen, _columns.Length);
            (_columns[seen], _columns[pick]) = (_columns[pick], _columns[seen]);
            int column = _columns[seen];
            (int Lowest, int Highest) range = _splitter.Gather(column, rows);
            if (range.Lowest == range.Highest)
            {
                continue;
            }

            anyVaries = true;
            ForestSplit? split = _method.RandomThresholds
                ? _splitter.Drawn(column, masses, total, range, random)
                : _splitter.Best(column, masses, total, range);
            if (split is { } found && (best is not { } known || found.Gain > known.Gain))
            {
                best = found;
            }
        }

        return best;
    }

    /// <summary>Moves the rows that go left before those that go right; both keep their order, so that memory is read forwards all the way down.</summary>
    private int Part(Pending node, ForestSplit split)
    {
        ReadOnlySpan<int> ranks = _sample.Columns.Ranks(split.Column);
        int left = node.Start;
        int right = 0;
        for (int i = node.Start; i < node.End; i++)
        {
            int row = _rows[i];
            Mass mass = _masses[i];

            // Both are written and one end moves on, instead of a branch: which side a row is on cannot be foretold.
            (_rows[left], _masses[left]) = (row, mass);
            (_rightRows[right], _rightMasses[right]) = (row, mass);
            int goesLeft = ranks[row] <= split.Rank ? 1 : 0;
            left += goesLeft;
            right += 1 - goesLeft;
        }

        Array.Copy(_rightRows, 0, _rows, left, right);
        Array.Copy(_rightMasses, 0, _masses, left, right);
        return left;
    }

    /// <summary>A node whose rows are known and whose split is not; its parent waits for its number.</summary>
    private readonly record struct Pending(int Start, int End, int Depth, int Parent, bool IsLeft);

    private sealed class NodeLists
    {
        private readonly List<int> _features = [];
        private readonly List<double> _thresholds = [];
        private readonly List<int> _left = [];
        private readonly List<int> _right = [];
        private readonly List<double> _values = [];
        private readonly List<double> _covers = [];

        public int Add(ForestSplit? split, double value, double cover, int parent, bool isLeft)
        {
            int node = _features.Count;
            _features.Add(split?.Column ?? RegressionTree.Leaf);
            _thresholds.Add(split?.Threshold ?? 0);
            _left.Add(0);
            _right.Add(0);
            _values.Add(value);
            _covers.Add(cover);
            if (parent >= 0)
            {
                (isLeft ? _left : _right)[parent] = node;
            }

            return node;
        }

        public RegressionTree ToTree() => new(
            _features.ToArray(), _thresholds.ToArray(), new bool[_features.Count], _left.ToArray(), _right.ToArray(), _values.ToArray(), _covers.ToArray());
    }
}
