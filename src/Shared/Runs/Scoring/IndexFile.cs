using System.Text;
using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Segments;

namespace Clientele.Runs.Scoring;

/// <summary>A current customer of a bucket, as the index knows it.</summary>
/// <param name="Id">As in the file.</param>
/// <param name="Run">The run whose result is current; its id begins with the upload's time.</param>
public sealed record IndexEntry(string Id, string Run, double Probability, int Decile, ObjectiveVerdicts Verdicts, double ExpectedProfit, int Segment2, int Segment3, int Segment);

/// <summary>Sums over the current customers of a bucket.</summary>
public readonly record struct IndexTotals(long Customers, long Aggressive, long Moderate, long Balanced, long Frugal, double Probability)
{
    public static IndexTotals operator +(IndexTotals a, IndexTotals b) => new(
        a.Customers + b.Customers, a.Aggressive + b.Aggressive, a.Moderate + b.Moderate, a.Balanced + b.Balanced, a.Frugal + b.Frugal, a.Probability + b.Probability);
}

/// <summary>
/// The blob <c>index/&lt;schema&gt;/&lt;bucket&gt;</c>: a header with the totals, which can be read alone; the bucket's current customers in key order;
/// the runs that they refer to by number; and sums by segment, which can be read alone, too. Its memory is pooled: dispose it once the blob is written.
/// </summary>
internal sealed class IndexFile : IDisposable
{
    public const int HeaderBytes = 64;
    private const int Format = 0x32584C43; // "CLX2"

    // An id, a run's number, two doubles and five bytes.
    private const int TypicalRow = 40;
    private readonly ByteBuffer _blob;
    private readonly Dictionary<string, int> _runs = new(StringComparer.Ordinal);
    private readonly SegmentSums _segments = new();
    private IndexTotals _totals;

    /// <param name="customers">About how many there will be.</param>
    public IndexFile(int customers = 0)
    {
        _blob = new ByteBuffer(HeaderBytes + (customers * TypicalRow) + 1024);
        _blob.GetSpan(HeaderBytes)[..HeaderBytes].Clear();
        _blob.Advance(HeaderBytes);
    }

    public static string Name(string schema, int bucket) => $"{schema}/{bucket:D2}";

    public void Add(ReadOnlySpan<byte> id, string run, in CustomerScore score, in SegmentAssignment segments)
    {
        if (!_runs.TryGetValue(run, out int number))
        {
            _runs[run] = number = _runs.Count;
        }

        _blob.ShortText(id);
        _blob.Varint((uint)number);
        _blob.Double(score.Probability);
        _blob.Byte((byte)score.Decile);
        _blob.Byte((byte)score.Verdicts);
        _blob.Double(score.ExpectedProfit);
        _blob.Varint((uint)segments.Two);
        _blob.Varint((uint)segments.Three);
        _blob.Varint((uint)segments.Recommended);
        _segments.Add(score, segments);
        _totals += new IndexTotals(
            1, Has(score, ObjectiveVerdicts.Aggressive), Has(score, ObjectiveVerdicts.Moderate), Has(score, ObjectiveVerdicts.Balanced), Has(score, ObjectiveVerdicts.Frugal), score.Probability);

        static long Has(in CustomerScore score, ObjectiveVerdicts verdict) => score.Verdicts.HasFlag(verdict) ? 1 : 0;
    }

    /// <summary>Once, when all customers are in.</summary>
    public BinaryData ToBlob()
    {
        int runsAt = _blob.Length;
        foreach (string run in _runs.OrderBy(pair => pair.Value).Select(pair => pair.Key))
        {
            _blob.ShortText(Encoding.ASCII.GetBytes(run));
        }

        int segmentsAt = _blob.Length;
        _segments.Write(_blob);
        using var head = new ByteBuffer(HeaderBytes);
        head.Int32(Format);
        head.Int32(_runs.Count);
        foreach (double total in new[] { _totals.Customers, _totals.Aggressive, _totals.Moderate, _totals.Balanced, _totals.Frugal, _totals.Probability })
        {
            head.Double(total);
        }

        head.Int32(runsAt);
        head.Int32(segmentsAt);
        _blob.Patch(0, head.Written.Span);
        return BinaryData.FromBytes(_blob.Written);
    }

