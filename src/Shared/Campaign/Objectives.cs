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

/// <summary>What each objective asks for. Validated by <see cref="Check"/>.</summary>
public sealed record ObjectiveRules
{
    /// <summary>Share of the responders that <c>aggressive</c> reaches at least. Above 0, at most 1.</summary>
    public double AggressiveRecall { get; init; } = 0.90;

    /// <summary>Share of the responders that <c>moderate</c> reaches at least. Above 0, at most 1.</summary>
    public double ModerateRecall { get; init; } = 0.75;

    /// <summary>Share of the contacted who respond, at least, under <c>frugal</c>. Above 0, at most 1.</summary>
    public double FrugalPrecision { get; init; } = 0.75;

    /// <exception cref="ArgumentOutOfRangeException">A share is not above 0 and at most 1; the message names it.</exception>
    public ObjectiveRules Check()
    {
        foreach ((string name, double share) in new[] { (nameof(AggressiveRecall), AggressiveRecall), (nameof(ModerateRecall), ModerateRecall), (nameof(FrugalPrecision), FrugalPrecision) })
        {
            if (!(share is > 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(null, $"{name} is {share}; it must be above 0 and at most 1.");
            }
        }

        return this;
    }
}

/// <summary>The four cut-offs of a campaign.</summary>
public sealed record Objectives(Objective Aggressive, Objective Moderate, Objective Balanced, Objective Frugal)
{
    public const string AggressiveName = "aggressive";
    public const string ModerateName = "moderate";
    public const string BalancedName = "balanced";
    public const string FrugalName = "frugal";

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
    public static Objectives Choose(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, Economics economics, ObjectiveRules? rules = null)
    {
        ArgumentNullException.ThrowIfNull(economics);
        rules ??= new ObjectiveRules();
        List<Objective> steps = Steps(labels, probabilities, economics);
        Objective aggressive = steps.First(step => step.Recall >= rules.AggressiveRecall);
        Objective moderate = steps.First(step => step.Recall >= rules.ModerateRecall);
        Objective balanced = steps.MaxBy(step => step.Profit)!;
        return new Objectives(
            aggressive with { Name = AggressiveName },
            moderate with { Name = ModerateName },
            balanced with
            {
                Name = BalancedName,
                Note = balanced.Profit > 0 ? null : "No cut-off makes a profit; this one loses least.",
            },
            ChooseFrugal(steps, rules.FrugalPrecision) with { Name = FrugalName });
    }

    private static ObjectiveVerdicts Verdict(Objective objective, ObjectiveVerdicts verdict, double probability) =>
        probability >= objective.CutOff ? verdict : ObjectiveVerdicts.None;

    private static Objective ChooseFrugal(List<Objective> steps, double precision)
    {
        List<Objective> enough = steps.FindAll(step => step.Contacts >= FewestContacts);
        enough = enough.Count > 0 ? enough : steps[^1..];
        if (enough.FindLast(step => step.Precision >= precision) is { } found)
        {
            return found;
        }

        Objective best = enough.MaxBy(step => step.Precision)!;
        return best with
        {
            Note = FormattableString.Invariant(
                $"No cut-off with at least {FewestContacts} contacts reaches a precision of {precision:0.00}; this one, with {best.Precision:0.00}, is the most precise."),
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
