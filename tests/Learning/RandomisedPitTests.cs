using Clientele.Learning;
using MathNet.Numerics.Distributions;

namespace Clientele.Tests.Learning;

public class RandomisedPitTests
{
    [Fact]
    public void The_distance_to_the_uniform_is_the_largest_step_off_the_diagonal()
    {
        RandomisedPit.DistanceToUniform([0.5]).ShouldBe(0.5);
        RandomisedPit.DistanceToUniform([0.75, 0.25]).ShouldBe(0.25);
        RandomisedPit.DistanceToUniform([0, 0, 0]).ShouldBe(1);
        RandomisedPit.DistanceToUniform([0.1, 0.2, 0.3, 0.4]).ShouldBe(0.6, 1e-15);
    }

    /// <summary>Two forecasts: one spread over 0 to ½, one over 0 to 1.</summary>
    [Fact]
    public void The_histogram_shares_each_interval_among_the_bins_it_covers()
    {
        RandomisedPit.Histogram([0, 0], [0.5, 1], bins: 4).ShouldBe([0.375, 0.375, 0.125, 0.125], 1e-15);
        RandomisedPit.MeanShare([0, 0], [0.5, 1], 0.25).ShouldBe(0.375);
        RandomisedPit.MeanShare([0.3], [0.3], 0.3).ShouldBe(1);
    }

    [Fact]
    public void Right_forecasts_of_counts_are_uniform_and_wrong_ones_are_not()
    {
        var random = new Random(2);
        var below = new double[5_000];
        var upTo = new double[5_000];
        var tooLow = new double[5_000];
        var tooLowUpTo = new double[5_000];
        for (int i = 0; i < below.Length; i++)
        {
            double mean = 0.2 + (3 * random.NextDouble());
            int count = Poisson.Sample(random, mean);
            (below[i], upTo[i]) = (count == 0 ? 0 : Poisson.CDF(mean, count - 1), Poisson.CDF(mean, count));
            (tooLow[i], tooLowUpTo[i]) = (count == 0 ? 0 : Poisson.CDF(0.7 * mean, count - 1), Poisson.CDF(0.7 * mean, count));
        }

        double[] drawn = RandomisedPit.Draw(below, upTo, seed: 3);
        drawn.ShouldBe(RandomisedPit.Draw(below, upTo, seed: 3));
        drawn.ShouldNotBe(RandomisedPit.Draw(below, upTo, seed: 4));
        drawn.Select((value, i) => value >= below[i] && value <= upTo[i]).ShouldAllBe(within => within);
        RandomisedPit.DistanceToUniform(drawn).ShouldBeLessThan(1.63 / Math.Sqrt(5_000));
        RandomisedPit.DistanceToUniform(RandomisedPit.Draw(tooLow, tooLowUpTo, seed: 3)).ShouldBeGreaterThan(0.1);
        RandomisedPit.Histogram(below, upTo).ShouldAllBe(share => Math.Abs(share - 0.1) < 0.012);
        RandomisedPit.Histogram(below, upTo).Sum().ShouldBe(1, 1e-12);
    }

    [Fact]
    public void What_are_not_probabilities_is_refused()
    {
        Should.Throw<ArgumentException>(() => RandomisedPit.Draw([], [], 1)).Message.ShouldContain("0 forecasts");
        Should.Throw<ArgumentException>(() => RandomisedPit.Draw([0.1], [], 1)).Message.ShouldContain("1 rows but 0 upTo");
        Should.Throw<ArgumentException>(() => RandomisedPit.Draw([0, 0.4], [0.1, 0.3], 1)).Message.ShouldContain("Row 1 runs from 0.4 to 0.3");
        Should.Throw<ArgumentException>(() => RandomisedPit.MeanShare([double.NaN], [0.3], 0.5)).Message.ShouldContain("Row 0");
        Should.Throw<ArgumentException>(() => RandomisedPit.DistanceToUniform([])).Message.ShouldContain("0 values");
        Should.Throw<ArgumentException>(() => RandomisedPit.DistanceToUniform([0.5, 1.5])).Message.ShouldContain("Row 1 of values holds 1.5");
        Should.Throw<ArgumentOutOfRangeException>(() => RandomisedPit.Histogram([0], [1], 0));
    }
}