    /// <param name="head">At least <see cref="HeaderBytes"/> bytes of the blob.</param>
    public static IndexTotals ReadTotals(ReadOnlySpan<byte> head)
    {
        var cursor = new ByteCursor(head);
        ReadFormat(ref cursor);
        return ReadTotals(ref cursor);
    }

    /// <summary>Where the sums by segment begin; they are the rest of the blob.</summary>
    /// <param name="head">At least <see cref="HeaderBytes"/> bytes of the blob.</param>
    public static int ReadSegmentsAt(ReadOnlySpan<byte> head)
    {
        var cursor = new ByteCursor(head);
        ReadFormat(ref cursor);
        ReadTotals(ref cursor);
        cursor.Int32();
        return cursor.Int32();
    }

    public static List<IndexEntry> Read(ReadOnlySpan<byte> blob)
    {
        var rows = new IndexReader(blob);
        var entries = new List<IndexEntry>(rows.Count);
        while (rows.Next())
        {
            entries.Add(new IndexEntry(
                Encoding.UTF8.GetString(rows.Id), rows.Run, rows.Probability, rows.Decile, rows.Verdicts, rows.ExpectedProfit,
                rows.Segments.Two, rows.Segments.Three, rows.Segments.Recommended));
        }

        return entries;
    }

    public void Dispose() => _blob.Dispose();

    internal static int ReadFormat(ref ByteCursor cursor)
    {
        int format = cursor.Int32();
        return format == Format ? cursor.Int32() : throw new InvalidDataException($"An index file begins with {format:X8}, not with {Format:X8}.");
    }

    internal static IndexTotals ReadTotals(ref ByteCursor cursor)
        => new((long)cursor.Double(), (long)cursor.Double(), (long)cursor.Double(), (long)cursor.Double(), (long)cursor.Double(), cursor.Double());
}

/// <summary>Goes through the customers of an index blob in key order, without an object for each.</summary>
internal ref struct IndexReader
{
    // An id of no bytes, varints of one.
    private const int SmallestRow = 23;

    private readonly string[] _runs;
    private ByteCursor _rows;

    /// <exception cref="InvalidDataException">Not an index file.</exception>
    public IndexReader(ReadOnlySpan<byte> blob)
    {
        var head = new ByteCursor(blob);
        int runs = IndexFile.ReadFormat(ref head);
        long customers = IndexFile.ReadTotals(ref head).Customers;
        int runsAt = head.Int32();
        if (runsAt < IndexFile.HeaderBytes || runsAt > blob.Length || customers * SmallestRow > runsAt - IndexFile.HeaderBytes || runs < 0 || runs > blob.Length - runsAt)
        {
            throw new InvalidDataException($"An index file of {blob.Length} bytes says that its {customers} customers end, and its {runs} runs begin, at {runsAt}.");
        }

        Count = (int)customers;
        _runs = new string[runs];
        var names = new ByteCursor(blob[runsAt..]);
        for (int i = 0; i < runs; i++)
        {
            _runs[i] = Encoding.ASCII.GetString(names.ShortText());
        }

        _rows = new ByteCursor(blob[IndexFile.HeaderBytes..runsAt]);
        Run = "";
    }

    /// <summary>How many there are.</summary>
    public int Count { get; }

    /// <summary>Of the current customer, UTF-8.</summary>
    public ReadOnlySpan<byte> Id { get; private set; }

    public string Run { get; private set; }

    public double Probability { get; private set; }

    public int Decile { get; private set; }

    public ObjectiveVerdicts Verdicts { get; private set; }

    public double ExpectedProfit { get; private set; }

    public SegmentAssignment Segments { get; private set; }

    /// <summary>Goes to the next customer; false after the last.</summary>
    public bool Next()
    {
        if (_rows.AtEnd)
        {
            return false;
        }

        Id = _rows.ShortText();
        Run = _runs[(int)_rows.Varint()];
        Probability = _rows.Double();
        Decile = _rows.Byte();
        Verdicts = (ObjectiveVerdicts)_rows.Byte();
        ExpectedProfit = _rows.Double();
        Segments = new SegmentAssignment((int)_rows.Varint(), (int)_rows.Varint(), (int)_rows.Varint());
        return true;
    }
}
