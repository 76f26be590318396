using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>
/// The merges of a hierarchical clustering in the order of their heights, numbered as SciPy's: cluster i is row i for i below <see cref="Rows"/>,
/// else what merge i − Rows made. Immutable; it places no new points (see <see cref="WardCut"/> for what can be done under Ward's linkage).
/// </summary>
public sealed class Dendrogram
{
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly double[] _heights;
    private readonly int[] _sizes;

    /// <param name="left">One cluster of each merge; a smaller number than the other.</param>
    /// <param name="right">The other one.</param>
    /// <param name="heights">Distance of the two; never falling.</param>
    /// <param name="sizes">Rows in the union.</param>
    /// <exception cref="ArgumentException">The arrays differ in length or are not a tree.</exception>
    [JsonConstructor]
    public Dendrogram(Linkage linkage, ReadOnlyMemory<int> left, ReadOnlyMemory<int> right, ReadOnlyMemory<double> heights, ReadOnlyMemory<int> sizes)
    {
        if (!Enum.IsDefined(linkage))
        {
            throw new ArgumentOutOfRangeException(nameof(linkage), linkage, "The linkage is Ward, Average, Complete or Single.");
        }

        Linkage = linkage;
        (_left, _right, _heights, _sizes) = (left.ToArray(), right.ToArray(), heights.ToArray(), sizes.ToArray());
        InputChecks.SameLength(_left.Length, _right.Length, nameof(right));
        InputChecks.SameLength(_left.Length, _heights.Length, nameof(heights));
        InputChecks.SameLength(_left.Length, _sizes.Length, nameof(sizes));
        InputChecks.Finite(_heights, nameof(heights));
        Check(_left, _right);
    }

    public Linkage Linkage { get; }

    public ReadOnlyMemory<int> Left => _left;

    public ReadOnlyMemory<int> Right => _right;

    public ReadOnlyMemory<double> Heights => _heights;

    public ReadOnlyMemory<int> Sizes => _sizes;

    /// <summary>One more than there are merges.</summary>
    [JsonIgnore]
    public int Rows => _left.Length + 1;

    /// <param name="clusters">1 to <see cref="Rows"/>.</param>
    /// <returns>The cluster of each row, numbered from 0 in the order in which rows show them.</returns>
    /// <remarks>Merges of equal height are undone from the last one back.</remarks>
    public int[] CutAt(int clusters)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clusters, Rows);
        return LabelsAfter(Rows - clusters);
    }

    /// <summary>Makes every merge whose height is at most <paramref name="height"/>.</summary>
    /// <inheritdoc cref="CutAt" path="/returns"/>
    public int[] CutAtHeight(double height)
    {
        if (double.IsNaN(height))
        {
            throw new ArgumentException("The height is not a number.", nameof(height));
        }

        int merges = 0;
        while (merges < _heights.Length && _heights[merges] <= height)
        {
            merges++;
        }

        return LabelsAfter(merges);
    }

    /// <summary>Puts pairs in the order of their heights (equal ones stay as they are) and names the clusters that each joins.</summary>
    internal static Dendrogram Of(MergedPair[] pairs, Linkage linkage)
    {
        int rows = pairs.Length + 1;
        MergedPair[] sorted = [.. pairs.OrderBy(pair => pair.Height)];
        (var left, var right, var sizes) = (new int[pairs.Length], new int[pairs.Length], new int[pairs.Length]);
        int[] parents = [.. Enumerable.Range(0, (2 * rows) - 1)];
        for (int merge = 0; merge < sorted.Length; merge++)
        {
            (int one, int other) = (Root(parents, sorted[merge].First), Root(parents, sorted[merge].Second));
            (left[merge], right[merge]) = one < other ? (one, other) : (other, one);
            sizes[merge] = SizeOf(one) + SizeOf(other);
            parents[one] = parents[other] = rows + merge;
        }

        return new Dendrogram(linkage, left, right, sorted.Select(pair => pair.Height).ToArray(), sizes);

        int SizeOf(int cluster) => cluster < rows ? 1 : sizes[cluster - rows];
    }

    private static int Root(int[] parents, int cluster)
    {
        while (parents[cluster] != cluster)
        {
            parents[cluster] = parents[parents[cluster]];
            cluster = parents[cluster];
        }

        return cluster;
    }

    private int[] LabelsAfter(int merges)
    {
        int[] tops = [.. Enumerable.Range(0, Rows + merges)];
        for (int merge = merges - 1; merge >= 0; merge--)
        {
            tops[_left[merge]] = tops[_right[merge]] = tops[Rows + merge];
        }

        var labels = new int[Rows];
        var labelOfTop = new int[tops.Length];
        Array.Fill(labelOfTop, -1);
        int clusters = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            ref int label = ref labelOfTop[tops[i]];
            label = label < 0 ? clusters++ : label;
            labels[i] = label;
        }

        return labels;
    }

    private void Check(int[] lefts, int[] rights)
    {
        var isMerged = new bool[Rows + lefts.Length];
        for (int merge = 0; merge < lefts.Length; merge++)
        {
            (int left, int right) = (lefts[merge], rights[merge]);
            if (left < 0 || right <= left || right >= Rows + merge || isMerged[left] || isMerged[right])
            {
                throw new ArgumentException($"Merge {merge} joins {left} and {right}; each must be there, be free, and the smaller number stands left.", nameof(lefts));
            }

            isMerged[left] = isMerged[right] = true;
            if (_sizes[merge] != SizeOf(left) + SizeOf(right))
            {
                throw new ArgumentException($"Merge {merge} has {_sizes[merge]} rows; its parts have {SizeOf(left) + SizeOf(right)}.", nameof(lefts));
            }

            if (_heights[merge] < (merge == 0 ? 0 : _heights[merge - 1]))
            {
                throw new ArgumentException($"Merge {merge} is lower than the one before it, or than 0.", nameof(lefts));
            }
        }
    }

    private int SizeOf(int cluster) => cluster < Rows ? 1 : _sizes[cluster - Rows];
}
