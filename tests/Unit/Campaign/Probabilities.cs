namespace Clientele.Tests.Campaign;

/// <summary>Labels and well-calibrated probabilities that a seed decides.</summary>
internal sealed record Probabilities(double[] Labels, double[] Values)
{
    /// <param name="step">Probabilities are multiples of it, so that there are ties; 0 for none.</param>
    public static Probabilities Draw(int count, int seed, double step = 0)
    {
        var random = new Random(seed);
        var labels = new double[count];
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            double p = Math.Pow(random.NextDouble(), 3);
            values[i] = step > 0 ? Math.Round(p / step) * step : p;
            labels[i] = random.NextDouble() < p ? 1 : 0;
        }

        return new Probabilities(labels, values);
    }
}
