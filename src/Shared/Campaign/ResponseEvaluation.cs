using System.Text.Json;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>
/// How well the response model does on customers it has not seen: every figure from out-of-fold probabilities. The file evaluation.json of a version;
/// every list in it is bounded, whatever the number of customers.
/// </summary>
public sealed record ResponseEvaluation
{
    /// <summary>Customers judged.</summary>
    public required int Rows { get; init; }

    /// <summary>Those who accepted.</summary>
    public required int Responses { get; init; }

    /// <summary>Their share.</summary>
    public required double BaseRate { get; init; }

    /// <summary>Number of folds; rows of equal content stay in one.</summary>
    public required int Folds { get; init; }

    public required double RocAuc { get; init; }

    /// <summary>Of the 95% bootstrap interval.</summary>
    public required double RocAucLow { get; init; }

    public required double RocAucHigh { get; init; }

    public required double AveragePrecision { get; init; }

    public required double LogLoss { get; init; }

    public required double LogLossStandardError { get; init; }

    public required double Brier { get; init; }

    /// <summary>Expected calibration error over ten bins of equal count.</summary>
    public required double Ece { get; init; }

    /// <summary>How many times more responders than chance the best tenth holds.</summary>
    public required double LiftTop10 { get; init; }

    public required double LiftTop20 { get; init; }

    /// <summary>Few mean that the model hardly tells customers apart.</summary>
    public required int DistinctProbabilities { get; init; }

    public required double ContactCost { get; init; }

    public required double ResponseValue { get; init; }

    public required double BreakEven { get; init; }

    /// <summary>When everyone at or above the break-even probability is contacted.</summary>
    public required double ProfitPerThousandAtBreakEven { get; init; }

    public required int ContactsAtBreakEven { get; init; }

    public required double ProfitAtBreakEven { get; init; }

    public required IReadOnlyList<ObjectiveFigures> Objectives { get; init; }

    public required IReadOnlyList<DecileFigures> Deciles { get; init; }

    /// <summary>Share of the responders reached by share of the customers contacted, the most probable first; from (0, 0) to (1, 1).</summary>
    public required IReadOnlyList<GainPoint> Gains { get; init; }

    /// <summary>From the lowest probabilities up.</summary>
    public required IReadOnlyList<ReliabilityBin> CalibrationBins { get; init; }

    /// <summary>From nobody contacted to everybody; the point of the most profit is always among them.</summary>
    public required IReadOnlyList<ProfitStep> ProfitCurve { get; init; }

    /// <summary>What training compared to choose the model.</summary>
    public IReadOnlyList<CandidateFigures> Candidates { get; init; } = [];

    /// <summary>What asking for fewer values costs; null where there is one model only.</summary>
    public CompactComparison? Compactness { get; init; }

    /// <summary>Everything that training chose, by name.</summary>
    public IReadOnlyDictionary<string, string> Choices { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Who would be selected, by sensitive field and group.</summary>
    public IReadOnlyList<SelectionGroup> SelectionRates { get; init; } = [];

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
        ["distinctProbabilities"] = DistinctProbabilities,
        ["ece"] = Ece,
        ["liftTop10"] = LiftTop10,
        ["logLoss"] = LogLoss,
        ["logLossStandardError"] = LogLossStandardError,
        ["profitPerThousandAtBreakEven"] = ProfitPerThousandAtBreakEven,
        ["rocAuc"] = RocAuc,
        ["rocAucHigh"] = RocAucHigh,
        ["rocAucLow"] = RocAucLow,
    };

    /// <param name="labels">0 or 1; both occur.</param>
    /// <param name="probabilities">Calibrated, of customers that the models that gave them had not seen.</param>
    /// <param name="economics">Both above 0.</param>
    /// <param name="folds">How they were held out.</param>
    /// <param name="rules">What the objectives ask for; the usual ones when null.</param>
    /// <param name="groups">Customers of equal content, which intervals draw together; empty: each alone.</param>
    /// <param name="cancellation">Ends the drawing early.</param>
    public static ResponseEvaluation Of(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> probabilities,
        Economics economics,
        int folds,
        ObjectiveRules? rules = null,
        ReadOnlySpan<long> groups = default,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(economics);
        (_, int responses) = ObjectiveReport.Contacted(labels, probabilities, double.NegativeInfinity);
        BootstrapInterval auc = BootstrapInterval.Of(
            labels, probabilities, groups, static (drawn, scores) => ClassificationMetrics.RocAuc(drawn, scores), ObjectiveReport.Resampling(labels.Length), cancellation);
        ObjectiveReport report = ObjectiveReport.Of(labels, probabilities, groups, economics, Campaign.Objectives.Choose(labels, probabilities, economics, rules), cancellation);
        Calibration calibration = Calibration.Of(labels, probabilities);
        return new ResponseEvaluation
        {
            Rows = labels.Length,
            Responses = responses,
            BaseRate = responses / (double)labels.Length,
            Folds = folds,
            RocAuc = auc.Estimate,
            RocAucLow = auc.Lower,
            RocAucHigh = auc.Upper,
            AveragePrecision = ClassificationMetrics.AveragePrecision(labels, probabilities),
            LogLoss = ClassificationMetrics.LogLoss(labels, probabilities),
            LogLossStandardError = ClassificationMetrics.LogLossStandardError(labels, probabilities),
            Brier = ClassificationMetrics.Brier(labels, probabilities),
            Ece = calibration.ExpectedError,
            LiftTop10 = Lift.At(labels, probabilities, 0.1),
            LiftTop20 = Lift.At(labels, probabilities, 0.2),
            DistinctProbabilities = new HashSet<double>(probabilities.ToArray()).Count,
            ContactCost = economics.ContactCost,
            ResponseValue = economics.ResponseValue,
            BreakEven = report.BreakEven,
            ProfitPerThousandAtBreakEven = 1000 * report.ProfitAtBreakEven / labels.Length,
            ContactsAtBreakEven = report.ContactsAtBreakEven,
            ProfitAtBreakEven = report.ProfitAtBreakEven,
            Objectives = report.Objectives,
            Deciles = Campaign.Deciles.Judge(labels, probabilities, Campaign.Deciles.Boundaries(probabilities)),
            Gains = EvaluationCurves.Gains(labels, probabilities),
            CalibrationBins = calibration.Bins,
            ProfitCurve = EvaluationCurves.Profit(labels, probabilities, economics),
        };
    }
}
