namespace Clientele.Learning;

/// <summary>
/// The smoothest ways to spread the rows of a connected graph along a line: eigenvectors of the smallest eigenvalues above 0 of its normalised Laplacian
/// I − D^(−½)·W·D^(−½), by Lanczos' iteration with full reorthogonalisation (Golub &amp; Van Loan, Matrix Computations, 10.1).
/// </summary>
internal static class SpectralVectors
{
    // Enough that what comes out varies slowly over the graph; it is a start to be improved on, not a result. O(steps² · rows) time.
    private const int MostSteps = 150;
    private const double Negligible = 1e-9;

    /// <summary>One vector after the other, one value per row of the part; zeros where the part has too few rows for so many vectors.</summary>
    public static double[] Of(FuzzyGraph graph, int[] part, int vectors, SplitMix64 random, CancellationToken cancellation)
    {
        var matrix = new NormalisedPart(graph, part);
        int rows = part.Length;
        int most = Math.Min(MostSteps, rows - 1);
        var result = new double[vectors * rows];
        if (most < 1)
        {
            return result;
        }

        // First the eigenvector of the largest eigenvalue, which is known and not wanted, then the Lanczos vectors.
        var basis = new double[(most + 1) * rows];
        matrix.Trivial.CopyTo(basis, 0);
        var tridiagonal = new double[most * most];
        var product = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            product[i] = random.NextSigned();
        }

        int steps = 0;
        while (Orthogonalise(product, basis.AsSpan(0, (steps + 1) * rows)) is var length && length > Negligible && steps < most)
        {
            cancellation.ThrowIfCancellationRequested();
            Span<double> vector = basis.AsSpan((steps + 1) * rows, rows);
            VectorKernels.AddScaled(1 / length, product, vector);
            if (steps > 0)
            {
                tridiagonal[(steps * most) + steps - 1] = length;
                tridiagonal[((steps - 1) * most) + steps] = length;
            }

            matrix.Multiply(vector, product);
            tridiagonal[(steps * most) + steps] = VectorKernels.Dot(vector, product);
            steps++;
        }

        double[] small = LeadingPart(tridiagonal, most, steps);
        double[] coordinates = SymmetricEigen.Decompose(small, steps, cancellation).Vectors;
        for (int v = 0; v < Math.Min(vectors, steps); v++)
        {
            VectorKernels.AddScaledRows(coordinates.AsSpan(v * steps, steps), basis.AsSpan(rows, steps * rows), result.AsSpan(v * rows, rows));
        }

        return result;
    }

    /// <returns>The length of what is left; 0 where it is nothing but rounding.</returns>
    private static double Orthogonalise(double[] vector, ReadOnlySpan<double> basis)
    {
        double before = Math.Sqrt(VectorKernels.Dot(vector, vector));
        var shares = new double[basis.Length / vector.Length];
        for (int pass = 0; pass < 2; pass++)
        {
            // Once leaves rounding errors of what was taken away; twice is enough (Parlett 1980).
            VectorKernels.Dots(vector, basis, shares);
            for (int i = 0; i < shares.Length; i++)
            {
                shares[i] = -shares[i];
            }

            VectorKernels.AddScaledRows(shares, basis, vector);
        }

        double after = Math.Sqrt(VectorKernels.Dot(vector, vector));
        return after > Negligible * before ? after : 0;
    }

    private static double[] LeadingPart(double[] matrix, int size, int kept)
    {
        var leading = new double[kept * kept];
        for (int i = 0; i < kept; i++)
        {
            matrix.AsSpan(i * size, kept).CopyTo(leading.AsSpan(i * kept));
        }

        return leading;
    }

    /// <summary>D^(−½)·W·D^(−½) of one part, rows numbered within it.</summary>
    private sealed class NormalisedPart
    {
        private readonly FuzzyGraph _graph;
        private readonly int[] _part;
        private readonly int[] _places;
        private readonly double[] _roots;

        public NormalisedPart(FuzzyGraph graph, int[] part)
        {
            (_graph, _part) = (graph, part);
            _places = new int[graph.Rows];
            _roots = new double[part.Length];
            Trivial = new double[part.Length];
            double all = 0;
            for (int i = 0; i < part.Length; i++)
            {
                _places[part[i]] = i;
                double degree = 0;
                foreach (double weight in graph.WeightsOf(part[i]))
                {
                    degree += weight;
                }

                Trivial[i] = Math.Sqrt(degree);
                _roots[i] = 1 / Trivial[i];
                all += degree;
            }

            for (int i = 0; i < part.Length; i++)
            {
                Trivial[i] /= Math.Sqrt(all);
            }
        }

        /// <summary>The unit eigenvector of eigenvalue 1.</summary>
        public double[] Trivial { get; }

        public void Multiply(ReadOnlySpan<double> vector, Span<double> into)
        {
            for (int i = 0; i < into.Length; i++)
            {
                ReadOnlySpan<int> others = _graph.OthersOf(_part[i]);
                ReadOnlySpan<double> weights = _graph.WeightsOf(_part[i]);
                double sum = 0;
                for (int e = 0; e < others.Length; e++)
                {
                    int other = _places[others[e]];
                    sum += weights[e] * _roots[other] * vector[other];
                }

                into[i] = sum * _roots[i];
            }
        }
    }
}
