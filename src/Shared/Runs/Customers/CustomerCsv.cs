using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Csv;
using Clientele.Runs.Scoring;
using Clientele.Schemas;

namespace Clientele.Runs.Customers;

/// <summary>How a list of customers is written.</summary>
public sealed record CustomerCsvOptions
{
    /// <summary>Of the reasons.</summary>
    public Language Language { get; init; }

    /// <summary>With <c>;</c> numbers have a decimal comma: where spreadsheets part cells by semicolons, they read numbers so.</summary>
    public char Delimiter { get; init; } = ',';

    /// <summary>Only the first of the order; null: all.</summary>
    public int? Top { get; init; }

    /// <summary>What people call the segments of the recommended proposal, by id; asked once, when the first row is due. A segment without a name has an empty cell.</summary>
    public Func<CancellationToken, Task<IReadOnlyDictionary<int, LocalText>>> SegmentNames { get; init; } =
        static _ => Task.FromResult<IReadOnlyDictionary<int, LocalText>>(new Dictionary<int, LocalText>());
}

/// <summary>
/// Writes the customers of a selection as UTF-8 with a byte order mark. They come bucket by bucket, in each by key, as both tables have them; the column Rank is
/// their place in the order that was asked for. A bucket of which much is taken is read through, of another one each customer by key.
/// </summary>
internal sealed class CustomerCsv
{
    private const int PieceBytes = 64 * 1024;

    // Below one in so many, reading by key is less work than reading through.
    private const int Sparse = 20;
    private const int KeysAtOnce = 64;

    private readonly CustomerSelection _selection;
    private readonly CustomerCsvOptions _options;
    private readonly CustomerIndex _index;
    private readonly CustomerTableReader _tables;
    private readonly string[] _reasonColumns;
    private readonly (SchemaField Field, string Column)[] _own;
    private IReadOnlyDictionary<int, LocalText> _segmentNames = new Dictionary<int, LocalText>();

    public CustomerCsv(CustomerSelection selection, CustomerCsvOptions options, CustomerIndex index, CustomerTableReader tables)
    {
        (_selection, _options, _index, _tables) = (selection, options, index, tables);
        _reasonColumns = [.. Enumerable.Range(0, TopReasons.Count).Select(reason => CustomerRows.ReasonColumn(reason, options.Language))];
        _own = [.. selection.Schema.Fields.Where(field => field.IsPublished).Select(field => (field, CustomerRows.ColumnOf(field)))];
    }

    public async Task WriteAsync(Stream output, CancellationToken cancellation)
    {
        using var lines = new ByteBuffer(PieceBytes * 2);
        var csv = new CsvWriter(lines, _options.Delimiter, decimalComma: _options.Delimiter == ';');
        lines.Bytes(Encoding.UTF8.Preamble);
        WriteHeader(csv);
        await SendAsync(lines, output, cancellation);

        _segmentNames = await _options.SegmentNames(cancellation);
        CustomerColumns columns = await _index.CurrentAsync(_selection.Schema, cancellation);
        int[] ranks = Ranks(columns);
        for (int bucket = 0; bucket < columns.Buckets.Count; bucket++)
        {
            var rows = new BucketOfRanks(columns, bucket, ranks);
            await foreach ((StoredCustomer customer, int rank) in ReadAsync(rows, cancellation))
            {
                WriteCustomer(csv, customer, rank);
                if (lines.Length >= PieceBytes)
                {
                    await SendAsync(lines, output, cancellation);
                }
            }
        }

        await SendAsync(lines, output, cancellation);
    }

    private int[] Ranks(CustomerColumns columns)
    {
        using var selected = SelectedCustomers.Of(columns, _selection);
        return selected.Ranks(_options.Top ?? int.MaxValue);
    }

    private static async Task SendAsync(ByteBuffer lines, Stream output, CancellationToken cancellation)
    {
        await output.WriteAsync(lines.Written, cancellation);
        await output.FlushAsync(cancellation);
        lines.Clear();
    }

    private IAsyncEnumerable<(StoredCustomer Customer, int Rank)> ReadAsync(BucketOfRanks rows, CancellationToken cancellation) =>
        rows.Ranked.Count == 0 ? AsyncEnumerable.Empty<(StoredCustomer, int)>()
        : (long)rows.Ranked.Count * Sparse < rows.Count ? ReadByKeyAsync(rows, cancellation)
        : ReadThroughAsync(rows, cancellation);

    private async IAsyncEnumerable<(StoredCustomer Customer, int Rank)> ReadByKeyAsync(
        BucketOfRanks rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (int[] some in rows.Ranked.Chunk(KeysAtOnce))
        {
            StoredCustomer?[] found = await _tables.FindAsync([.. some.Select(row => (rows.Bucket, rows.Key(row)))], cancellation);
            for (int i = 0; i < found.Length; i++)
            {
                if (found[i] is { } customer)
                {
                    yield return (customer, rows.Rank(some[i]));
                }
            }
        }
    }

