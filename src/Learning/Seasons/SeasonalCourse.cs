namespace Clientele.Learning;

/// <summary>What is believed of a course before it is seen, in shares of its mean; see <see cref="SeasonalCourse.Fit"/>.</summary>
public sealed record SeasonalCourseOptions
{
    /// <summary>After which the season comes again, in the unit of time. Above 0.</summary>
    public double Period { get; init; } = 365.25;

    /// <summary>
    /// Deviation of the season from the level. 0 or more. On simulated shops whose high season is 1 to 3 times as busy, 0.5 forecasts better than 0.3 and is
    /// hardly worse where there is none.
    /// </summary>
    public double Season { get; init; } = 0.5;

    /// <summary>Over which the season changes: the length of a squared exponential. Above 0.</summary>
    public double SeasonLength { get; init; } = 30;

    /// <summary>Deviation with which the level wanders, and over how long. 0 or more; above 0.</summary>
    public double Level { get; init; } = 0.15;

    public double LevelLength { get; init; } = 180;

    /// <summary>Deviation of the growth in one period. 0 or more.</summary>
    public double Trend { get; init; } = 0.3;

    /// <summary>Deviation of a value that neither level nor season explain. Above 0.</summary>
    public double Noise { get; init; } = 0.2;
}

/// <summary>
/// Level and season of a series around 1, by Gaussian process regression with a covariance that is the sum of both (Rasmussen &amp; Williams, Gaussian
/// Processes for Machine Learning, 2006, sections 2.2 and 5.4.3): the season is periodic and smooth, the level wanders and grows. Before a whole period is
/// seen, what is known of one part of the year says little of another, and the season there returns to none.
/// </summary>
public sealed class SeasonalCourse
{
    /// <summary>Deviation of the mean: wide, so that the values say it.</summary>
    private const double Mean = 0.5;

    private readonly double[] _times;
    private readonly double[] _factor;
    private readonly double[] _weights;
    private readonly double _middle;
    private readonly SeasonalCourseOptions _options;

    private SeasonalCourse(double[] times, double[] factor, double[] weights, double middle, SeasonalCourseOptions options)
    {
        (_times, _factor, _weights, _middle, _options) = (times, factor, weights, middle, options);
    }

    /// <summary>O(values³).</summary>
    /// <param name="times">Any order, in the unit of the options.</param>
    /// <param name="values">One per time, around 1.</param>
    /// <param name="variances">Of each value, what is known of its chance besides the noise of the options; 0 or more.</param>
    /// <exception cref="ArgumentException">There are none, sizes differ, or a value is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public static SeasonalCourse Fit(ReadOnlySpan<double> times, ReadOnlySpan<double> values, ReadOnlySpan<double> variances, SeasonalCourseOptions options)
    {
        Check(options);
        InputChecks.SameLength(times.Length, values.Length, nameof(values));
        InputChecks.SameLength(times.Length, variances.Length, nameof(variances));
        InputChecks.Finite(times, nameof(times));
        InputChecks.Finite(values, nameof(values));
        InputChecks.Finite(variances, nameof(variances));
        if (times.IsEmpty)
        {
            throw new ArgumentException("There are 0 values; at least one is needed.", nameof(times));
        }

        int count = times.Length;
        double[] own = times.ToArray();
        var course = new SeasonalCourse(own, new double[count * count], new double[count], (own.Min() + own.Max()) / 2, options);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                course._factor[(i * count) + j] = course.Covariance(times[i], times[j]);
            }

            course._factor[(i * count) + i] += Math.Max(0, variances[i]) + (options.Noise * options.Noise);
            course._weights[i] = values[i] - 1;
        }

        if (!Cholesky.TryFactor(course._factor, count))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Noise, "Noise is too little to tell the values apart.");
        }

        Cholesky.Solve(course._factor, count, course._weights);
        return course;
    }

    /// <summary>Expected level at a time, with the growth.</summary>
    public double LevelAt(double time)
    {
        double level = 1;
        for (int i = 0; i < _times.Length; i++)
        {
            level += LevelCovariance(time, _times[i]) * _weights[i];
        }

        return level;
    }

    /// <summary>Expected difference from the level at a time of the period.</summary>
    public double SeasonAt(double time)
    {
        double season = 0;
        for (int i = 0; i < _times.Length; i++)
        {
            season += SeasonCovariance(time, _times[i]) * _weights[i];
        }

        return season;
    }

    /// <summary>Deviation of the weighted sum of level and season at some times, as they are after the values are seen; without noise.</summary>
    /// <param name="weights">One per time.</param>
    public double Deviation(ReadOnlySpan<double> times, ReadOnlySpan<double> weights)
    {
        InputChecks.SameLength(times.Length, weights.Length, nameof(weights));
        double variance = 0;
        var across = new double[_times.Length];
        for (int i = 0; i < times.Length; i++)
        {
            for (int j = 0; j < times.Length; j++)
            {
                variance += weights[i] * weights[j] * Covariance(times[i], times[j]);
            }

            for (int k = 0; k < _times.Length; k++)
            {
                across[k] += weights[i] * Covariance(times[i], _times[k]);
            }
        }

        double[] solved = [.. across];
        Cholesky.Solve(_factor, _times.Length, solved);
        return Math.Sqrt(Math.Max(0, variance - VectorKernels.Dot(across, solved)));
    }

    private double Covariance(double one, double other) => LevelCovariance(one, other) + SeasonCovariance(one, other);

    private double LevelCovariance(double one, double other) =>
        (_options.Level * _options.Level * Math.Exp(-Math.Abs(one - other) / _options.LevelLength))
        + (Mean * Mean)
        + (_options.Trend * _options.Trend * ((one - _middle) / _options.Period) * ((other - _middle) / _options.Period));

    private double SeasonCovariance(double one, double other)
    {
        double length = 2 * Math.PI * _options.SeasonLength / _options.Period;
        double sine = Math.Sin(Math.PI * (one - other) / _options.Period);
        return _options.Season * _options.Season * Math.Exp(-2 * sine * sine / (length * length));
    }

    private static void Check(SeasonalCourseOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        foreach ((double value, string name) in ((double, string)[])[(options.Period, "Period"), (options.SeasonLength, "SeasonLength"), (options.LevelLength, "LevelLength"), (options.Noise, "Noise")])
        {
            if (!(value > 0 && double.IsFinite(value)))
            {
                throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} is above 0.");
            }
        }

        foreach ((double value, string name) in ((double, string)[])[(options.Season, "Season"), (options.Level, "Level"), (options.Trend, "Trend")])
        {
            if (!(value >= 0 && double.IsFinite(value)))
            {
                throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} is 0 or more.");
            }
        }
    }
}
