using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>
/// What one customer will buy: BG/NBD and Gamma-Gamma given the customer's history, mixed over the level of the whole shop, which nobody knows either.
/// Immutable, safe from any thread.
/// </summary>
internal sealed class CustomerForecast
{
    /// <summary>Gauss and Hermite's three points for the logarithm of the level: in deviations, and their weights.</summary>
    private static readonly double[] Points = [-Math.Sqrt(3), 0, Math.Sqrt(3)];
    private static readonly double[] Weights = [1 / 6.0, 2 / 3.0, 1 / 6.0];

    /// <summary>Probability of ever more purchases that may be left out.</summary>
    private const double Rest = 1e-9;

    /// <summary>Numbers of purchases that nearly everybody stays below; more take an array, and beyond most only a log-normal is asked.</summary>
    private const int Usual = 256;
    private const int Most = 4_096;

    /// <summary>Beyond it the spread of single amounts is evened out: only the number of purchases matters.</summary>
    private const int MostLogarithms = 64;

    /// <summary>Below it the mean of a Gamma-Gamma is infinite or nearly so.</summary>
    private const double LeastShape = 1.05;

    /// <summary>Log-normals that revenue is mixed of, and what one may weigh and still be left out.</summary>
    private const int Components = 64;
    private const double Negligible = 1e-5;

    /// <summary>Of the logarithm of a quantile.</summary>
    private const double Precision = 0.005;

    private const double Low = 0.1;
    private const double High = 0.9;
    private static readonly double Tail = NormalDistribution.InverseCdf(High);

    private readonly BgNbdModel _buying;
    private readonly GammaGammaModel _spending;

    /// <summary>Of n purchases against 1: how the mean and the variance of the logarithm of their sum differ; the same for all customers.</summary>
    private readonly (double Mean, double Variance)[] _more = new (double, double)[MostLogarithms + 1];

    public CustomerForecast(BgNbdModel buying, GammaGammaModel spending)
    {
        (_buying, _spending) = (buying, spending);
        (double mean, double deviation) = spending.LogTotal(1, default);
        for (int n = 1; n <= MostLogarithms; n++)
        {
            (double meanOfN, double deviationOfN) = spending.LogTotal(n, default);
            _more[n] = (meanOfN - mean, (deviationOfN * deviationOfN) - (deviation * deviation));
        }
    }

    /// <summary>Money of one purchase to come.</summary>
    public double ExpectedAmount(PurchaseValue value)
    {
        // Where even the mean of all customers is infinite, what was seen has to do.
        double shape = _spending.Q + (_spending.P * value.Purchases);
        return shape > LeastShape ? _spending.ExpectedValue(value) : value.Purchases > 0 ? value.MeanValue : _spending.P * _spending.Gamma / _spending.Q;
    }

    public double Alive(PurchaseHistory history) => _buying.ProbabilityAlive(history);

    public double ExpectedPurchases(PurchaseHistory history, double time) => _buying.ExpectedPurchases(time, history);

    /// <summary>Variance of a customer's revenue, given how many purchases are expected: negative binomial if alive. Rough, as sums over a group need it.</summary>
    public double RevenueVariance(PurchaseHistory history, PurchaseValue value, double purchases, double amount)
    {
        double alive = Math.Max(1e-12, _buying.ProbabilityAlive(history));
        double ifAlive = purchases / alive;
        double squared = alive * (ifAlive + (ifAlive * ifAlive * (1 + (1 / (_buying.R + history.Repeats)))));

        // E(1/ν²)/E(1/ν)² is (shape − 1)/(shape − 2), kept finite for shapes that have no variance.
        double shape = _spending.Q + (_spending.P * value.Purchases);
        double spread = (1 + (1 / _spending.P)) * Math.Max(1, shape - 1) / Math.Max(0.25, shape - 2);
        return Math.Max(0, (squared * spread) - (purchases * purchases)) * amount * amount;
    }

    /// <summary>P(Y ≤ count) over the levels; 0 below 0.</summary>
    public double Cdf(PurchaseHistory history, double time, double deviation, int count)
    {
        double sum = 0;
        for (int i = 0; i < Points.Length; i++)
        {
            sum += Weights[i] * At(history, time, deviation, i).Cdf(count);
        }

        return Math.Min(1, sum);
    }

    /// <param name="time">In days of the clock.</param>
    /// <param name="deviation">Of the logarithm of the level.</param>
    public ExpectedValue Expected(int days, PurchaseHistory history, PurchaseValue value, double time, double deviation)
    {
        Span<double> mixed = stackalloc double[Usual];
        Span<double> one = stackalloc double[Usual];
        int count = Mix(history, time, deviation, mixed, one);
        if (count == mixed.Length)
        {
            mixed = new double[Most];
            one = new double[Most];
            count = Mix(history, time, deviation, mixed, one);
        }

        if (count == Most)
        {
            return OfMany(days, history, value, time, deviation);
        }

        mixed = mixed[..count];
        double mean = 0;
        for (int n = 1; n < mixed.Length; n++)
        {
            mean += n * mixed[n];
        }

        (double revenueLow, double revenueHigh) = Revenue(mixed, value);
        return new ExpectedValue(days, mean, Quantile(mixed, Low), Quantile(mixed, High), mean * ExpectedAmount(value), revenueLow, revenueHigh);
    }

