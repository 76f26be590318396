using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>A business goal and the probability from which a customer is worth contacting under it, as found out of fold.</summary>
/// <param name="Name"><c>aggressive</c>, <c>moderate</c>, <c>balanced</c> or <c>frugal</c>.</param>
/// <param name="CutOff">Contact when the probability is at least this.</param>
/// <param name="Precision">Share of the contacted who respond.</param>
/// <param name="Recall">Share of the responders who are contacted.</param>
/// <param name="Contacts">Customers contacted among those of the evaluation.</param>
/// <param name="Profit">Of those contacts, in the schema's currency.</param>
/// <param name="Note">A sentence where the goal could not be met, else null.</param>
public sealed record Objective(string Name, double CutOff, double Precision, double Recall, int Contacts, double Profit, string? Note = null);

/// <summary>The objectives under which a customer is worth contacting.</summary>
[Flags]
public enum ObjectiveVerdicts
{
    None = 0,
    Aggressive = 1,
    Moderate = 2,
    Balanced = 4,
    Frugal = 8,
}

/// <summary>The four cut-offs of a campaign.</summary>
public sealed record Objectives(Objective Aggressive, Objective Moderate, Objective Balanced, Objective Frugal)
{
    public const string AggressiveName = "aggressive";
    public const string ModerateName = "moderate";
    public const string BalancedName = "balanced";
    public const string FrugalName = "frugal";

    private const double AggressiveRecall = 0.90;
    private const double ModerateRecall = 0.75;
    private const double FrugalPrecision = 0.75;

    /// <summary>A precision found on fewer contacts than this is luck.</summary>
    private const int FewestContacts = 10;

    public IEnumerable<Objective> All() => [Aggressive, Moderate, Balanced, Frugal];

    public ObjectiveVerdicts Judge(double probability) =>
        Verdict(Aggressive, ObjectiveVerdicts.Aggressive, probability)
        | Verdict(Moderate, ObjectiveVerdicts.Moderate, probability)
        | Verdict(Balanced, ObjectiveVerdicts.Balanced, probability)
        | Verdict(Frugal, ObjectiveVerdicts.Frugal, probability);

    /// <summary>
    /// Aggressive: the highest cut-off that reaches recall 0.90. Moderate: the same for 0.75. Balanced: most profit, of equals the fewest
    /// contacts. Frugal: the most contacts at precision 0.75; where no cut-off is as precise, the most precise one.
    /// </summary>
    /// <param name="labels">0 or 1; at least one 1.</param>
    /// <param name="probabilities">Of customers that the model that gave them had not seen.</param>
    public static Objectives Choose(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, Economics economics)
    {
        ArgumentNullException.ThrowIfNull(economics);
        List<Objective> steps = Steps(labels, probabilities, economics);
        Objective aggressive = steps.First(step => step.Recall >= AggressiveRecall);
        Objective moderate = steps.First(step => step.Recall >= ModerateRecall);
        Objective balanced = steps.MaxBy(step => step.Profit)!;
        return new Objectives(
            aggressive with { Name = AggressiveName },
            moderate with { Name = ModerateName },
            balanced with
            {
                Name = BalancedName,
                Note = balanced.Profit > 0 ? null : "No cut-off makes a profit; this one loses least.",
            },
            ChooseFrugal(steps) with { Name = FrugalName });
    }

    private static ObjectiveVerdicts Verdict(Objective objective, ObjectiveVerdicts verdict, double probability) =>
        probability >= objective.CutOff ? verdict : ObjectiveVerdicts.None;

    private static Objective ChooseFrugal(List<Objective> steps)
    {
        List<Objective> enough = steps.FindAll(step => step.Contacts >= FewestContacts);
        enough = enough.Count > 0 ? enough : steps[^1..];
        if (enough.FindLast(step => step.Precision >= FrugalPrecision) is { } found)
        {
            return found;
        }

        Objective best = enough.MaxBy(step => step.Precision)!;
        return best with
        {
            Note = FormattableString.Invariant(
                $"No cut-off with at least {FewestContacts} contacts reaches a precision of {FrugalPrecision:0.00}; this one, with {best.Precision:0.00}, is the most precise."),
        };
    }

    /// <summary>What every distinct probability would give as a cut-off, from the highest down.</summary>
    private static List<Objective> Steps(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, Economics economics)
    {
        double[] sorted = probabilities.ToArray();
        double[] sortedLabels = labels.ToArray();
        Array.Sort(sorted, sortedLabels);
        double responders = sortedLabels.Sum();
        var steps = new List<Objective>();
        double found = 0;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            found += sortedLabels[i];
            if (i > 0 && sorted[i - 1] == sorted[i])
            {
                continue;
            }

            int contacts = sorted.Length - i;
            double profit = (found * economics.ResponseValue) - (contacts * economics.ContactCost);
            steps.Add(new Objective(string.Empty, sorted[i], found / contacts, found / responders, contacts, profit));
        }

        return steps;
    }
}
