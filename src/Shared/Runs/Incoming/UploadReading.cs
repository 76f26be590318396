using System.Globalization;
using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Runs.Incoming;

/// <summary>Understands the head of a file as planning and reading will.</summary>
public static class UploadReading
{
    /// <summary>Columns that are shown.</summary>
    public const int MostColumns = 512;

    private const int MostRecords = 10;
    private const int MostSamples = 3;
    private const int MostUnknown = 100;
    private const int LongestCell = 200;

    /// <param name="upload">Id, name and size; the rest is filled in.</param>
    /// <param name="head">The file's first bytes, up to <see cref="CsvSniffer.HeadBytes"/>.</param>
    internal static UploadUnderstanding Understand(UploadUnderstanding upload, ReadOnlyMemory<byte> head, SchemaCatalog catalog, UploadCorrections corrections)
    {
        upload = upload with { Schemas = [.. catalog.Select(Choice)] };
        CsvSniff sniff;
        CsvDialectOverrides said;
        try
        {
            said = corrections.Dialect();
            sniff = CsvSniffer.Sniff(head.Span, head.Length == upload.Bytes, said);
        }
        catch (CsvFormatException e)
        {
            return upload with { Problem = e.Message };
        }

        upload = upload with { Dialect = Dialect(sniff.Dialect, said), ColumnCount = sniff.Header.Count, SchemaIsSet = !string.IsNullOrEmpty(corrections.Schema) };
        (HeaderMatch? match, string? problem) = Match(catalog, sniff.Header, corrections);
        List<UnderstoodRecord> records = Records(sniff, head, isWholeFile: head.Length == upload.Bytes, match);
        upload = upload with { Problem = problem, Records = records, Columns = Columns(sniff.Header, match, records) };
        return match is null ? upload : WithSchema(upload, match, sniff.Header, corrections) with
        {
            Problem = problem ?? (records.Count == 0 ? InspectedUpload.NothingBelow(match.Schema) : null),
        };
    }

    /// <summary>A problem where the schema is not claimed, or lacks columns.</summary>
    private static (HeaderMatch? Match, string? Problem) Match(SchemaCatalog catalog, IReadOnlyList<string> header, UploadCorrections corrections)
    {
        if (string.IsNullOrEmpty(corrections.Schema))
        {
            return HeaderMatcher.Best(catalog, header, HeaderPurpose.Score, out string? none, corrections.Columns) is { } best
                ? (best, null)
                : (HeaderMatcher.Nearest(catalog, header, HeaderPurpose.Score, corrections.Columns) is { } near && near.ColumnOfField.Any(column => column >= 0) ? near : null, none);
        }

        if (catalog.Find(corrections.Schema) is not { } schema)
        {
            return (null, "There is no such kind of file any more. Choose another one.");
        }

        HeaderMatch match = HeaderMatcher.Match(schema, header, HeaderPurpose.Score, corrections.Columns);
        return (match, match.IsComplete ? null : match.Sentence);
    }

    private static UploadUnderstanding WithSchema(UploadUnderstanding upload, HeaderMatch match, IReadOnlyList<string> header, UploadCorrections corrections)
    {
        Schema schema = match.Schema;
        ColumnMapping set = match.MappingProblem is null ? corrections.Columns.Beside(schema, header, HeaderPurpose.Score) : corrections.Columns;
        return upload with
        {
            Schema = Choice(schema),
            Fields =
            [
                .. schema.Fields.Select((field, i) => new UnderstoodField(
                    field.Name,
                    TitleOf(field),
                    field.Type,
                    field.Role,
                    HeaderMatcher.IsNeeded(schema, field, HeaderPurpose.Score),
                    match.ColumnOfField[i] is >= 0 and int column ? column : null,
                    set.Columns.ContainsKey(field.Name))),
            ],
            Unfound =
            [
                .. match.Missing.Select(missing => new UnfoundField(missing.Field.Name, TitleOf(missing.Field), missing.Nearest, IsAmbiguous: false)),
                .. match.Ambiguous.Select(claimed => new UnfoundField(claimed.Field.Name, TitleOf(claimed.Field), claimed.Nearest, IsAmbiguous: true)),
            ],
            UnknownColumns = [.. match.UnknownColumns.Take(MostUnknown).Select(Short)],
            IdsMissing = schema.Grain == Grain.Customer && !match.HasIds,
            LikelyIds = match.LikelyIds,
        };
    }