    /// <summary>Who buys thousands of times: a quantile of theirs and of the level, as if both were log-normal on either side of the middle.</summary>
    private ExpectedValue OfMany(int days, PurchaseHistory history, PurchaseValue value, double time, double deviation)
    {
        PurchaseDistribution purchases = _buying.Purchases(time, history);
        double mean = purchases.Mean;
        double middle = 1.0 + purchases.Quantile(0.5);
        double amount = ExpectedAmount(value);
        double low = middle * Math.Exp(-Width(middle / (1.0 + purchases.Quantile(Low))));
        double high = middle * Math.Exp(Width((1.0 + purchases.Quantile(High)) / middle));
        return new ExpectedValue(days, mean, (int)low, (int)Math.Min(int.MaxValue, high), mean * amount, low * amount, high * amount);

        double Width(double own) => Math.Sqrt((Math.Log(own) * Math.Log(own)) + (Tail * Tail * deviation * deviation));
    }

    private PurchaseDistribution At(PurchaseHistory history, double time, double deviation, int point) =>
        _buying.Purchases(time * Math.Exp((deviation * Points[point]) - (0.5 * deviation * deviation)), history);

    /// <summary>P(Y = n) over the levels; how many are not left out.</summary>
    private int Mix(PurchaseHistory history, double time, double deviation, Span<double> mixed, Span<double> one)
    {
        mixed.Clear();
        int most = 0;
        for (int i = 0; i < Points.Length; i++)
        {
            int count = At(history, time, deviation, i).Probabilities(one, Rest);
            most = Math.Max(most, count);
            for (int n = 0; n < count; n++)
            {
                mixed[n] += Weights[i] * one[n];
            }
        }

        return most;
    }

    private static int Quantile(ReadOnlySpan<double> probabilities, double share)
    {
        double sum = 0;
        for (int n = 0; n < probabilities.Length; n++)
        {
            sum += probabilities[n];
            if (sum >= share)
            {
                return n;
            }
        }

        return probabilities.Length - 1;
    }

    /// <summary>
    /// Nothing with P(Y = 0); for each number of purchases log-normal, with the mean and deviation of the logarithm that Gamma-Gamma gives. One log-normal
    /// for all numbers would not do: who may stop any time buys either little or as usual.
    /// </summary>
    private (double Low, double High) Revenue(ReadOnlySpan<double> probabilities, PurchaseValue value)
    {
        (double ofOne, double deviation) = _spending.LogTotal(1, value);
        Span<double> weights = stackalloc double[Components];
        Span<double> means = stackalloc double[Components];
        Span<double> scales = stackalloc double[Components];

        // Neighbouring numbers go together where there are many.
        int step = ((probabilities.Length - 2) / Components) + 1;
        int count = 0;
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int first = 1; first < probabilities.Length; first += step)
        {
            double weight = 0;
            foreach (double probability in probabilities[first..Math.Min(first + step, probabilities.Length)])
            {
                weight += probability;
            }

            if (weight < Negligible)
            {
                continue;
            }

            double n = first + ((step - 1) / 2.0);
            (double more, double variance) = _more[(int)Math.Min(n, MostLogarithms)];
            double spread = Math.Sqrt((deviation * deviation) + variance);
            (weights[count], means[count], scales[count]) = (weight, ofOne + more + (n > MostLogarithms ? Math.Log(n / MostLogarithms) : 0), 1 / spread);
            least = Math.Min(least, means[count] - (4 * spread));
            most = Math.Max(most, means[count] + (4 * spread));
            count++;
        }

        weights = weights[..count];
        return (Quantile(probabilities[0], Low, least, most, weights, means, scales), Quantile(probabilities[0], High, least, most, weights, means, scales));
    }

    /// <summary>By bisection in the logarithm, to half a percent of a usual spread.</summary>
    private static double Quantile(
        double none, double share, double least, double most, ReadOnlySpan<double> weights, ReadOnlySpan<double> means, ReadOnlySpan<double> scales)
    {
        if (none >= share || weights.IsEmpty)
        {
            return 0;
        }

        while (most - least > Precision)
        {
            double middle = (least + most) / 2;
            double sum = none;
            for (int i = 0; i < weights.Length; i++)
            {
                sum += weights[i] * RoughCdf((middle - means[i]) * scales[i]);
            }

            (least, most) = sum < share ? (middle, most) : (least, middle);
        }

        return Math.Exp((least + most) / 2);
    }

    /// <summary>Of the standard normal, to 2e-4, in an exponential (Page, Approximations to the cumulative normal function, 1977).</summary>
    private static double RoughCdf(double z) => 1 / (1 + Math.Exp(-z * (1.5976 + (0.070566 * z * z))));
}
