namespace Clientele.Learning;

/// <summary>
/// What the M-step needs of the rows: for each component its mass, and first and second moments measured from the mean it had before. So one
/// pass does both steps of EM without keeping responsibilities, and near convergence, where means hardly move, nothing cancels.
/// </summary>
internal sealed class MixtureStatistics(MixtureShape shape)
{
    private readonly double[] _mass = new double[shape.Components];
    private readonly double[] _sums = new double[shape.Components * shape.Columns];
    private readonly double[] _scatter = new double[shape.Components * shape.FactorSize];

    /// <summary>Σ weight · log-likelihood.</summary>
    public double LogLikelihood { get; set; }

    /// <param name="responsibilities">Times the weights of the rows; <see cref="RowTile.Rows"/> per component.</param>
    public void Add(RowTile tile, ReadOnlySpan<double> means, ReadOnlySpan<double> responsibilities)
    {
        for (int c = 0; c < shape.Components; c++)
        {
            ReadOnlySpan<double> weights = responsibilities.Slice(c * RowTile.Rows, RowTile.Rows);
            double mass = 0;
            foreach (double weight in weights)
            {
                mass += weight;
            }

            if (mass > 0)
            {
                _mass[c] += mass;
                tile.ShiftBy(means.Slice(c * shape.Columns, shape.Columns));
                tile.AddMoments(weights, SumsOf(c), _scatter.AsSpan(c * shape.FactorSize, shape.FactorSize), !shape.IsTriangular);
            }
        }
    }

    public void Add(MixtureStatistics other)
    {
        LogLikelihood += other.LogLikelihood;
        VectorKernels.AddScaled(1, other._mass, _mass);
        VectorKernels.AddScaled(1, other._sums, _sums);
        VectorKernels.AddScaled(1, other._scatter, _scatter);
    }

    /// <summary>The M-step: the likeliest weights, means and covariances (plus <paramref name="regularisation"/>) for these moments.</summary>
    /// <param name="means">What the moments were measured from.</param>
    public MixtureParameters Maximise(ReadOnlySpan<double> means, double regularisation)
    {
        double total = 0;
        foreach (double mass in _mass)
        {
            total += mass;
        }

        var next = new MixtureParameters(shape);
        means.CopyTo(next.Means);
        for (int c = 0; c < shape.Components; c++)
        {
            // A component without rows keeps its place with weight 0; its moments are 0 / 0.
            if (_mass[c] > total * 1e-20)
            {
                next.Weights[c] = _mass[c] / total;
                Span<double> shift = SumsOf(c);
                for (int j = 0; j < shift.Length; j++)
                {
                    shift[j] /= _mass[c];
                }

                VectorKernels.AddScaled(1, shift, next.Means.AsSpan(c * shape.Columns, shape.Columns));
                AddCovariance(c, shape.Type == MixtureCovariance.Tied ? total : _mass[c], next.CovarianceOf(c));
            }
        }

        next.Regularise(regularisation);
        return next;
    }

    private Span<double> SumsOf(int component) => _sums.AsSpan(component * shape.Columns, shape.Columns);

    /// <summary>into += (second moment − mass · shift · shiftᵀ) / <paramref name="divisor"/>, with the sums already turned into shifts.</summary>
    private void AddCovariance(int component, double divisor, Span<double> into)
    {
        ReadOnlySpan<double> scatter = _scatter.AsSpan(component * shape.FactorSize, shape.FactorSize);
        ReadOnlySpan<double> shift = SumsOf(component);
        int columns = shape.Columns;
        for (int i = 0; i < columns; i++)
        {
            if (!shape.IsTriangular)
            {
                double variance = Math.Max(0, (scatter[i] - (_mass[component] * shift[i] * shift[i])) / divisor);
                into[shape.CovarianceSize == 1 ? 0 : i] += shape.CovarianceSize == 1 ? variance / columns : variance;
                continue;
            }

            for (int j = 0; j <= i; j++)
            {
                double covariance = (scatter[(i * RowTile.Padded(columns)) + j] - (_mass[component] * shift[i] * shift[j])) / divisor;
                into[(i * columns) + j] += i == j ? Math.Max(0, covariance) : covariance;
            }
        }
    }
}
