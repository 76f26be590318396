using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Runs.Incoming;

/// <summary>What a person says of an upload where it is not understood rightly; null and empty mean: find it out.</summary>
public sealed record UploadCorrections
{
    public static UploadCorrections None { get; } = new();

    /// <summary><c>comma</c>, <c>semicolon</c>, <c>tab</c> or <c>pipe</c>, or the character.</summary>
    public string? Delimiter { get; init; }

    /// <summary><c>utf-8</c>, <c>utf-16le</c>, <c>utf-16be</c> or <c>windows-1252</c>.</summary>
    public string? Encoding { get; init; }

    /// <summary><c>point</c> or <c>comma</c>.</summary>
    public string? Decimal { get; init; }

    /// <summary><c>ymd</c>, <c>dmy</c> or <c>mdy</c>.</summary>
    public string? Dates { get; init; }

    /// <summary>Id of the schema.</summary>
    public string? Schema { get; init; }

    /// <summary>Of transactions: <c>whole</c> or <c>append</c>; otherwise without effect.</summary>
    public string? History { get; init; }

    /// <summary>Columns by field. What the header says by itself may be among them, and is not taken for the person's.</summary>
    public ColumnMapping Columns { get; init; } = ColumnMapping.None;

    /// <exception cref="CsvFormatException">A value is none of the accepted ones.</exception>
    internal CsvDialectOverrides Dialect() => CsvDialectOverrides.Parse(
    [
        new("delimiter", Delimiter ?? ""),
        new("encoding", Encoding ?? ""),
        new("decimal", Decimal ?? ""),
        new("dates", Dates ?? ""),
    ]);
}
