namespace Clientele.Learning;

/// <summary>How near two rows of a <see cref="Umap"/> layout count as being: 1 / (1 + a·d^(2b)) at distance d.</summary>
public readonly record struct UmapCurve(double A, double B)
{
    private const int Points = 300;
    private const int MostSteps = 200;

    /// <summary>
    /// The least squares fit to a curve that is 1 up to the minimum distance and falls as exp(−(d − minimum) / spread) after it, at 300 points up to three
    /// spreads, as umap-learn has it; by Levenberg and Marquardt's steps from a = b = 1.
    /// </summary>
    public static UmapCurve Fit(double minimumDistance, double spread)
    {
        var curve = new UmapCurve(1, 1);
        Fitting now = curve.Against(minimumDistance, spread);
        double damping = 1e-3;
        for (int step = 0; step < MostSteps && damping < 1e12; step++)
        {
            double aa = now.Aa * (1 + damping);
            double bb = now.Bb * (1 + damping);
            double determinant = (aa * bb) - (now.Ab * now.Ab);
            var tried = new UmapCurve(
                curve.A - (((bb * now.Ar) - (now.Ab * now.Br)) / determinant),
                curve.B - (((aa * now.Br) - (now.Ab * now.Ar)) / determinant));
            Fitting then = tried.A > 0 && tried.B > 0 ? tried.Against(minimumDistance, spread) : default(Fitting) with { Squares = double.NaN };
            if (then.Squares < now.Squares)
            {
                (curve, now, damping) = (tried, then, damping / 10);
            }
            else
            {
                damping *= 10;
            }
        }

        return curve;
    }

    /// <summary>Sums over the points: squared residuals r, and the products of their derivatives by a and b with each other and with r.</summary>
    private Fitting Against(double minimumDistance, double spread)
    {
        Fitting sums = default;
        for (int i = 0; i < Points; i++)
        {
            double d = 3 * spread * i / (Points - 1);
            double wanted = d < minimumDistance ? 1 : Math.Exp(-(d - minimumDistance) / spread);
            double power = Math.Pow(d, 2 * B);
            double value = 1 / (1 + (A * power));
            double residual = value - wanted;
            double byA = -power * value * value;
            double byB = d > 0 ? 2 * Math.Log(d) * A * byA : 0;
            sums = new Fitting(
                sums.Squares + (residual * residual),
                sums.Aa + (byA * byA),
                sums.Ab + (byA * byB),
                sums.Bb + (byB * byB),
                sums.Ar + (byA * residual),
                sums.Br + (byB * residual));
        }

        return sums;
    }

    private readonly record struct Fitting(double Squares, double Aa, double Ab, double Bb, double Ar, double Br);
}
