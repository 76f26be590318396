using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class SeasonalCourseTests
{
    private const double Week = 7;

    /// <summary>Three years of weeks of which every fourth quarter is half as high again.</summary>
    private static double Wave(double day) => 0.3 * Math.Sin(2 * Math.PI * day / 365.25);

    [Fact]
    public void A_wave_that_comes_again_is_the_season_and_goes_on()
    {
        SeasonalCourse course = Fit(156, day => 1 + Wave(day));

        for (int day = 0; day < 2 * 365; day += 20)
        {
            double at = (156 * Week) + day;
            course.SeasonAt(at).ShouldBe(Wave(at), 0.08);
            course.LevelAt(at).ShouldBe(1, 0.08);
        }
    }

    [Fact]
    public void Steady_growth_is_the_level_and_no_season()
    {
        SeasonalCourse course = Fit(156, day => 0.7 + (0.2 * day / 365.25));

        course.LevelAt(156 * Week).ShouldBe(0.7 + (0.2 * 156 * Week / 365.25), 0.05);
        for (int day = 0; day < 365; day += 20)
        {
            course.SeasonAt(day).ShouldBe(0, 0.06);
        }
    }

    [Fact]
    public void What_was_seen_is_surer_than_what_was_not()
    {
        SeasonalCourse course = Fit(39, _ => 1);
        double seen = course.Deviation([100], [1]);
        double never = course.Deviation([(39 * Week) + 45], [1]);
        double again = course.Deviation([100 + 365.25], [1]);

        seen.ShouldBeLessThan(again);
        again.ShouldBeLessThan(never);
        course.Deviation([100, 280], [0.5, 0.5]).ShouldBeLessThan(Math.Max(course.Deviation([100], [1]), course.Deviation([280], [1])));
    }

    [Fact]
    public void Without_a_season_or_a_trend_one_value_is_shared_between_level_and_noise()
    {
        // By hand: prior variance 0.25 + 0.09 of the level, noise 0.2² + 0.02; the mean moves by 0.34/0.40 of the distance.
        SeasonalCourse course = SeasonalCourse.Fit([10], [1.5], [0.02], new() { Season = 0, Trend = 0, Level = 0.3 });

        course.LevelAt(10).ShouldBe(1 + (0.5 * 0.34 / 0.40), 1e-12);
        course.Deviation([10], [1]).ShouldBe(Math.Sqrt(0.34 - (0.34 * 0.34 / 0.40)), 1e-12);
        course.SeasonAt(10).ShouldBe(0);
    }

    [Fact]
    public void What_cannot_be_fitted_is_refused()
    {
        Should.Throw<ArgumentException>(() => SeasonalCourse.Fit([], [], [], new()));
        Should.Throw<ArgumentException>(() => SeasonalCourse.Fit([1, 2], [1], [0, 0], new()));
        Should.Throw<ArgumentException>(() => SeasonalCourse.Fit([1], [double.NaN], [0], new()));
        Should.Throw<ArgumentOutOfRangeException>(() => SeasonalCourse.Fit([1], [1], [0], new() { Period = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => SeasonalCourse.Fit([1], [1], [0], new() { Season = -1 }));
    }

    private static SeasonalCourse Fit(int weeks, Func<double, double> value)
    {
        double[] times = [.. Enumerable.Range(0, weeks).Select(week => week * Week)];
        return SeasonalCourse.Fit(times, [.. times.Select(value)], new double[weeks], new() { Noise = 0.1 });
    }
}
