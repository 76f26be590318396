using System.Text;
using System.Text.Json;
using Clientele.Csv;

namespace Clientele.Schemas;

/// <summary>What is wrong with one value of a single prediction.</summary>
/// <param name="Name">As it was sent, shortened where it is long.</param>
/// <param name="Code">A repair's code, or <c>unknown_field</c>, <c>given_twice</c>, <c>too_many_fields</c>, <c>not_an_object</c>, <c>id_too_long</c>.</param>
public sealed record FieldProblem(string Name, string Code, string Sentence);

/// <summary>One customer from JSON, through the same parsing as a file's records.</summary>
public static class SingleRecord
{
    public const int MaxProperties = 400;
    public const int MaxProblems = 50;

    private const int MaxValueBytes = 16 * 1024;
    private const int MaxShownName = 60;

    // JSON has one way to write numbers; dates written like 04/09/2012 are taken day first, as most of the people who type them mean it.
    private static readonly CsvDialect JsonDialect = new() { DecimalSeparator = '.', DateOrder = DateOrder.DayMonthYear };

    /// <summary>
    /// Reads the object's properties by field name or alias. Absent fields stay empty and are no problem; the target is not read.
    /// Every unknown name and unusable value is a problem, up to <see cref="MaxProblems"/>.
    /// </summary>
    /// <returns>True when there is no problem.</returns>
    public static bool Read(JsonElement json, Schema schema, TypedRecord into, ICollection<FieldProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(problems);
        into.Clear();
        int before = problems.Count;
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new FieldProblem("", "not_an_object", "The customer must be a JSON object of names and values."));
            return false;
        }

        Dictionary<string, int> fields = FieldsByKey(schema);
        bool[] seen = new bool[schema.Fields.Count];
        int properties = 0;
        foreach (JsonProperty property in json.EnumerateObject())
        {
            if (problems.Count - before >= MaxProblems)
            {
                break;
            }

            if (++properties > MaxProperties)
            {
                problems.Add(new FieldProblem("", "too_many_fields", $"There are more than {MaxProperties} values."));
                break;
            }

            string name = property.Name.Length <= MaxShownName ? property.Name : property.Name[..MaxShownName];
            if (property.Name.Length > 256 || !fields.TryGetValue(NameKey.Of(property.Name), out int field))
            {
                problems.Add(new FieldProblem(name, "unknown_field", $"'{name}' is no field of {schema.Title}."));
            }
            else if (seen[field])
            {
                problems.Add(new FieldProblem(name, "given_twice", $"{schema.Fields[field].Name} is given twice."));
            }
            else
            {
                seen[field] = true;
                ReadValue(property.Value, schema, field, name, into, problems);
            }
        }

        return problems.Count == before;
    }

    private static void ReadValue(JsonElement value, Schema schema, int field, string name, TypedRecord into, ICollection<FieldProblem> problems)
    {
        if (value.ValueKind == JsonValueKind.Null || schema.Fields[field].Role == FieldRole.Target)
        {
            return;
        }

        string? text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => null,
        };
        if (text is null || text.Length > MaxValueBytes)
        {
            problems.Add(Problem(schema, field, name, RepairCode.NotReadable, value.ValueKind.ToString()));
            return;
        }

        // A number in an exponent form is exact in JSON, unlike in a spreadsheet's export.
        FieldOutcome outcome = new FieldParser(schema, field, JsonDialect).Parse(Encoding.UTF8.GetBytes(text), into);
        switch (outcome)
        {
            case FieldOutcome.Ok or FieldOutcome.Missing:
                break;
            case FieldOutcome.IdTooLong:
                problems.Add(new FieldProblem(name, RejectText.Code(RejectCode.IdTooLong), RejectText.Sentence(schema, new Reject(field, RejectCode.IdTooLong))));
                break;
            case FieldOutcome.Rounded or FieldOutcome.CategoryMapped or FieldOutcome.Shortened:
                into.Repairs.Add(new Repair(field, RecordTyper.RepairOf(outcome)));
                break;
            default:
                problems.Add(Problem(schema, field, name, RecordTyper.RepairOf(outcome), text));
                break;
        }
    }

    private static FieldProblem Problem(Schema schema, int field, string name, RepairCode code, string example)
    {
        SchemaField described = schema.Fields[field];
        string shown = $"'{RejectText.Shortened(example)}' in {described.Name}";
        string sentence = code switch
        {
            RepairCode.OutOfRange => $"{shown} is outside {RejectText.Range(described)}.",
            RepairCode.UnknownCategory => $"{shown} is none of the known values: {string.Join(", ", described.Categories.Take(12))}.",
            _ => $"{shown} is not {RejectText.TypeName(described)}.",
        };
        return new FieldProblem(name, RepairText.Code(code), sentence);
    }

    private static Dictionary<string, int> FieldsByKey(Schema schema)
    {
        var fields = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < schema.Fields.Count; i++)
        {
            foreach (string name in schema.Fields[i].Aliases.Prepend(schema.Fields[i].Name))
            {
                fields.TryAdd(NameKey.Of(name), i);
            }
        }

        return fields;
    }
}
