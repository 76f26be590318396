using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class WilsonIntervalTests
{
    /// <summary>scipy.stats.binomtest(k, n).proportion_ci(method="wilson") of SciPy 1.10.1.</summary>
    [Theory]
    [InlineData(3, 30, 0.034599888747334176, 0.2562108257918408)]
    [InlineData(0, 10, 0, 0.27753279986288926)]
    [InlineData(10, 10, 0.7224672001371109, 1)]
    [InlineData(334, 2240, 0.13495762983966525, 0.16445811371906055)]
    public void It_agrees_with_scipy(int successes, int trials, double lower, double upper)
    {
        WilsonInterval interval = WilsonInterval.Of(successes, trials);

        interval.Lower.ShouldBe(lower, 1e-14);
        interval.Upper.ShouldBe(upper, 1e-14);
    }

    [Fact]
    public void More_confidence_is_wider_and_more_trials_are_narrower()
    {
        Width(WilsonInterval.Of(3, 10, 0.99)).ShouldBeGreaterThan(Width(WilsonInterval.Of(3, 10, 0.9)));
        Width(WilsonInterval.Of(30, 100)).ShouldBeLessThan(Width(WilsonInterval.Of(3, 10)));

        static double Width(WilsonInterval interval) => interval.Upper - interval.Lower;
    }

    [Fact]
    public void What_is_no_count_of_successes_is_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Of(0, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Of(5, 4));
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Of(-1, 4));
        Should.Throw<ArgumentOutOfRangeException>(() => WilsonInterval.Of(1, 4, confidence: 1));
    }
}
