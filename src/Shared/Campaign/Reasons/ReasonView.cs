using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>A reason as the API answers it: the sentences have no mark in front, the contribution's sign says for or against.</summary>
/// <param name="Contribution">Added to the log-odds; above 0 it speaks for a response.</param>
/// <param name="Field">The name of the field, or of the group, that it is about.</param>
public sealed record ReasonView(string En, string Es, string Pt, double Contribution, string Field)
{
    // A float's own digits end here; more would be those of its conversion.
    private const int Decimals = 6;

    /// <param name="record">What was scored.</param>
    /// <returns>At most three, the heaviest first.</returns>
    public static IReadOnlyList<ReasonView> Of(in CustomerScore score, TypedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        var views = new List<ReasonView>(TopReasons.Count);
        for (int i = 0; i < TopReasons.Count; i++)
        {
            if (!score.Reasons[i].IsNothing)
            {
                views.Add(Of(score.Reasons[i], record));
            }
        }

        return views;
    }

    /// <summary>The contribution as it is published.</summary>
    public static double Published(float contribution) => Math.Round(contribution, Decimals);

    private static ReasonView Of(in Reason reason, TypedRecord record)
    {
        Schema schema = record.Schema;
        int group = reason.Topic - schema.Fields.Count;
        string text = group < 0 ? record.TextString(reason.Topic) : "";
        return new ReasonView(
            ReasonText.Of(schema, reason, text, Language.English),
            ReasonText.Of(schema, reason, text, Language.Spanish),
            ReasonText.Of(schema, reason, text, Language.Portuguese),
            Published(reason.Contribution),
            group < 0 ? schema.Fields[reason.Topic].Name : schema.Groups[group].Name);
    }
}
