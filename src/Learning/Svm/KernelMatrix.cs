using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// Rows of the kernel matrix of a fit, computed on demand. The rows of the inputs are kept eight abreast (column by column within a group), so that
/// one instruction serves several rows and no sum runs across lanes. Kernel values are computed in double and handed out as float, as LIBSVM does.
/// </summary>
internal sealed class KernelMatrix
{
    private const int Abreast = 8;

    /// <summary>Below this many values a second thread costs more than it saves.</summary>
    private const int ValuesPerTask = 8192;

    private readonly SupportVectorKernel _kernel;
    private readonly double _gamma;
    private readonly int _columns;
    private readonly double[] _packed;
    private readonly double[] _probe;
    private readonly int _threads;

    /// <param name="order">The row of <paramref name="inputs"/> that stands at each position.</param>
    public KernelMatrix(Matrix inputs, int[] order, SupportVectorKernel kernel, double gamma, int threads)
    {
        (_kernel, _gamma, _threads, _columns, Rows) = (kernel, gamma, threads, inputs.Columns, order.Length);
        PaddedRows = (Rows + Abreast - 1) / Abreast * Abreast;
        _packed = new double[(long)PaddedRows * _columns];
        _probe = new double[_columns];
        Diagonal = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            ReadOnlySpan<double> row = inputs.Row(order[i]);
            for (int j = 0; j < _columns; j++)
            {
                _packed[IndexOf(i, j)] = row[j];
            }

            // Rounded like every other entry of the matrix, so that it stays positive semidefinite for equal rows.
            Diagonal[i] = kernel == SupportVectorKernel.Rbf ? 1 : (float)VectorKernels.Dot(row, row);
        }
    }

    public int Rows { get; }

    /// <summary>Floats that <see cref="Fill"/> may write: the rows, rounded up to whole groups.</summary>
    public int PaddedRows { get; }

    public double[] Diagonal { get; }

    /// <summary>Writes K(row, from) … K(row, to − 1) into the same places of <paramref name="into"/>, and spoils nothing but padding after them.</summary>
    public void Fill(int row, int from, int to, float[] into)
    {
        for (int j = 0; j < _columns; j++)
        {
            _probe[j] = _packed[IndexOf(row, j)];
        }

        int first = from / Abreast;
        int last = (to + Abreast - 1) / Abreast;
        int groupsPerTask = Math.Max(1, ValuesPerTask / Abreast);
        int tasks = (last - first + groupsPerTask - 1) / groupsPerTask;
        FixedChunks.Run(tasks, _threads, task => FillGroups(first + (task * groupsPerTask), Math.Min(last, first + ((task + 1) * groupsPerTask)), into));
    }

    /// <summary>Exchanges the rows at two positions.</summary>
    public void Swap(int i, int j)
    {
        for (int column = 0; column < _columns; column++)
        {
            (_packed[IndexOf(i, column)], _packed[IndexOf(j, column)]) = (_packed[IndexOf(j, column)], _packed[IndexOf(i, column)]);
        }

        (Diagonal[i], Diagonal[j]) = (Diagonal[j], Diagonal[i]);
    }

    private int IndexOf(int row, int column) => (((row / Abreast * _columns) + column) * Abreast) + (row % Abreast);

    // Compiled in full at once: the first fit of a process is often its only one.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillGroups(int first, int last, float[] into)
    {
        ref double packed = ref MemoryMarshal.GetArrayDataReference(_packed);
        for (int group = first; group < last; group++)
        {
            nuint start = (nuint)group * (nuint)(_columns * Abreast);
            (Vector256<double> low, Vector256<double> high) = _kernel == SupportVectorKernel.Rbf ? Rbf(ref packed, start) : Linear(ref packed, start);
            Vector256.Narrow(low, high).CopyTo(into, group * Abreast);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector256<double> Low, Vector256<double> High) Rbf(ref double packed, nuint at)
    {
        Vector256<double> low = Vector256<double>.Zero;
        Vector256<double> high = Vector256<double>.Zero;
        foreach (double value in _probe)
        {
            Vector256<double> probe = Vector256.Create(value);
            Vector256<double> lowGap = Vector256.LoadUnsafe(ref packed, at) - probe;
            Vector256<double> highGap = Vector256.LoadUnsafe(ref packed, at + 4) - probe;
            low += lowGap * lowGap;
            high += highGap * highGap;
            at += Abreast;
        }

        return (VectorKernels.Exp(low * -_gamma), VectorKernels.Exp(high * -_gamma));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (Vector256<double> Low, Vector256<double> High) Linear(ref double packed, nuint at)
    {
        Vector256<double> low = Vector256<double>.Zero;
        Vector256<double> high = Vector256<double>.Zero;
        foreach (double value in _probe)
        {
            Vector256<double> probe = Vector256.Create(value);
            low += Vector256.LoadUnsafe(ref packed, at) * probe;
            high += Vector256.LoadUnsafe(ref packed, at + 4) * probe;
            at += Abreast;
        }

        return (low, high);
    }
}
