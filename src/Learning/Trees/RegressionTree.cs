using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>
/// A binary tree of tests on single columns, as arrays with one entry per node; node 0 is the root. A row goes left where its value is at most the
/// threshold, and where it is NaN to the side that <see cref="MissingLeft"/> says. Immutable; boosted trees and forests are made of these.
/// </summary>
public sealed class RegressionTree
{
    /// <summary>In <see cref="Features"/>: the node is a leaf.</summary>
    public const int Leaf = -1;

    private readonly int[] _features;
    private readonly double[] _thresholds;
    private readonly bool[] _missingLeft;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly double[] _values;
    private readonly double[] _covers;

    /// <param name="features">Column that the node tests; −1 for a leaf.</param>
    /// <param name="thresholds">Finite; 0 for a leaf.</param>
    /// <param name="left">A later node; 0 for a leaf.</param>
    /// <param name="right">The same for the other side.</param>
    /// <param name="values">What a leaf says; for an inner node the cover-weighted mean of its leaves.</param>
    /// <param name="covers">Weight of the training rows that reached the node; above 0.</param>
    /// <exception cref="ArgumentException">The arrays differ in length, are empty, or are not a tree.</exception>
    [JsonConstructor]
    public RegressionTree(
        ReadOnlyMemory<int> features,
        ReadOnlyMemory<double> thresholds,
        ReadOnlyMemory<bool> missingLeft,
        ReadOnlyMemory<int> left,
        ReadOnlyMemory<int> right,
        ReadOnlyMemory<double> values,
        ReadOnlyMemory<double> covers)
    {
        (_features, _thresholds, _missingLeft, _left, _right) = (features.ToArray(), thresholds.ToArray(), missingLeft.ToArray(), left.ToArray(), right.ToArray());
        (_values, _covers) = (values.ToArray(), covers.ToArray());
        int nodes = _features.Length;
        if (nodes == 0 || new[] { _thresholds.Length, _missingLeft.Length, _left.Length, _right.Length, _values.Length, _covers.Length }.Any(length => length != nodes))
        {
            throw new ArgumentException("A tree needs the same number of features, thresholds, sides, children, values and covers, and at least one.", nameof(features));
        }

        InputChecks.Finite(_thresholds, nameof(thresholds));
        InputChecks.Finite(_values, nameof(values));
        InputChecks.Finite(_covers, nameof(covers));
        CheckShape(_features, _left);
    }

    public ReadOnlyMemory<int> Features => _features;

    public ReadOnlyMemory<double> Thresholds => _thresholds;

    public ReadOnlyMemory<bool> MissingLeft => _missingLeft;

    public ReadOnlyMemory<int> Left => _left;

    public ReadOnlyMemory<int> Right => _right;

    public ReadOnlyMemory<double> Values => _values;

    public ReadOnlyMemory<double> Covers => _covers;

    /// <summary>Number of the leaf that the row falls into. The row must be at least as wide as the largest of <see cref="Features"/> asks.</summary>
    public int LeafOf(ReadOnlySpan<double> row)
    {
        int node = 0;
        for (int feature; (feature = _features[node]) >= 0;)
        {
            double value = row[feature];
            bool goesLeft = double.IsNaN(value) ? _missingLeft[node] : value <= _thresholds[node];
            node = goesLeft ? _left[node] : _right[node];
        }

        return node;
    }

    /// <inheritdoc cref="LeafOf"/>
    /// <returns>The value of the row's leaf.</returns>
    public double Predict(ReadOnlySpan<double> row) => _values[LeafOf(row)];

    /// <summary>Children come after their parent and each node but the root has exactly one, so that no row can run in circles.</summary>
    private void CheckShape(int[] features, int[] left)
    {
        var parents = new int[features.Length];
        for (int node = 0; node < features.Length; node++)
        {
            if (features[node] < Leaf || !(_covers[node] > 0))
            {
                throw new ArgumentException($"Node {node} tests column {features[node]} and covers {_covers[node]}; columns start at 0 and covers are above 0.", nameof(features));
            }

            if (features[node] != Leaf)
            {
                Adopt(parents, node, left[node]);
                Adopt(parents, node, _right[node]);
            }
        }

        int orphan = Array.IndexOf(parents, 0, 1);
        if (orphan >= 0)
        {
            throw new ArgumentException($"Node {orphan} has no parent.", nameof(left));
        }
    }

    private static void Adopt(int[] parents, int node, int child)
    {
        if (child <= node || child >= parents.Length || ++parents[child] > 1)
        {
            throw new ArgumentException($"Node {node} cannot have node {child} as its child.", nameof(child));
        }
    }
}
