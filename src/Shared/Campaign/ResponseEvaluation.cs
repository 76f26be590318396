using System.Text.Json;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>How well the response model does on customers it has not seen: every figure from out-of-fold probabilities.</summary>
/// <param name="Rows">Customers judged.</param>
/// <param name="Responses">Those who accepted.</param>
/// <param name="BaseRate">Their share.</param>
/// <param name="Folds">Number of folds; rows of equal content stay in one.</param>
/// <param name="ProfitPerThousandAtBreakEven">When everyone at or above the break-even probability is contacted.</param>
public sealed record ResponseEvaluation(
    int Rows,
    int Responses,
    double BaseRate,
    int Folds,
    double RocAuc,
    double AveragePrecision,
    double LogLoss,
    double Brier,
    double BreakEven,
    double ProfitPerThousandAtBreakEven,
    IReadOnlyList<Objective> Objectives,
    IReadOnlyList<DecileFigures> Deciles)
{
    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, CampaignJson.Default.ResponseEvaluation));

    public static ResponseEvaluation FromJson(BinaryData json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonSerializer.Deserialize(json.ToMemory().Span, CampaignJson.Default.ResponseEvaluation)
            ?? throw new JsonException("The evaluation is null.");
    }

    /// <summary>The figures that a manifest and the list of models show, by name.</summary>
    public IReadOnlyDictionary<string, double> Metrics() => new SortedDictionary<string, double>(StringComparer.Ordinal)
    {
        ["averagePrecision"] = AveragePrecision,
        ["baseRate"] = BaseRate,
        ["brier"] = Brier,
        ["logLoss"] = LogLoss,
        ["profitPerThousandAtBreakEven"] = ProfitPerThousandAtBreakEven,
        ["rocAuc"] = RocAuc,
    };

    internal static ResponseEvaluation Of(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> probabilities,
        Economics economics,
        int folds,
        Objectives objectives,
        ReadOnlySpan<double> decileBoundaries)
    {
        int responses = 0;
        double profit = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            responses += (int)labels[i];
            if (probabilities[i] >= economics.BreakEven)
            {
                profit += (labels[i] * economics.ResponseValue) - economics.ContactCost;
            }
        }

        return new ResponseEvaluation(
            labels.Length,
            responses,
            responses / (double)labels.Length,
            folds,
            ClassificationMetrics.RocAuc(labels, probabilities),
            ClassificationMetrics.AveragePrecision(labels, probabilities),
            ClassificationMetrics.LogLoss(labels, probabilities),
            ClassificationMetrics.Brier(labels, probabilities),
            economics.BreakEven,
            1000 * profit / labels.Length,
            [.. objectives.All()],
            Campaign.Deciles.Judge(labels, probabilities, decileBoundaries));
    }
}
