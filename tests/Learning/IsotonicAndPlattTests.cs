using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class IsotonicAndPlattTests
{
    private static readonly double[] Scores = [1, 1, 2, 3, 3, 3, 4, 5, 6, 7];
    private static readonly double[] Targets = [0, 2, 1, 5, 3, 1, 4, 2, 8, 7];
    private static readonly double[] Weights = [1, 2, 1, 1, 1, 2, 1, 3, 1, 1];
    private static readonly double[] Asked = [0, 1, 1.5, 2, 2.5, 3, 3.5, 4, 5, 5.5, 6, 7, 9];

    [Fact]
    public void Isotonic_pools_what_falls_and_keeps_what_rises()
    {
        IsotonicModel model = Isotonic.Fit([1, 2, 3, 4, 5], [1, 3, 2, 4, 5], [], new());

        model.Scores.ToArray().ShouldBe([1, 2, 3, 4, 5]);
        model.Values.ToArray().ShouldBe([1, 2.5, 2.5, 4, 5]);
        model.Predict(1.5).ShouldBe(1.75);
        model.Predict(-10).ShouldBe(1);
        model.Predict(10).ShouldBe(5);
    }

    /// <summary>IsotonicRegression(out_of_bounds='clip') of sklearn 1.2.1 on the same rows: ties in the scores, without and with weights.</summary>
    [Fact]
    public void Isotonic_with_ties_gives_the_curve_of_scikit_learn()
    {
        Isotonic.Fit(Scores, Targets, [], new()).Predict(Asked)
            .ShouldBe([1, 1, 1, 1, 2, 3, 3, 3, 3, 5.25, 7.5, 7.5, 7.5], 1e-12);
        Isotonic.Fit(Scores, Targets, Weights, new()).Predict(Asked)
            .ShouldBe([1.25, 1.25, 1.25, 1.25, 1.875, 2.5, 2.5, 2.5, 2.5, 5, 7.5, 7.5, 7.5], 1e-12);
        Isotonic.Fit(Scores, Targets, Weights, new() { Increasing = false }).Predict(Asked)
            .ShouldAllBe(value => Math.Abs(value - 2.857142857142857) < 1e-12);
    }

    /// <summary>learning_reference.json: the probabilities of scikit-learn's own coefficients against who responded.</summary>
    [ReferenceFact]
    public void Isotonic_on_the_reference_probabilities_gives_the_reference()
    {
        (Matrix inputs, double[] labels) = ReferenceData.Campaign();
        JsonElement logistic = ReferenceData.Expected("campaign_matrix.csv", "logistic C=100.0");
        double[] coefficients = [.. logistic.GetProperty("coefficients").EnumerateArray().Select(each => each.GetDouble())];
        double[] scores = new LogisticRegressionModel(logistic.GetProperty("intercept").GetDouble(), coefficients, 0, true, 0).Predict(inputs);
        JsonElement expected = ReferenceData.Expected("campaign_matrix.csv", "isotonic on logistic C=100");
        double[] calibrated = Isotonic.Fit(scores, labels, [], new()).Predict(scores);

        calibrated.Distinct().Count().ShouldBe(expected.GetProperty("distinct_values").GetInt32());
        ClassificationMetrics.Brier(labels, calibrated).ShouldBe(expected.GetProperty("brier").GetDouble(), 1e-12);
        calibrated.Take(10).ToArray().ShouldBe([.. expected.GetProperty("first_10_rows").EnumerateArray().Select(each => each.GetDouble())], 1e-12);
    }

    [Fact]
    public void Isotonic_is_monotone_keeps_the_mean_and_does_not_ask_for_an_order_of_rows()
    {
        Prop.ForAll(Rows(), rows =>
        {
            double[] scores = [.. rows.Select(row => row.Score)];
            double[] targets = [.. rows.Select(row => row.Label)];
            IsotonicModel model = Isotonic.Fit(scores, targets, [], new());
            double[] values = [.. scores.Order().Select(model.Predict)];
            IsotonicModel reversed = Isotonic.Fit([.. scores.Reverse()], [.. targets.Reverse()], [], new());
            return values.SequenceEqual(values.Order())
                && values.All(value => value is >= 0 and <= 1)
                && Math.Abs(values.Average() - targets.Average()) < 1e-12
                && scores.All(score => Math.Abs(model.Predict(score) - reversed.Predict(score)) < 1e-12);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_falling_isotonic_curve_mirrors_the_rising_one()
    {
        Prop.ForAll(Rows(), rows =>
        {
            double[] scores = [.. rows.Select(row => row.Score)];
            double[] targets = [.. rows.Select(row => row.Label)];
            IsotonicModel rising = Isotonic.Fit(scores, targets, [], new());
            IsotonicModel falling = Isotonic.Fit([.. scores.Select(score => -score)], targets, [], new() { Increasing = false });
            return scores.All(score => Math.Abs(rising.Predict(score + 0.3) - falling.Predict(-score - 0.3)) < 1e-12);
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>sklearn 1.2.1's _SigmoidCalibration (the same targets, minimised by BFGS to 1e-5 of the gradient): slope = −A, intercept = −B.</summary>
    [Fact]
    public void Platt_gives_the_curve_of_scikit_learn()
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        double[] scores = [.. Enumerable.Range(0, 60).Select(i => (2 * inputs[i, 0]) + inputs[i, 1])];
        PlattModel plain = Platt.Fit(scores, labels, [], new());
        PlattModel weighted = Platt.Fit(scores, labels, WaveTable.Weights(), new());

        plain.Slope.ShouldBe(0.1500874387000435, 1e-5);
        plain.Intercept.ShouldBe(0.1858924253005138, 1e-5);
        plain.Converged.ShouldBeTrue();
        weighted.Slope.ShouldBePositive();
    }

    [Fact]
    public void Platt_of_separated_classes_reaches_the_smoothed_targets()
    {
        // Two scores: the curve goes through both targets, (2 + 1) / (2 + 2) and 1 / (3 + 2).
        PlattModel model = Platt.Fit([5, 5, -1, -1, -1], [1, 1, 0, 0, 0], [], new());

        model.Predict(5).ShouldBe(0.75, 1e-8);
        model.Predict(-1).ShouldBe(0.2, 1e-8);
    }

    [Fact]
    public void Platt_is_where_the_gradient_vanishes_whatever_the_unit_of_the_scores()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 1, seed: 31);
        double ones = labels.Sum();
        foreach (double unit in new[] { 1e-6, 1, 1e6 })
        {
            double[] scores = [.. Enumerable.Range(0, 300).Select(i => unit * (inputs[i, 0] + 3))];
            PlattModel model = Platt.Fit(scores, labels, [], new());
            double[] residuals = [.. scores.Select((score, i) => model.Predict(score) - (labels[i] == 1 ? (ones + 1) / (ones + 2) : 1 / (302 - ones)))];

            residuals.Sum().ShouldBe(0, 1e-6);
            residuals.Zip(scores, (residual, score) => residual * score / unit).Sum().ShouldBe(0, 1e-6);
        }
    }

    [Fact]
    public void Equal_scores_tell_nothing_but_the_base_rate()
    {
        Platt.Fit([4, 4, 4, 4], [1, 0, 0, 0], [], new()).Predict(4).ShouldBe(((2 / 3.0) + (3 * (1 / 5.0))) / 4, 1e-8);
        Isotonic.Fit([4, 4, 4, 4], [1, 0, 0, 0], [], new()).Predict(9).ShouldBe(0.25);
    }

    [Fact]
    public void Platt_takes_a_weight_of_two_for_the_row_twice()
    {
        PlattModel twice = Platt.Fit([0, 0, 1, 2, 3], [0, 0, 1, 0, 1], [], new());
        PlattModel weighted = Platt.Fit([0, 1, 2, 3, 9], [0, 1, 0, 1, 0], [2, 1, 1, 1, 0], new());

        weighted.Predict(1.5).ShouldBe(twice.Predict(1.5), 1e-9);
        weighted.Slope.ShouldBe(twice.Slope, 1e-8);
    }

    [Fact]
    public void Models_come_back_from_json_with_every_bit()
    {
        IsotonicModel isotonic = Isotonic.Fit(Scores, Targets, Weights, new());
        string json = JsonSerializer.Serialize(isotonic, LearningJson.Default.IsotonicModel);
        IsotonicModel isotonicAgain = JsonSerializer.Deserialize(json, LearningJson.Default.IsotonicModel)!;
        JsonSerializer.Serialize(isotonicAgain, LearningJson.Default.IsotonicModel).ShouldBe(json);
        isotonicAgain.Predict(Asked).ShouldBe(isotonic.Predict(Asked));

        PlattModel platt = Platt.Fit([0, 1, 2, 3], [0, 1, 0, 1], [], new());
        json = JsonSerializer.Serialize(platt, LearningJson.Default.PlattModel);
        PlattModel plattAgain = JsonSerializer.Deserialize(json, LearningJson.Default.PlattModel)!;
        plattAgain.Predict(Asked).ShouldBe(platt.Predict(Asked));
    }

    [Fact]
    public void What_cannot_be_fitted_or_read_is_refused()
    {
        Should.Throw<ArgumentException>(() => Isotonic.Fit([], [], [], new())).Message.ShouldContain("nothing to fit");
        Should.Throw<ArgumentException>(() => Isotonic.Fit([1, double.NaN], [0, 1], [], new())).Message.ShouldContain("Row 1 of scores");
        Should.Throw<ArgumentException>(() => Isotonic.Fit([1, 2], [0], [], new())).Message.ShouldContain("2 rows but 1 targets");
        Should.Throw<ArgumentException>(() => Isotonic.Fit([1, 2], [0, 1], [0, 0], new())).Message.ShouldContain("weights are 0");
        Should.Throw<ArgumentException>(() => Platt.Fit([], [], [], new()));
        Should.Throw<ArgumentException>(() => Platt.Fit([1, 2], [1, 1], [], new())).Message.ShouldContain("Both classes");
        Should.Throw<ArgumentException>(() => Platt.Fit([1, double.PositiveInfinity], [0, 1], [], new())).Message.ShouldContain("Row 1 of scores");
        Should.Throw<ArgumentException>(() => new IsotonicModel(new double[] { 1, 1 }, new double[] { 0, 1 })).Message.ShouldContain("Corner 1");
        Should.Throw<ArgumentException>(() => new IsotonicModel(new double[] { 1, 2, 3 }, new double[] { 0, 2, 1 })).Message.ShouldContain("Corner 2");
    }

    [Fact]
    public void Cancellation_is_honoured_and_progress_ends_at_one()
    {
        var cancelled = new CancellationToken(canceled: true);
        Should.Throw<OperationCanceledException>(() => Isotonic.Fit([0, 1], [0, 1], [], new(), null, cancelled));
        Should.Throw<OperationCanceledException>(() => Platt.Fit([0, 1], [0, 1], [], new(), null, cancelled));

        var seen = new SeenProgress();
        Isotonic.Fit([0, 1], [0, 1], [], new(), seen);
        Platt.Fit([0, 1], [0, 1], [], new(), seen);
        seen.Shares[0].ShouldBe(1);
        seen.Shares[^1].ShouldBe(1);
    }

    /// <summary>Scores from few values, so that ties are everywhere.</summary>
    private static Arbitrary<(double Score, double Label)[]> Rows()
    {
        Gen<(double Score, double Label)> row = from score in Gen.Choose(0, 12) from label in Gen.Elements(0.0, 1.0) select (score / 2.0, label);
        return Arb.From(row.ArrayOf().Select(rows => rows.Append((3, 1)).ToArray()));
    }
}
