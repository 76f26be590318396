using System.Text.Json;
using Clientele.Learning;
using MathNet.Numerics;

namespace Clientele.Tests.Learning;

public class GammaGammaTests
{
    /// <summary>CDNOW: Fader &amp; Hardie (2013), section 4.</summary>
    private static readonly GammaGammaModel Cdnow = new(6.25, 3.74, 15.44, 0, default, true, 0);

    /// <summary>Only means are seen, so p shows in how their spread shrinks with the purchases: clearly for a small p, hardly for CDNOW's.</summary>
    private static readonly GammaGammaModel Truth = new(1.5, 4, 40, 0, default, true, 0);

    [Fact]
    public void Simulated_parameters_come_back_within_their_standard_errors()
    {
        double squares = 0;
        const int Seeds = 20;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            GammaGammaModel model = GammaGamma.Fit(SimulatedBuyers.Spenders(Truth, 4_000, seed), [], new());
            model.Converged.ShouldBeTrue();
            double[] away = [.. Parameters(model).Zip(Parameters(Truth), (found, real) => found - real).Zip(model.StandardErrors, (error, standard) => error / standard)];
            away.ShouldAllBe(z => Math.Abs(z) < 3);
            squares += away.Sum(z => z * z);
        }

        // Of 60 values whose mean square is 1: neither too sure nor too careful.
        Math.Sqrt(squares / (3 * Seeds)).ShouldBe(1, 0.25);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void The_fit_is_where_the_slow_likelihood_is_flat_and_its_curvature_gives_the_standard_errors(double penalty)
    {
        PurchaseValue[] values = SimulatedBuyers.Spenders(Truth, 500, seed: 4);
        GammaGammaModel model = GammaGamma.Fit(values, [], new() { Penalty = penalty });
        double[] at = [.. Parameters(model).Select(value => Math.Log(value))];
        double Objective(double[] logarithms)
        {
            double[] parameters = [.. logarithms.Select(value => Math.Exp(value))];
            return (penalty * ((logarithms[0] * logarithms[0]) + (logarithms[1] * logarithms[1]))) - LogLikelihood(parameters, values);
        }

        double[] Moved(int i, double by, int j = 0, double also = 0)
        {
            double[] moved = [.. at];
            moved[i] += by;
            moved[j] += also;
            return moved;
        }

        const double Step = 1e-3;
        var hessian = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(3, 3, (i, j) =>
            (Objective(Moved(i, Step, j, Step)) - Objective(Moved(i, Step, j, -Step)) - Objective(Moved(i, -Step, j, Step)) + Objective(Moved(i, -Step, j, -Step))) / (4 * Step * Step));
        model.LogLikelihood.ShouldBe(LogLikelihood(Parameters(model), values), 1e-8);
        for (int i = 0; i < 3; i++)
        {
            ((Objective(Moved(i, 1e-4)) - Objective(Moved(i, -1e-4))) / 2e-4).ShouldBe(0, 2e-3);
            double deviation = Math.Sqrt(hessian.Inverse()[i, i]);
            model.StandardErrors[i].ShouldBe(Parameters(model)[i] * deviation, 1e-2 * Parameters(model)[i] * deviation);
        }
    }

