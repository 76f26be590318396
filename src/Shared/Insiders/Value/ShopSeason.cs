using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>The clock of the seasons and how sure the level of the time to come is, from how many invoices a week there were.</summary>
internal sealed class ShopSeason
{
    private const int Week = 7;

    /// <summary>Beyond the last day that the clock reaches with factors of its own; then it repeats its last year.</summary>
    private const int WeeksAhead = 104;

    /// <summary>Weeks that the regression looks at, whose cost grows with their cube: five years.</summary>
    private const int MostWeeks = 261;

    /// <summary>A season never stops the clock, and does not make it run many times as fast.</summary>
    private const double Slowest = 0.2;
    private const double Fastest = 5;

    private ShopSeason(SeasonalClock clock, Func<int, int, double> deviation)
    {
        (Clock, Deviation) = (clock, deviation);
    }

    public SeasonalClock Clock { get; }

    /// <summary>Relative deviation of the mean level of the days from one to another after the last day, 1 being the first.</summary>
    public Func<int, int, double> Deviation { get; }

    /// <summary>
    /// The course is of invoices against those that so many customers make in even time, as a shop that gains customers is not in season; the season alone
    /// makes the clock. Weeks end on the last day; what is left at the beginning goes by the first week.
    /// </summary>
    /// <param name="even">Fitted on time as it is.</param>
    public static ShopSeason Of(PurchasesUntil purchases, BgNbdModel even, SeasonalCourseOptions options)
    {
        int weeks = Math.Clamp(purchases.Length / Week, 1, MostWeeks);
        int origin = purchases.LastDay + 1 - (Week * weeks);
        double[] counts = WeeklyInvoices(purchases, origin, weeks);
        double[] expected = ExpectedInvoices(purchases, even, origin, weeks);
        double[] centres = [.. Enumerable.Range(0, weeks).Select(week => Centre(week))];
        SeasonalCourse course = SeasonalCourse.Fit(
            centres, [.. counts.Select((count, week) => count / expected[week])], [.. expected.Select(count => 1 / count)], options);
        var factors = new double[weeks + WeeksAhead];
        for (int week = 0; week < factors.Length; week++)
        {
            double level = Math.Max(0.05, course.LevelAt(Centre(week)));
            factors[week] = Math.Clamp(1 + (course.SeasonAt(Centre(week)) / level), Slowest, Fastest);
        }

        return new ShopSeason(new SeasonalClock(origin, factors), (from, to) => DeviationOf(course, options, weeks, from, to));
    }

    private static double[] WeeklyInvoices(PurchasesUntil purchases, int origin, int weeks)
    {
        var counts = new double[weeks];
        for (int i = 0; i < purchases.Count; i++)
        {
            if (!purchases.Identified(i))
            {
                continue;
            }

            foreach (int day in purchases.Days(i))
            {
                if (day >= origin)
                {
                    counts[(day - origin) / Week]++;
                }
            }
        }

        return counts;
    }

    /// <summary>Newcomers as if they came evenly, those apart who only look new, and the repeats of those who came.</summary>
    private static double[] ExpectedInvoices(PurchasesUntil purchases, BgNbdModel even, int origin, int weeks)
    {
        var arrivals = new double[purchases.Length];
        for (int i = 0; i < purchases.Count; i++)
        {
            if (purchases.Identified(i) && !purchases.Days(i).IsEmpty)
            {
                arrivals[purchases.Days(i)[0] - purchases.FirstDay]++;
            }
        }

        double[] waiting = Inflow.Waiting(purchases, SeasonalClock.Even, even);
        (double rate, double hidden) = Inflow.Curve(arrivals, waiting, [.. arrivals.Select(_ => 1.0)]);
        double[] repeats = [.. Enumerable.Range(0, purchases.Length + 1).Select(age => even.ExpectedPurchases(age))];
        var expected = new double[weeks];
        for (int week = 0; week < weeks; week++)
        {
            int begin = origin - purchases.FirstDay + (Week * week);
            for (int day = 0; day < begin + Week; day++)
            {
                expected[week] += arrivals[day] * (repeats[begin + Week - day] - repeats[Math.Max(0, begin - day)]);
                expected[week] += day >= begin ? rate + (hidden * waiting[day]) : 0;
            }

            // A week that hardly anything is expected of says nothing.
            expected[week] = Math.Max(expected[week], 0.5);
        }

        return expected;
    }

    private static double DeviationOf(SeasonalCourse course, SeasonalCourseOptions options, int weeks, int from, int to)
    {
        int first = (from - 1) / Week;
        int last = (to - 1) / Week;
        var times = new double[last - first + 1];
        var weights = new double[times.Length];
        double mean = 0;
        double noise = 0;
        for (int i = 0; i < times.Length; i++)
        {
            int week = first + i;
            times[i] = Centre(weeks + week);
            weights[i] = (Math.Min(to, (week + 1) * Week) - Math.Max(from, (week * Week) + 1) + 1.0) / (to - from + 1);
            mean += weights[i] * Math.Max(0.05, course.LevelAt(times[i]) + course.SeasonAt(times[i]));
            noise += weights[i] * weights[i] * options.Noise * options.Noise;
        }

        double deviation = course.Deviation(times, weights);
        return Math.Sqrt((deviation * deviation) + noise) / mean;
    }

    private static double Centre(int week) => (week * Week) + ((Week - 1) / 2.0);
}
