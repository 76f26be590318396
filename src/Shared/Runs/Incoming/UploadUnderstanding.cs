using Clientele.Schemas;

namespace Clientele.Runs.Incoming;

/// <summary>How a file is understood before anything is done with it: from its first megabyte, and from what a person said of it.</summary>
public sealed record UploadUnderstanding
{
    public required string Id { get; init; }

    /// <summary>As the person's own machine called the file.</summary>
    public required string FileName { get; init; }

    public required long Bytes { get; init; }

    /// <summary>For people: why the file cannot be confirmed as it is understood; null where it can.</summary>
    public string? Problem { get; init; }

    /// <summary>Null where the file is no CSV.</summary>
    public UnderstoodDialect? Dialect { get; init; }

    /// <summary>What the file holds; where it fits no schema, the nearest one, with a <see cref="Problem"/>. Null where there is none near.</summary>
    public SchemaChoice? Schema { get; init; }

    /// <summary>The person chose the schema.</summary>
    public bool SchemaIsSet { get; init; }

    /// <summary>Every kind of file that there is.</summary>
    public IReadOnlyList<SchemaChoice> Schemas { get; init; } = [];

    /// <summary>Columns of the file; more than those of <see cref="Columns"/> where it has very many.</summary>
    public int ColumnCount { get; init; }

    /// <summary>The columns from the left, <see cref="UploadReading.MostColumns"/> at most.</summary>
    public IReadOnlyList<UnderstoodColumn> Columns { get; init; } = [];

    /// <summary>The schema's fields, in its order.</summary>
    public IReadOnlyList<UnderstoodField> Fields { get; init; } = [];

    /// <summary>Fields that the file must have and has not, or that several columns claim.</summary>
    public IReadOnlyList<UnfoundField> Unfound { get; init; } = [];

    /// <summary>Headers that mean no field, as many as anybody reads: they are left out.</summary>
    public IReadOnlyList<string> UnknownColumns { get; init; } = [];

    /// <summary>A file of customers without a column of ids: each customer is named by their line.</summary>
    public bool IdsMissing { get; init; }

    /// <summary>Headers that may be meant as the ids that are missing, nearest first.</summary>
    public IReadOnlyList<string> LikelyIds { get; init; } = [];

    /// <summary>The first records.</summary>
    public IReadOnlyList<UnderstoodRecord> Records { get; init; } = [];
}

/// <summary>How the file is written, in the words of <see cref="UploadCorrections"/>.</summary>
/// <param name="Set">Which of <c>delimiter</c>, <c>encoding</c>, <c>decimal</c>, <c>dates</c> the person set; the others were found out.</param>
public sealed record UnderstoodDialect(string Delimiter, string Encoding, string Decimal, string Dates, IReadOnlySet<string> Set);

/// <summary>A kind of file.</summary>
/// <param name="Appends">Of transactions: a file adds to earlier ones unless the person says otherwise.</param>
public sealed record SchemaChoice(string Id, string Title, Grain Grain, bool Appends);

/// <summary>A column of the file.</summary>
/// <param name="Index">From 0, as <see cref="ColumnMapping"/> counts.</param>
/// <param name="Header">May be empty; shortened where it is long.</param>
/// <param name="Field">The field that it holds; null where it means none, or where it is the target, which is not read.</param>
/// <param name="Samples">Up to three different values from the first records.</param>
public sealed record UnderstoodColumn(int Index, string Header, string? Field, IReadOnlyList<string> Samples);

/// <summary>A field of the schema, and where it is in the file.</summary>
/// <param name="Title">A short name for people.</param>
/// <param name="IsNeeded">The file cannot be used without its column.</param>
/// <param name="Column">From 0; null where the file has none.</param>
/// <param name="IsSet">The person said so; else the header.</param>
public sealed record UnderstoodField(string Name, LocalText Title, FieldType Type, FieldRole Role, bool IsNeeded, int? Column, bool IsSet);

/// <summary>A field without its column.</summary>
/// <param name="Headers">Headers that may be meant, nearest first; of a field that several columns claim, those.</param>
/// <param name="IsAmbiguous">Several columns claim it.</param>
public sealed record UnfoundField(string Name, LocalText Title, IReadOnlyList<string> Headers, bool IsAmbiguous);

/// <summary>A record as it stands in the file, and as it is understood.</summary>
/// <param name="Line">Physical line on which it starts, from 1.</param>
/// <param name="Cells">By column, shortened where long.</param>
/// <param name="Values">Of each field that is read; none where the record is rejected or the columns are not complete.</param>
/// <param name="Reject">For people: why the record cannot be used; null where it can.</param>
public sealed record UnderstoodRecord(long Line, IReadOnlyList<string> Cells, IReadOnlyList<UnderstoodValue> Values, string? Reject);

/// <summary>A value as it is understood.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Text">
/// Invariant: numbers with a point, dates as <c>yyyy-MM-dd</c>, <c>true</c> and <c>false</c>, categories in the schema's spelling; null where there is no value.
/// </param>
/// <param name="Repair">For people: what was put right; null for nothing.</param>
public sealed record UnderstoodValue(string Field, string? Text, string? Repair);
