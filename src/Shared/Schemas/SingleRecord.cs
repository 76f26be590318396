using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Clientele.Csv;

namespace Clientele.Schemas;

/// <summary>
/// Reads customers from JSON, one after the other, through the same parsing as a file's records. Beside the schema's fields a customer may give totals:
/// numbers that are no field, such as a group's sum. Not safe for two threads.
/// </summary>
public sealed class SingleRecord
{
    public const int MaxProperties = 400;
    public const int MaxProblems = 50;

    private const int MaxValueBytes = 16 * 1024;
    private const int MaxShownName = 60;
    private const int MaxName = 256;

    // JSON has one way to write numbers; dates written like 04/09/2012 are taken day first, as most of the people who type them mean it.
    private static readonly CsvDialect JsonDialect = new() { DecimalSeparator = '.', DateOrder = DateOrder.DayMonthYear };

    private readonly Schema _schema;
    private readonly TypedRecord _totals;

    // Slots: the schema's fields, then the totals.
    private readonly FieldParser[] _parsers;
    private readonly Dictionary<string, int> _slotOfName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _slotOfKey = new(StringComparer.Ordinal);
    private readonly bool[] _seen;
    private readonly bool[] _given;

    /// <param name="totals">Described like fields: numbers with their bounds. Where a field has the same name, the field is meant.</param>
    /// <exception cref="ArgumentException">A total is no number.</exception>
    public SingleRecord(Schema schema, IReadOnlyList<SchemaField>? totals = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        totals ??= [];
        if (totals.FirstOrDefault(total => total.Type > FieldType.Number) is { } wrong)
        {
            throw new ArgumentException($"The total '{wrong.Name}' is of type {wrong.Type}; a total is a number.", nameof(totals));
        }

        _schema = schema;
        _totals = new TypedRecord(new Schema { Id = schema.Id, Title = schema.Title, Grain = schema.Grain, Fields = totals, Fingerprint = schema.Fingerprint });
        _parsers =
        [
            .. schema.Fields.Select((_, field) => new FieldParser(schema, field, JsonDialect)),
            .. totals.Select((_, total) => new FieldParser(_totals.Schema, total, JsonDialect)),
        ];
        _seen = new bool[_parsers.Length];
        _given = new bool[_parsers.Length];
        for (int slot = 0; slot < _parsers.Length; slot++)
        {
            SchemaField described = Described(slot);
            foreach (string name in described.Aliases.Prepend(described.Name))
            {
                string key = NameKey.Of(name);
                _slotOfKey.TryAdd(key, slot);

                // Nearly every name is written as it stands here, and needs no key then.
                _slotOfName.TryAdd(name, _slotOfKey[key]);
            }
        }
    }

    /// <summary>The totals of the customer read last, in the order of their descriptions; NaN where one was not given.</summary>
    public ReadOnlySpan<double> Totals => _totals.Numbers;

    /// <summary>Whether the customer read last has a usable value of the field.</summary>
    public bool IsGiven(int field) => _given[field];

    /// <summary>
    /// Reads the object's properties by name or alias. Absent fields stay empty and are no problem; the target is not read.
    /// Every unknown name and unusable value is a problem, up to <see cref="MaxProblems"/>.
    /// </summary>
    /// <param name="into">Of the reader's schema.</param>
    /// <returns>True when there is no problem.</returns>
    public bool Read(JsonElement json, TypedRecord into, ICollection<FieldProblem> problems)
    {
        ArgumentNullException.ThrowIfNull(into);
        ArgumentNullException.ThrowIfNull(problems);
        into.Clear();
        _totals.Clear();
        Array.Clear(_seen);
        Array.Clear(_given);
        int before = problems.Count;
        if (json.ValueKind != JsonValueKind.Object)
        {
            problems.Add(new FieldProblem("", "not_an_object", "The customer must be a JSON object of names and values."));
            return false;
        }

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

            ReadProperty(property, into, problems);
        }

