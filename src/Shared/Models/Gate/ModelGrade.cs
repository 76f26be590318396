using System.Globalization;

namespace Clientele.Models;

/// <summary>A model's quality against the baseline as one letter, the way CRM suites show it, and a sentence.</summary>
/// <param name="Letter"><c>A</c>, <c>B</c> or <c>C</c>.</param>
public sealed record ModelGrade(string Letter, string Sentence)
{
    private const double AucOfA = 0.85;
    private const double AucOfB = 0.70;
    private const double LiftOfA = 3;
    private const double LiftOfB = 2;

    /// <summary>Where many respond anyway, no tenth can hold three times as many; then this share of the most there can be is enough.</summary>
    private const double ShareOfPossible = 0.9;

    /// <summary>Of any kind of figures.</summary>
    public static ModelGrade Of(VersionFigures figures) => figures switch
    {
        ModelFigures response => Of(response),
        SegmentFigures segments => SegmentGate.Grade(segments),
        InsiderFigures insiders => InsiderGate.Grade(insiders),
        _ => throw new ArgumentException($"There is no grade for {figures}.", nameof(figures)),
    };

    /// <summary>
    /// A: an area under the ROC curve of at least .85, and three times the base rate among the most probable tenth; B: .70 and twice; C: less.
    /// Nine tenths of the most that the base rate leaves possible count as three times and as twice.
    /// </summary>
    public static ModelGrade Of(ModelFigures figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        double most = figures.BaseRate > 0 ? ShareOfPossible / figures.BaseRate : double.PositiveInfinity;
        string letter =
            figures.RocAuc >= AucOfA && figures.TopTenthLift >= Math.Min(LiftOfA, most) ? "A"
            : figures.RocAuc >= AucOfB && figures.TopTenthLift >= Math.Min(LiftOfB, most) ? "B"
            : "C";
        FormattableString sentence = $"{letter}: among the 10% most probable, {figures.TopTenthLift:F1} times as many respond as among everyone ({100 * figures.TopTenthLift * figures.BaseRate:F0}% against {100 * figures.BaseRate:F0}%); the area under the ROC curve is {figures.RocAuc:F2}.";
        return new ModelGrade(letter, sentence.ToString(CultureInfo.InvariantCulture));
    }
}
