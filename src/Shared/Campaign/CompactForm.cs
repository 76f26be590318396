using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <param name="Value">As a prediction takes it.</param>
public sealed record FormValue(string Value, LocalText Title);

/// <summary>One thing that the compact model asks, told so that a form can be made of it. Values are such as a prediction takes.</summary>
public sealed record FormField
{
    /// <summary>The field, or the total of a group.</summary>
    public required string Name { get; init; }

    public required LocalText Title { get; init; }

    /// <summary>What to fill in: unit, period, whose; null where the schema does not say, in any of the languages.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LocalText? Help { get; init; }

    /// <summary><c>integer</c>, <c>number</c>, <c>boolean</c>, <c>year</c>, <c>date</c>, <c>category</c> (one of the values) or <c>text</c> (another is possible).</summary>
    public required string Kind { get; init; }

    /// <summary>A number, or a day as 2014-06-30: the model takes smaller values for about this one. Null where values have no order.</summary>
    public JsonNode? Minimum { get; init; }

    /// <summary>The model takes larger values for about this one.</summary>
    public JsonNode? Maximum { get; init; }

    /// <summary>Stands in where there is no value; null where training had none.</summary>
    public JsonNode? Typical { get; init; }

    /// <summary>Of a category or text; empty for all others.</summary>
    public required IReadOnlyList<FormValue> Values { get; init; }
}

/// <summary>What the compact model of a version asks.</summary>
public static class CompactForm
{
    /// <param name="schema">That the model was trained for.</param>
    /// <returns>In the order of the schema's fields, totals last.</returns>
    public static IReadOnlyList<FormField> Of(Schema schema, ResponseModel model)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyList<GroupTotal> totals = GroupTotal.Of(schema);
        return
        [
            .. model.Compact.Features.Questions
                .Select(question => (question, Field: question.Topic < schema.Fields.Count ? schema.Fields[question.Topic] : totals.FirstOrDefault(question.IsOf)?.Field))
                .Where(each => each.Field is not null)
                .Select(each => Of(each.question, each.Field!, model.AsOf)),
        ];
    }

    private static FormField Of(Question question, SchemaField field, int asOf)
    {
        FormField form = new() { Name = field.Name, Title = LocalText.Of(field.TitleIn), Help = HelpOf(field.Wording), Kind = Kind(field), Values = [] };
        return question.Kind switch
        {
            QuestionKind.Category => form with { Typical = question.TypicalText, Values = Values(question, field) },
            QuestionKind.YesNo => form with { Typical = question.IsKnown ? JsonValue.Create(question.Typical >= 0.5) : null },

            // Counted back from the day of the training data: the oldest is the smallest.
            QuestionKind.Days => Bounded(form, question, asOf - question.High, asOf - question.Low, asOf - question.Typical, Day),
            QuestionKind.Years => Bounded(form, question, Year(asOf) - question.High, Year(asOf) - question.Low, Year(asOf) - question.Typical, Whole),
            _ => Bounded(form, question, question.Low, question.High, question.Typical, field.Type == FieldType.Integer ? Whole : number => number),
        };
    }

    private static LocalText? HelpOf(LocalWording wording) => wording.English?.Help is { } english
        ? new LocalText(english, wording.Spanish?.Help ?? english, wording.Portuguese?.Help ?? english)
        : null;

    private static FormField Bounded(FormField form, Question question, double minimum, double maximum, double typical, Func<double, JsonNode> written) => question.IsKnown
        ? form with { Minimum = written(minimum), Maximum = written(maximum), Typical = written(typical) }
        : form;

    private static JsonNode Day(double day) =>
        DateOnly.FromDayNumber((int)Math.Clamp(Math.Round(day), 0, DateOnly.MaxValue.DayNumber)).ToString("O", CultureInfo.InvariantCulture);

    private static JsonNode Whole(double value) => Math.Round(value);

    private static int Year(int asOf) => DateOnly.FromDayNumber(asOf).Year;

    private static string Kind(SchemaField field) => field switch
    {
        { IsYear: true } => "year",
        { IsCategory: true } => "category",
        _ => field.Type.ToString().ToLowerInvariant(),
    };

    private static FormValue[] Values(Question question, SchemaField field) =>
    [
        .. (field.IsCategory ? field.Categories : question.Levels).Select(value => new FormValue(
            value, LocalText.Of(language => field.Wording.Of(language)?.Values?.GetValueOrDefault(value) ?? value))),
    ];
}