        return problems.Count == before;
    }

    /// <summary>One customer with a reader of its own, see <see cref="Read(JsonElement, TypedRecord, ICollection{FieldProblem})"/>.</summary>
    public static bool Read(JsonElement json, Schema schema, TypedRecord into, ICollection<FieldProblem> problems) =>
        new SingleRecord(schema).Read(json, into, problems);

    private void ReadProperty(JsonProperty property, TypedRecord into, ICollection<FieldProblem> problems)
    {
        string full = NameOf(property);
        string name = full.Length <= MaxShownName ? full : full[..MaxShownName];
        if (full.Length > MaxName || (!_slotOfName.TryGetValue(full, out int slot) && !_slotOfKey.TryGetValue(NameKey.Of(full), out slot)))
        {
            problems.Add(new FieldProblem(name, "unknown_field", $"'{name}' is no field of {_schema.Title}."));
        }
        else if (_seen[slot])
        {
            problems.Add(new FieldProblem(name, "given_twice", $"{Described(slot).Name} is given twice."));
        }
        else
        {
            _seen[slot] = true;
            ReadValue(property.Value, slot, name, into, problems);
        }
    }

    private void ReadValue(JsonElement value, int slot, string name, TypedRecord into, ICollection<FieldProblem> problems)
    {
        SchemaField described = Described(slot);
        if (value.ValueKind == JsonValueKind.Null || described.Role == FieldRole.Target)
        {
            return;
        }

        if (value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
        {
            problems.Add(Problem(described, name, RepairCode.NotReadable, value.ValueKind == JsonValueKind.Array ? "A list" : "An object"));
            return;
        }

        ReadOnlySpan<byte> text = JsonMarshal.GetRawUtf8Value(value);
        if (value.ValueKind == JsonValueKind.String && !TryUnescape(value, ref text))
        {
            problems.Add(Problem(described, name, RepairCode.NotReadable, "The text"));
            return;
        }

        if (text.Length > MaxValueBytes)
        {
            problems.Add(Problem(described, name, RepairCode.NotReadable, Shown(text[..MaxShownName])));
            return;
        }

        bool isField = slot < _schema.Fields.Count;
        FieldOutcome outcome = _parsers[slot].Parse(text, isField ? into : _totals);
        switch (outcome)
        {
            case FieldOutcome.Missing:
                break;
            case FieldOutcome.Ok:
                _given[slot] = true;
                break;
            case FieldOutcome.IdTooLong:
                problems.Add(new FieldProblem(name, RejectText.Code(RejectCode.IdTooLong), RejectText.Sentence(_schema, new Reject(slot, RejectCode.IdTooLong))));
                break;
            case FieldOutcome.Rounded or FieldOutcome.CategoryMapped or FieldOutcome.Shortened:
                _given[slot] = true;
                if (isField)
                {
                    into.Repairs.Add(new Repair(slot, RecordTyper.RepairOf(outcome)));
                }

                break;
            default:
                problems.Add(Problem(described, name, RecordTyper.RepairOf(outcome), Shown(text)));
                break;
        }
    }

    private SchemaField Described(int slot) => slot < _schema.Fields.Count ? _schema.Fields[slot] : _totals.Schema.Fields[slot - _schema.Fields.Count];

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, or bytes that are no UTF-8: no field has such a name.
            return "\uFFFD";
        }
    }

    /// <summary>Takes the quotes off; nearly every text has nothing else to take off.</summary>
    private static bool TryUnescape(JsonElement value, ref ReadOnlySpan<byte> text)
    {
        text = text[1..^1];
        if (!text.Contains((byte)'\\'))
        {
            return true;
        }

        try
        {
            text = Encoding.UTF8.GetBytes(value.GetString()!);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static string Shown(ReadOnlySpan<byte> text) => $"'{RejectText.Shortened(Encoding.UTF8.GetString(text))}'";

    private static FieldProblem Problem(SchemaField described, string name, RepairCode code, string shown)
    {
        string sentence = code switch
        {
            RepairCode.OutOfRange => $"{shown} in {described.Name} is outside {RejectText.Range(described)}.",
            RepairCode.UnknownCategory => $"{shown} in {described.Name} is none of the known values: {string.Join(", ", described.Categories.Take(12))}.",
            _ => $"{shown} in {described.Name} is not {RejectText.TypeName(described)}.",
        };
        return new FieldProblem(name, RepairText.Code(code), sentence);
    }
}
