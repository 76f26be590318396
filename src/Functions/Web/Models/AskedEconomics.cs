using System.Globalization;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>What a contact costs and a response brings, as someone typed it.</summary>
/// <param name="Cost">The text, as typed.</param>
/// <param name="Value">The same of the other.</param>
/// <param name="Amounts">Null where a text is wrong.</param>
/// <param name="CostProblem">What is wrong with it: <see cref="NotNumber"/>, <see cref="OutOfRange"/> or <see cref="NotBelow"/>; null for nothing.</param>
/// <param name="ValueProblem">The same of the other.</param>
public sealed record AskedEconomics(string Cost, string Value, Economics? Amounts, string? CostProblem = null, string? ValueProblem = null)
{
    public const string NotNumber = "NotNumber";
    public const string OutOfRange = "OutOfRange";
    public const string NotBelow = "NotBelow";

    /// <summary>Characters of an amount.</summary>
    public const int Longest = 20;

    /// <param name="cost">As typed; null or blank where nothing was.</param>
    /// <param name="value">The same of the other.</param>
    /// <param name="usual">Taken for what was not typed; null: then it is wrong.</param>
    public static AskedEconomics Of(string? cost, string? value, Economics? usual)
    {
        string costText = Typed(cost, usual?.ContactCost);
        string valueText = Typed(value, usual?.ResponseValue);
        double? costAmount = Parse(costText);
        double? valueAmount = Parse(valueText);
        string? costProblem = Problem(costAmount);
        string? valueProblem = Problem(valueAmount);
        if (costProblem is null && valueProblem is null && costAmount >= valueAmount)
        {
            costProblem = NotBelow;
        }

        return new AskedEconomics(
            costText,
            valueText,
            costProblem is null && valueProblem is null ? new Economics(costAmount!.Value, valueAmount!.Value) : null,
            costProblem,
            valueProblem);
    }

    private static string Typed(string? text, double? usual) =>
        string.IsNullOrWhiteSpace(text) ? usual?.ToString("0.##########", CultureInfo.CurrentCulture) ?? "" : text.Trim();

    private static string? Problem(double? amount) => amount switch
    {
        null => NotNumber,
        > 0 and <= EconomicsFile.Largest => null,
        _ => OutOfRange,
    };

    private static double? Parse(string text) => text.Length <= Longest && FormNumbers.TryParse(text, out double amount) ? amount : null;
}
