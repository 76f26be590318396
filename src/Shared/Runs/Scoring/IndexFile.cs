using System.Text;
using Clientele.Campaign;

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
/// The blob <c>index/&lt;schema&gt;/&lt;bucket&gt;</c>: the bucket's current customers in key order, after a header with their totals
/// that can be read alone. Runs are named once and referred to by number.
/// </summary>
internal sealed class IndexFile : IDisposable
{
    public const int HeaderBytes = 64;
    private const int Format = 0x31584C43; // "CLX1"
    private readonly ByteBuffer _rows = new(64 * 1024);
    private readonly Dictionary<string, int> _runs = new(StringComparer.Ordinal);
    private IndexTotals _totals;

    public static string Name(string schema, int bucket) => $"{schema}/{bucket:D2}";

    public void Add(ReadOnlySpan<byte> id, string run, in CustomerScore score, int segment2 = 0, int segment3 = 0, int segment = 0)
    {
        if (!_runs.TryGetValue(run, out int number))
        {
            _runs[run] = number = _runs.Count;
        }

        _rows.ShortText(id);
        _rows.Varint((uint)number);
        _rows.Double(score.Probability);
        _rows.Byte((byte)score.Decile);
        _rows.Byte((byte)score.Verdicts);
        _rows.Double(score.ExpectedProfit);
        _rows.Byte((byte)segment2);
        _rows.Byte((byte)segment3);
        _rows.Byte((byte)segment);
        _totals += new IndexTotals(
            1, Has(score, ObjectiveVerdicts.Aggressive), Has(score, ObjectiveVerdicts.Moderate), Has(score, ObjectiveVerdicts.Balanced), Has(score, ObjectiveVerdicts.Frugal), score.Probability);

        static long Has(in CustomerScore score, ObjectiveVerdicts verdict) => score.Verdicts.HasFlag(verdict) ? 1 : 0;
    }

    public BinaryData ToBlob()
    {
        using var head = new ByteBuffer(4096);
        head.Int32(Format);
        head.Int32(_runs.Count);
        foreach (double total in new[] { _totals.Customers, _totals.Aggressive, _totals.Moderate, _totals.Balanced, _totals.Frugal, _totals.Probability })
        {
            head.Double(total);
        }

        head.Int32(0);
        head.Int32(0);
        foreach (string run in _runs.OrderBy(pair => pair.Value).Select(pair => pair.Key))
        {
            head.ShortText(Encoding.ASCII.GetBytes(run));
        }

        byte[] blob = GC.AllocateUninitializedArray<byte>(head.Length + _rows.Length);
        head.Written.Span.CopyTo(blob);
        _rows.Written.Span.CopyTo(blob.AsSpan(head.Length));
        return BinaryData.FromBytes(blob);
    }

    /// <param name="head">At least <see cref="HeaderBytes"/> bytes of the blob.</param>
    public static IndexTotals ReadTotals(ReadOnlySpan<byte> head)
    {
        var cursor = new ByteCursor(head);
        ReadFormat(ref cursor);
        return ReadTotals(ref cursor);
    }

    public static List<IndexEntry> Read(ReadOnlySpan<byte> blob)
    {
        var cursor = new ByteCursor(blob);
        string[] runs = new string[ReadFormat(ref cursor)];
        int count = (int)ReadTotals(ref cursor).Customers;
        cursor.Take(8);
        for (int i = 0; i < runs.Length; i++)
        {
            runs[i] = Encoding.ASCII.GetString(cursor.ShortText());
        }

        var entries = new List<IndexEntry>(count);
        while (!cursor.AtEnd)
        {
            entries.Add(new IndexEntry(
                Encoding.UTF8.GetString(cursor.ShortText()), runs[(int)cursor.Varint()], cursor.Double(), cursor.Byte(), (ObjectiveVerdicts)cursor.Byte(),
                cursor.Double(), cursor.Byte(), cursor.Byte(), cursor.Byte()));
        }

        return entries;
    }

    public void Dispose() => _rows.Dispose();

    private static int ReadFormat(ref ByteCursor cursor)
    {
        int format = cursor.Int32();
        return format == Format ? cursor.Int32() : throw new InvalidDataException($"An index file begins with {format:X8}, not with {Format:X8}.");
    }

    private static IndexTotals ReadTotals(ref ByteCursor cursor)
        => new((long)cursor.Double(), (long)cursor.Double(), (long)cursor.Double(), (long)cursor.Double(), (long)cursor.Double(), cursor.Double());
}
