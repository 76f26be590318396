using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// Sum of weighted log-losses with its gradient and Hessian, all in one pass over the rows. The intercept is the last of the parameters. Blocks of rows
/// that depend on the shape of the inputs only are added up in their order, so that any number of threads gives the same bits.
/// </summary>
internal sealed class LogisticLoss
{
    private const int MostBlocks = 64;
    private const int LeastRowsPerBlock = 1024;
    private const int RowsPerChunk = 64;

    /// <summary>What all blocks may take together for their Hessians.</summary>
    private const long MostBlockBytes = 64L << 20;

    private readonly Matrix _inputs;
    private readonly double[] _targets;
    private readonly double[]? _weights;
    private readonly int _threads;
    private readonly CancellationToken _cancellation;
    private readonly int _padded;
    private readonly Block[] _blocks;
    private readonly int _rowsPerBlock;

    /// <param name="targets">Probability of class 1 that each row stands for; labels of 0 and 1 are the usual case.</param>
    /// <param name="weights">One per row, or null: all 1.</param>
    public LogisticLoss(Matrix inputs, double[] targets, double[]? weights, int threads, CancellationToken cancellation)
    {
        (_inputs, _targets, _weights, _threads, _cancellation) = (inputs, targets, weights, threads, cancellation);
        Size = inputs.Columns + 1;
        _padded = (Size + 3) / 4 * 4;
        TotalWeight = weights is null ? inputs.Rows : weights.Sum();
        Gradient = new double[Size];
        Hessian = new double[Size * Size];

        int blocks = (int)Math.Clamp(MostBlockBytes / (sizeof(double) * (long)_padded * _padded), 2, MostBlocks);
        _rowsPerBlock = Math.Max(LeastRowsPerBlock, (inputs.Rows + blocks - 1) / blocks);
        _blocks = new Block[(inputs.Rows + _rowsPerBlock - 1) / _rowsPerBlock];
        for (int b = 0; b < _blocks.Length; b++)
        {
            _blocks[b] = new Block(_padded);
        }
    }

    /// <summary>Columns and the intercept.</summary>
    public int Size { get; }

    public double TotalWeight { get; }

    /// <summary>At the parameters of the last <see cref="Evaluate"/>.</summary>
    public double[] Gradient { get; }

    /// <summary>The same; row-major, only the lower triangle is filled.</summary>
    public double[] Hessian { get; }

    public double Evaluate(ReadOnlySpan<double> parameters)
    {
        var padded = new double[_padded];
        parameters.CopyTo(padded);
        FixedChunks.Run(
            _blocks.Length, _threads, b => SumUp(_blocks[b], padded, b * _rowsPerBlock, Math.Min(_inputs.Rows, (b + 1) * _rowsPerBlock)), _cancellation);

        double loss = 0;
        Array.Clear(Gradient);
        Array.Clear(Hessian);
        foreach (Block block in _blocks)
        {
            loss += block.Loss;
            VectorKernels.AddScaled(1, block.Gradient.AsSpan(0, Size), Gradient);
            for (int j = 0; j < Size; j++)
            {
                VectorKernels.AddScaled(1, block.Hessian.AsSpan(j * _padded, j + 1), Hessian.AsSpan(j * Size));
            }
        }

        return loss;
    }

    // Called a few times with much to do each time: compiled in full at once, where the runtime would wait for thirty calls.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SumUp(Block block, double[] parameters, int from, int to)
    {
        block.Loss = 0;
        Array.Clear(block.Gradient);
        Array.Clear(block.Hessian);
        Span<double> margins = stackalloc double[RowsPerChunk];
        Span<double> curvatures = stackalloc double[RowsPerChunk];
        for (int start = from; start < to; start += RowsPerChunk)
        {
            _cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(RowsPerChunk, to - start);
            for (int i = 0; i < count; i++)
            {
                // Behind the columns stand 1 for the intercept and zeros up to a whole number of vectors.
                Span<double> row = block.Rows.AsSpan(i * _padded, _padded);
                _inputs.Row(start + i).CopyTo(row);
                row[Size - 1] = 1;
                margins[i] = VectorKernels.Dot(parameters, row);
            }

            Differentiate(block, start, margins, count, curvatures);
            AddScaledGram(block.Rows, curvatures[..count], block.Hessian);
        }
    }

