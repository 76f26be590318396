namespace Clientele.Insiders;

/// <summary>A customer's value where there is no model: as in as many days before, with the chance of a Poisson count.</summary>
internal static class NaiveValue
{
    private const double Low = 0.1;
    private const double High = 0.9;

    public static CustomerValue Of(ReadOnlySpan<int> days, ReadOnlySpan<double> amounts, int asOf)
    {
        bool lately = asOf - days[^1] < ValueModel.Horizons[^1];
        return new CustomerValue(lately ? 1 : 0, In(0, days, amounts, asOf), In(1, days, amounts, asOf), In(2, days, amounts, asOf));
    }

    private static ExpectedValue In(int horizon, ReadOnlySpan<int> days, ReadOnlySpan<double> amounts, int asOf)
    {
        int length = ValueModel.Horizons[horizon];
        int count = 0;
        double revenue = 0;
        for (int i = days.Length - 1; i >= 0 && days[i] > asOf - length; i--)
        {
            count++;
            revenue += amounts[i];
        }

        if (count == 0)
        {
            return new ExpectedValue(length, 0, 0, 0, 0, 0, 0);
        }

        int low = PoissonQuantile(count, Low);
        int high = PoissonQuantile(count, High);
        return new ExpectedValue(length, count, low, high, revenue, revenue * low / count, revenue * high / count);
    }

    private static int PoissonQuantile(int mean, double share)
    {
        // Far beyond, the normal distribution is as good, and e^−mean would vanish.
        if (mean > 500)
        {
            return (int)Math.Round(mean + (Math.Sqrt(mean) * Learning.NormalDistribution.InverseCdf(share)));
        }

        double term = Math.Exp(-mean);
        double sum = term;
        int n = 0;
        while (sum < share)
        {
            n++;
            term *= (double)mean / n;
            sum += term;
        }

        return n;
    }
}
