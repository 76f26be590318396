using Clientele.Learning;
using MathNet.Numerics.Distributions;

namespace Clientele.Tests.Learning;

/// <summary>Customers made event by event as the models say, with MathNet's distributions.</summary>
internal static class SimulatedBuyers
{
    /// <summary>CDNOW's 2,357 customers, time in weeks: Fader, Hardie &amp; Lee (2005), table 2.</summary>
    public static BgNbdModel Cdnow { get; } = new(0.243, 4.414, 0.793, 2.426, -9582.4, default, true, 0);

    /// <summary>First purchases spread over the first half, as in CDNOW; what happens after <paramref name="until"/> for <paramref name="more"/> is counted.</summary>
    public static (PurchaseHistory[] Histories, int[] Future) Make(BgNbdModel truth, int customers, int seed, double until = 52, double more = 0)
    {
        var random = new Random(seed);
        var histories = new PurchaseHistory[customers];
        var future = new int[customers];
        for (int i = 0; i < customers; i++)
        {
            double age = until * (1 - (0.5 * random.NextDouble()));
            double rate = Gamma.Sample(random, truth.R, truth.Alpha);
            double stop = Beta.Sample(random, truth.A, truth.B);
            (int repeats, double recency, double time) = (0, 0, 0);
            do
            {
                time += Exponential.Sample(random, rate);
                if (time <= age)
                {
                    (repeats, recency) = (repeats + 1, time);
                }
                else if (time <= age + more)
                {
                    future[i]++;
                }
            }
            while (time <= age + more && random.NextDouble() >= stop);

            histories[i] = new PurchaseHistory(repeats, recency, age);
        }

        return (histories, future);
    }

    /// <summary>Customers with 1 to 8 purchases and what they spent in the mean.</summary>
    public static PurchaseValue[] Spenders(GammaGammaModel truth, int customers, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, customers).Select(i =>
        {
            int purchases = 1 + random.Next(8);
            double rate = Gamma.Sample(random, truth.Q, truth.Gamma);
            return new PurchaseValue(purchases, Enumerable.Range(0, purchases).Average(_ => Gamma.Sample(random, truth.P, rate)));
        })];
    }
}
