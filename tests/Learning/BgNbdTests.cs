using System.Text.Json;
using Clientele.Learning;
using static MathNet.Numerics.SpecialFunctions;

namespace Clientele.Tests.Learning;

public class BgNbdTests
{
    private static readonly BgNbdModel Truth = new(0.6, 5, 0.8, 2.5, 0, default, true, 0);

    [Fact]
    public void Simulated_parameters_come_back_within_their_standard_errors()
    {
        double squares = 0;
        const int Seeds = 20;
        for (int seed = 1; seed <= Seeds; seed++)
        {
            (PurchaseHistory[] histories, _) = SimulatedBuyers.Make(Truth, 3_000, seed);
            BgNbdModel model = BgNbd.Fit(PurchaseHistories.From(histories), new());
            model.Converged.ShouldBeTrue();
            double[] away = [.. Parameters(model).Zip(Parameters(Truth), (found, real) => found - real).Zip(model.StandardErrors, (error, standard) => error / standard)];
            away.ShouldAllBe(z => Math.Abs(z) < 3);
            squares += away.Sum(z => z * z);
        }

        // Of 80 values whose mean square is 1: neither too sure nor too careful.
        Math.Sqrt(squares / (4 * Seeds)).ShouldBe(1, 0.25);
    }

    [Fact]
    public void The_log_likelihood_is_the_sum_of_the_papers_equation_6()
    {
        PurchaseHistory[] histories = [new(0, 0, 30), new(1, 7.5, 30), new(2, 30.43, 38.86), new(12, 35, 35), new(150, 49.9, 52), new(0, 0, 0)];
        double[] weights = [20, 5, 3, 2, 1, 4];
        BgNbdModel model = BgNbd.Fit(PurchaseHistories.From(histories, weights), new() { Penalty = 0.1 });

        model.Converged.ShouldBeTrue();
        model.LogLikelihood.ShouldBe(LogLikelihood(Parameters(model), histories, weights), 1e-9);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    public void The_fit_is_where_the_slow_likelihood_is_flat_and_its_curvature_gives_the_standard_errors(double penalty)
    {
        (PurchaseHistory[] histories, _) = SimulatedBuyers.Make(Truth, 1_500, seed: 5);
        BgNbdModel model = BgNbd.Fit(PurchaseHistories.From(histories), new() { Penalty = penalty });
        double[] weights = [.. histories.Select(_ => 1.0)];
        double[] at = [.. Parameters(model).Select(value => Math.Log(value))];
        double Objective(double[] logarithms)
        {
            double[] values = [.. logarithms.Select(value => Math.Exp(value))];
            return (penalty * ((logarithms[0] * logarithms[0]) + (logarithms[2] * logarithms[2]) + (logarithms[3] * logarithms[3]))) - LogLikelihood(values, histories, weights);
        }

        const double Step = 1e-3;
        double[] Moved(int i, double by, int j = 0, double also = 0)
        {
            double[] moved = [.. at];
            moved[i] += by;
            moved[j] += also;
            return moved;
        }

        var hessian = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(4, 4, (i, j) =>
            (Objective(Moved(i, Step, j, Step)) - Objective(Moved(i, Step, j, -Step)) - Objective(Moved(i, -Step, j, Step)) + Objective(Moved(i, -Step, j, -Step))) / (4 * Step * Step));
        for (int i = 0; i < 4; i++)
        {
            double slope = (Objective(Moved(i, 1e-4)) - Objective(Moved(i, -1e-4))) / 2e-4;
            slope.ShouldBe(0, 1e-4);
            double deviation = Math.Sqrt(hessian.Inverse()[i, i]);
            model.StandardErrors[i].ShouldBe(Parameters(model)[i] * deviation, 1e-3 * Parameters(model)[i] * deviation);
        }
    }

    [Fact]
    public void A_weight_is_the_row_so_many_times_and_the_order_of_rows_does_not_matter()
    {
        (PurchaseHistory[] histories, _) = SimulatedBuyers.Make(Truth, 400, seed: 6);
        double[] weights = [.. histories.Select((_, i) => (double)(i % 4))];
        PurchaseHistory[] repeated = [.. histories.SelectMany((history, i) => Enumerable.Repeat(history, i % 4)).Reverse()];
        PurchaseHistories collapsed = PurchaseHistories.From(repeated);

        collapsed.Count.ShouldBeLessThan(301);
        collapsed.Weight.ShouldBe(600);
        Json(BgNbd.Fit(collapsed, new())).ShouldBe(Json(BgNbd.Fit(PurchaseHistories.From(histories, weights), new())));
    }

    [Fact]
    public void The_unit_of_time_changes_alpha_only()
    {
        (PurchaseHistory[] histories, _) = SimulatedBuyers.Make(Truth, 1_000, seed: 7);
        BgNbdModel weeks = BgNbd.Fit(PurchaseHistories.From(histories), new());
        BgNbdModel days = BgNbd.Fit(PurchaseHistories.From([.. histories.Select(each => new PurchaseHistory(each.Repeats, 7 * each.Recency, 7 * each.Age))]), new());
        PurchaseHistory asked = histories.MaxBy(each => each.Repeats);

        days.R.ShouldBe(weeks.R, 1e-6);
        days.Alpha.ShouldBe(7 * weeks.Alpha, 1e-5);
        days.ExpectedPurchases(91, new(asked.Repeats, 7 * asked.Recency, 7 * asked.Age)).ShouldBe(weeks.ExpectedPurchases(13, asked), 1e-6);
    }

    /// <summary>The paper's section 4: customer 1 of CDNOW bought twice more, the last time in week 30.43 of 38.86, and is expected to buy 1.226 times in the next 39 weeks.</summary>
    [Fact]
    public void The_papers_customer_is_expected_to_buy_so_often()
    {
        SimulatedBuyers.Cdnow.ExpectedPurchases(39, new(2, 30.43, 38.86)).ShouldBe(1.226, 5e-4);
    }

    [Fact]
    public void Who_never_bought_again_is_alive_and_silence_after_many_purchases_is_an_end()
    {
        SimulatedBuyers.Cdnow.ProbabilityAlive(new(0, 0, 500)).ShouldBe(1);
        SimulatedBuyers.Cdnow.ProbabilityAlive(new(20, 30, 31)).ShouldBeGreaterThan(0.9);
        SimulatedBuyers.Cdnow.ProbabilityAlive(new(20, 10, 31)).ShouldBeLessThan(0.001);
        SimulatedBuyers.Cdnow.ProbabilityAlive(new(100_000, 1, 400)).ShouldBe(0);
        SimulatedBuyers.Cdnow.ExpectedPurchases(39, new(100_000, 1, 400)).ShouldBe(0);
    }

    [Fact]
    public void Data_without_an_end_of_customers_still_give_a_model_that_can_be_saved()
    {
        // Everybody bought every week to the last day: a → 0.
        PurchaseHistory[] histories = [.. Enumerable.Range(1, 50).Select(i => new PurchaseHistory(i, i, i))];
        BgNbdModel model = BgNbd.Fit(PurchaseHistories.From(histories), new());

        (model.A / (model.A + model.B)).ShouldBeLessThan(1e-3);
        model.ExpectedPurchases(10, new(20, 20, 20)).ShouldBe(10, 0.5);
        Json(JsonSerializer.Deserialize(Json(model), LearningJson.Default.BgNbdModel)!).ShouldBe(Json(model));

        // A little penalty holds a and b, changes no forecast by much, and gives errors.
        BgNbdModel held = BgNbd.Fit(PurchaseHistories.From(histories), new() { Penalty = 0.05 });
        held.Converged.ShouldBeTrue();
        (held.B / held.A).ShouldBeInRange(100, 1e7);
        held.B.ShouldBeInRange(0.01, 1e4);
        held.StandardErrors.ShouldAllBe(error => error > 0 && error < 1e5);
        held.ExpectedPurchases(10, new(20, 20, 20)).ShouldBe(10, 0.5);
    }

    [Fact]
    public void Saved_and_loaded_it_is_the_same()
    {
        BgNbdModel model = BgNbd.Fit(PurchaseHistories.From(SimulatedBuyers.Make(Truth, 300, seed: 8).Histories), new());
        BgNbdModel loaded = JsonSerializer.Deserialize(Json(model), LearningJson.Default.BgNbdModel)!;

        Json(loaded).ShouldBe(Json(model));
        Json(JsonSerializer.Deserialize(Json(SimulatedBuyers.Cdnow), LearningJson.Default.BgNbdModel)!).ShouldBe(Json(SimulatedBuyers.Cdnow));
        SimulatedBuyers.Cdnow.StandardErrors.ShouldBeEmpty();
        loaded.StandardErrors.ShouldBe(model.StandardErrors);
        loaded.ExpectedPurchases(13, new(3, 10, 12)).ShouldBe(model.ExpectedPurchases(13, new(3, 10, 12)));
        loaded.Simulate(new Random(4), 13, new(3, 10, 12)).ShouldBe(model.Simulate(new Random(4), 13, new(3, 10, 12)));
    }

    [Fact]
    public void What_cannot_be_fitted_or_asked_is_refused()
    {
        Should.Throw<ArgumentException>(() => PurchaseHistories.From([])).Message.ShouldContain("nothing to fit");
        Should.Throw<ArgumentException>(() => PurchaseHistories.From([new(1, 2, 3), new(-1, 0, 3)])).Message.ShouldContain("Row 1 of histories has -1 repeat purchases");
        Should.Throw<ArgumentException>(() => PurchaseHistories.From([new(1, 4, 3)])).Message.ShouldContain("recency of 4 at an age of 3");
        Should.Throw<ArgumentException>(() => PurchaseHistories.From([new(1, double.NaN, 3)])).Message.ShouldContain("Row 0");
        Should.Throw<ArgumentException>(() => PurchaseHistories.From([new(1, 2, double.PositiveInfinity)])).Message.ShouldContain("finite");
        Should.Throw<ArgumentException>(() => PurchaseHistories.From([new(0, 2, 3)])).Message.ShouldContain("without a repeat purchase");
        Should.Throw<ArgumentException>(() => PurchaseHistories.From([new(1, 2, 3)], [1, 2])).Message.ShouldContain("1 rows but 2 weights");
        Should.Throw<ArgumentException>(() => PurchaseHistories.From([new(1, 2, 3)], [-1])).Message.ShouldContain("not negative");
        Should.Throw<ArgumentException>(() => BgNbd.Fit(PurchaseHistories.From([new(0, 0, 3), new(0, 0, 4)]), new())).Message.ShouldContain("Of 2 customers none bought again");
        PurchaseHistories fine = PurchaseHistories.From([new(1, 2, 3)]);
        Should.Throw<ArgumentOutOfRangeException>(() => BgNbd.Fit(fine, new() { Penalty = -1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => BgNbd.Fit(fine, new() { Tolerance = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => BgNbd.Fit(fine, new() { MaxIterations = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => BgNbd.Fit(fine, new() { Starts = 0 }));
        Should.Throw<ArgumentException>(() => new BgNbdModel(0, 1, 1, 1, 0, default, true, 1)).Message.ShouldContain("r is 0");
        Should.Throw<ArgumentException>(() => new BgNbdModel(1, 1, 1, 1, 0, new double[3], true, 1)).Message.ShouldContain("it has 16");
        Should.Throw<ArgumentException>(() => Truth.ProbabilityAlive(new(1, 4, 3)));
        Should.Throw<ArgumentOutOfRangeException>(() => Truth.ExpectedPurchases(-1));
        Should.Throw<ArgumentOutOfRangeException>(() => Truth.ExpectedPurchases(double.NaN, new(1, 2, 3)));
    }

    [Fact]
    public void Cancellation_is_honoured_and_progress_grows_to_one()
    {
        PurchaseHistories histories = PurchaseHistories.From(SimulatedBuyers.Make(Truth, 300, seed: 9).Histories);
        Should.Throw<OperationCanceledException>(() => BgNbd.Fit(histories, new(), null, new CancellationToken(canceled: true)));

        var seen = new SeenProgress();
        BgNbd.Fit(histories, new(), seen);
        seen.Shares.ShouldBe(seen.Shares.Order());
        seen.Shares[^1].ShouldBe(1);
    }

    private static string Json(BgNbdModel model) => JsonSerializer.Serialize(model, LearningJson.Default.BgNbdModel);

    private static double[] Parameters(BgNbdModel model) => [model.R, model.Alpha, model.A, model.B];

    /// <summary>Equation 6 as it stands, with gamma functions; each history's terms are brought to one scale by the larger.</summary>
    private static double LogLikelihood(double[] parameters, PurchaseHistory[] histories, double[] weights)
    {
        (double r, double alpha, double a, double b) = (parameters[0], parameters[1], parameters[2], parameters[3]);
        return histories.Zip(weights, (history, weight) =>
        {
            (int x, double last, double age) = history;
            double common = GammaLn(r + x) - GammaLn(r) + (r * Math.Log(alpha)) - BetaLn(a, b);
            double active = BetaLn(a, b + x) - ((r + x) * Math.Log(alpha + age));
            double stopped = x == 0 ? double.NegativeInfinity : BetaLn(a + 1, b + x - 1) - ((r + x) * Math.Log(alpha + last));
            double scale = Math.Max(active, stopped);
            return weight * (common + scale + Math.Log(Math.Exp(active - scale) + Math.Exp(stopped - scale)));
        }).Sum();
    }
}
