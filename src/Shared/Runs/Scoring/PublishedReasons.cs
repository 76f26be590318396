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
    // With long sentences a few megabytes. What is met often is soon known again after it was emptied.
    private const int MostKnown = 8192;
    private const int NoNumber = int.MinValue;

    private readonly Dictionary<(int Topic, int Value), PublishedReason> _known = [];

    /// <param name="rank">0, the heaviest, to 2.</param>
    public PublishedReason Of(in ScoredRow row, int rank)
    {
        Reason reason = row.Score.Reasons[rank];
        if (reason.IsNothing)
        {
            return PublishedReason.Nothing;
        }

        if (!IsShared(reason, out (int, int) key))
        {
            return Say(reason, TextOf(row, reason));
        }

        if (!_known.TryGetValue(key, out PublishedReason? known))
        {
            if (_known.Count == MostKnown)
            {
                _known.Clear();
            }

            _known[key] = known = Say(reason, "");
        }

        return known;
    }

    /// <inheritdoc cref="Of"/>
    public string English(in ScoredRow row, int rank)
    {
        Reason reason = row.Score.Reasons[rank];
        return reason.IsNothing || IsShared(reason, out _) ? Of(row, rank).English : Say(reason, TextOf(row, reason), Language.English);
    }

    /// <summary>True where the value is a whole number or missing, and no text of the customer's own.</summary>
    private bool IsShared(in Reason reason, out (int Topic, int Value) key)
    {
        bool isMissing = double.IsNaN(reason.Value);
        int value = isMissing ? NoNumber : (int)reason.Value;
        key = (reason.Contribution > 0 ? reason.Topic : ~reason.Topic, value);
        return isMissing || (value == reason.Value && value != NoNumber && !IsOwnText(reason));
    }

    private bool IsOwnText(in Reason reason) => reason.Value == -1 && reason.Topic < schema.Fields.Count && schema.Fields[reason.Topic].Type == FieldType.Text;

    private string TextOf(in ScoredRow row, in Reason reason) => IsOwnText(reason) ? Encoding.UTF8.GetString(row.TextOf(schema, reason.Topic)) : "";

    private PublishedReason Say(in Reason reason, string text) =>
        new(Say(reason, text, Language.English), Say(reason, text, Language.Spanish), Say(reason, text, Language.Portuguese));

    private string Say(in Reason reason, string text, Language language) => ReasonText.Of(schema, reason, text, language, ReasonText.MarkOf(reason));
}
