namespace Clientele.Learning;

/// <summary>
/// Log-densities of given Gaussians. Each covariance enters as F with ‖F·(x − μ)‖² the squared Mahalanobis distance: L⁻¹ of its Cholesky
/// factor, or the reciprocal deviations where there are no correlations. A row alone and a row in a tile give the same bits.
/// </summary>
internal sealed class MixtureDensity
{
    private const double LogTwoPi = 1.8378770664093454836;

    private readonly MixtureShape _shape;
    private readonly double[] _means;
    private readonly double[] _factors;
    private readonly double[] _constants;

    /// <exception cref="ArgumentException">A covariance is not positive definite in floating point.</exception>
    public MixtureDensity(MixtureShape shape, ReadOnlySpan<double> weights, double[] means, ReadOnlySpan<double> covariances)
    {
        _shape = shape;
        _means = means;
        int size = shape.FactorSize;
        _factors = new double[shape.Covariances * size];
        _constants = new double[shape.Components];
        var logDeterminants = new double[shape.Covariances];
        for (int c = 0; c < shape.Covariances; c++)
        {
            ReadOnlySpan<double> covariance = covariances.Slice(c * shape.CovarianceSize, shape.CovarianceSize);
            if (!TryInvert(shape, covariance, _factors.AsSpan(c * size, size), out logDeterminants[c]))
            {
                throw new ArgumentException($"Covariance {c} is not positive definite.", nameof(covariances));
            }
        }

        for (int c = 0; c < shape.Components; c++)
        {
            // The determinant of F is 1 / √|Σ|.
            _constants[c] = Math.Log(weights[c]) + logDeterminants[shape.CovarianceOf(c)] - (0.5 * shape.Columns * LogTwoPi);
        }
    }

    /// <summary>Fills F and log |F|; false where the covariance is not positive definite.</summary>
    public static bool TryInvert(MixtureShape shape, ReadOnlySpan<double> covariance, Span<double> factor, out double logDeterminant)
    {
        logDeterminant = 0;
        if (shape.IsTriangular)
        {
            return TryInvertTriangle(covariance, shape.Columns, factor, out logDeterminant);
        }

        for (int j = 0; j < shape.Columns; j++)
        {
            double variance = covariance[shape.CovarianceSize == 1 ? 0 : j];
            factor[j] = 1 / Math.Sqrt(variance);
            logDeterminant += Math.Log(factor[j]);
            if (!(variance > 0 && double.IsFinite(factor[j])))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>log (weight · density) of each component for each row of the tile, <see cref="RowTile.Rows"/> apart; 0 beyond its rows.</summary>
    public void LogJoint(RowTile tile, Span<double> into)
    {
        for (int c = 0; c < _shape.Components; c++)
        {
            Span<double> joint = into.Slice(c * RowTile.Rows, RowTile.Rows);
            tile.ShiftBy(MeanOf(c));
            if (_shape.IsTriangular)
            {
                tile.SquaredNorms(FactorOf(c), joint);
            }
            else
            {
                tile.ScaledSquaredNorms(FactorOf(c), joint);
            }

            for (int r = 0; r < tile.Count; r++)
            {
                joint[r] = _constants[c] - (0.5 * joint[r]);
            }

            joint[tile.Count..].Clear();
        }
    }

    /// <summary>The same for one row, one number per component.</summary>
    public void LogJoint(ReadOnlySpan<double> row, Span<double> into)
    {
        int padded = RowTile.Padded(_shape.Columns);
        for (int c = 0; c < _shape.Components; c++)
        {
            ReadOnlySpan<double> mean = MeanOf(c);
            ReadOnlySpan<double> factor = FactorOf(c);
            double squares = 0;
            for (int i = 0; i < row.Length; i++)
            {
                double scaled = 0;
                if (_shape.IsTriangular)
                {
                    ReadOnlySpan<double> line = factor.Slice(i * padded, i + 1);
                    for (int j = 0; j < line.Length; j++)
                    {
                        scaled += line[j] * (row[j] - mean[j]);
                    }
                }
                else
                {
                    scaled = factor[i] * (row[i] - mean[i]);
                }

                squares += scaled * scaled;
            }

            into[c] = _constants[c] - (0.5 * squares);
        }
    }

    /// <summary>Turns log-joints of one row into responsibilities and returns its log-likelihood.</summary>
    public static double Normalise(Span<double> joint)
    {
        double largest = double.NegativeInfinity;
        foreach (double each in joint)
        {
            largest = Math.Max(largest, each);
        }

        if (double.IsNegativeInfinity(largest))
        {
            // So far out that every density is 0 in doubles: nothing speaks for one component more than for another.
            joint.Fill(1.0 / joint.Length);
            return largest;
        }

        double sum = 0;
        for (int c = 0; c < joint.Length; c++)
        {
            joint[c] = Math.Exp(joint[c] - largest);
            sum += joint[c];
        }

        for (int c = 0; c < joint.Length; c++)
        {
            joint[c] /= sum;
        }

        return largest + Math.Log(sum);
    }

    private ReadOnlySpan<double> MeanOf(int component) => _means.AsSpan(component * _shape.Columns, _shape.Columns);

    private ReadOnlySpan<double> FactorOf(int component) => _factors.AsSpan(_shape.CovarianceOf(component) * _shape.FactorSize, _shape.FactorSize);

    private static bool TryInvertTriangle(ReadOnlySpan<double> covariance, int columns, Span<double> inverse, out double logDeterminant)
    {
        logDeterminant = 0;
        double[] l = covariance.ToArray();
        if (!Cholesky.TryFactor(l, columns))
        {
            return false;
        }

        // Row i of L⁻¹ from the rows above it: (e_i − Σ_{j<i} L_ij · row j) / L_ii.
        int padded = RowTile.Padded(columns);
        inverse.Clear();
        for (int i = 0; i < columns; i++)
        {
            Span<double> row = inverse.Slice(i * padded, padded);
            for (int j = 0; j < i; j++)
            {
                VectorKernels.AddScaled(-l[(i * columns) + j], inverse.Slice(j * padded, j + 1), row);
            }

            row[i] = 1;
            double reciprocal = 1 / l[(i * columns) + i];
            for (int j = 0; j <= i; j++)
            {
                row[j] *= reciprocal;
            }

            logDeterminant += Math.Log(reciprocal);
        }

        return double.IsFinite(logDeterminant);
    }
}
