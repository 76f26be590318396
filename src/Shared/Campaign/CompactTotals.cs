using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>The totals of groups that a compact model asks for, described like fields: whoever knows a total need not give its members.</summary>
public static class CompactTotals
{
    private const string Suffix = "_total";

    /// <summary>A number for each total, in the order of the model's questions.</summary>
    public static IReadOnlyList<SchemaField> Of(ResponseBlend compact)
    {
        ArgumentNullException.ThrowIfNull(compact);
        return [.. compact.Features.Questions.Where(IsTotal).Select(question => new SchemaField
        {
            Name = NameOf(question),
            Type = question.Kind == QuestionKind.Count ? FieldType.Integer : FieldType.Number,
            Minimum = question.Kind == QuestionKind.Count ? 0 : null,
            Maximum = question.Kind == QuestionKind.Count ? question.Fields.Count : null,
        })];
    }

    public static bool IsTotal(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return question.Kind is QuestionKind.Total or QuestionKind.Count;
    }

    /// <summary>How callers name a question: its field, or its group and what it is of the group.</summary>
    public static string NameOf(Question question)
    {
        ArgumentNullException.ThrowIfNull(question);
        return IsTotal(question) ? question.Name + Suffix : question.Name;
    }
}
