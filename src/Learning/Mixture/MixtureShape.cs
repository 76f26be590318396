namespace Clientele.Learning;

/// <summary>How many numbers a mixture has, and where they lie in its flat arrays.</summary>
internal sealed record MixtureShape(int Components, int Columns, MixtureCovariance Type)
{
    /// <summary>Whether covariances are matrices.</summary>
    public bool IsTriangular => Type is MixtureCovariance.Full or MixtureCovariance.Tied;

    /// <summary>Covariances in all: one, or one per component.</summary>
    public int Covariances => Type == MixtureCovariance.Tied ? 1 : Components;

    /// <summary>Numbers of one covariance.</summary>
    public int CovarianceSize => Type switch
    {
        MixtureCovariance.Spherical => 1,
        MixtureCovariance.Diagonal => Columns,
        _ => Columns * Columns,
    };

    /// <summary>Numbers of one factor, or of one component's scatter, as the kernels of <see cref="RowTile"/> want them.</summary>
    public int FactorSize => IsTriangular ? RowTile.Padded(Columns) * RowTile.Padded(Columns) : Columns;

    /// <summary>What a fit is free to choose: means, covariances, and weights that sum to 1.</summary>
    public int FreeParameters => (Components * Columns) + (Components - 1) + Type switch
    {
        MixtureCovariance.Spherical => Components,
        MixtureCovariance.Diagonal => Components * Columns,
        _ => Covariances * Columns * (Columns + 1) / 2,
    };

    public int CovarianceOf(int component) => Type == MixtureCovariance.Tied ? 0 : component;
}
