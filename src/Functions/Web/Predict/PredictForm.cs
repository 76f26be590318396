using System.Globalization;
using System.Text.Json.Nodes;
using Clientele.Campaign;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>Turns the answers of the form into a customer that a prediction takes, and what a prediction says of a value into an error at its field.</summary>
internal static class PredictForm
{
    /// <summary>Characters of an answer.</summary>
    public const int Longest = 200;

    /// <summary>The form of someone who has not answered yet: typical values.</summary>
    public static IReadOnlyList<PredictField> Typical(IReadOnlyList<FormField> questions) => [.. questions.Select(question => new PredictField(question, Shown(question.Typical)))];

    public static IReadOnlyList<PredictField> Answered(IReadOnlyList<FormField> questions, PageForm form) =>
        [.. questions.Select(question => Checked(question, form["f-" + question.Name] is { } text ? text[..Math.Min(text.Length, Longest)] : ""))];

    /// <summary>As a prediction takes it; a field without a value is left out.</summary>
    public static JsonObject Customer(IReadOnlyList<PredictField> fields)
    {
        var customer = new JsonObject();
        foreach (PredictField field in fields.Where(field => field.Value.Length > 0 && field.Error is null))
        {
            customer[field.Question.Name] = IsNumber(field.Question) && FormNumbers.TryParse(field.Value, out double number) ? number : field.Value;
        }

        return customer;
    }

    /// <param name="schema">For what is possible.</param>
    /// <param name="bad">What the prediction refused.</param>
    public static IReadOnlyList<PredictField> WithErrors(IReadOnlyList<PredictField> fields, Schema schema, IReadOnlyList<BadField> bad) =>
    [
        .. fields.Select(field => bad.FirstOrDefault(each => each.Column == field.Question.Name) is { } refused
            ? field with { Error = ErrorOf(field.Question, schema, refused.Code) }
            : field),
    ];

    private static PredictField Checked(FormField question, string value)
    {
        var field = new PredictField(question, value);
        if (value.Length == 0)
        {
            return field;
        }

        if (IsNumber(question))
        {
            return FormNumbers.TryParse(value, out double number)
                ? field with { Beyond = number < Number(question.Minimum) ? Shown(question.Minimum) : number > Number(question.Maximum) ? Shown(question.Maximum) : null }
                : field with { Error = KindError(question) };
        }

        return question.Kind == "date" && !DateOnly.TryParseExact(value, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? field with { Error = KindError(question) }
            : field;
    }

    private static ValueError ErrorOf(FormField question, Schema schema, string code)
    {
        SchemaField? field = schema.Fields.FirstOrDefault(each => each.Name == question.Name) ?? GroupTotal.Of(schema).Select(total => total.Field).FirstOrDefault(each => each.Name == question.Name);
        return (code, field) switch
        {
            ("out_of_range", { Minimum: { } least, Maximum: { } most }) => new ValueError("Error.range", Bound(field, least), Bound(field, most)),
            ("out_of_range", { Minimum: { } least }) => new ValueError("Error.least", Bound(field, least)),
            ("out_of_range", { Maximum: { } most }) => new ValueError("Error.most", Bound(field, most)),
            _ => KindError(question),
        };
    }

    private static ValueError KindError(FormField question) => question.Kind switch
    {
        "integer" or "number" or "year" => new ValueError("Error." + question.Kind, question.Typical is null ? "1" : Shown(question.Typical)),
        "date" => new ValueError("Error.date", DateOnly.TryParse(Shown(question.Typical), CultureInfo.InvariantCulture, out DateOnly day) ? Amounts.Day(day) : "2014-06-30"),
        _ => new ValueError("Error." + question.Kind),
    };

    private static string Bound(SchemaField field, double value) =>
        field.Type == FieldType.Date ? Amounts.Day(DateOnly.FromDayNumber((int)value)) : field.IsYear ? FormNumbers.Text(value) : Amounts.Number(value);

    private static bool IsNumber(FormField question) => question.Kind is "integer" or "number" or "year";

    private static double? Number(JsonNode? node) => node is JsonValue value && value.TryGetValue(out double number) ? number : null;

    private static string Shown(JsonNode? node) => node switch
    {
        null => "",
        JsonValue value when value.TryGetValue(out bool yes) => yes ? "true" : "false",
        JsonValue value when value.TryGetValue(out double number) => FormNumbers.Text(number),
        _ => node.ToString(),
    };
}
