namespace Clientele.Learning;

/// <summary>A tree while it grows, and the rows of its leaves. Node 0 is the root; a split gives two neighbouring later nodes.</summary>
/// <param name="learningRate">By which the weights of the leaves are multiplied.</param>
internal sealed class GrownTree(double learningRate)
{
    private readonly List<int> _features = [];
    private readonly List<double> _thresholds = [];
    private readonly List<int> _bins = [];
    private readonly List<bool> _missingLeft = [];
    private readonly List<int> _left = [];
    private readonly List<double> _values = [];
    private readonly List<double> _covers = [];

    /// <summary>The rows of each finished leaf, and what it says.</summary>
    public List<(ReadOnlyMemory<int> Rows, double Value)> Leaves { get; } = [];

    public int AddLeaf(double weight)
    {
        _features.Add(RegressionTree.Leaf);
        _thresholds.Add(0);
        _bins.Add(0);
        _missingLeft.Add(false);
        _left.Add(0);

        // No negative zero, which JSON readers may not tell from zero.
        _values.Add((weight * learningRate) + 0.0);
        _covers.Add(0);
        return _features.Count - 1;
    }

    /// <returns>Number of the left child; the right one is the next.</returns>
    public int Split(int node, Split split, double threshold, double leftWeight, double rightWeight)
    {
        (_features[node], _thresholds[node], _bins[node], _missingLeft[node]) = (split.Column, threshold, split.Bin, split.MissingLeft);
        _left[node] = AddLeaf(leftWeight);
        AddLeaf(rightWeight);
        return _left[node];
    }

    /// <summary>The node stays a leaf.</summary>
    /// <param name="weights">By row of the matrix; null: all 1.</param>
    public void Keep(int node, ReadOnlyMemory<int> rows, double[]? weights)
    {
        double cover = weights is null ? rows.Length : 0;
        foreach (int row in weights is null ? [] : rows.Span)
        {
            cover += weights![row];
        }

        _covers[node] = cover;
        Leaves.Add((rows, _values[node]));
    }

    /// <summary>The value of the leaf that a training row falls into, whether the tree has seen the row or not.</summary>
    public double ValueOf(FeatureBins bins, int row)
    {
        int node = 0;
        while (_features[node] >= 0)
        {
            byte bin = bins.Column(_features[node])[row];
            bool goesLeft = bin == FeatureBins.Missing ? _missingLeft[node] : bin <= _bins[node];
            node = _left[node] + (goesLeft ? 0 : 1);
        }

        return _values[node];
    }

    public RegressionTree ToTree()
    {
        double[] values = [.. _values];
        double[] covers = [.. _covers];
        int[] right = new int[values.Length];
        for (int node = values.Length - 1; node >= 0; node--)
        {
            if (_features[node] >= 0)
            {
                (int l, int r) = (_left[node], _left[node] + 1);
                right[node] = r;
                covers[node] = covers[l] + covers[r];
                values[node] = ((covers[l] * values[l]) + (covers[r] * values[r])) / covers[node];
            }
        }

        return new RegressionTree(_features.ToArray(), _thresholds.ToArray(), _missingLeft.ToArray(), _left.ToArray(), right, values, covers);
    }
}
