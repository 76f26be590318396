namespace Clientele.Learning;

/// <summary>A = L·Lᵀ for a symmetric positive definite A, in place, with the same bits on every machine.</summary>
internal static class Cholesky
{
    /// <summary>
    /// Overwrites the lower triangle of the row-major <paramref name="size"/>² array with L; the upper one is not read.
    /// False, and the array is spoilt, when A is not positive definite in floating point.
    /// </summary>
    public static bool TryFactor(Span<double> a, int size)
    {
        for (int i = 0; i < size; i++)
        {
            Span<double> row = a.Slice(i * size, size);
            for (int j = 0; j < i; j++)
            {
                ReadOnlySpan<double> other = a.Slice(j * size, size);
                row[j] = (row[j] - VectorKernels.Dot(row[..j], other[..j])) / other[j];
            }

            double pivot = row[i] - VectorKernels.Dot(row[..i], row[..i]);

            // A pivot that cancellation has eaten is noise: dividing by it would send the solution anywhere.
            if (!(pivot > row[i] * 1e-13))
            {
                return false;
            }

            row[i] = Math.Sqrt(pivot);
        }

        return true;
    }

    /// <summary>Replaces <paramref name="b"/> by the solution of L·Lᵀ·x = b.</summary>
    public static void Solve(ReadOnlySpan<double> l, int size, Span<double> b)
    {
        for (int i = 0; i < size; i++)
        {
            ReadOnlySpan<double> row = l.Slice(i * size, size);
            b[i] = (b[i] - VectorKernels.Dot(row[..i], b[..i])) / row[i];
        }

        for (int i = size - 1; i >= 0; i--)
        {
            ReadOnlySpan<double> row = l.Slice(i * size, size);
            b[i] /= row[i];
            VectorKernels.AddScaled(-b[i], row[..i], b[..i]);
        }
    }
}
