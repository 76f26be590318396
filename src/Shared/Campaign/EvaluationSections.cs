using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>A way of modelling that training tried, judged out of fold.</summary>
/// <param name="Name">As training names it.</param>
/// <param name="Chosen">It is the model, or a part of the blend that is.</param>
public sealed record CandidateFigures(string Name, double RocAuc, double AveragePrecision, double LogLoss, bool Chosen);

/// <summary>The figures by which two models of the same customers are compared.</summary>
public sealed record ComparedFigures(double RocAuc, double AveragePrecision, double LogLoss, double Brier, double Ece, double LiftTop10, double ProfitPerThousandAtBreakEven)
{
    /// <param name="labels">0 or 1; both occur.</param>
    /// <param name="probabilities">Out of fold.</param>
    /// <param name="economics">For the profit at break-even.</param>
    public static ComparedFigures Of(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, Economics economics)
    {
        ArgumentNullException.ThrowIfNull(economics);
        (int contacts, int responses) = ObjectiveReport.Contacted(labels, probabilities, economics.BreakEven);
        return new ComparedFigures(
            ClassificationMetrics.RocAuc(labels, probabilities),
            ClassificationMetrics.AveragePrecision(labels, probabilities),
            ClassificationMetrics.LogLoss(labels, probabilities),
            ClassificationMetrics.Brier(labels, probabilities),
            Calibration.Of(labels, probabilities).ExpectedError,
            Lift.At(labels, probabilities, 0.1),
            1000 * ObjectiveReport.ProfitOf(contacts, responses, economics) / labels.Length);
    }
}

/// <summary>The full model and the compact one, side by side.</summary>
/// <param name="Asks">The values that the compact model's form asks for.</param>
public sealed record CompactComparison(IReadOnlyList<string> Asks, ComparedFigures Full, ComparedFigures Compact);

/// <summary>What contacting everyone at or above a cut-off brings.</summary>
public sealed record ProfitStep(double CutOff, int Contacts, double Profit);

/// <summary>Curves of an evaluation with a bounded number of points.</summary>
public static class EvaluationCurves
{
    private const int MostPoints = 200;

    /// <summary>Share of the responders reached by share of the customers contacted, from (0, 0) to (1, 1).</summary>
    public static IReadOnlyList<GainPoint> Gains(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities)
    {
        IReadOnlyList<GainPoint> points = Learning.Gains.Curve(labels, probabilities);
        return [.. Thinned(points.Count, always: 0).Select(at => points[at])];
    }

    /// <summary>From nobody contacted to everybody; the point of the most profit is always among them.</summary>
    /// <param name="labels">0 or 1.</param>
    /// <param name="probabilities">One for each label.</param>
    /// <param name="economics">Both above 0.</param>
    public static IReadOnlyList<ProfitStep> Profit(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, Economics economics)
    {
        ArgumentNullException.ThrowIfNull(economics);
        ProfitCurve curve = ProfitCurve.Of(labels, probabilities, economics.ContactCost, economics.ResponseValue);
        int best = Enumerable.Range(0, curve.Points.Count).First(at => ReferenceEquals(curve.Points[at], curve.Best));
        return [.. Thinned(curve.Points.Count, best).Select(at => new ProfitStep(curve.Points[at].Cutoff, (int)curve.Points[at].Contacts, curve.Points[at].Profit))];
    }

    /// <summary>The first place, the last, <paramref name="always"/>, and others at equal distances.</summary>
    private static IEnumerable<int> Thinned(int count, int always)
    {
        int points = Math.Min(count, MostPoints);
        return Enumerable.Range(0, points).Select(i => points == 1 ? 0 : (int)((long)i * (count - 1) / (points - 1))).Append(always).Distinct().Order();
    }
}
