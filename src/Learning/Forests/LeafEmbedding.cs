using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// Rows as the leaves of a forest that they fall into: alike where the forest makes no difference between them (Breiman's proximity). The distance of two
/// rows is the share of trees in which their leaves differ, 0 to 1. Immutable, safe from any thread.
/// </summary>
public sealed class LeafEmbedding
{
    // Rows that are compared with a row before the next is read: their codes stay in the core's own cache.
    private const int RowsPerVisit = 32;

    private readonly ForestModel _forest;

    /// <summary>For each tree and node its number when nodes are counted from the root down, left before right.</summary>
    private readonly int[][] _preorder;
    private readonly int _columns;

    public LeafEmbedding(ForestModel forest)
    {
        ArgumentNullException.ThrowIfNull(forest);
        _forest = forest;
        _preorder = [.. forest.Trees.Select(Preorder)];
        _columns = forest.Importances.Length;
    }

    public int Trees => _preorder.Length;

    /// <summary>
    /// Writes the leaf of the row in each tree, as scikit-learn's <c>apply</c> numbers them: nodes counted from the root, depth first, left before right.
    /// </summary>
    /// <param name="into">One per tree.</param>
    /// <exception cref="ArgumentException">The row does not have one value per column, or one that is not finite.</exception>
    public void Indices(ReadOnlySpan<double> row, Span<int> into)
    {
        _forest.LeavesOf(row, into);
        for (int tree = 0; tree < into.Length; tree++)
        {
            into[tree] = _preorder[tree][into[tree]];
        }
    }

    /// <summary>
    /// The leaves of every row, one column per tree, as numbers whose differences mean nothing; some feed them to a Euclidean method all the same. Where that
    /// is not asked for, take <see cref="Neighbours(Matrix, int, int, CancellationToken)"/>.
    /// </summary>
    /// <param name="threads">Most threads; 0: as many as cores.</param>
    /// <exception cref="ArgumentException">The matrix has other columns than the forest, or a value that is not finite (row and column are named).</exception>
    /// <exception cref="OperationCanceledException"/>
    public Matrix Indices(Matrix inputs, int threads = 0, CancellationToken cancellation = default)
    {
        Check(inputs, threads);
        var indices = new Matrix(inputs.Rows, Trees);
        new RowBlocks(inputs.Rows).ForEach(
            threads,
            (_, start, end) =>
            {
                int[] leaves = Leaves(inputs, start, end);
                for (int i = start; i < end; i++)
                {
                    Span<double> into = indices.RowToWrite(i);
                    for (int tree = 0; tree < into.Length; tree++)
                    {
                        into[tree] = leaves[((i - start) * Trees) + tree];
                    }
                }
            },
            cancellation);
        return indices;
    }

    /// <summary>Share of trees in which the rows fall into different leaves.</summary>
    /// <inheritdoc cref="Indices(ReadOnlySpan{double}, Span{int})" path="/exception"/>
    public double Distance(ReadOnlySpan<double> row, ReadOnlySpan<double> other)
    {
        var leaves = new int[2 * Trees];
        Indices(row, leaves.AsSpan(0, Trees));
        Indices(other, leaves.AsSpan(Trees));
        int differing = 0;
        for (int tree = 0; tree < Trees; tree++)
        {
            differing += leaves[tree] == leaves[Trees + tree] ? 0 : 1;
        }

        return (double)differing / Trees;
    }

    /// <summary>The nearest other rows of each row by this distance, exact; of equally near ones those that follow it, then the first. O(rows² · trees).</summary>
    /// <param name="perRow">1 or more, fewer than there are rows.</param>
    /// <inheritdoc cref="Indices(Matrix, int, CancellationToken)"/>
    public NearestNeighbours Neighbours(Matrix inputs, int perRow, int threads = 0, CancellationToken cancellation = default)
    {
        ushort[] codes = Codes(inputs, threads, cancellation);
        NearestNeighbours.CheckCounts(inputs.Rows - 1, perRow, threads);
        return Nearest(codes, codes, perRow, amongThemselves: true, threads, cancellation);
    }

    /// <summary>The same for rows among others: new ones among those that were laid out, say.</summary>
    /// <param name="perRow">1 or more, at most as many as there are others.</param>
    /// <inheritdoc cref="Neighbours(Matrix, int, int, CancellationToken)"/>
    public NearestNeighbours Neighbours(Matrix inputs, Matrix others, int perRow, int threads = 0, CancellationToken cancellation = default)
    {
        ushort[] codes = Codes(inputs, threads, cancellation);
        ushort[] othersCodes = Codes(others, threads, cancellation);
        NearestNeighbours.CheckCounts(others.Rows, perRow, threads);
        return Nearest(codes, othersCodes, perRow, amongThemselves: false, threads, cancellation);
    }

