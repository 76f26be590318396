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

    /// <summary>Who buys thousands of times: so many that their logarithm is as good as normal.</summary>
    private ExpectedValue OfMany(int days, PurchaseHistory history, PurchaseValue value, double time, double deviation)
    {
        PurchaseDistribution purchases = _buying.Purchases(time, history);
        double mean = purchases.Mean;
        double own = Math.Log((1.0 + purchases.Quantile(High)) / (1.0 + purchases.Quantile(Low))) / (2 * Tail);
        double width = Tail * Math.Sqrt((own * own) + (deviation * deviation));
        double amount = ExpectedAmount(value);
        (double low, double high) = (mean * Math.Exp(-width), mean * Math.Exp(width));
        return new ExpectedValue(days, mean, (int)low, (int)Math.Min(int.MaxValue, high), mean * amount, low * amount, high * amount);
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

    /// <summary>Nothing with P(Y = 0); else log-normal with the mean and deviation of the logarithm that Gamma-Gamma gives over the numbers of purchases.</summary>
    private (double Low, double High) Revenue(ReadOnlySpan<double> probabilities, PurchaseValue value)
    {
        (double mean, double some, double squares) = (0, 0, 0);
        (double ofOne, double deviation) = _spending.LogTotal(1, value);
        for (int n = 1; n < probabilities.Length; n++)
        {
            (double more, double variance) = _more[Math.Min(n, MostLogarithms)];
            double log = n <= MostLogarithms ? more : more + Math.Log((double)n / MostLogarithms);
            some += probabilities[n];
            mean += probabilities[n] * log;
            squares += probabilities[n] * ((log * log) + variance);
        }

        // Where nine in ten buy nothing, nothing is both ends.
        if (some <= 1 - High)
        {
            return (0, 0);
        }

        mean /= some;
        double spread = Math.Sqrt(Math.Max(0, (squares / some) - (mean * mean) + (deviation * deviation)));
        return (At(Low), At(High));

        double At(double share)
        {
            double within = (share - 1 + some) / some;
            return within > 0 ? Math.Exp(ofOne + mean + (spread * NormalDistribution.InverseCdf(Math.Min(within, 1 - Rest)))) : 0;
        }
    }
}