    private async IAsyncEnumerable<(StoredCustomer Customer, int Rank)> ReadThroughAsync(
        BucketOfRanks rows, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        string[] scoreColumns =
            ["Customer", "Probability", "Decile", .. ScoreFiles.Verdicts.Select(verdict => verdict.ToString()), "ExpectedProfit", "Segment2", "Segment3", "Segment", .. _reasonColumns, "Uploaded"];
        await using CustomerPartition partition = _tables.OpenPartition(
            rows.Bucket, rows.Key(rows.Ranked[0]), rows.Key(rows.Ranked[^1]), scoreColumns, [.. _own.Select(each => each.Column)], cancellation);
        foreach (int row in rows.Ranked)
        {
            if (await partition.SeekAsync(rows.Key(row)) is { } customer)
            {
                yield return (customer, rows.Rank(row));
            }
        }
    }

    private void WriteHeader(CsvWriter csv)
    {
        List<string> names =
            ["Rank", "Customer", "Probability", "Decile", .. ScoreFiles.Verdicts.Select(verdict => verdict.ToString()), "ExpectedProfit", "Segment2", "Segment3", "Segment", "SegmentName"];
        names.AddRange(Enumerable.Range(1, TopReasons.Count).Select(reason => $"Reason{reason}"));
        const string Last = "Uploaded";
        foreach ((SchemaField field, _) in _own)
        {
            // No two columns of one name: the file's own may be called as one of ours.
            string name = field.Name;
            while (name == Last || names.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                name += "_";
            }

            names.Add(name);
        }

        names.Add(Last);
        names.ForEach(csv.WriteText);
        csv.EndRecord();
    }

    private void WriteCustomer(CsvWriter csv, in StoredCustomer customer, int rank)
    {
        TableEntity scores = customer.Scores;
        csv.WriteNumber(rank);
        csv.WriteOriginal(Encoding.UTF8.GetBytes(scores.Text("Customer")), isTextColumn: !_selection.Schema.HasIntegerIds);
        csv.WriteNumber(scores.GetDouble("Probability") ?? double.NaN);
        csv.WriteNumber(scores.GetInt32("Decile") ?? 0);
        ObjectiveVerdicts verdicts = CustomerRows.VerdictsOf(scores);
        foreach (ObjectiveVerdicts verdict in ScoreFiles.Verdicts)
        {
            csv.WriteBoolean(verdicts.HasFlag(verdict));
        }

        csv.WriteNumber(scores.GetDouble("ExpectedProfit") ?? double.NaN);
        csv.WriteNumber(scores.GetInt32("Segment2") ?? 0);
        csv.WriteNumber(scores.GetInt32("Segment3") ?? 0);
        int segment = scores.GetInt32("Segment") ?? 0;
        csv.WriteNumber(segment);
        csv.WriteText(_segmentNames.GetValueOrDefault(segment)?.In(_options.Language) ?? "");

        foreach (string column in _reasonColumns)
        {
            csv.WriteText(scores.Text(column));
        }

        foreach ((SchemaField field, string column) in _own)
        {
            WriteValue(csv, field, customer.Own[column]);
        }

        csv.WriteValue(Encoding.ASCII.GetBytes(scores.GetDateTimeOffset("Uploaded")?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture) ?? ""));
        csv.EndRecord();
    }

    /// <summary>By what the row holds: it may have been written when the schema said otherwise.</summary>
    private static void WriteValue(CsvWriter csv, SchemaField field, object? value)
    {
        switch (value)
        {
            case string text:
                csv.WriteText(text);
                break;
            case long whole:
                csv.WriteNumber(whole);
                break;
            case int whole:
                csv.WriteNumber(whole);
                break;
            case double number:
                csv.WriteNumber(number);
                break;
            case bool yes:
                csv.WriteBoolean(yes);
                break;
            case DateTimeOffset time:
                csv.WriteDate(DateOnly.FromDateTime(time.UtcDateTime));
                break;
            case null:
                csv.WriteEmpty();
                break;
            default:
                throw new InvalidDataException($"The column {field.Name} of a customer's row is a {value.GetType().Name}, which no column of customers is.");
        }
    }

    /// <summary>The rows of a bucket that have a rank, in key order.</summary>
    private sealed class BucketOfRanks
    {
        private readonly CustomerColumns _columns;
        private readonly int[] _ranks;

        public BucketOfRanks(CustomerColumns columns, int bucket, int[] ranks)
        {
            (_columns, Bucket, _ranks) = (columns, bucket, ranks);
            for (int row = 0; row < Count; row++)
            {
                if (Rank(row) > 0)
                {
                    Ranked.Add(row);
                }
            }
        }

        public int Bucket { get; }

        public int Count => _columns.Buckets[Bucket].Count;

        public List<int> Ranked { get; } = [];

        public int Rank(int row) => _ranks[_columns.Starts[Bucket] + row];

        public string Key(int row) => _columns.Key(Bucket, row);
    }
}
