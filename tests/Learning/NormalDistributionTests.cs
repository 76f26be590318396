using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class NormalDistributionTests
{
    /// <summary>Solved with 40 digits (mpmath; 1e-300 by SciPy's ndtri), on both sides of where the approximation changes.</summary>
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-20, -9.2623400897984075796)]
    [InlineData(1e-7, -5.19933758219281694)]
    [InlineData(0.001, -3.0902323061678135354)]
    [InlineData(0.02425, -1.9729610513118848376)]
    [InlineData(0.075, -1.4395314709384559349)]
    [InlineData(0.2, -0.84162123357291416552)]
    [InlineData(0.425, -0.18911842627279251844)]
    [InlineData(0.4999, -0.00025066283008800749239)]
    [InlineData(0.9, 1.2815515655446005935)]
    [InlineData(0.975, 1.9599639845400538556)]
    [InlineData(0.999999, 4.7534243088170877657)]
    public void Quantiles_are_right_to_thirteen_digits(double probability, double expected) =>
        NormalDistribution.InverseCdf(probability).ShouldBe(expected, 1e-13 * Math.Abs(expected));

    [Fact]
    public void The_median_is_zero_and_the_ends_are_infinite()
    {
        NormalDistribution.InverseCdf(0.5).ShouldBe(0);
        NormalDistribution.InverseCdf(0).ShouldBe(double.NegativeInfinity);
        NormalDistribution.InverseCdf(1).ShouldBe(double.PositiveInfinity);
        foreach (double outside in new[] { -1e-9, 1 + 1e-9, double.NaN })
        {
            Should.Throw<ArgumentOutOfRangeException>(() => NormalDistribution.InverseCdf(outside));
        }
    }

    [Fact]
    public void It_grows_and_mirrors_at_one_half()
    {
        // Multiples of 2⁻²⁰ have an exact complement.
        Prop.ForAll(Arb.From(Gen.Choose(1, (1 << 20) - 2)), step =>
        {
            double p = step / (double)(1 << 20);
            double next = (step + 1) / (double)(1 << 20);
            return NormalDistribution.InverseCdf(p) < NormalDistribution.InverseCdf(next)
                && Math.Abs(NormalDistribution.InverseCdf(p) + NormalDistribution.InverseCdf(1 - p)) <= 1e-14;
        }).QuickCheckThrowOnFailure();
    }
}
