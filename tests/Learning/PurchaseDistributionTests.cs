using Clientele.Learning;
using MathNet.Numerics.Distributions;
using MathNet.Numerics.Integration;

namespace Clientele.Tests.Learning;

public class PurchaseDistributionTests
{
    /// <summary>r, α, a, b; t; x, t_x, T: usual ones, a on both sides of 1 and at it, small and large times, many purchases.</summary>
    public static TheoryData<double[], double, PurchaseHistory> Customers => new()
    {
        { [0.243, 4.414, 0.793, 2.426], 39, new(2, 30.43, 38.86) },
        { [0.243, 4.414, 0.793, 2.426], 1e-6, new(2, 30.43, 38.86) },
        { [0.6, 5, 0.5, 0.3], 90, new(0, 0, 3) },
        { [1.7, 60, 3.2, 14], 90, new(37, 300, 310) },
        { [0.9, 20, 1 + 1e-9, 2], 30, new(1, 5, 20) },
        { [0.9, 20, 0.02, 0.1], 180, new(0, 0, 0) },
        { [12, 2, 0.1, 9], 40, new(900, 390, 400) },
        { [0.243, 4.414, 0.793, 2.426], 2_000, new(0, 0, 0) },
    };

    [Theory]
    [MemberData(nameof(Customers))]
    public void Probabilities_at_once_are_those_one_by_one_up_to_the_rest(double[] parameters, double t, PurchaseHistory history)
    {
        PurchaseDistribution purchases = Model(parameters).Purchases(t, history);
        var all = new double[3_000];
        Array.Fill(all, double.NaN);
        int count = purchases.Probabilities(all, 1e-6);

        for (int n = 0; n < 40; n++)
        {
            all[n].ShouldBe(n < count ? purchases.Probability(n) : 0, 1e-13);
        }

        (1 - purchases.Cdf(count - 1)).ShouldBeLessThanOrEqualTo(count < all.Length ? 1e-6 + 1e-13 : 1);
        (count == 1 || 1 - purchases.Cdf(count - 2) > 1e-6 - 1e-13).ShouldBeTrue();
        all[count..].ShouldAllBe(probability => probability == 0);
    }

    [Theory]
    [MemberData(nameof(Customers))]
    public void Expected_purchases_are_the_mean_over_the_probability_to_stop_by_quadrature(double[] parameters, double t, PurchaseHistory history)
    {
        BgNbdModel model = Model(parameters);
        (double shape, double time, double b) = (model.R + history.Repeats, t / (model.Alpha + history.Age), model.B + history.Repeats);

        // Halves in p = wᵏ and 1 − p = wᵏ: that takes the poles of the density at the ends away.
        double k = 2 / Math.Min(1, Math.Min(model.A, b));
        double Bought(double p) => shape * p * time < 1e-4
            ? shape * time * (1 - ((shape + 1) * p * time / 2 * (1 - ((shape + 2) * p * time / 3))))
            : (1 - Math.Pow(1 + (p * time), -shape)) / p;
        double Half(double near, double far, Func<double, double> probability) => Pieces(
            w => w <= 0
                ? 0
                : Math.Exp((near * k * Math.Log(w)) + ((far - 1) * Math.Log(1 - Math.Pow(w, k))) - MathNet.Numerics.SpecialFunctions.BetaLn(model.A, b)) * k / w * Bought(probability(Math.Pow(w, k))),
            Math.Pow(0.5, 1 / k));
        double left = Half(model.A, b, w => w);
        double right = Half(b, model.A, w => 1 - w);
        double expected = (left + right) * model.ProbabilityAlive(history);

        model.ExpectedPurchases(t, history).ShouldBe(expected, 1e-9 * expected);
    }