    /// <summary>E(M) = pγ/(q − 1) and E(M | m̄, x) = ((q − 1)/(px + q − 1))·E(M) + (px/(px + q − 1))·m̄, equation 5, with the parameters of CDNOW.</summary>
    [Fact]
    public void Expected_values_lie_between_everyones_mean_and_the_customers_own()
    {
        double everyone = 6.25 * 15.44 / 2.74;
        everyone.ShouldBe(35.22, 0.005);
        Cdnow.ExpectedValue(default).ShouldBe(everyone, 1e-12);
        Cdnow.ExpectedValue(new(2, 100)).ShouldBe(((2.74 * everyone) + (12.5 * 100)) / 15.24, 1e-11);
        Cdnow.ExpectedValue(new(1, 22.35)).ShouldBe(((2.74 * everyone) + (6.25 * 22.35)) / 8.99, 1e-11);
        Cdnow.ExpectedValue(new(100_000, 50)).ShouldBe(50, 1e-3);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(3, 2)]
    public void The_logarithm_of_a_total_has_the_mean_and_deviation_of_draws(int purchases, int seen)
    {
        var value = new PurchaseValue(seen, seen == 0 ? 0 : 35);
        var random = new Random(5);
        double[] logarithms = [.. Enumerable.Range(0, 20_000).Select(_ => Math.Log(Truth.Simulate(random, purchases, value)))];
        (double mean, double deviation) = Truth.LogTotal(purchases, value);

        logarithms.Average().ShouldBe(mean, 4 * deviation / Math.Sqrt(logarithms.Length));
        Math.Sqrt(logarithms.Average(each => (each - mean) * (each - mean))).ShouldBe(deviation, 0.03 * deviation);
        Should.Throw<ArgumentOutOfRangeException>(() => Truth.LogTotal(0, value));
    }

    [Fact]
    public void Draws_have_the_expected_mean_and_repeat_for_a_seed()
    {
        PurchaseValue seen = new(4, 60);
        double[] Drawn()
        {
            var random = new Random(5);
            return [.. Enumerable.Range(0, 100_000).Select(_ => Cdnow.Simulate(random, 3, seen))];
        }

        double[] drawn = Drawn();
        double expected = 3 * Cdnow.ExpectedValue(seen);
        drawn.ShouldBe(Drawn());
        double deviation = Math.Sqrt(drawn.Average(each => (each - expected) * (each - expected)));
        drawn.Average().ShouldBe(expected, 4 * deviation / Math.Sqrt(drawn.Length));

        // Var = E[pn/ν²] + Var(pn/ν) with 1/ν inverse gamma of shape s = q + px and scale γ + xm̄.
        (double pn, double shape, double scale) = (6.25 * 3, 3.74 + 25, 15.44 + 240);
        double square = scale * scale / ((shape - 1) * (shape - 2));
        double variance = (pn * square) + (pn * pn * square) - (expected * expected);
        (deviation * deviation).ShouldBe(variance, 0.03 * variance);
        Cdnow.Simulate(new Random(1), 0, seen).ShouldBe(0);
    }

    [Fact]
    public void Draws_with_a_shape_below_one_have_the_right_mean_too()
    {
        GammaGammaModel model = new(0.3, 5, 40, 0, default, true, 0);
        var random = new Random(6);
        Enumerable.Range(0, 100_000).Average(_ => model.Simulate(random, 1, default)).ShouldBe(model.ExpectedValue(default), 0.1);
    }

    [Fact]
    public void A_weight_is_the_row_so_many_times_and_the_currency_changes_gamma_only()
    {
        PurchaseValue[] values = SimulatedBuyers.Spenders(Truth, 300, seed: 7);
        GammaGammaModel weighted = GammaGamma.Fit(values, [.. values.Select((_, i) => (double)(i % 3))], new());
        PurchaseValue[] repeated = [.. values.SelectMany((value, i) => Enumerable.Repeat(value, i % 3))];
        GammaGammaModel twice = GammaGamma.Fit(repeated, [], new());
        GammaGammaModel pence = GammaGamma.Fit([.. repeated.Select(each => each with { MeanValue = 100 * each.MeanValue })], [], new());

        Parameters(weighted).ShouldBe(Parameters(twice), 1e-5);
        weighted.LogLikelihood.ShouldBe(twice.LogLikelihood, 1e-8);
        Parameters(pence).ShouldBe([twice.P, twice.Q, 100 * twice.Gamma], 1e-4);
    }