    /// <summary>Adds loss and gradient of a chunk, and says how much each row curves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Differentiate(Block block, int start, ReadOnlySpan<double> margins, int count, Span<double> curvatures)
    {
        // e^(−|m|): both ways to the probability start from it, and neither overflows.
        Span<double> exponentials = stackalloc double[RowsPerChunk];
        for (int i = 0; i < RowsPerChunk; i += 4)
        {
            VectorKernels.Exp(-Vector256.Abs(Vector256.Create(margins.Slice(i, 4)))).CopyTo(exponentials[i..]);
        }

        double loss = 0;
        for (int i = 0; i < count; i++)
        {
            double margin = margins[i];
            double weight = _weights is null ? 1 : _weights[start + i];
            double target = _targets[start + i];
            double e = exponentials[i];
            double probability = (margin >= 0 ? 1 : e) / (1 + e);

            // log(1 + e^m) − y·m.
            loss += weight * (Math.Max(margin, 0) + Math.Log(1 + e) - (target * margin));
            curvatures[i] = weight * probability * (1 - probability);
            VectorKernels.AddScaled(weight * (probability - target), block.Rows.AsSpan(i * _padded, _padded), block.Gradient);
        }

        block.Loss += loss;
    }

    /// <summary>Adds Σ cᵢ·xᵢ·xᵢᵀ to the lower triangle of 4 × 4 tiles; a tile stays in registers while all rows of the chunk pass.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddScaledGram(double[] rows, ReadOnlySpan<double> curvatures, double[] hessian)
    {
        nuint stride = (nuint)_padded;
        ref double c = ref MemoryMarshal.GetReference(curvatures);
        ref double x = ref MemoryMarshal.GetArrayDataReference(rows);
        ref double h = ref MemoryMarshal.GetArrayDataReference(hessian);
        for (nuint j = 0; j < stride; j += 4)
        {
            for (nuint k = 0; k <= j; k += 4)
            {
                nuint at = (j * stride) + k;
                Vector256<double> tile0 = Vector256.LoadUnsafe(ref h, at);
                Vector256<double> tile1 = Vector256.LoadUnsafe(ref h, at + stride);
                Vector256<double> tile2 = Vector256.LoadUnsafe(ref h, at + (2 * stride));
                Vector256<double> tile3 = Vector256.LoadUnsafe(ref h, at + (3 * stride));
                nuint row = 0;
                for (int i = 0; i < curvatures.Length; i++, row += stride)
                {
                    Vector256<double> right = Vector256.LoadUnsafe(ref x, row + k) * Unsafe.Add(ref c, i);
                    ref double left = ref Unsafe.Add(ref x, row + j);
                    tile0 += right * left;
                    tile1 += right * Unsafe.Add(ref left, 1);
                    tile2 += right * Unsafe.Add(ref left, 2);
                    tile3 += right * Unsafe.Add(ref left, 3);
                }

                tile0.StoreUnsafe(ref h, at);
                tile1.StoreUnsafe(ref h, at + stride);
                tile2.StoreUnsafe(ref h, at + (2 * stride));
                tile3.StoreUnsafe(ref h, at + (3 * stride));
            }
        }
    }

    private sealed class Block(int padded)
    {
        public double[] Rows { get; } = new double[RowsPerChunk * padded];

        public double[] Gradient { get; } = new double[padded];

        public double[] Hessian { get; } = new double[padded * padded];

        public double Loss { get; set; }
    }
}
