namespace Clientele.Learning;

/// <summary>The numbers of a mixture while it is being fitted. Covariances are written in their lower triangles first.</summary>
internal sealed class MixtureParameters(MixtureShape shape)
{
    public double[] Weights { get; } = new double[shape.Components];

    public double[] Means { get; } = new double[shape.Components * shape.Columns];

    public double[] Covariances { get; } = new double[shape.Covariances * shape.CovarianceSize];

    public Span<double> CovarianceOf(int component) => Covariances.AsSpan(shape.CovarianceOf(component) * shape.CovarianceSize, shape.CovarianceSize);

    public MixtureDensity Density() => new(shape, Weights, Means, Covariances);

    /// <summary>
    /// Adds <paramref name="regularisation"/> to the variances. Where columns that depend on each other leave a covariance singular all the
    /// same, its ridge grows tenfold until it can be factored.
    /// </summary>
    /// <exception cref="OverflowException">The inputs are so large that their squares overflow.</exception>
    public void Regularise(double regularisation)
    {
        var scratch = new double[shape.FactorSize];
        for (int c = 0; c < shape.Covariances; c++)
        {
            Span<double> covariance = Covariances.AsSpan(c * shape.CovarianceSize, shape.CovarianceSize);
            double largest = AddRidge(covariance, regularisation);
            double ridge = Math.Max(largest * 1e-12, 1e-12);
            while (!MixtureDensity.TryInvert(shape, covariance, scratch, out _))
            {
                largest = AddRidge(covariance, ridge);
                ridge *= 10;
                if (!double.IsFinite(largest))
                {
                    throw new OverflowException("The inputs are so large that a variance is not finite; scale the columns.");
                }
            }
        }
    }

    /// <summary>Returns the largest variance; copies the lower triangle to the upper one.</summary>
    private double AddRidge(Span<double> covariance, double ridge)
    {
        int columns = shape.Columns;
        double largest = 0;
        for (int i = 0; i < (shape.IsTriangular ? columns : covariance.Length); i++)
        {
            int at = shape.IsTriangular ? (i * columns) + i : i;
            covariance[at] += ridge;
            largest = Math.Max(largest, covariance[at]);
            for (int j = 0; j < i && shape.IsTriangular; j++)
            {
                covariance[(j * columns) + i] = covariance[(i * columns) + j];
            }
        }

        return largest;
    }
}
