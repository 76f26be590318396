namespace Clientele.Insiders;

/// <summary>What is expected of a customer within some days from the last day of the history. Intervals hold with 80%.</summary>
/// <param name="Days">The horizon.</param>
/// <param name="Purchases">Expected number, with its interval.</param>
/// <param name="Revenue">Expected money, with its interval.</param>
public readonly record struct ExpectedValue(int Days, double Purchases, int PurchasesLow, int PurchasesHigh, double Revenue, double RevenueLow, double RevenueHigh);

/// <summary>What a customer is worth in the days to come.</summary>
/// <param name="Alive">Probability that they still buy at all, 0 to 1.</param>
public readonly record struct CustomerValue(double Alive, ExpectedValue In30, ExpectedValue In90, ExpectedValue In180)
{
    /// <summary>Of an invoice without a customer: nobody who could come back.</summary>
    public static CustomerValue None { get; } = new(0, new(30, 0, 0, 0, 0, 0, 0), new(90, 0, 0, 0, 0, 0, 0), new(180, 0, 0, 0, 0, 0, 0));
}

/// <summary>Revenue of a month: seen, or expected with an 80% interval.</summary>
/// <param name="Month">Its first day.</param>
/// <param name="Seen">Money up to the last day of the history; 0 in months to come.</param>
/// <param name="Expected">Money still to come in the month; 0 in months gone by. The interval is of seen and expected together.</param>
/// <param name="Whole">False where the history begins or ends within the month.</param>
public sealed record MonthRevenue(DateOnly Month, double Seen, double Expected, double Low, double High, bool Whole);

/// <summary>How forecasts from a day in the past did on the days after it.</summary>
/// <param name="Cut">The last day that the forecasts knew.</param>
/// <param name="Days">After it.</param>
/// <param name="Actual">Revenue of those days.</param>
/// <param name="Model">As forecast by BG/NBD and Gamma-Gamma, new customers included.</param>
/// <param name="Naive">As much as in the same number of days before.</param>
/// <param name="Seasonal">As in the same days of the year before, by this year's level; null without a year of history.</param>
/// <param name="PitDistance">Kolmogorov-Smirnov distance to uniform of the randomised PIT of known customers' purchases; null where there are none.</param>
public sealed record ForecastHoldout(DateOnly Cut, int Days, double Actual, double Model, double Naive, double? Seasonal, double? PitDistance);
