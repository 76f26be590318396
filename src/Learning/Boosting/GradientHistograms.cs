using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// Sums of first and second derivatives per column and bin. Four columns lie in one word per row and their sums in 16 KB, which a core's nearest cache
/// holds; rows are added block by block, each block to sums of its own, so that the bits do not depend on the number of threads.
/// </summary>
internal sealed class GradientHistograms
{
    public const int CellsPerColumn = 256;

    private const int ColumnsPerWord = 4;
    private const int CellsPerWord = ColumnsPerWord * CellsPerColumn;
    private const int LeastBlock = 16_384;
    private const int MostBlocks = 32;
    private const int ChunkRows = 2048;

    private readonly Workers _workers;
    private readonly uint[] _words;
    private readonly int _wordsPerRow;
    private readonly Stack<Vector128<double>[]> _free = [];
    private int[] _used;

    public GradientHistograms(FeatureBins bins, Workers workers)
    {
        _workers = workers;
        _wordsPerRow = (bins.Columns + ColumnsPerWord - 1) / ColumnsPerWord;
        _words = new uint[checked(bins.Rows * _wordsPerRow)];
        _used = [.. Enumerable.Range(0, _wordsPerRow)];
        workers.RunRows(bins.Rows, bins.Columns, (start, end) =>
        {
            for (int column = 0; column < bins.Columns; column++)
            {
                ReadOnlySpan<byte> from = bins.Column(column);
                int shift = 8 * (column % ColumnsPerWord);
                for (int row = start; row < end; row++)
                {
                    _words[(row * _wordsPerRow) + (column / ColumnsPerWord)] |= (uint)from[row] << shift;
                }
            }
        });
    }

    /// <summary>From now on, only these columns' sums are needed.</summary>
    public void Use(int[] columns) => _used = [.. columns.Select(column => column / ColumnsPerWord).Distinct()];

    /// <summary>The sums of one column in what <see cref="Build"/> made: by bin the pair of first and second derivative.</summary>
    public static ReadOnlySpan<Vector128<double>> Column(Vector128<double>[] cells, int column) => cells.AsSpan(column * CellsPerColumn, CellsPerColumn);

    /// <summary>One histogram for each list of rows; to be given back by <see cref="Release"/>.</summary>
    public Vector128<double>[][] Build(ReadOnlyMemory<int>[] rowsOfNodes, Vector128<double>[] gradients)
    {
        var blocks = new List<(int Node, ReadOnlyMemory<int> Rows, Vector128<double>[] Cells)>();
        var histograms = new Vector128<double>[rowsOfNodes.Length][];
        for (int node = 0; node < rowsOfNodes.Length; node++)
        {
            ReadOnlyMemory<int> rows = rowsOfNodes[node];
            int length = Math.Max(LeastBlock, (rows.Length + MostBlocks - 1) / MostBlocks);
            histograms[node] = Rent();
            for (int start = 0; start < rows.Length; start += length)
            {
                blocks.Add((node, rows.Slice(start, Math.Min(length, rows.Length - start)), start == 0 ? histograms[node] : Rent()));
            }
        }

        long work = rowsOfNodes.Sum(rows => (long)rows.Length) * _used.Length * ColumnsPerWord;
        _workers.Run(blocks.Count, work, i => Add(blocks[i].Rows.Span, gradients, blocks[i].Cells));
        _workers.Run(_used.Length, (long)(blocks.Count - rowsOfNodes.Length) * CellsPerWord * _used.Length, i =>
        {
            foreach ((int node, _, Vector128<double>[] cells) in blocks)
            {
                if (cells != histograms[node])
                {
                    Add(Word(cells, _used[i]), Word(histograms[node], _used[i]));
                }
            }
        });
        foreach ((int node, _, Vector128<double>[] cells) in blocks)
        {
            if (cells != histograms[node])
            {
                Release(cells);
            }
        }

        return histograms;
    }

    /// <summary>Turns a node's histogram into that of one child by taking that of the other away.</summary>
    public void Subtract(Vector128<double>[] child, Vector128<double>[] from)
    {
        foreach (int word in _used)
        {
            Span<Vector128<double>> left = Word(from, word);
            Span<Vector128<double>> right = Word(child, word)[..left.Length];
            for (int i = 0; i < left.Length; i++)
            {
                left[i] -= right[i];
            }
        }
    }

    public void Release(Vector128<double>[] cells) => _free.Push(cells);

    private Vector128<double>[] Rent() => _free.TryPop(out Vector128<double>[]? cells) ? cells : new Vector128<double>[_wordsPerRow * CellsPerWord];

    private static Span<Vector128<double>> Word(Vector128<double>[] cells, int word) => cells.AsSpan(word * CellsPerWord, CellsPerWord);

    private static void Add(Span<Vector128<double>> more, Span<Vector128<double>> into)
    {
        for (int i = 0; i < into.Length; i++)
        {
            into[i] += more[i];
        }
    }

    /// <summary>The rows go through in chunks, word by word: the first word brings a chunk's rows into the cache for the others.</summary>
    private void Add(ReadOnlySpan<int> rows, Vector128<double>[] gradients, Vector128<double>[] cells)
    {
        foreach (int word in _used)
        {
            Word(cells, word).Clear();
        }

        for (int start = 0; start < rows.Length; start += ChunkRows)
        {
            ReadOnlySpan<int> chunk = rows.Slice(start, Math.Min(ChunkRows, rows.Length - start));
            foreach (int word in _used)
            {
                Add(chunk, word, gradients, Word(cells, word));
            }
        }
    }

    private void Add(ReadOnlySpan<int> rows, int word, Vector128<double>[] gradients, Span<Vector128<double>> cells)
    {
        // Each index is below 4 · 256 because it is made of one byte and its column's offset: this is the loop that takes the time.
        ref Vector128<double> cell = ref MemoryMarshal.GetReference(cells[..CellsPerWord]);
        uint[] words = _words;
        int wordsPerRow = _wordsPerRow;
        foreach (int row in rows)
        {
            uint bins = words[(row * wordsPerRow) + word];
            Vector128<double> gradient = gradients[row];
            Unsafe.Add(ref cell, bins & 255) += gradient;
            Unsafe.Add(ref cell, 256 + ((bins >> 8) & 255)) += gradient;
            Unsafe.Add(ref cell, 512 + ((bins >> 16) & 255)) += gradient;
            Unsafe.Add(ref cell, 768 + (bins >> 24)) += gradient;
        }
    }
}
