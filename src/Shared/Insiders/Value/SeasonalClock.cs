using System.Text.Json.Serialization;

namespace Clientele.Insiders;

/// <summary>
/// Time as the shop's customers live it: a day of the high season counts for more than one of the low season. Rates of purchase that follow the season
/// are even on this clock, which is what BG/NBD asks for. Immutable.
/// </summary>
public sealed class SeasonalClock
{
    private const int Week = 7;

    /// <summary>A year in whole weeks, after which the last factors are repeated.</summary>
    private const int YearOfWeeks = 52;

    private readonly double[] _elapsed;

    /// <param name="origin">Day number of the first day of the first week.</param>
    /// <param name="factors">Days of the clock per day, a value per week; above 0. None: time as it is.</param>
    /// <exception cref="InvalidDataException">A factor is not above 0.</exception>
    [JsonConstructor]
    public SeasonalClock(int origin, IReadOnlyList<double> factors)
    {
        ArgumentNullException.ThrowIfNull(factors);
        if (factors.FirstOrDefault(factor => !(factor > 0 && factor < 1e6), 1) is var wrong and not 1)
        {
            throw new InvalidDataException(FormattableString.Invariant($"The season has a factor of {wrong}; expected one above 0."));
        }

        (Origin, Factors) = (origin, [.. factors]);
        _elapsed = new double[factors.Count + 1];
        for (int i = 0; i < factors.Count; i++)
        {
            _elapsed[i + 1] = _elapsed[i] + (Week * factors[i]);
        }
    }

    /// <summary>Time as it is.</summary>
    public static SeasonalClock Even { get; } = new(0, []);

    public int Origin { get; }

    public IReadOnlyList<double> Factors { get; }

    /// <summary>Whether a day's factor is its own; true for time as it is.</summary>
    internal bool Reaches(int day) => Factors.Count == 0 || (day >= Origin && (day - Origin) / Week < Factors.Count);

    /// <summary>How much a day counts: 1 is usual.</summary>
    public double FactorOf(int day)
    {
        if (Factors.Count == 0)
        {
            return 1;
        }

        int week = Math.DivRem(day - Origin, Week, out int rest) - (rest < 0 ? 1 : 0);
        return Factors[InRange(week)];
    }

    /// <summary>Days of the clock from the origin to the end of a day; negative before it.</summary>
    public double Elapsed(int day)
    {
        if (Factors.Count == 0)
        {
            return day;
        }

        int since = day - Origin + 1;
        int week = Math.DivRem(since, Week, out int rest);
        if (rest < 0)
        {
            (week, rest) = (week - 1, rest + Week);
        }

        if (week >= 0 && week < Factors.Count)
        {
            return _elapsed[week] + (rest * Factors[week]);
        }

        double elapsed = week < 0 ? 0 : _elapsed[^1];
        for (int i = Factors.Count; i < week; i++)
        {
            elapsed += Week * Factors[InRange(i)];
        }

        for (int i = week; i < 0; i++)
        {
            elapsed -= Week * Factors[InRange(i)];
        }

        return elapsed + (rest * Factors[InRange(week)]);
    }

    /// <summary>The same week of another year, for weeks that the clock does not reach.</summary>
    private int InRange(int week)
    {
        int year = Math.Min(YearOfWeeks, Factors.Count);
        if (week >= Factors.Count)
        {
            return week - (((week - Factors.Count) / year) + 1) * year;
        }

        return week >= 0 ? week : week + ((((-week - 1) / year) + 1) * year);
    }
}
