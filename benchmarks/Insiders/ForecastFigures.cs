using System.Globalization;
using Clientele.Insiders;

namespace Clientele.Benchmarks.Insiders;

/// <summary>Forecasts from three days in the past, each knowing nothing after it, against what then came.</summary>
internal static class ForecastFigures
{
    private const int Days = 90;
    private const int LeastWins = 2;
    private const double MostPitDistance = 0.08;

    private static readonly DateOnly[] Cuts = [new(2017, 5, 31), new(2017, 6, 30), new(2017, 8, 31)];

    public static IReadOnlyList<Figure> Of(PurchaseTable customers, CancellationToken cancellation)
    {
        ForecastHoldout[] holdouts = [.. Cuts.Select(cut => ForecastHoldouts.Of(customers, cut, Days, new ValueOptions(), cancellation))];
        var figures = new List<Figure>();
        foreach (ForecastHoldout holdout in holdouts)
        {
            string cut = holdout.Cut.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            figures.Add(Figure.Told($"forecast.abs_error_total_revenue_{cut}", Error(holdout, holdout.Model), "", "naive", Error(holdout, holdout.Naive)));
            figures.Add(Figure.Told($"forecast.pit_ks_{cut}", holdout.PitDistance ?? double.NaN, ""));
        }

        figures.Add(Figure.AtLeast("forecast.better_than_naive", holdouts.Count(holdout => Error(holdout, holdout.Model) < Error(holdout, holdout.Naive)), "of 3", LeastWins));
        figures.Add(Figure.AtMost("forecast.pit_ks", holdouts.Max(holdout => holdout.PitDistance ?? double.PositiveInfinity), "", MostPitDistance));
        return figures;
    }

    private static double Error(ForecastHoldout holdout, double forecast) => Math.Abs(forecast - holdout.Actual);
}