    [Fact]
    public void Saved_and_loaded_it_is_the_same_and_fitted_again_too()
    {
        PurchaseValue[] values = SimulatedBuyers.Spenders(Truth, 200, seed: 8);
        GammaGammaModel model = GammaGamma.Fit(values, [], new());
        GammaGammaModel loaded = JsonSerializer.Deserialize(Json(model), LearningJson.Default.GammaGammaModel)!;

        Json(loaded).ShouldBe(Json(model));
        Json(GammaGamma.Fit(values, [], new())).ShouldBe(Json(model));
        loaded.ExpectedValue(new(3, 50)).ShouldBe(model.ExpectedValue(new(3, 50)));
        loaded.StandardErrors.ShouldBe(model.StandardErrors);
    }

    [Fact]
    public void What_cannot_be_fitted_or_asked_is_refused()
    {
        PurchaseValue[] two = [new(1, 10), new(2, 20)];
        Should.Throw<ArgumentException>(() => GammaGamma.Fit([], [], new())).Message.ShouldContain("Of 0 customers");
        Should.Throw<ArgumentException>(() => GammaGamma.Fit([new(1, 10), new(3, 10)], [], new())).Message.ShouldContain("no two spend differently");
        Should.Throw<ArgumentException>(() => GammaGamma.Fit([new(1, 10), new(0, 10)], [], new())).Message.ShouldContain("Row 1 of values has 0 purchases");
        Should.Throw<ArgumentException>(() => GammaGamma.Fit([new(1, 0), new(1, 10)], [], new())).Message.ShouldContain("Row 0 of values has a mean value of 0");
        Should.Throw<ArgumentException>(() => GammaGamma.Fit([new(1, double.NaN), new(1, 10)], [], new())).Message.ShouldContain("NaN");
        Should.Throw<ArgumentException>(() => GammaGamma.Fit(two, [1], new())).Message.ShouldContain("2 rows but 1 weights");
        Should.Throw<ArgumentOutOfRangeException>(() => GammaGamma.Fit(two, [], new() { Penalty = double.NaN }));
        Should.Throw<ArgumentException>(() => new GammaGammaModel(1, -1, 1, 0, default, true, 1)).Message.ShouldContain("q is -1");
        Should.Throw<ArgumentException>(() => Cdnow.ExpectedValue(new(-1, 4)));
        Should.Throw<ArgumentOutOfRangeException>(() => Cdnow.Simulate(new Random(1), -1, default));
        Should.Throw<InvalidOperationException>(() => new GammaGammaModel(1, 0.9, 1, 0, default, true, 1).ExpectedValue(default)).Message.ShouldContain("0.9 for 0 purchases");
        Should.Throw<OperationCanceledException>(() => GammaGamma.Fit(two, [], new(), null, new CancellationToken(canceled: true)));

        var seen = new SeenProgress();
        GammaGamma.Fit(SimulatedBuyers.Spenders(Truth, 200, seed: 9), [], new(), seen);
        seen.Shares.ShouldBe(seen.Shares.Order());
        seen.Shares[^1].ShouldBe(1);
    }

    private static string Json(GammaGammaModel model) => JsonSerializer.Serialize(model, LearningJson.Default.GammaGammaModel);

    private static double[] Parameters(GammaGammaModel model) => [model.P, model.Q, model.Gamma];

    /// <summary>Equation 1a as it stands.</summary>
    private static double LogLikelihood(double[] parameters, PurchaseValue[] values)
    {
        (double p, double q, double gamma) = (parameters[0], parameters[1], parameters[2]);
        return values.Sum(value =>
        {
            (double x, double mean) = (value.Purchases, value.MeanValue);
            return SpecialFunctions.GammaLn((p * x) + q) - SpecialFunctions.GammaLn(p * x) - SpecialFunctions.GammaLn(q)
                + (q * Math.Log(gamma)) + (((p * x) - 1) * Math.Log(mean)) + (p * x * Math.Log(x)) - (((p * x) + q) * Math.Log(gamma + (mean * x)));
        });
    }
}
