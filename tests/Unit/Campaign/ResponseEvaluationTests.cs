using Clientele.Campaign;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Tests.Campaign;

public class ResponseEvaluationTests
{
    private static readonly Economics Costs = new(3, 11);

    [Theory]
    [InlineData(0)]
    [InlineData(0.1)]
    public void Deciles_bins_and_curves_add_up(double step)
    {
        Probabilities drawn = Probabilities.Draw(1013, 3, step);

        ResponseEvaluation of = ResponseEvaluation.Of(drawn.Labels, drawn.Values, Costs, 5);

        of.Responses.ShouldBe((int)drawn.Labels.Sum());
        of.Deciles.Sum(each => each.Customers).ShouldBe(1013);
        of.Deciles.Sum(each => each.Responses).ShouldBe(of.Responses);
        of.Deciles[^1].Gain.ShouldBe(1);
        of.Deciles.Select(each => each.Gain).ShouldBeInOrder();
        of.CalibrationBins.Sum(each => each.Count).ShouldBe(1013);
        of.CalibrationBins.ShouldAllBe(each => each.Lower <= each.ObservedRate && each.ObservedRate <= each.Upper);
        of.Gains[0].ShouldBe(new GainPoint(0, 0));
        of.Gains[^1].ShouldBe(new GainPoint(1, 1));
        of.ProfitCurve[0].ShouldSatisfyAllConditions(first => first.Contacts.ShouldBe(0), first => first.Profit.ShouldBe(0));
        of.ProfitCurve[^1].Contacts.ShouldBe(1013);
        of.ProfitCurve[^1].Profit.ShouldBe((of.Responses * 11.0) - (1013 * 3.0), 1e-9);
        of.ProfitCurve.Max(each => each.Profit).ShouldBe(of.Objectives[2].Profit, 1e-9);
        of.RocAuc.ShouldBeInRange(of.RocAucLow, of.RocAucHigh);
        of.DistinctProbabilities.ShouldBe(drawn.Values.Distinct().Count());
        of.ProfitPerThousandAtBreakEven.ShouldBe(of.ProfitAtBreakEven * 1000 / 1013, 1e-9);
        of.LiftTop10.ShouldBeGreaterThanOrEqualTo(of.LiftTop20);
        of.Ece.ShouldBeInRange(0, 0.06);
    }

    [Fact]
    public void Written_and_read_it_is_the_same_with_every_section_and_stays_small()
    {
        Probabilities drawn = Probabilities.Draw(6000, 5);
        ComparedFigures figures = ComparedFigures.Of(drawn.Labels, drawn.Values, Costs);
        ResponseEvaluation of = ResponseEvaluation.Of(drawn.Labels, drawn.Values, Costs, 5) with
        {
            Candidates = [new CandidateFigures("spline logistic", 0.9, 0.6, 0.3, true)],
            Compactness = new CompactComparison(["Income"], figures, figures),
            Choices = new Dictionary<string, string> { ["seed"] = "1" },
            SelectionRates = [new SelectionGroup("Age", "30–44", 100, 0.1, 0.5, 0.4, 0.3, 0.1)],
        };

        BinaryData json = of.ToJson();
        ResponseEvaluation read = ResponseEvaluation.FromJson(json);

        read.ToJson().ToArray().ShouldBe(json.ToArray());
        read.Compactness!.Full.ShouldBe(figures);
        read.SelectionRates.ShouldBe(of.SelectionRates);
        read.Choices["seed"].ShouldBe("1");
        figures.RocAuc.ShouldBe(of.RocAuc);
        figures.ProfitPerThousandAtBreakEven.ShouldBe(of.ProfitPerThousandAtBreakEven);
        of.ProfitCurve.Count.ShouldBeLessThanOrEqualTo(201);
        of.Gains.Count.ShouldBeLessThanOrEqualTo(201);
        json.ToMemory().Length.ShouldBeLessThan(100_000);
        of.Metrics().Keys.ShouldBe(
            [
                "averagePrecision", "baseRate", "brier", "distinctProbabilities", "ece", "liftTop10", "logLoss", "logLossStandardError",
                "profitPerThousandAtBreakEven", "rocAuc", "rocAucHigh", "rocAucLow",
            ]);
    }

    [Fact]
    public void A_probability_has_the_interval_of_the_bin_that_it_falls_into()
    {
        ResponseModel model = ResponseTraining.Fit(SampleCustomers.Rows(400), new ResponseTrainingOptions(), null, default).Model;
        Calibration bins = Calibration.Of(model.OutOfFold.Labels, model.OutOfFold.Probabilities);

        foreach (double probability in model.OutOfFold.Probabilities.Append(0).Append(1))
        {
            ReliabilityBin bin = bins.BinOf(probability);
            model.Calibration.Of(probability).ShouldBe((bin.Lower, bin.Upper));
        }
    }
}
