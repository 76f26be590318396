using System.Runtime.InteropServices;
using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Csv;
using Clientele.Features.Drift;
using Clientele.Schemas;

namespace Clientele.Runs.Scoring;

/// <summary>Where the pieces of a chunk's blob are. Kept in the part's row, so that a bucket's rows are one ranged read.</summary>
internal sealed class ChunkSections : IChunkRejects
{
    // Per bucket: rows offset, rows length, raw offset, raw length; then the rejected records, their counts, and the counts of the accepted ones.
    private const int PerBucket = 4;
    private const int Fields = (RunSettings.Buckets * PerBucket) + 6;
    private readonly int[] _values = new int[Fields];

    public (int Offset, int Length) Rows(int bucket) => (_values[bucket * PerBucket], _values[(bucket * PerBucket) + 1]);

    public (int Offset, int Length) Raw(int bucket) => (_values[(bucket * PerBucket) + 2], _values[(bucket * PerBucket) + 3]);

    public (int Offset, int Length) Rejects => (_values[^6], _values[^5]);

    public (int Offset, int Length) RejectCounts => (_values[^4], _values[^3]);

    /// <summary>Of the accepted records, for <see cref="ProfileCounter"/>.</summary>
    public (int Offset, int Length) Profile => (_values[^2], _values[^1]);

    public static ChunkSections From(IReadOnlyList<ByteBuffer> rows, IReadOnlyList<ByteBuffer> raw, int rejectsLength, int countsLength, ByteBuffer profile)
    {
        var sections = new ChunkSections();
        int at = 0;
        for (int bucket = 0; bucket < RunSettings.Buckets; bucket++)
        {
            at = sections.Set(bucket * PerBucket, at, rows[bucket].Length);
        }

        for (int bucket = 0; bucket < RunSettings.Buckets; bucket++)
        {
            at = sections.Set((bucket * PerBucket) + 2, at, raw[bucket].Length);
        }

        at = sections.Set(Fields - 6, at, rejectsLength);
        at = sections.Set(Fields - 4, at, countsLength);
        sections.Set(Fields - 2, at, profile.Length);
        return sections;
    }

    public override string ToString() => Convert.ToBase64String(MemoryMarshal.AsBytes(_values.AsSpan()));

    public static ChunkSections Parse(string text)
    {
        var sections = new ChunkSections();
        return Convert.TryFromBase64String(text, MemoryMarshal.AsBytes(sections._values.AsSpan()), out int written) && written == Fields * sizeof(int)
            ? sections
            : throw new InvalidDataException("The row of a read part does not say where its output is.");
    }

    private int Set(int at, int offset, int length)
    {
        _values[at] = offset;
        _values[at + 1] = length;
        return offset + length;
    }
}

/// <summary>Collects what one chunk comes to: rows and raw records by bucket, rejected records with their counts, and how the accepted ones lie beside training.</summary>
internal sealed class ChunkWriter : IDisposable
{
    private readonly ByteBuffer[] _rows;
    private readonly ByteBuffer[] _raw;
    private readonly ChunkRejects _rejects;
    private readonly ByteBuffer _profile = new(1024);
    private readonly ProfileCounter _profileCounter;
    private readonly Schema _schema;
    private readonly int _idField;
    private readonly bool _integerId;
    private ByteBuffer? _blob;
    private long _accepted;

    public ChunkWriter(Schema schema, RunPlan plan, TrainingProfile profile, int chunkBytes)
    {
        _schema = schema;
        _idField = plan.MatchOf(schema).HasIds ? schema.IdField : -1;
        _integerId = schema.HasIntegerIds;
        _rejects = new ChunkRejects(schema, plan);
        _profileCounter = new ProfileCounter(profile);

        // A bucket gets a sixteenth, a few percent more or less; a row takes somewhat more room than its record.
        _rows = Buffers(chunkBytes / 10);
        _raw = Buffers(chunkBytes / 14);

        static ByteBuffer[] Buffers(int capacity) => Enumerable.Range(0, RunSettings.Buckets).Select(_ => new ByteBuffer(Math.Max(256, capacity))).ToArray();
    }

    public void Accept(CsvReader csv, TypedRecord record, CustomerScorer scorer)
    {
        if (_idField < 0)
        {
            // Nobody can tell whether this customer was in training.
            Span<byte> line = stackalloc byte[LineIds.Longest];
            Accept(csv, line[..LineIds.Write(csv.Line, line)], trained: -1, record, scorer);
        }
        else
        {
            ReadOnlySpan<byte> id = record.Text(_idField);
            Accept(csv, id, scorer.FindTrained(id), record, scorer);
        }
    }

    private void Accept(CsvReader csv, ReadOnlySpan<byte> id, int trained, TypedRecord record, CustomerScorer scorer)
    {
        Span<byte> room = stackalloc byte[CustomerKey.Longest];
        ReadOnlySpan<byte> key = room[..CustomerKey.Write(id, _integerId, room)];
        int bucket = CustomerKey.Bucket(key);
        CustomerScore score = scorer.Score(record, trained);
        ScoredRow.Write(_rows[bucket], key, id, csv.Line, _raw[bucket].Length, csv.Raw.Length, score, scorer.Place(record), trained >= 0, record, scorer.Typical);
        _raw[bucket].Bytes(csv.Raw);
        _profileCounter.Add(record, score.Probability);
        _accepted++;
    }

    public void Reject(CsvReader csv, in Reject reject) => _rejects.Add(csv, reject);

    /// <summary>The blob and the part's result. The blob's memory is this writer's until it is disposed.</summary>
    public (BinaryData Blob, PartResult Result) Finish()
    {
        using var rejects = new ByteBuffer(4096);
        (int records, int counts) = _rejects.Write(rejects);
        _profileCounter.Write(_profile);
        ChunkSections sections = ChunkSections.From(_rows, _raw, records, counts, _profile);
        _blob = new ByteBuffer(sections.Profile.Offset + sections.Profile.Length);
        foreach (ByteBuffer buffer in _rows.Concat(_raw).Append(rejects).Append(_profile))
        {
            _blob.Bytes(buffer.Written.Span);
        }

        var result = new PartResult { Read = _accepted + _rejects.Count, Accepted = _accepted, Rejected = _rejects.Count, Output = sections.ToString() };
        return (BinaryData.FromBytes(_blob.Written), result);
    }

    public void Dispose()
    {
        foreach (ByteBuffer buffer in _rows.Concat(_raw))
        {
            buffer.Dispose();
        }

        _rejects.Dispose();
        _profile.Dispose();
        _blob?.Dispose();
    }
}
