using System.Globalization;

namespace Clientele.Schemas;

/// <summary>Rejects in words. Codes are stable: reports are built on them.</summary>
public static class RejectText
{
    private const int MaxExample = 60;

    public static string Code(RejectCode code) => code switch
    {
        RejectCode.WrongFieldCount => "wrong_field_count",
        RejectCode.UnclosedQuote => "unclosed_quote",
        RejectCode.RecordTooLong => "record_too_long",
        RejectCode.NulByte => "nul_byte",
        RejectCode.EmptyRecord => "empty_record",
        RejectCode.MissingId => "missing_id",
        RejectCode.IdTooLong => "id_too_long",
        RejectCode.MissingRequired => "missing_required",
        RejectCode.NotReadable => "not_readable",
        RejectCode.OutOfRange => "out_of_range",
        RejectCode.DuplicateId => "duplicate_id",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "Not a reject code."),
    };

    public static string Code(Reject reject) => Code(reject.Code);

    /// <summary>The column's name in the schema; empty where the whole record is meant.</summary>
    public static string Column(Schema schema, Reject reject)
    {
        ArgumentNullException.ThrowIfNull(schema);
        return reject.Field < 0 ? "" : schema.Fields[reject.Field].Name;
    }

    /// <summary>What is wrong and what to do.</summary>
    /// <param name="example">The value at fault, or nothing.</param>
    public static string Sentence(Schema schema, Reject reject, string? example = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        SchemaField? field = reject.Field < 0 ? null : schema.Fields[reject.Field];
        string name = field?.Name ?? "The id";
        string shown = string.IsNullOrEmpty(example) ? "The value" : $"'{Shortened(example)}'";
        return reject.Code switch
        {
            RejectCode.WrongFieldCount => "The line does not have as many fields as the header. A value that contains the separator must stand in quotes.",
            RejectCode.UnclosedQuote => "The line opens a quote (\") that is never closed. Close it, or double it if it belongs to the text.",
            RejectCode.RecordTooLong => "The line is longer than a megabyte, which no customer record is.",
            RejectCode.NulByte => "The line holds bytes that no text has (value zero). Export the file again.",
            RejectCode.EmptyRecord => "The line holds separators and no values.",
            RejectCode.MissingId => $"{name} is empty, so nobody can tell whose record it is.",
            RejectCode.IdTooLong => $"{name} is longer than {FieldParser.MaxIdBytes} bytes.",
            RejectCode.MissingRequired => $"{name} is empty, and a record cannot be used without it.",
            RejectCode.NotReadable => $"{shown} in {name} is not {TypeName(field)}.",
            RejectCode.OutOfRange => $"{shown} in {name} is outside {Range(field)}.",
            RejectCode.DuplicateId => $"A later record of the file has the same {field?.Name ?? "id"}; the last one counts.",
            _ => throw new ArgumentOutOfRangeException(nameof(reject), reject.Code, "Not a reject code."),
        };
    }

    internal static string Shortened(string text) => text.Length <= MaxExample ? text : string.Concat(text.AsSpan(0, MaxExample), "...");

    internal static string TypeName(SchemaField? field) => field?.Type switch
    {
        FieldType.Integer => "a whole number",
        FieldType.Number => "a number",
        FieldType.Date => "a date",
        FieldType.Boolean => "a yes or no",
        _ => "a readable text",
    };

    internal static string Range(SchemaField? field) => (field?.Minimum, field?.Maximum) switch
    {
        ({ } minimum, { } maximum) => $"what is possible ({Bound(field, minimum)} to {Bound(field, maximum)})",
        ({ } minimum, null) => $"what is possible ({Bound(field, minimum)} or more)",
        (null, { } maximum) => $"what is possible ({Bound(field, maximum)} or less)",
        _ => "what is possible",
    };

    private static string Bound(SchemaField? field, double value) => field?.Type == FieldType.Date
        ? DateOnly.FromDayNumber((int)value).ToString("O", CultureInfo.InvariantCulture)
        : value.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Repairs in words, see <see cref="RejectText"/>.</summary>
public static class RepairText
{
    public static string Code(RepairCode code) => code switch
    {
        RepairCode.Missing => "missing",
        RepairCode.NotReadable => "not_readable",
        RepairCode.OutOfRange => "out_of_range",
        RepairCode.CategoryMapped => "category_mapped",
        RepairCode.UnknownCategory => "unknown_category",
        RepairCode.Rounded => "rounded",
        RepairCode.Shortened => "shortened",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "Not a repair code."),
    };

    /// <summary>What was put right, and how.</summary>
    /// <param name="example">The value as it stood in the file, or nothing.</param>
    public static string Sentence(Schema schema, Repair repair, string? example = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        SchemaField field = schema.Fields[repair.Field];
        string shown = string.IsNullOrEmpty(example) ? "A value" : $"'{RejectText.Shortened(example)}'";
        return repair.Code switch
        {
            RepairCode.Missing => $"{field.Name} is empty; the typical value was used.",
            RepairCode.NotReadable => $"{shown} in {field.Name} is not {RejectText.TypeName(field)}; the typical value was used.",
            RepairCode.OutOfRange => $"{shown} in {field.Name} is outside {RejectText.Range(field)}; the typical value was used.",
            RepairCode.CategoryMapped => $"{shown} in {field.Name} was read as one of the known values.",
            RepairCode.UnknownCategory => $"{shown} in {field.Name} is none of the known values ({string.Join(", ", field.Categories.Take(12))}); it was kept, and counts as unknown.",
            RepairCode.Rounded => $"{shown} in {field.Name} has a fraction; it was rounded to a whole number.",
            RepairCode.Shortened => $"{field.Name} is longer than {FieldParser.MaxTextBytes} bytes; it was cut there.",
            _ => throw new ArgumentOutOfRangeException(nameof(repair), repair.Code, "Not a repair code."),
        };
    }
}
