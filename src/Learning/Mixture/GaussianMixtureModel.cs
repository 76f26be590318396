using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>p(x) = Σ weight · N(x; mean, covariance). Immutable, safe from any thread, keeps no training data.</summary>
public sealed class GaussianMixtureModel
{
    private readonly double[] _weights;
    private readonly double[] _means;
    private readonly double[] _covariances;
    private readonly MixtureShape _shape;
    private readonly MixtureDensity _density;

    /// <param name="means">Component by component.</param>
    /// <param name="covariances">As <see cref="Covariances"/> tells.</param>
    /// <exception cref="ArgumentException">Sizes differ, a value is not finite, weights don't sum to 1, or a covariance is not positive definite.</exception>
    [JsonConstructor]
    public GaussianMixtureModel(
        MixtureCovariance covariance,
        ReadOnlyMemory<double> weights,
        ReadOnlyMemory<double> means,
        ReadOnlyMemory<double> covariances,
        double meanLogLikelihood,
        int iterations,
        bool converged)
    {
        InputChecks.Finite(weights.Span, nameof(weights));
        InputChecks.Finite(means.Span, nameof(means));
        InputChecks.Finite(covariances.Span, nameof(covariances));
        InputChecks.Finite([meanLogLikelihood], nameof(meanLogLikelihood));
        if (!Enum.IsDefined(covariance))
        {
            throw new ArgumentException($"{covariance} is no type of covariance.", nameof(covariance));
        }

        _weights = weights.ToArray();
        if (_weights.Length == 0 || _weights.Any(weight => weight < 0) || Math.Abs(_weights.Sum() - 1) > 1e-9)
        {
            throw new ArgumentException("Weights are 0 or more and sum to 1.", nameof(weights));
        }

        if (means.Length == 0 || means.Length % _weights.Length != 0)
        {
            throw new ArgumentException($"There are {means.Length} means for {_weights.Length} components.", nameof(means));
        }

        _means = means.ToArray();
        _covariances = covariances.ToArray();
        _shape = new MixtureShape(_weights.Length, _means.Length / _weights.Length, covariance);
        InputChecks.SameLength(_shape.Covariances * _shape.CovarianceSize, _covariances.Length, nameof(covariances));
        _density = new MixtureDensity(_shape, _weights, _means, _covariances);
        MeanLogLikelihood = meanLogLikelihood;
        Iterations = iterations;
        Converged = converged;
    }

    public MixtureCovariance Covariance => _shape.Type;

    /// <summary>Shares of the components; they sum to 1.</summary>
    public ReadOnlyMemory<double> Weights => _weights;

    /// <summary>One row of columns for each component.</summary>
    public ReadOnlyMemory<double> Means => _means;

    /// <summary>
    /// Full: components × columns × columns. Tied: columns × columns. Diagonal: components × columns variances. Spherical: one variance per
    /// component. The regularisation of the fit is in them.
    /// </summary>
    public ReadOnlyMemory<double> Covariances => _covariances;

    /// <summary>Of the rows of the fit, per unit of weight.</summary>
    public double MeanLogLikelihood { get; }

    /// <summary>EM steps of the start that was kept.</summary>
    public int Iterations { get; }

    public bool Converged { get; }

    [JsonIgnore]
    public int Components => _shape.Components;

    [JsonIgnore]
    public int Columns => _shape.Columns;

    /// <summary>log p of one row.</summary>
    /// <exception cref="ArgumentException">The row does not have one finite value per column.</exception>
    public double LogLikelihood(ReadOnlySpan<double> row)
    {
        Span<double> responsibilities = Components <= 64 ? stackalloc double[Components] : new double[Components];
        return Responsibilities(row, responsibilities);
    }

    /// <summary>Writes P(component | row) for each component; returns log p of the row.</summary>
    /// <param name="into">One place per component.</param>
    /// <inheritdoc cref="LogLikelihood(ReadOnlySpan{double})" path="/exception"/>
    public double Responsibilities(ReadOnlySpan<double> row, Span<double> into)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        InputChecks.SameLength(Components, into.Length, nameof(into));
        InputChecks.Finite(row, nameof(row));
        _density.LogJoint(row, into);
        return MixtureDensity.Normalise(into);
    }

    /// <summary>The component with the largest responsibility; of equals, the first.</summary>
    /// <inheritdoc cref="LogLikelihood(ReadOnlySpan{double})" path="/exception"/>
    public int Predict(ReadOnlySpan<double> row)
    {
        Span<double> responsibilities = Components <= 64 ? stackalloc double[Components] : new double[Components];
        Responsibilities(row, responsibilities);
        return FirstLargest(responsibilities);
    }

    /// <summary>The components of all rows; the same as row by row.</summary>
    public int[] Predict(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var components = new int[inputs.Rows];
        Visit(inputs, (row, _, responsibilities) => components[row] = FirstLargest(responsibilities));
        return components;
    }

    /// <summary>A row of responsibilities for each row; the same bits as row by row.</summary>
    public Matrix Responsibilities(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var result = new Matrix(inputs.Rows, Components);
        Visit(inputs, (row, _, responsibilities) => responsibilities.CopyTo(result.RowToWrite(row)));
        return result;
    }

    /// <summary>log p of each row; the same bits as row by row.</summary>
    public double[] LogLikelihood(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        var result = new double[inputs.Rows];
        Visit(inputs, (row, logLikelihood, _) => result[row] = logLikelihood);
        return result;
    }

    /// <summary>Bayesian information criterion, −2 · log-likelihood + parameters · log rows; lower is better.</summary>
    public double Bic(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return (-2 * LogLikelihood(inputs).Sum()) + (_shape.FreeParameters * Math.Log(inputs.Rows));
    }

    /// <summary>Akaike's information criterion, −2 · log-likelihood + 2 · parameters; lower is better.</summary>
    public double Aic(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        return (-2 * LogLikelihood(inputs).Sum()) + (2 * _shape.FreeParameters);
    }

    private delegate void Visitor(int row, double logLikelihood, ReadOnlySpan<double> responsibilities);

    private void Visit(Matrix inputs, Visitor visitor)
    {
        InputChecks.SameLength(Columns, inputs.Columns, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        var tile = new RowTile(Columns);
        var joint = new double[Components * RowTile.Rows];
        var row = new double[Components];
        for (int start = 0; start < inputs.Rows; start += RowTile.Rows)
        {
            tile.Load(inputs, start, Math.Min(RowTile.Rows, inputs.Rows - start));
            _density.LogJoint(tile, joint);
            for (int r = 0; r < tile.Count; r++)
            {
                for (int c = 0; c < row.Length; c++)
                {
                    row[c] = joint[(c * RowTile.Rows) + r];
                }

                double logLikelihood = MixtureDensity.Normalise(row);
                visitor(start + r, logLikelihood, row);
            }
        }
    }

    private static int FirstLargest(ReadOnlySpan<double> responsibilities)
    {
        int largest = 0;
        for (int c = 1; c < responsibilities.Length; c++)
        {
            if (responsibilities[c] > responsibilities[largest])
            {
                largest = c;
            }
        }

        return largest;
    }
}