    /// <summary>Trees, rounded up so that a row of codes fills whole vectors.</summary>
    private int Width => (Trees + Vector256<ushort>.Count - 1) / Vector256<ushort>.Count * Vector256<ushort>.Count;

    /// <summary>Row after row the leaves' numbers in 16 bits; trees with more nodes are refused.</summary>
    private ushort[] Codes(Matrix inputs, int threads, CancellationToken cancellation)
    {
        Check(inputs, threads);
        int largest = _preorder.Max(tree => tree.Length);
        if (largest > ushort.MaxValue + 1)
        {
            throw new ArgumentException($"A tree has {largest} nodes; leaves of up to {ushort.MaxValue + 1} are compared.", nameof(inputs));
        }

        var codes = new ushort[checked(inputs.Rows * Width)];
        new RowBlocks(inputs.Rows).ForEach(
            threads,
            (_, start, end) =>
            {
                int[] leaves = Leaves(inputs, start, end);
                for (int i = start; i < end; i++)
                {
                    for (int tree = 0; tree < Trees; tree++)
                    {
                        codes[(i * Width) + tree] = (ushort)leaves[((i - start) * Trees) + tree];
                    }
                }
            },
            cancellation);
        return codes;
    }

    /// <summary>Of a stretch of rows, one after the other. Tree by tree, so that a tree stays in the cache while many rows run through it.</summary>
    private int[] Leaves(Matrix inputs, int start, int end)
    {
        var leaves = new int[(end - start) * Trees];
        for (int tree = 0; tree < Trees; tree++)
        {
            RegressionTree each = _forest.Trees[tree];
            for (int i = start; i < end; i++)
            {
                leaves[((i - start) * Trees) + tree] = _preorder[tree][each.LeafOf(inputs.Row(i))];
            }
        }

        return leaves;
    }

    private NearestNeighbours Nearest(ushort[] codes, ushort[] others, int perRow, bool amongThemselves, int threads, CancellationToken cancellation)
    {
        int width = Width;
        int rows = codes.Length / width;
        var nearest = new int[rows * perRow];
        var distances = new double[rows * perRow];
        Array.Fill(distances, double.PositiveInfinity);
        FixedChunks.Run(
            (rows + RowsPerVisit - 1) / RowsPerVisit,
            threads,
            visit =>
            {
                int first = visit * RowsPerVisit;
                int end = Math.Min(rows, first + RowsPerVisit);
                for (int other = 0; other < others.Length / width; other++)
                {
                    ReadOnlySpan<ushort> code = others.AsSpan(other * width, width);
                    for (int i = first; i < end; i++)
                    {
                        if (!amongThemselves || i != other)
                        {
                            // The places that fill up the last vector are equal in all rows.
                            int shared = Equal(codes.AsSpan(i * width, width), code) - (width - Trees);
                            double distance = (double)(Trees - shared) / Trees;
                            NearestList.Insert(nearest.AsSpan(i * perRow, perRow), distances.AsSpan(i * perRow, perRow), other, distance, amongThemselves ? i : -1);
                        }
                    }
                }
            },
            cancellation);
        return new NearestNeighbours(nearest, distances, perRow);
    }

    private static int Equal(ReadOnlySpan<ushort> left, ReadOnlySpan<ushort> right)
    {
        ref ushort l = ref MemoryMarshal.GetReference(left);
        ref ushort r = ref MemoryMarshal.GetReference(right[..left.Length]);

        // An equal pair is −1 in its lane; 65,535 of these before a lane is full is a million trees.
        Vector256<ushort> counts = Vector256<ushort>.Zero;
        for (nuint i = 0; i < (nuint)left.Length; i += (nuint)Vector256<ushort>.Count)
        {
            counts -= Vector256.Equals(Vector256.LoadUnsafe(ref l, i), Vector256.LoadUnsafe(ref r, i));
        }

        (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(counts);
        return (int)Vector256.Sum(low + high);
    }

    private void Check(Matrix inputs, int threads)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentOutOfRangeException.ThrowIfNegative(threads);
        InputChecks.SameLength(_columns, inputs.Columns, nameof(inputs.Columns));
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
    }

    private static int[] Preorder(RegressionTree tree)
    {
        var numbers = new int[tree.Features.Length];
        var waiting = new Stack<int>([0]);
        for (int number = 0; waiting.TryPop(out int node); number++)
        {
            numbers[node] = number;
            if (tree.Features.Span[node] != RegressionTree.Leaf)
            {
                waiting.Push(tree.Right.Span[node]);
                waiting.Push(tree.Left.Span[node]);
            }
        }

        return numbers;
    }
}
