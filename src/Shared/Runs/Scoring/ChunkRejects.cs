using Clientele.Bytes;
using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Runs.Scoring;

/// <summary>Where the rejected records of a chunk are in its blob.</summary>
internal interface IChunkRejects
{
    (int Offset, int Length) Rejects { get; }

    (int Offset, int Length) RejectCounts { get; }
}

/// <summary>Collects the records of a chunk that can't be used, as the file for people has them, and counts them by reason.</summary>
internal sealed class ChunkRejects : IDisposable
{
    private readonly ByteBuffer _records = new(4096);
    private readonly RejectsCsv _csv;
    private readonly RejectCounts _counts;

    public ChunkRejects(Schema schema, RunPlan plan) => (_csv, _counts) = (new RejectsCsv(schema, plan, _records), new RejectCounts(schema));

    public long Count { get; private set; }

    /// <param name="csv">Standing on the record.</param>
    public void Add(CsvReader csv, in Reject reject)
    {
        string example = _csv.Write(csv, reject);
        _counts.Add(reject, csv.Line, example);
        Count++;
    }

    /// <summary>The records, then their counts.</summary>
    /// <returns>Bytes of each.</returns>
    public (int Records, int Counts) Write(ByteBuffer into)
    {
        byte[] counts = Count == 0 ? [] : _counts.ToJson();
        into.Bytes(_records.Written.Span);
        into.Bytes(counts);
        return (_records.Length, counts.Length);
    }

    public void Dispose() => _records.Dispose();
}
