using Clientele.Bytes;
using Clientele.Csv;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>
/// The day on which a file was true: the newest date of its feature columns. Days after the upload do not count, nor does a day that fewer than one date in a
/// thousand rows reaches: typing errors. A file without usable dates was true on the day of its upload. Not safe for two threads.
/// </summary>
internal sealed class ReferenceDate
{
    private const int RowsPerError = 1000;

    private readonly (int Column, int Field, FieldParser Parser)[] _dates;
    private readonly TypedRecord _record;
    private readonly int _columnCount;
    private readonly int _uploaded;

    // Dates by day, up to the upload's: three megabytes, whatever the file holds.
    private readonly int[] _counts;
    private long _rows;

    /// <param name="match">The file's header.</param>
    /// <param name="dialect">The file's.</param>
    /// <param name="uploaded">The day of the upload, as <see cref="DateOnly.DayNumber"/>.</param>
    public ReferenceDate(HeaderMatch match, CsvDialect dialect, int uploaded)
    {
        _record = new TypedRecord(match.Schema);
        _dates = [.. Columns(match).Select(date => (date.Column, date.Field, new FieldParser(match.Schema, date.Field, dialect)))];
        _counts = _dates.Length > 0 ? new int[uploaded + 1] : [];
        _columnCount = match.ColumnCount;
        _uploaded = uploaded;
    }

    /// <summary>As <see cref="DateOnly.DayNumber"/>, of what was added so far.</summary>
    public int Day
    {
        get
        {
            long fewest = Math.Max(1, _rows / RowsPerError);
            long reached = 0;
            for (int day = _counts.Length - 1; day >= 0; day--)
            {
                reached += _counts[day];
                if (reached >= fewest)
                {
                    return day;
                }
            }

            return _uploaded;
        }
    }

    /// <summary>Counts the dates of every record that is left. Records with a faulty shape have none.</summary>
    public void Add(CsvReader csv)
    {
        while (csv.Read())
        {
            _rows++;
            if (csv.Fault != CsvFault.None || csv.FieldCount < _columnCount)
            {
                continue;
            }

            foreach ((int column, int field, FieldParser parser) in _dates)
            {
                if (parser.Parse(csv.Field(column), _record) == FieldOutcome.Ok && (int)_record.Numbers[field] < _counts.Length)
                {
                    _counts[(int)_record.Numbers[field]]++;
                }
            }
        }
    }

    /// <summary>Reads the file's chunks, one at a time, where it has columns of dates; else reads nothing.</summary>
    public static async Task<int> FindAsync(IBlobContainer container, BlobFacts file, HeaderMatch match, CsvDialect dialect, IReadOnlyList<CsvChunk> chunks, CancellationToken cancellation)
    {
        int uploaded = DateOnly.FromDateTime(file.LastModified.UtcDateTime).DayNumber;
        if (chunks.Count == 0 || !Columns(match).Any())
        {
            return uploaded;
        }

        var dates = new ReferenceDate(match, dialect, uploaded);
        var csv = new CsvReader(dialect);
        byte[] bytes = LargeArrays.Pool.Rent((int)chunks.Max(chunk => chunk.Length));
        try
        {
            foreach (CsvChunk chunk in chunks)
            {
                Memory<byte> content = bytes.AsMemory(0, (int)chunk.Length);
                await using Stream stream = await container.OpenReadAsync(file.Name, file.ETag, chunk.Offset, chunk.Length, cancellation);
                await stream.ReadExactlyAsync(content, cancellation);
                csv.Reset(content, chunk.FirstLine);
                dates.Add(csv);
            }
        }
        finally
        {
            LargeArrays.Pool.Return(bytes);
        }

        return dates.Day;
    }

    private static IEnumerable<(int Column, int Field)> Columns(HeaderMatch match) =>
        match.Schema.Fields
            .Select((field, i) => (field, Column: match.ColumnOfField[i], Field: i))
            .Where(each => each is { field: { Role: FieldRole.Feature, Type: FieldType.Date }, Column: >= 0 })
            .Select(each => (each.Column, each.Field));
}