    [Theory]
    [MemberData(nameof(Customers))]
    public void Expected_purchases_are_equation_10_with_its_hypergeometric_series(double[] parameters, double t, PurchaseHistory history)
    {
        BgNbdModel model = Model(parameters);
        int x = history.Repeats;
        (double r, double alpha, double a, double b) = (model.R, model.Alpha, model.A, model.B);
        double z = t / (alpha + history.Age + t);
        if (Math.Abs(a - 1) < 1e-6 || Math.Abs(z) < 1e-6)
        {
            return; // Equation 10 is 0/0 here; the quadrature above stands for it.
        }

        (double term, double series) = (1, 1);
        for (int k = 0; k < 50 || Math.Abs(term) > 1e-18 * Math.Abs(series); k++)
        {
            term *= (r + x + k) * (b + x + k) / ((a + b + x - 1 + k) * (k + 1)) * z;
            series += term;
        }

        double expected = (a + b + x - 1) / (a - 1) * (1 - (Math.Pow((alpha + history.Age) / (alpha + history.Age + t), r + x) * series)) * model.ProbabilityAlive(history);
        model.ExpectedPurchases(t, history).ShouldBe(expected, 1e-9 * expected);
    }

    [Theory]
    [MemberData(nameof(Customers))]
    public void Probabilities_add_up_to_one_and_their_mean_is_what_is_expected(double[] parameters, double t, PurchaseHistory history)
    {
        PurchaseDistribution purchases = Model(parameters).Purchases(t, history);
        int most = Math.Min(purchases.Quantile(1 - 1e-13), 4_000);
        double[] probabilities = [.. Enumerable.Range(0, most + 1).Select(purchases.Probability)];

        probabilities.ShouldAllBe(probability => probability >= 0);
        (probabilities.Sum() + (1 - purchases.Cdf(most))).ShouldBe(1, 1e-12);
        double tail = 0;
        if (most < 4_000)
        {
            probabilities.Select((probability, n) => n * probability).Sum().ShouldBe(purchases.Mean, 1e-8 * (1 + purchases.Mean));
        }

        for (int n = 0; n <= Math.Min(most, 50); n++)
        {
            tail += probabilities[n];
            purchases.Cdf(n).ShouldBe(tail, 1e-12);
        }

        purchases.Probability(-1).ShouldBe(0);
        purchases.Cdf(-1).ShouldBe(0);
    }

    [Fact]
    public void The_sum_and_the_quadrature_agree_where_one_takes_over_from_the_other()
    {
        // Just below and above the length where the sum ends, in shape and in time: a smooth curve goes through both.
        foreach (Func<double, double> mean in (Func<double, double>[])
            [at => new BgNbdModel(2, 1, 0.7, 3, 0, default, true, 0).ExpectedPurchases(at), at => new BgNbdModel(0.01, 1, 1.3, 0.4, 0, default, true, 0).ExpectedPurchases(at)])
        {
            double[] times = [.. Enumerable.Range(0, 60).Select(i => 60 * Math.Pow(1.05, i))];
            double[] values = [.. times.Select(each => Math.Log(mean(each)))];
            double[] bends = [.. Enumerable.Range(2, 56).Select(i => values[i - 2] - (4 * values[i - 1]) + (6 * values[i]) - (4 * values[i + 1]) + values[i + 2])];
            bends.ShouldAllBe(bend => Math.Abs(bend) < 2e-6);
            bends.Zip(bends.Skip(1), (one, next) => Math.Abs(one - next)).Max().ShouldBeLessThan(1e-7);
        }
    }

    [Fact]
    public void Probabilities_are_those_of_purchases_played_event_by_event()
    {
        BgNbdModel model = SimulatedBuyers.Cdnow;
        PurchaseHistory history = new(2, 30.43, 38.86);
        PurchaseDistribution purchases = model.Purchases(39, history);
        const int Draws = 200_000;
        var random = new Random(3);
        var played = new double[6];
        for (int i = 0; i < Draws; i++)
        {
            int count = 0;
            if (random.NextDouble() < purchases.Alive)
            {
                double stop = Beta.Sample(random, model.A, model.B + 2);
                double rate = Gamma.Sample(random, model.R + 2, model.Alpha + 38.86);
                double left = 39 - Exponential.Sample(random, rate);
                while (left > 0)
                {
                    count++;
                    left = random.NextDouble() < stop ? 0 : left - Exponential.Sample(random, rate);
                }
            }

            if (count < played.Length)
            {
                played[count] += 1.0 / Draws;
            }
        }

        for (int n = 0; n < played.Length; n++)
        {
            double probability = purchases.Probability(n);
            played[n].ShouldBe(probability, 4 * Math.Sqrt(probability / Draws));
        }
    }

