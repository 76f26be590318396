using Clientele.Bytes;
using Clientele.Insiders;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>Makes one section of all chunks of a bucket, kept for files that are appended later; and of it, with what earlier files brought, the bucket's customers.</summary>
internal sealed class MergeLines(ClienteleStorage storage)
{
    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, IReadOnlyList<PartRow> reads, int bucket, CancellationToken cancellation)
    {
        string own = TransactionIndex.Lines(schema.Id, TransactionIndex.History(run.Id, plan.Appends), bucket);
        using var lines = new MemoryStream();
        using var customers = new MemoryStream();
        using var kept = new SectionSink(lines);
        using var summed = new PurchaseSink(schema.Transactions!, customers);
        using (ChunkLines chunks = await ChunkLines.LoadAsync(storage.Results, run.Id, reads, bucket, cancellation))
        {
            await LineMerge.MergeAsync(chunks.Sections, plan.Histories.Count == 0 ? new BothSinks(kept, summed) : kept, cancellation);
        }

        // Both are the same bytes whoever writes them.
        await storage.Index.TryCreateAsync(own, Written(lines), cancellation);
        if (plan.Histories.Count > 0)
        {
            await AddEarlierAsync(schema, plan, lines, bucket, summed, cancellation);
        }

        await storage.Results.TryCreateAsync(TransactionFiles.Customers(run.Id, bucket), Written(customers), cancellation);
        return new PartResult { Accepted = summed.Totals.Customers, Duplicates = summed.Totals.Duplicates, Output = HistoryTotals.ToText(summed.Totals) };
    }

    private async Task AddEarlierAsync(Schema schema, RunPlan plan, MemoryStream own, int bucket, PurchaseSink summed, CancellationToken cancellation)
    {
        var streams = new List<Stream>();
        var sections = new List<SectionReader> { new(own.GetBuffer().AsMemory(0, (int)own.Length)) };
        try
        {
            foreach (string history in plan.Histories)
            {
                string name = TransactionIndex.Lines(schema.Id, history, bucket);
                try
                {
                    streams.Add(await storage.Index.OpenReadAsync(name, ifMatch: null, 0, length: null, cancellation));
                }
                catch (BlobChangedException e)
                {
                    throw new RunFailedException($"The file {storage.Index.Name}/{name} with the lines of an earlier upload is gone: a newer whole history took its place. Upload the whole history.", e);
                }

                sections.Add(new SectionReader(streams[^1]));
            }

            await LineMerge.MergeAsync(sections, summed, cancellation);
        }
        finally
        {
            sections.ForEach(section => section.Dispose());
            foreach (Stream stream in streams)
            {
                await stream.DisposeAsync();
            }
        }
    }

    private static BinaryData Written(MemoryStream stream) => BinaryData.FromBytes(stream.GetBuffer().AsMemory(0, (int)stream.Length));
}

/// <summary>The totals of a bucket's customers, in the row of a merge part.</summary>
internal static class HistoryTotals
{
    public static string ToText(in PurchaseTotals totals)
    {
        using var bytes = new ByteBuffer(PurchaseFile.TotalsBytes);
        totals.Write(bytes);
        return Convert.ToBase64String(bytes.Written.Span);
    }

    /// <summary>Of all buckets.</summary>
    public static PurchaseTotals Of(IReadOnlyList<PartRow> merges)
    {
        if (merges.Count != RunSettings.Buckets)
        {
            throw new IOException($"There are {merges.Count} rows for {RunSettings.Buckets} merges.");
        }

        return merges.Aggregate(default(PurchaseTotals), (sum, merge) => sum + PurchaseFile.Totals(Convert.FromBase64String(merge.Result.Output)));
    }
}

/// <summary>The sections of one bucket from all chunks, in memory that is given back.</summary>
internal sealed class ChunkLines : IDisposable
{
    private byte[] _bytes;

    private ChunkLines(byte[] bytes, List<SectionReader> sections) => (_bytes, Sections) = (bytes, sections);

    public IReadOnlyList<SectionReader> Sections { get; }

    public static async Task<ChunkLines> LoadAsync(IBlobContainer results, RunId run, IReadOnlyList<PartRow> reads, int bucket, CancellationToken cancellation)
    {
        List<(int Part, int Offset, int Length)> places =
            [.. reads.Select(read => (read.Part, LineSections.Parse(read.Result.Output).Lines(bucket))).Select(place => (place.Part, place.Item2.Offset, place.Item2.Length))];
        byte[] bytes = LargeArrays.Pool.Rent(places.Sum(place => place.Length));
        var sections = new List<SectionReader>(places.Count);
        try
        {
            int at = 0;
            foreach ((int part, int offset, int length) in places)
            {
                await using Stream stream = await results.OpenReadAsync(ScoreFiles.Chunk(run, part), ifMatch: null, offset, length, cancellation);
                await stream.ReadExactlyAsync(bytes.AsMemory(at, length), cancellation);
                sections.Add(new SectionReader(bytes.AsMemory(at, length)));
                at += length;
            }

            return new ChunkLines(bytes, sections);
        }
        catch
        {
            LargeArrays.Pool.Return(bytes);
            throw;
        }
    }

    public void Dispose()
    {
        byte[] bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
        {
            foreach (SectionReader section in Sections)
            {
                section.Dispose();
            }

            LargeArrays.Pool.Return(bytes);
        }
    }
}
