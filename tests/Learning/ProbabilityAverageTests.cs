using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class ProbabilityAverageTests
{
    [Fact]
    public void Probabilities_are_averaged_by_weight()
    {
        new ProbabilityAverage(new[] { 1.0, 3 }, AverageOf.Probabilities).Predict([0.2, 0.6]).ShouldBe(0.5, 1e-15);
        ProbabilityAverage.Equal(3).Predict([0.1, 0.2, 0.6]).ShouldBe(0.3, 1e-15);
    }

    [Fact]
    public void Log_odds_are_averaged_as_odds_are_multiplied()
    {
        // Odds 1/9 and 9/1: their geometric mean is 1. Odds 4 and 1: 2.
        ProbabilityAverage average = ProbabilityAverage.Equal(2, AverageOf.LogOdds);
        average.Predict([0.1, 0.9]).ShouldBe(0.5, 1e-15);
        average.Predict([0.8, 0.5]).ShouldBe(2.0 / 3, 1e-15);
    }

    [Fact]
    public void A_member_that_is_certain_can_be_outvoted()
    {
        ProbabilityAverage.Equal(2, AverageOf.LogOdds).Predict([0, 1]).ShouldBe(0.5, 1e-9);
        ProbabilityAverage.Equal(2, AverageOf.LogOdds).Predict([0, 0]).ShouldBe(1e-6, 1e-12);
    }

    [Theory]
    [InlineData(AverageOf.Probabilities)]
    [InlineData(AverageOf.LogOdds)]
    public void The_average_lies_between_its_members(AverageOf averageOf)
    {
        // In log-odds, members that say 0 or 1 are taken for one in a million less sure.
        double slack = averageOf == AverageOf.LogOdds ? 1.1e-6 : 1e-12;
        Gen<(double, double)> member = from percent in Gen.Choose(0, 100) from weight in Gen.Choose(1, 9) select (percent / 100.0, (double)weight);
        Prop.ForAll(Arb.From(member.NonEmptyListOf()), members =>
        {
            double[] probabilities = [.. members.Select(each => each.Item1)];
            double[] weights = [.. members.Select(each => each.Item2)];
            double value = new ProbabilityAverage(weights, averageOf).Predict(probabilities);
            return value >= probabilities.Min() - slack && value <= probabilities.Max() + slack && value is >= 0 and <= 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Saved_and_loaded_it_gives_the_same_bits_alone_and_in_a_batch()
    {
        var average = new ProbabilityAverage(new[] { 0.3, 1.7, 0.9 }, AverageOf.LogOdds);
        string json = JsonSerializer.Serialize(average, LearningJson.Default.ProbabilityAverage);
        ProbabilityAverage loaded = JsonSerializer.Deserialize(json, LearningJson.Default.ProbabilityAverage)!;
        Matrix rows = Matrix.FromRows([[0.2, 0.3, 0.4], [0.9, 0.99, 0.1], [0, 1, 0.5]]);

        JsonSerializer.Serialize(loaded, LearningJson.Default.ProbabilityAverage).ShouldBe(json);
        loaded.Predict(rows).ShouldBe(Enumerable.Range(0, 3).Select(i => average.Predict(rows.Row(i))));
    }

    [Fact]
    public void What_cannot_be_averaged_is_refused()
    {
        Should.Throw<ArgumentException>(() => new ProbabilityAverage(Array.Empty<double>(), AverageOf.LogOdds));
        Should.Throw<ArgumentException>(() => new ProbabilityAverage(new[] { 1.0, -1 }, AverageOf.LogOdds)).Message.ShouldContain("Row 1 of weights");
        Should.Throw<ArgumentException>(() => new ProbabilityAverage(new[] { 0.0 }, AverageOf.LogOdds));
        Should.Throw<ArgumentException>(() => ProbabilityAverage.Equal(2).Predict([0.5])).Message.ShouldContain("probabilities");
        Should.Throw<ArgumentException>(() => ProbabilityAverage.Equal(2).Predict([0.5, 1.5])).Message.ShouldContain("Member 1");
        Should.Throw<ArgumentException>(() => ProbabilityAverage.Equal(2).Predict([double.NaN, 0.5])).Message.ShouldContain("Member 0");
    }
}
