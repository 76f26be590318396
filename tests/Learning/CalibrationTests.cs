using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;
using static Clientele.Tests.Learning.LabelledScores;

namespace Clientele.Tests.Learning;

public class CalibrationTests
{
    [Fact]
    public void Bins_compare_what_was_predicted_with_what_happened()
    {
        Calibration calibration = Calibration.Of([0, 1, 1, 1], [0.2, 0.4, 0.6, 1], bins: 2);

        calibration.Bins.Count.ShouldBe(2);
        (ReliabilityBin low, ReliabilityBin high) = (calibration.Bins[0], calibration.Bins[1]);
        (low.Lowest, low.Highest, low.Count, low.ObservedRate).ShouldBe((0.2, 0.4, 2, 0.5));
        (high.Lowest, high.Highest, high.Count, high.ObservedRate).ShouldBe((0.6, 1, 2, 1));
        low.MeanProbability.ShouldBe(0.3, 1e-15);
        high.MeanProbability.ShouldBe(0.8, 1e-15);
        calibration.ExpectedError.ShouldBe(0.2, 1e-15);
        calibration.LargestError.ShouldBe(0.2, 1e-15);
    }

    [Fact]
    public void Equal_probabilities_share_a_bin_even_where_that_leaves_fewer_bins()
    {
        Calibration calibration = Calibration.Of([0, 1, 0, 1, 0, 1], [0.1, 0.5, 0.5, 0.5, 0.5, 0.9], bins: 3);

        calibration.Bins.Select(bin => bin.Count).ShouldBe([5, 1]);
        Calibration.Of([0, 1, 0], [0.4, 0.4, 0.4]).Bins.Count.ShouldBe(1);
    }

    /// <summary>sklearn.calibration.calibration_curve(strategy="quantile") of scikit-learn 1.2.1 on the same rows.</summary>
    [Fact]
    public void Bins_are_those_of_scikit_learn()
    {
        Calibration three = Calibration.Of(TwelveLabels, TwelveScores, bins: 3);
        Close(three.Bins.Select(bin => bin.ObservedRate), [0.25, 0.75, 0.5]);
        Close(three.Bins.Select(bin => bin.MeanProbability), [0.1125, 0.38749999999999996, 0.7374999999999999]);

        Calibration five = Calibration.Of(TwelveLabels, TwelveScores, bins: 5);
        Close(five.Bins.Select(bin => bin.ObservedRate), [0.3333333333333333, 0.5, 0.5, 0.6666666666666666]);
        Close(five.Bins.Select(bin => bin.MeanProbability), [0.08333333333333333, 0.3125, 0.55, 0.7833333333333332]);

        static void Close(IEnumerable<double> actual, double[] expected)
        {
            actual.Count().ShouldBe(expected.Length);
            actual.Zip(expected).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) < 1e-15);
        }
    }

    [Fact]
    public void Honest_probabilities_have_a_small_error_and_boasting_ones_a_large_one()
    {
        (double[] labels, double[] probabilities) = Honest(20_000, seed: 5);

        Calibration.Of(labels, probabilities).ExpectedError.ShouldBeLessThan(0.015);
        Calibration.Of(labels, [.. probabilities.Select(p => p > 0.5 ? 1.0 : 0.0)]).ExpectedError.ShouldBe(0.25, 0.02);
    }

    [Fact]
    public void Every_row_is_in_one_bin_apart_from_the_others_whatever_the_ties_and_the_order()
    {
        Prop.ForAll(Tied(), Arb.From(Gen.Choose(1, 12)), (rows, bins) =>
        {
            Calibration calibration = Calibration.Of(rows.Labels, rows.Scores, bins);
            return calibration.Bins.Sum(bin => bin.Count) == rows.Labels.Length
                && calibration.Bins.Count <= bins
                && calibration.Bins.Zip(calibration.Bins.Skip(1)).All(pair => pair.First.Highest < pair.Second.Lowest)
                && calibration.Bins.All(bin => bin.Lower <= bin.ObservedRate && bin.ObservedRate <= bin.Upper)
                && calibration.Bins.SequenceEqual(Calibration.Of([.. rows.Labels.Reverse()], [.. rows.Scores.Reverse()], bins).Bins);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_new_probability_falls_into_the_bin_that_reaches_up_to_it()
    {
        Calibration calibration = Calibration.Of([0, 1, 1, 1], [0.2, 0.4, 0.6, 0.9], bins: 2);

        calibration.BinOf(0).ShouldBe(calibration.Bins[0]);
        calibration.BinOf(0.4).ShouldBe(calibration.Bins[0]);
        calibration.BinOf(0.5).ShouldBe(calibration.Bins[1]);
        calibration.BinOf(1).ShouldBe(calibration.Bins[1]);
    }

    [Fact]
    public void Saved_and_loaded_it_is_the_same_and_bins_that_overlap_are_refused()
    {
        Calibration calibration = Calibration.Of(TwelveLabels, TwelveScores, bins: 3);
        string json = JsonSerializer.Serialize(calibration, LearningJson.Default.Calibration);
        Calibration loaded = JsonSerializer.Deserialize(json, LearningJson.Default.Calibration)!;

        loaded.Bins.ShouldBe(calibration.Bins);
        loaded.ExpectedError.ShouldBe(calibration.ExpectedError);
        Should.Throw<ArgumentException>(() => new Calibration([])).Message.ShouldContain("no bin");
        Should.Throw<ArgumentException>(() => new Calibration([calibration.Bins[1], calibration.Bins[0]])).Message.ShouldContain("Bin 1");
    }

    [Fact]
    public void What_is_no_probability_is_refused()
    {
        Should.Throw<ArgumentException>(() => Calibration.Of([0, 1], [0.5, 1.5])).Message.ShouldContain("Row 1");
        Should.Throw<ArgumentException>(() => Calibration.Of([], [])).Message.ShouldContain("no rows");
        Should.Throw<ArgumentOutOfRangeException>(() => Calibration.Of([0, 1], [0.5, 0.5], bins: 0));
    }
}
