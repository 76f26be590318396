namespace Clientele.Learning;

/// <summary>How much each neighbour of a row counts: exp(−(d − ρ) / σ), 1 up to ρ, with σ such that the sum is what is asked for (smooth k-nearest neighbours).</summary>
internal static class FuzzyMembership
{
    private const int Halvings = 64;
    private const double SumTolerance = 1e-5;

    // σ is no smaller than this share of the mean distance, else neighbours that are all but equally far would all count 1 or 0.
    private const double LeastScale = 1e-3;

    /// <param name="distances">Ascending.</param>
    /// <param name="rho">Up to here a neighbour counts in full.</param>
    /// <param name="sum">log₂ of the number of neighbours.</param>
    /// <param name="usualDistance">Mean distance that bounds σ from below.</param>
    public static void Of(ReadOnlySpan<double> distances, double rho, double sum, double usualDistance, Span<double> into)
    {
        double sigma = Math.Max(Sigma(distances, rho, sum), LeastScale * usualDistance);
        for (int i = 0; i < distances.Length; i++)
        {
            double beyond = distances[i] - rho;
            into[i] = beyond <= 0 || sigma == 0 ? 1 : Math.Exp(-beyond / sigma);
        }
    }

    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    private static double Sigma(ReadOnlySpan<double> distances, double rho, double sum)
    {
        (double low, double middle, double high) = (0, 1, double.PositiveInfinity);
        for (int i = 0; i < Halvings; i++)
        {
            double reached = 0;
            foreach (double distance in distances)
            {
                double beyond = distance - rho;
                reached += beyond > 0 ? Math.Exp(-beyond / middle) : 1;
            }

            if (Math.Abs(reached - sum) < SumTolerance)
            {
                break;
            }

            if (reached > sum)
            {
                high = middle;
                middle = 0.5 * (low + high);
            }
            else
            {
                low = middle;
                middle = double.IsInfinity(high) ? 2 * middle : 0.5 * (low + high);
            }
        }

        return middle;
    }
}
