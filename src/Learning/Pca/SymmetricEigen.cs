namespace Clientele.Learning;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations (Golub &amp; Van Loan, Matrix Computations, 8.5). O(size³) for
/// each of about ten sweeps: meant for hundreds of columns, where it is as accurate as doubles allow.
/// </summary>
internal static class SymmetricEigen
{
    private const int MaxSweeps = 60;

    /// <param name="matrix">Row-major, size × size, symmetric; spoilt.</param>
    /// <returns>
    /// Values from large to small, and the unit vectors that belong to them as rows, each with its component of largest magnitude (of equals,
    /// the first) above 0.
    /// </returns>
    public static (double[] Values, double[] Vectors) Decompose(double[] matrix, int size, CancellationToken cancellation = default)
    {
        var vectors = new double[size * size];
        for (int i = 0; i < size; i++)
        {
            vectors[(i * size) + i] = 1;
        }

        double negligible = double.Epsilon + (Norm(matrix) * 1e-17);
        for (int sweep = 0; sweep < MaxSweeps; sweep++)
        {
            cancellation.ThrowIfCancellationRequested();
            bool rotated = false;
            for (int p = 0; p < size - 1; p++)
            {
                for (int q = p + 1; q < size; q++)
                {
                    if (Math.Abs(matrix[(p * size) + q]) > negligible / size)
                    {
                        Rotate(matrix, vectors, size, p, q);
                        rotated = true;
                    }
                }
            }

            if (!rotated)
            {
                break;
            }
        }

        return Sorted(matrix, vectors, size);
    }

    /// <summary>The rotation of rows and columns p and q that makes their common entry 0.</summary>
    private static void Rotate(double[] matrix, double[] vectors, int size, int p, int q)
    {
        double app = matrix[(p * size) + p];
        double aqq = matrix[(q * size) + q];
        double apq = matrix[(p * size) + q];
        double tau = (aqq - app) / (2 * apq);

        // The smaller root of t² + 2·tau·t − 1, so that the angle is at most 45 degrees.
        double t = Math.CopySign(1, tau) / (Math.Abs(tau) + Math.Sqrt(1 + (tau * tau)));
        double cosine = 1 / Math.Sqrt(1 + (t * t));
        double sine = t * cosine;
        Turn(matrix.AsSpan(p * size, size), matrix.AsSpan(q * size, size), cosine, sine);
        for (int k = 0; k < size; k++)
        {
            // Symmetry gives the columns their new values.
            matrix[(k * size) + p] = matrix[(p * size) + k];
            matrix[(k * size) + q] = matrix[(q * size) + k];
        }

        matrix[(p * size) + p] = app - (t * apq);
        matrix[(q * size) + q] = aqq + (t * apq);
        matrix[(p * size) + q] = 0;
        matrix[(q * size) + p] = 0;
        Turn(vectors.AsSpan(p * size, size), vectors.AsSpan(q * size, size), cosine, sine);
    }

    private static void Turn(Span<double> p, Span<double> q, double cosine, double sine)
    {
        for (int k = 0; k < p.Length; k++)
        {
            double old = p[k];
            p[k] = (cosine * old) - (sine * q[k]);
            q[k] = (sine * old) + (cosine * q[k]);
        }
    }

    private static double Norm(double[] matrix)
    {
        double largest = matrix.Max(Math.Abs);
        return largest == 0 ? 0 : largest * Math.Sqrt(matrix.Sum(each => each / largest * (each / largest)));
    }

    private static (double[] Values, double[] Vectors) Sorted(double[] matrix, double[] vectors, int size)
    {
        int[] order = [.. Enumerable.Range(0, size).OrderByDescending(i => matrix[(i * size) + i])];
        var sorted = new double[vectors.Length];
        for (int i = 0; i < size; i++)
        {
            Span<double> vector = sorted.AsSpan(i * size, size);
            vectors.AsSpan(order[i] * size, size).CopyTo(vector);
            int largest = 0;
            for (int k = 1; k < size; k++)
            {
                // Entries that only rounding tells apart count as equal, so that it does not choose the sign.
                largest = Math.Abs(vector[k]) > Math.Abs(vector[largest]) + 1e-12 ? k : largest;
            }

            if (vector[largest] < 0)
            {
                for (int k = 0; k < size; k++)
                {
                    vector[k] = -vector[k];
                }
            }
        }

        return ([.. order.Select(i => matrix[(i * size) + i])], sorted);
    }
}
