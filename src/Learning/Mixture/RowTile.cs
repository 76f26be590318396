using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// Up to 128 rows turned on their side, so that one instruction works on the same column of four rows. Every row goes through the same
/// operations in the same order wherever in the tile it lies; rows and columns beyond the data are 0.
/// </summary>
internal sealed class RowTile(int columns)
{
    public const int Rows = 128;

    /// <summary>From one column to the next; a power of two would send all columns to the same few cache lines.</summary>
    public const int Stride = Rows + 8;

    private readonly double[] _values = new double[Padded(columns) * Stride];
    private readonly double[] _shifted = new double[Padded(columns) * Stride];
    private readonly double[] _weighted = new double[Padded(columns) * Stride];

    public int Count { get; private set; }

    /// <summary>Columns of the kernels, which take them by four.</summary>
    public static int Padded(int columns) => (columns + 3) & ~3;

    public void Load(Matrix inputs, int start, int count)
    {
        if (count < Count)
        {
            Array.Clear(_values);
        }

        Count = count;
        for (int r = 0; r < count; r++)
        {
            ReadOnlySpan<double> row = inputs.Row(start + r);
            for (int j = 0; j < row.Length; j++)
            {
                _values[(j * Stride) + r] = row[j];
            }
        }
    }

    /// <summary>Measures the rows from <paramref name="centre"/>; what follows is about these differences.</summary>
    public void ShiftBy(ReadOnlySpan<double> centre)
    {
        for (int j = 0; j < columns; j++)
        {
            ref double from = ref _values[j * Stride];
            ref double to = ref _shifted[j * Stride];
            Vector256<double> shift = Vector256.Create(centre[j]);
            for (nuint r = 0; r < Rows; r += 4)
            {
                (Vector256.LoadUnsafe(ref from, r) - shift).StoreUnsafe(ref to, r);
            }
        }
    }

    /// <summary>For each row, ‖F·difference‖² with a lower triangular F, whose rows are <see cref="Padded"/> long with zeros in the gaps.</summary>
    public void SquaredNorms(ReadOnlySpan<double> factor, Span<double> into)
    {
        int padded = Padded(columns);
        ref double f = ref MemoryMarshal.GetReference(factor[..(padded * padded)]);
        ref double x = ref _shifted[0];
        ref double squares = ref MemoryMarshal.GetReference(into[..Rows]);
        for (nuint r = 0; r < (nuint)Count; r += 8)
        {
            Vector256<double> left = Vector256<double>.Zero;
            Vector256<double> right = Vector256<double>.Zero;
            for (int i = 0; i < padded; i += 4)
            {
                // Four rows of F by eight rows of data, all in registers.
                Vector256<double> l0 = default, l1 = default, l2 = default, l3 = default;
                Vector256<double> r0 = default, r1 = default, r2 = default, r3 = default;
                nuint at = (nuint)(i * padded);
                nuint down = (nuint)padded;
                nuint data = r;
                for (int j = 0; j < i + 4; j++, at++, data += Stride)
                {
                    Vector256<double> xl = Vector256.LoadUnsafe(ref x, data);
                    Vector256<double> xr = Vector256.LoadUnsafe(ref x, data + 4);
                    Vector256<double> f0 = Vector256.Create(Unsafe.Add(ref f, at));
                    Vector256<double> f1 = Vector256.Create(Unsafe.Add(ref f, at + down));
                    Vector256<double> f2 = Vector256.Create(Unsafe.Add(ref f, at + (2 * down)));
                    Vector256<double> f3 = Vector256.Create(Unsafe.Add(ref f, at + (3 * down)));
                    l0 += f0 * xl;
                    r0 += f0 * xr;
                    l1 += f1 * xl;
                    r1 += f1 * xr;
                    l2 += f2 * xl;
                    r2 += f2 * xr;
                    l3 += f3 * xl;
                    r3 += f3 * xr;
                }

                left = left + (l0 * l0) + (l1 * l1) + (l2 * l2) + (l3 * l3);
                right = right + (r0 * r0) + (r1 * r1) + (r2 * r2) + (r3 * r3);
            }

            left.StoreUnsafe(ref squares, r);
            right.StoreUnsafe(ref squares, r + 4);
        }
    }