    [Fact]
    public void Draws_follow_the_distribution_and_repeat_for_a_seed()
    {
        PurchaseHistory history = new(2, 30.43, 38.86);
        PurchaseDistribution purchases = SimulatedBuyers.Cdnow.Purchases(39, history);
        int[] Drawn()
        {
            var random = new Random(11);
            return [.. Enumerable.Range(0, 100_000).Select(_ => SimulatedBuyers.Cdnow.Simulate(random, 39, history))];
        }

        int[] drawn = Drawn();
        drawn.ShouldBe(Drawn());
        double deviation = Math.Sqrt(drawn.Average(each => Math.Pow(each - purchases.Mean, 2)));
        drawn.Average().ShouldBe(purchases.Mean, 4 * deviation / Math.Sqrt(drawn.Length));
        (drawn.Count(each => each == 0) / 1e5).ShouldBe(purchases.Probability(0), 0.006);
    }

    [Fact]
    public void Quantiles_are_the_least_counts_that_reach_the_probability()
    {
        PurchaseDistribution purchases = SimulatedBuyers.Cdnow.Purchases(39, new(20, 37, 38.86));
        foreach (double probability in new[] { 0, 0.1, 0.5, 0.9, 0.999 })
        {
            int n = purchases.Quantile(probability);
            purchases.Cdf(n).ShouldBeGreaterThanOrEqualTo(probability);
            purchases.Cdf(n - 1).ShouldBeLessThanOrEqualTo(probability);
        }

        SimulatedBuyers.Cdnow.Purchases(0, new(20, 37, 38.86)).Quantile(0.999).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => purchases.Quantile(1));
        Should.Throw<ArgumentOutOfRangeException>(() => purchases.Quantile(double.NaN));
    }

    [Fact]
    public void Forecasts_of_simulated_customers_have_a_uniform_transform()
    {
        BgNbdModel truth = new(0.6, 5, 0.8, 2.5, 0, default, true, 0);
        (PurchaseHistory[] histories, int[] future) = SimulatedBuyers.Make(truth, 4_000, seed: 21, more: 13);
        BgNbdModel model = BgNbd.Fit(PurchaseHistories.From(histories), new());
        double[] below = [.. histories.Zip(future, (history, count) => model.Purchases(13, history).Cdf(count - 1))];
        double[] upTo = [.. histories.Zip(future, (history, count) => model.Purchases(13, history).Cdf(count))];

        // 1.63/√4000 is exceeded once in a hundred.
        RandomisedPit.DistanceToUniform(RandomisedPit.Draw(below, upTo, seed: 1)).ShouldBeLessThan(0.026);
        histories.Sum(history => model.ExpectedPurchases(13, history)).ShouldBe(future.Sum(), 0.08 * future.Sum());
    }

    private static BgNbdModel Model(double[] parameters) => new(parameters[0], parameters[1], parameters[2], parameters[3], 0, default, true, 0);

    /// <summary>∫ from 0, in pieces that halve towards it.</summary>
    private static double Pieces(Func<double, double> integrand, double to)
    {
        double sum = 0;
        for (int i = 0; i < 400; i++, to *= 0.9)
        {
            sum += GaussLegendreRule.Integrate(integrand, 0.9 * to, to, 20);
        }

        return sum + GaussLegendreRule.Integrate(integrand, 0, to, 20);
    }
}
