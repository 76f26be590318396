using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>An objective with how far its figures would move on other customers: 95% bootstrap intervals at the same cut-off.</summary>
/// <param name="Name"><c>aggressive</c>, <c>moderate</c>, <c>balanced</c> or <c>frugal</c>.</param>
/// <param name="CutOff">Contact when the probability is at least this.</param>
/// <param name="Precision">Share of the contacted who respond.</param>
/// <param name="Recall">Share of the responders who are contacted.</param>
/// <param name="Contacts">Customers contacted among those of the evaluation.</param>
/// <param name="Profit">Of those contacts, in the schema's currency.</param>
/// <param name="ReturnOnInvestment">Profit per unit of what the contacts cost.</param>
/// <param name="Note">A sentence where the goal could not be met, else null.</param>
public sealed record ObjectiveFigures(
    string Name,
    double CutOff,
    double Precision,
    double PrecisionLow,
    double PrecisionHigh,
    double Recall,
    double RecallLow,
    double RecallHigh,
    int Contacts,
    double Profit,
    double ProfitLow,
    double ProfitHigh,
    double ReturnOnInvestment,
    string? Note = null);

/// <summary>What the objectives promise under some economics, beside contacting everyone at or above the break-even probability.</summary>
/// <param name="BreakEven">A contact pays on average where the true probability is higher.</param>
/// <param name="ContactsAtBreakEven">Customers of the evaluation at or above it.</param>
/// <param name="ProfitAtBreakEven">Of contacting them: what <c>balanced</c> is to be compared with.</param>
/// <param name="Objectives">Aggressive, moderate, balanced, frugal.</param>
public sealed record ObjectiveReport(double BreakEven, int ContactsAtBreakEven, double ProfitAtBreakEven, IReadOnlyList<ObjectiveFigures> Objectives)
{
    private const int MostResamples = 1000;
    private const int FewestResamples = 200;

    // What a thousand resamples of 50,000 customers draw. Larger samples vary less and are drawn less often.
    private const int MostDraws = 50_000_000;

    // Precision, recall and profit of an objective.
    private const int Figures = 3;

    /// <param name="labels">0 or 1; at least one 1.</param>
    /// <param name="probabilities">Of customers that the model that gave them had not seen.</param>
    /// <param name="groups">Customers of equal content, drawn together; empty: each alone.</param>
    public static ObjectiveReport Of(
        ReadOnlySpan<double> labels,
        ReadOnlySpan<double> probabilities,
        ReadOnlySpan<long> groups,
        Economics economics,
        Objectives objectives,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(economics);
        ArgumentNullException.ThrowIfNull(objectives);
        Objective[] all = [.. objectives.All()];
        double[] estimates = new double[all.Length * Figures];
        Judge(labels, probabilities, all, economics, [], estimates);
        BootstrapInterval[] intervals = BootstrapInterval.OfMany(
            labels,
            probabilities,
            groups,
            (drawnLabels, drawn, values) => Judge(drawnLabels, drawn, all, economics, estimates, values),
            estimates.Length,
            Resampling(labels.Length),
            cancellation);
        (int contacts, int responses) = Contacted(labels, probabilities, economics.BreakEven);
        return new ObjectiveReport(
            economics.BreakEven,
            contacts,
            ProfitOf(contacts, responses, economics),
            [.. all.Select((objective, i) => Of(objective, economics, intervals.AsSpan(i * Figures, Figures)))]);
    }

    internal static BootstrapOptions Resampling(int customers) =>
        new() { Resamples = Math.Clamp(MostDraws / Math.Max(1, customers), FewestResamples, MostResamples), Seed = 20_140_629 };

    internal static (int Contacts, int Responses) Contacted(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, double cutOff)
    {
        int contacts = 0;
        int responses = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (probabilities[i] >= cutOff)
            {
                contacts++;
                responses += (int)labels[i];
            }
        }

        return (contacts, responses);
    }

    internal static double ProfitOf(int contacts, int responses, Economics economics) =>
        (responses * economics.ResponseValue) - (contacts * economics.ContactCost);

    /// <param name="instead">Where nobody of a resample is contacted it says nothing of the precision, and these stand in.</param>
    private static void Judge(ReadOnlySpan<double> labels, ReadOnlySpan<double> probabilities, Objective[] objectives, Economics economics, double[] instead, Span<double> values)
    {
        (_, int responders) = Contacted(labels, probabilities, double.NegativeInfinity);
        for (int i = 0; i < objectives.Length; i++)
        {
            int at = i * Figures;
            (int contacts, int found) = Contacted(labels, probabilities, objectives[i].CutOff);
            values[at] = contacts > 0 ? found / (double)contacts : instead[at];
            values[at + 1] = found / (double)responders;
            values[at + 2] = ProfitOf(contacts, found, economics);
        }
    }

    private static ObjectiveFigures Of(Objective objective, Economics economics, ReadOnlySpan<BootstrapInterval> of) => new(
        objective.Name,
        objective.CutOff,
        objective.Precision,
        of[0].Lower,
        of[0].Upper,
        objective.Recall,
        of[1].Lower,
        of[1].Upper,
        objective.Contacts,
        objective.Profit,
        of[2].Lower,
        of[2].Upper,
        objective.Profit / (objective.Contacts * economics.ContactCost),
        objective.Note);
}
