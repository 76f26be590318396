namespace Clientele.Learning;

/// <summary>What contacting every row with <c>score &gt;= Cutoff</c> brings.</summary>
/// <param name="Contacts">Weight of the rows contacted.</param>
/// <param name="Responses">Weight of those whose label is 1.</param>
/// <param name="Profit">Responses · value − contacts · cost.</param>
/// <param name="ReturnOnInvestment">Profit per unit of cost; 0 where nobody is contacted.</param>
public sealed record ProfitPoint(double Cutoff, double Contacts, double Responses, double Profit, double ReturnOnInvestment);

/// <summary>Profit at every cut-off that tells rows apart, from nobody to everybody. Tied rows are contacted together or not at all.</summary>
public sealed class ProfitCurve
{
    private ProfitCurve(ProfitPoint[] points, ProfitPoint best, double breakEven)
    {
        (Points, Best, BreakEven) = (points, best, breakEven);
    }

    /// <summary>
    /// Contacts grow from point to point. The first contacts nobody: its cut-off is the next number above the highest score. Then one per distinct score.
    /// </summary>
    public IReadOnlyList<ProfitPoint> Points { get; }

    /// <summary>The most profit; where several have it, the one with the fewest contacts.</summary>
    public ProfitPoint Best { get; }

    /// <summary>Cost / value: a contact pays on average where the true probability is higher. Above 1 none does.</summary>
    public double BreakEven { get; }

    /// <param name="labels">0 or 1.</param>
    /// <param name="scores">Finite; higher is contacted first.</param>
    /// <param name="contactCost">Of one contact; above 0.</param>
    /// <param name="responseValue">Of one response, before the cost of the contact; above 0.</param>
    /// <param name="weights">One per row, or empty.</param>
    public static ProfitCurve Of(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, double contactCost, double responseValue, ReadOnlySpan<double> weights = default)
    {
        RequireMoney(contactCost, nameof(contactCost));
        RequireMoney(responseValue, nameof(responseValue));
        ScoreSteps steps = ScoreSteps.Of(labels, scores, weights);
        var points = new ProfitPoint[steps.Count + 1];
        points[0] = new ProfitPoint(Math.BitIncrement(steps.Scores[0]), 0, 0, 0, 0);
        ProfitPoint best = points[0];
        for (int i = 0; i < steps.Count; i++)
        {
            double cost = steps.Rows[i] * contactCost;
            double profit = (steps.Ones[i] * responseValue) - cost;
            points[i + 1] = new ProfitPoint(steps.Scores[i], steps.Rows[i], steps.Ones[i], profit, profit / cost);
            best = profit > best.Profit ? points[i + 1] : best;
        }

        return new ProfitCurve(points, best, contactCost / responseValue);
    }

    internal static void RequireMoney(double amount, string argument)
    {
        if (!(amount > 0 && double.IsFinite(amount)))
        {
            throw new ArgumentOutOfRangeException(argument, amount, "A cost and a value are above 0.");
        }
    }
}