    private static List<UnderstoodColumn> Columns(IReadOnlyList<string> header, HeaderMatch? match, List<UnderstoodRecord> records)
    {
        string?[] fields = new string?[header.Count];
        for (int field = 0; field < (match?.ColumnOfField.Length ?? 0); field++)
        {
            if (match!.ColumnOfField[field] is >= 0 and int column && match.Schema.Fields[field].Role != FieldRole.Target)
            {
                fields[column] = match.Schema.Fields[field].Name;
            }
        }

        return
        [
            .. header.Take(MostColumns).Select((name, i) => new UnderstoodColumn(
                i,
                Short(name),
                fields[i],
                [.. records.Select(record => record.Cells.ElementAtOrDefault(i) ?? "").Where(cell => !string.IsNullOrWhiteSpace(cell)).Distinct(StringComparer.Ordinal).Take(MostSamples)])),
        ];
    }

    private static List<UnderstoodRecord> Records(CsvSniff sniff, ReadOnlyMemory<byte> head, bool isWholeFile, HeaderMatch? match)
    {
        var records = new List<UnderstoodRecord>();
        var csv = new CsvReader(sniff.Dialect, head[(int)Math.Min(sniff.FirstRecordOffset, head.Length)..], sniff.FirstRecordLine);
        RecordTyper? typer = match is { IsComplete: true } ? new RecordTyper(match, sniff.Dialect) : null;
        TypedRecord? typed = match is null ? null : new TypedRecord(match.Schema);
        bool hasMore = csv.Read();
        for (; hasMore && records.Count < MostRecords; hasMore = csv.Read())
        {
            string[] cells = csv.Fault == CsvFault.None
                ? [.. Enumerable.Range(0, Math.Min(csv.FieldCount, MostColumns)).Select(i => Short(CsvText.ToText(csv.Field(i))))]
                : [Short(CsvText.ToText(csv.Raw))];
            if (typer is null)
            {
                records.Add(new UnderstoodRecord(csv.Line, cells, [], null));
            }
            else if (typer.TryType(csv, typed!, out Reject reject))
            {
                records.Add(new UnderstoodRecord(csv.Line, cells, Values(csv, typed!, match!), null));
            }
            else
            {
                records.Add(new UnderstoodRecord(csv.Line, cells, [], RejectText.Sentence(match!.Schema, reject, Example(csv, match, reject.Field))));
            }
        }

        // The end of the head may cut a record in two.
        if (!isWholeFile && !hasMore && records.Count > 0)
        {
            records.RemoveAt(records.Count - 1);
        }

        return records;
    }

    private static UnderstoodValue[] Values(CsvReader csv, TypedRecord typed, HeaderMatch match)
    {
        Dictionary<int, Repair> repairs = typed.Repairs.DistinctBy(repair => repair.Field).ToDictionary(repair => repair.Field);
        return
        [
            .. match.Schema.Fields.Select((field, i) => (field, i))
                .Where(each => match.ColumnOfField[each.i] >= 0 && each.field.Role != FieldRole.Target)
                .Select(each => new UnderstoodValue(
                    each.field.Name,
                    Text(typed, each.field, each.i),
                    repairs.TryGetValue(each.i, out Repair repair) ? RepairText.Sentence(match.Schema, repair, Example(csv, match, each.i)) : null)),
        ];
    }

    private static string? Text(TypedRecord typed, SchemaField field, int index)
    {
        if (typed.Text(index).Length > 0)
        {
            return Short(typed.TextString(index));
        }

        double number = typed.Numbers[index];
        return double.IsNaN(number) || field.Type == FieldType.Text ? null : field.Type switch
        {
            FieldType.Date => DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            FieldType.Boolean => number == 0 ? "false" : "true",
            _ => number.ToString(CultureInfo.InvariantCulture),
        };
    }

    private static string? Example(CsvReader csv, HeaderMatch match, int field)
    {
        int column = field < 0 ? -1 : match.ColumnOfField[field];
        return csv.Fault == CsvFault.None && column >= 0 && column < csv.FieldCount ? CsvText.ToText(csv.Field(column)) : null;
    }

    private static UnderstoodDialect Dialect(CsvDialect dialect, CsvDialectOverrides said)
    {
        IReadOnlyDictionary<string, string> words = CsvDialectOverrides.Of(dialect).ToSettings();
        return new UnderstoodDialect(words["delimiter"], words["encoding"], words["decimal"], words["dates"], said.ToSettings().Keys.ToHashSet(StringComparer.Ordinal));
    }

    private static SchemaChoice Choice(Schema schema) =>
        new(schema.Id, schema.Title, schema.Grain, schema.Transactions is { History: TransactionHistory.Append });

    private static LocalText TitleOf(SchemaField field) => LocalText.Of(field.TitleIn);

    private static string Short(string text) => text.Length > LongestCell ? string.Concat(text.AsSpan(0, LongestCell), "…") : text;
}
