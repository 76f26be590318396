using System.Text;
using Clientele.Campaign;
using Clientele.Schemas;

namespace Clientele.Runs.Scoring;

/// <summary>One reason as a cell of a table, in each language: a mark that says for or against, then the sentence.</summary>
internal sealed record PublishedReason(string English, string Spanish, string Portuguese)
{
    public static PublishedReason Nothing { get; } = new("", "", "");
}

/// <summary>
/// The reasons of rows in words. Most values are small whole numbers, and customers share their sentences: those are made once. Not safe for two threads.
/// </summary>
internal sealed class PublishedReasons(Schema schema)
{
    // Counts, categories, yes and no, ages and recent days; amounts are too many to be met again.
    private const int Smallest = -1;
    private const int Largest = 255;
    private const int Missing = Largest + 1;

    // With long sentences a few megabytes.
    private const int MostKnown = 8192;

    private readonly Dictionary<int, PublishedReason> _known = [];

    /// <param name="rank">0, the heaviest, to 2.</param>
    public PublishedReason Of(in ScoredRow row, int rank)
    {
        Reason reason = row.Score.Reasons[rank];
        if (reason.IsNothing)
        {
            return PublishedReason.Nothing;
        }

        if (!IsShared(reason, out int key))
        {
            return Say(reason, TextOf(row, reason));
        }

        if (_known.TryGetValue(key, out PublishedReason? known))
        {
            return known;
        }

        PublishedReason said = Say(reason, "");
        if (_known.Count < MostKnown)
        {
            _known.Add(key, said);
        }

        return said;
    }

    /// <inheritdoc cref="Of"/>
    public string English(in ScoredRow row, int rank)
    {
        Reason reason = row.Score.Reasons[rank];
        return reason.IsNothing || IsShared(reason, out _) ? Of(row, rank).English : Say(reason, TextOf(row, reason), Language.English);
    }

    /// <summary>True where the value is a small whole number or missing, and no text of the customer's own.</summary>
    private bool IsShared(in Reason reason, out int key)
    {
        bool isMissing = double.IsNaN(reason.Value);
        int value = isMissing ? Missing : reason.Value is >= Smallest and <= Largest ? (int)reason.Value : int.MaxValue;
        key = (((reason.Topic * 2) + (reason.Contribution > 0 ? 1 : 0)) * 512) + (value & 511);
        return isMissing || (value == reason.Value && !IsOwnText(reason));
    }

    private bool IsOwnText(in Reason reason) => reason.Value == -1 && reason.Topic < schema.Fields.Count && schema.Fields[reason.Topic].Type == FieldType.Text;

    private string TextOf(in ScoredRow row, in Reason reason) => IsOwnText(reason) ? Encoding.UTF8.GetString(row.TextOf(schema, reason.Topic)) : "";

    private PublishedReason Say(in Reason reason, string text) =>
        new(Say(reason, text, Language.English), Say(reason, text, Language.Spanish), Say(reason, text, Language.Portuguese));

    private string Say(in Reason reason, string text, Language language) => ReasonText.Of(schema, reason, text, language, ReasonText.MarkOf(reason));
}