    /// <summary>For each row, Σ (scale · difference)² over the columns.</summary>
    public void ScaledSquaredNorms(ReadOnlySpan<double> scales, Span<double> into)
    {
        ref double squares = ref MemoryMarshal.GetReference(into[..Rows]);
        into[..Rows].Clear();
        for (int j = 0; j < columns; j++)
        {
            ref double x = ref _shifted[j * Stride];
            Vector256<double> scale = Vector256.Create(scales[j]);
            for (nuint r = 0; r < (nuint)Count; r += 4)
            {
                Vector256<double> scaled = scale * Vector256.LoadUnsafe(ref x, r);
                (Vector256.LoadUnsafe(ref squares, r) + (scaled * scaled)).StoreUnsafe(ref squares, r);
            }
        }
    }

    /// <summary>
    /// Adds Σ w·difference to <paramref name="sums"/>, and to <paramref name="scatter"/> either the lower triangle of Σ w·difference·differenceᵀ
    /// (rows <see cref="Padded"/> long) or, when <paramref name="diagonal"/>, no more than its diagonal. Weights beyond the rows are 0.
    /// </summary>
    public void AddMoments(ReadOnlySpan<double> weights, Span<double> sums, Span<double> scatter, bool diagonal)
    {
        ref double w = ref MemoryMarshal.GetReference(weights[..Rows]);
        for (int j = 0; j < columns; j++)
        {
            ref double x = ref _shifted[j * Stride];
            ref double u = ref _weighted[j * Stride];
            Vector256<double> sum = Vector256<double>.Zero;
            for (nuint r = 0; r < Rows; r += 4)
            {
                Vector256<double> product = Vector256.LoadUnsafe(ref w, r) * Vector256.LoadUnsafe(ref x, r);
                product.StoreUnsafe(ref u, r);
                sum += product;
            }

            sums[j] += Sum(sum);
            if (diagonal)
            {
                scatter[j] += VectorKernels.Dot(_weighted.AsSpan(j * Stride, Rows), _shifted.AsSpan(j * Stride, Rows));
            }
        }

        if (!diagonal)
        {
            AddProducts(scatter);
        }
    }

    private void AddProducts(Span<double> scatter)
    {
        int padded = Padded(columns);
        for (int i = 0; i < padded; i += 4)
        {
            for (int j = 0; j < i + 4; j += 2)
            {
                // Four weighted columns by two plain ones, all in registers.
                ref double u = ref _weighted[i * Stride];
                ref double x = ref _shifted[j * Stride];
                Vector256<double> a0 = default, a1 = default, a2 = default, a3 = default;
                Vector256<double> b0 = default, b1 = default, b2 = default, b3 = default;
                for (nuint r = 0; r < Rows; r += 4)
                {
                    Vector256<double> xa = Vector256.LoadUnsafe(ref x, r);
                    Vector256<double> xb = Vector256.LoadUnsafe(ref x, r + Stride);
                    Vector256<double> u0 = Vector256.LoadUnsafe(ref u, r);
                    Vector256<double> u1 = Vector256.LoadUnsafe(ref u, r + Stride);
                    Vector256<double> u2 = Vector256.LoadUnsafe(ref u, r + (2 * Stride));
                    Vector256<double> u3 = Vector256.LoadUnsafe(ref u, r + (3 * Stride));
                    a0 += u0 * xa;
                    b0 += u0 * xb;
                    a1 += u1 * xa;
                    b1 += u1 * xb;
                    a2 += u2 * xa;
                    b2 += u2 * xb;
                    a3 += u3 * xa;
                    b3 += u3 * xb;
                }

                AddPair(scatter[((i * padded) + j)..], a0, b0);
                AddPair(scatter[(((i + 1) * padded) + j)..], a1, b1);
                AddPair(scatter[(((i + 2) * padded) + j)..], a2, b2);
                AddPair(scatter[(((i + 3) * padded) + j)..], a3, b3);
            }
        }
    }

    private static void AddPair(Span<double> into, Vector256<double> first, Vector256<double> second)
    {
        into[0] += Sum(first);
        into[1] += Sum(second);
    }

    private static double Sum(Vector256<double> lanes) => lanes[0] + lanes[1] + (lanes[2] + lanes[3]);
}
