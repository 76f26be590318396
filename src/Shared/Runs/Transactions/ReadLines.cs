using System.Runtime.InteropServices;
using Clientele.Bytes;
using Clientele.Csv;
using Clientele.Insiders;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>Rule 6: the lines of one chunk, parsed, rejected, cleaned and put in order by bucket and customer, become one create-only blob.</summary>
internal sealed class ReadLines(ClienteleStorage storage)
{
    // How many records pass between two looks at the cancellation.
    private const int Stride = 1024;

    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, int part, CancellationToken cancellation)
    {
        CsvChunk chunk = plan.Chunks[part];
        byte[] bytes = LargeArrays.Pool.Rent((int)chunk.Length);
        try
        {
            await using (Stream stream = await storage.Uploads.OpenReadAsync(run.SourceName, run.SourceETag, chunk.Offset, chunk.Length, cancellation))
            {
                await stream.ReadExactlyAsync(bytes.AsMemory(0, (int)chunk.Length), cancellation);
            }

            using var lines = new LineCollector(schema, PlaceOf(schema));
            using var rejects = new ChunkRejects(schema, plan);
            Read(bytes.AsMemory(0, (int)chunk.Length), chunk, plan, schema, lines, rejects, cancellation);
            using var blob = new ByteBuffer((int)chunk.Length / 2);
            LineSections sections = Write(blob, lines, rejects);

            // Another worker's blob has the same bytes: reading depends on the upload's version and the plan alone.
            await storage.Results.TryCreateAsync(ScoreFiles.Chunk(run.Id, part), BinaryData.FromBytes(blob.Written), cancellation);
            return new PartResult { Read = lines.Counts.Read + rejects.Count, Accepted = lines.Counts.Read, Rejected = rejects.Count, Output = sections.ToString() };
        }
        finally
        {
            LargeArrays.Pool.Return(bytes);
        }
    }

    /// <summary>What the rules did to the lines of a file.</summary>
    public static LineCounts CountsOf(IEnumerable<PartRow> reads) => reads.Aggregate(default(LineCounts), (sum, part) => sum + LineSections.Parse(part.Result.Output).Counts);

    private static CustomerPlace PlaceOf(Schema schema)
    {
        bool isInteger = schema.HasIntegerIds;
        return Place;

        int Place(ReadOnlySpan<byte> id, Span<byte> key, out int bucket)
        {
            int length = CustomerKey.Write(id, isInteger, key);
            bucket = CustomerKey.Bucket(key[..length]);
            return length;
        }
    }

    private static void Read(
        ReadOnlyMemory<byte> bytes, CsvChunk chunk, RunPlan plan, Schema schema, LineCollector lines, ChunkRejects rejects, CancellationToken cancellation)
    {
        CsvDialect dialect = plan.Dialect ?? throw new InvalidDataException("The plan of a run over transactions has no dialect.");
        var typer = new RecordTyper(plan.MatchOf(schema), dialect);
        var csv = new CsvReader(dialect, bytes, chunk.FirstLine);
        var record = new TypedRecord(schema);
        for (int records = 0; csv.Read(); records++)
        {
            if (records % Stride == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (typer.TryType(csv, record, out Reject reject))
            {
                lines.Add(record);
            }
            else
            {
                rejects.Add(csv, reject);
            }
        }
    }

    private static LineSections Write(ByteBuffer blob, LineCollector lines, ChunkRejects rejects)
    {
        int[] ends = new int[RunSettings.Buckets];
        for (int bucket = 0; bucket < ends.Length; bucket++)
        {
            lines.Write(bucket, blob);
            ends[bucket] = blob.Length;
        }

        (int records, int counts) = rejects.Write(blob);
        return new LineSections(ends, records, counts, lines.Counts);
    }
}

/// <summary>Where the pieces of a chunk's blob are, and what the rules did to its lines. Kept in the part's row.</summary>
internal sealed class LineSections : IChunkRejects
{
    private const int LongFields = 7;
    private const int IntFields = RunSettings.Buckets + 2;

    private readonly int[] _ends;
    private readonly int _rejects;
    private readonly int _rejectCounts;

    /// <param name="ends">Of each bucket's section; they stand one behind the other.</param>
    /// <param name="rejects">Bytes of the rejected records, behind the sections.</param>
    /// <param name="rejectCounts">Bytes of their counts, behind these.</param>
    /// <param name="counts">Of the chunk's lines.</param>
    public LineSections(int[] ends, int rejects, int rejectCounts, LineCounts counts) => (_ends, _rejects, _rejectCounts, Counts) = (ends, rejects, rejectCounts, counts);

    public LineCounts Counts { get; }

    public (int Offset, int Length) Rejects => (_ends[^1], _rejects);

    public (int Offset, int Length) RejectCounts => (_ends[^1] + _rejects, _rejectCounts);

    public (int Offset, int Length) Lines(int bucket) => bucket == 0 ? (0, _ends[0]) : (_ends[bucket - 1], _ends[bucket] - _ends[bucket - 1]);

    public override string ToString()
    {
        long[] counts =
        [
            Counts.Read, Counts.WithoutCustomer, Counts.DroppedWithoutCustomer, Counts.DroppedByPrice, Counts.DroppedByProduct, Counts.DroppedByCountry, Counts.DroppedByCustomer,
        ];
        return Convert.ToBase64String([.. MemoryMarshal.AsBytes<int>([.. _ends, _rejects, _rejectCounts]), .. MemoryMarshal.AsBytes<long>(counts)]);
    }

    public static LineSections Parse(string text)
    {
        byte[] bytes = new byte[(IntFields * sizeof(int)) + (LongFields * sizeof(long))];
        if (!Convert.TryFromBase64String(text, bytes, out int written) || written != bytes.Length)
        {
            throw new InvalidDataException("The row of a read part does not say where its output is.");
        }

        ReadOnlySpan<int> places = MemoryMarshal.Cast<byte, int>(bytes.AsSpan(0, IntFields * sizeof(int)));
        ReadOnlySpan<long> counts = MemoryMarshal.Cast<byte, long>(bytes.AsSpan(IntFields * sizeof(int)));
        return new LineSections(
            places[..RunSettings.Buckets].ToArray(), places[^2], places[^1], new LineCounts(counts[0], counts[1], counts[2], counts[3], counts[4], counts[5], counts[6]));
    }
}
