namespace Clientele.Campaign;

/// <summary>One tenth of the evaluated customers, by probability.</summary>
/// <param name="Number">1, the most probable, to 10.</param>
/// <param name="Lift">Response rate over the rate of everyone.</param>
/// <param name="Gain">Share of all responders in this decile and those above it.</param>
public sealed record DecileFigures(int Number, int Customers, int Responses, double LowestProbability, double ResponseRate, double Lift, double Gain);

/// <summary>Probabilities that part the deciles.</summary>
internal static class Deciles
{
    public const int Count = 10;

    /// <summary>The lowest probability of deciles 1 to 9.</summary>
    public static double[] Boundaries(ReadOnlySpan<double> probabilities)
    {
        double[] sorted = probabilities.ToArray();
        Array.Sort(sorted);
        var boundaries = new double[Count - 1];
        for (int k = 1; k < Count; k++)
        {
            int above = (int)Math.Ceiling(sorted.Length * k / (double)Count);
            boundaries[k - 1] = sorted[^above];
        }

        return boundaries;
    }

    /// <summary>1 (most probable) to 10.</summary>
    public static int Of(double probability, ReadOnlySpan<double> boundaries)
    {
        int decile = 1;
        foreach (double boundary in boundaries)
        {
            decile += probability < boundary ? 1 : 0;
        }

        return decile;
    }

    /// <summary>Ties at a boundary fall into the better decile, as they do in scoring, so deciles of few distinct probabilities differ in size.</summary>
    public static DecileFigures[] Judge(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, ReadOnlySpan<double> boundaries)
    {
        var customers = new int[Count];
        var responses = new int[Count];
        var lowest = new double[Count];
        Array.Fill(lowest, double.PositiveInfinity);
        for (int i = 0; i < labels.Length; i++)
        {
            int at = Of(probabilities[i], boundaries) - 1;
            customers[at]++;
            responses[at] += (int)labels[i];
            lowest[at] = Math.Min(lowest[at], probabilities[i]);
        }

        double baseRate = responses.Sum() / (double)labels.Length;
        var figures = new DecileFigures[Count];
        int found = 0;
        for (int k = 0; k < Count; k++)
        {
            found += responses[k];
            double rate = customers[k] == 0 ? 0 : responses[k] / (double)customers[k];

            // An empty decile, below ties that fill the one above, shows the boundary that nobody is under.
            double low = customers[k] > 0 ? lowest[k] : k < boundaries.Length ? boundaries[k] : 0;
            figures[k] = new DecileFigures(k + 1, customers[k], responses[k], low, rate, rate / baseRate, found / (double)responses.Sum());
        }

        return figures;
    }
}
