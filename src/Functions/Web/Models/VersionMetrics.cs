using Clientele.Campaign;
using Clientele.Runs;

namespace Clientele.Functions.Web;

/// <summary>A figure that versions of a kind are compared by.</summary>
/// <param name="Key">Of its name.</param>
/// <param name="IsBrief">Stands in the list of versions, too.</param>
/// <param name="Better">1 where more is better, −1 where less is, 0 where it says nothing of that.</param>
public sealed record VersionMetric(string Key, bool IsBrief, int Better, Func<ModelMetrics, double> Value, Func<ModelMetrics, Amounts, string> Written)
{
    /// <summary>A dash where the version has no such figure.</summary>
    public string Text(ModelView version, Amounts amounts)
    {
        ArgumentNullException.ThrowIfNull(version);
        return Value(version.Metrics) == 0 ? "–" : Written(version.Metrics, amounts);
    }
}

/// <summary>The figures by kind of model.</summary>
public static class VersionMetrics
{
    private static readonly VersionMetric[] Response =
    [
        new("Metric.RocAuc", true, 1, metrics => metrics.RocAuc, (metrics, _) => Interval(metrics)),
        new("Metric.TopTenthLift", true, 1, metrics => metrics.TopTenthLift, (metrics, _) => Amounts.Number(metrics.TopTenthLift, 1)),
        new("Metric.ProfitPerThousand", true, 1, metrics => metrics.ProfitPerThousandAtBreakEven, (metrics, amounts) => amounts.Money(metrics.ProfitPerThousandAtBreakEven, 0)),
        new("Metric.AveragePrecision", false, 1, metrics => metrics.AveragePrecision, (metrics, _) => Amounts.Number(metrics.AveragePrecision, 3)),
        new("Metric.LogLoss", false, -1, metrics => metrics.LogLoss, (metrics, _) => Loss(metrics)),
        new("Metric.BaselineLogLoss", false, 0, metrics => metrics.BaselineLogLoss, (metrics, _) => Amounts.Number(metrics.BaselineLogLoss, 3)),
        new("Metric.Brier", false, -1, metrics => metrics.Brier, (metrics, _) => Amounts.Number(metrics.Brier, 3)),
        new("Metric.BaseRate", false, 0, metrics => metrics.BaseRate, (metrics, _) => Amounts.Percent(metrics.BaseRate)),
    ];

    private static readonly VersionMetric[] Groups =
    [
        new("Metric.Segments", true, 0, metrics => metrics.Segments, (metrics, _) => Amounts.Count(metrics.Segments)),
        new("Metric.Silhouette", true, 1, metrics => metrics.Silhouette, (metrics, _) => Amounts.Number(metrics.Silhouette, 3)),
        new("Metric.Stability", true, 1, metrics => metrics.Stability, (metrics, _) => Amounts.Number(metrics.Stability, 3)),
        new("Metric.SmallestShare", true, 0, metrics => metrics.SmallestShare, (metrics, _) => Amounts.Percent(metrics.SmallestShare)),
    ];

    public static IReadOnlyList<VersionMetric> Of(string kind) => kind == ResponseModel.Kind ? Response : Groups;

    /// <summary>The day of the newest file that it learnt from; null where no run trained it.</summary>
    public static DateOnly? TrainedAt(ModelView version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return RunId.TryParse(version.Run ?? "", out RunId run) ? DateOnly.FromDateTime(run.Uploaded.UtcDateTime) : null;
    }

    private static string Interval(ModelMetrics metrics) => metrics.RocAucHigh > 0
        ? $"{Amounts.Number(metrics.RocAuc, 3)} ({Amounts.Number(metrics.RocAucLow)}–{Amounts.Number(metrics.RocAucHigh)})"
        : Amounts.Number(metrics.RocAuc, 3);

    private static string Loss(ModelMetrics metrics) => metrics.LogLossStandardError > 0
        ? $"{Amounts.Number(metrics.LogLoss, 3)} ± {Amounts.Number(metrics.LogLossStandardError, 3)}"
        : Amounts.Number(metrics.LogLoss, 3);
}
