using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>Writes figures of some customers, each named by its place; one may come more than once.</summary>
internal delegate void CustomerFigures(ReadOnlySpan<double> members, ReadOnlySpan<double> places, Span<double> values);

/// <summary>
/// Bootstrap intervals of figures of members and others: customers are drawn with replacement, members and others together, and the 2.5% and 97.5%
/// quantiles of the figures are read off. From the customers of a large shop a sample is drawn once, and the interval, which is wider for it, is drawn in
/// by the root of the sample's share (m out of n bootstrap, Bickel, Götze &amp; van Zwet 1997).
/// </summary>
internal static class CustomerResamples
{
    public const int MostCustomers = 20_000;
    public const int Draws = 2_000;
    public const int Seed = 20;

    /// <summary>All places, or as many as are looked at, drawn without replacement; ascending.</summary>
    public static int[] Sample(int customers)
    {
        int[] places = [.. Enumerable.Range(0, customers)];
        if (customers <= MostCustomers)
        {
            return places;
        }

        var random = new Random(Seed);
        for (int i = 0; i < MostCustomers; i++)
        {
            int other = random.Next(i, customers);
            (places[i], places[other]) = (places[other], places[i]);
        }

        int[] sample = places[..MostCustomers];
        Array.Sort(sample);
        return sample;
    }

    /// <param name="customers">How many there are.</param>
    /// <param name="of">Customers as resamples draw them; asked for the sample, and for all where the sample is not all.</param>
    /// <param name="count">How many figures are written.</param>
    public static Estimate[] Intervals(int customers, Func<int[], DrawnCustomers> of, int count, CancellationToken cancellation)
    {
        int[] sample = Sample(customers);
        DrawnCustomers drawn = of(sample);
        BootstrapInterval[] intervals = BootstrapInterval.OfMany(
            Labels(drawn), Places(drawn), [], (labels, places, values) => drawn.Write(labels, places, values), count, new BootstrapOptions { Resamples = Draws, Seed = Seed }, cancellation);
        if (sample.Length == customers)
        {
            return [.. intervals.Select(interval => new Estimate(interval.Estimate, interval.Lower, interval.Upper))];
        }

        DrawnCustomers all = of([.. Enumerable.Range(0, customers)]);
        var whole = new double[count];
        all.Write(Labels(all), Places(all), whole);
        double shrink = Math.Sqrt((double)sample.Length / customers);
        return [.. intervals.Select((interval, i) => new Estimate(
            whole[i], whole[i] + (shrink * (interval.Lower - interval.Estimate)), whole[i] + (shrink * (interval.Upper - interval.Estimate))))];
    }

    private static double[] Labels(DrawnCustomers customers) => [.. customers.Members.Select(member => member ? 1.0 : 0.0)];

    private static double[] Places(DrawnCustomers customers) => [.. Enumerable.Range(0, customers.Members.Length).Select(place => (double)place)];
}

/// <param name="Members">By place.</param>
/// <param name="Write">Figures of any of them, as long as at least one is a member and one is not; finite.</param>
internal sealed record DrawnCustomers(bool[] Members, CustomerFigures Write);
