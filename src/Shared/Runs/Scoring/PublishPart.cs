using Azure.Data.Tables;
using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>Rule 8: merges the chunks' rows of one bucket and brings tables and index up to them. The table is the truth, the index its copy.</summary>
internal sealed class PublishPart(ClienteleStorage storage)
{
    private const int MostIndexConflicts = 20;

    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, IReadOnlyList<PartRow> reads, int bucket, CancellationToken cancellation)
    {
        List<(string Name, ChunkSections Sections)> chunks = reads.Select(part => (ScoreFiles.Chunk(run.Id, part.Part), ChunkSections.Parse(part.Result.Output))).ToList();
        using BucketRows rows = await BucketRows.LoadAsync(storage.Results, chunks, bucket, cancellation);
        var counter = new PublishCounter();
        var reasons = new PublishedReasons(schema);
        int scoreBlocks = await new ScoresCsv(storage.Results, run, reasons).StageAsync(rows, bucket, counter, cancellation);
        (int rejectBlocks, PublishTotals totals) = await StageDuplicatesAsync(run, plan, schema, chunks, rows, bucket, counter.ToTotals(), cancellation);

        for (int conflicts = 0; !await TryPublishAsync(run, schema, reasons, rows, bucket, cancellation); conflicts++)
        {
            if (conflicts == MostIndexConflicts)
            {
                throw new IOException($"The index of bucket {bucket} changed {MostIndexConflicts} times while it was being written.");
            }
        }

        return new PartResult
        {
            Accepted = rows.Count,
            Repaired = counter.Repaired,
            Duplicates = rows.DuplicateCount,
            ScoreBlocks = scoreBlocks,
            RejectBlocks = rejectBlocks,
            Output = totals.ToJson(),
        };
    }

    /// <summary>False when another publisher wrote the index meanwhile: then its rows may be missing from ours.</summary>
    private async Task<bool> TryPublishAsync(RunRow run, Schema schema, PublishedReasons reasons, BucketRows rows, int bucket, CancellationToken cancellation)
    {
        string indexName = IndexFile.Name(schema.Id, bucket);
        (BlobFacts? index, _) = await storage.Index.FindAsync(indexName, cancellation);
        var builder = new CustomerRows(schema, run, bucket, reasons);
        string partition = CustomerKey.Partition(schema.Id, bucket);

        var customers = new PartitionMerge(storage.Customers(schema.Id), partition, ["Run"], (row, existing) => DecideCustomer(builder, rows, row, run, existing), static (_, _) => { }, builder.Recycle);
        await customers.RunAsync(rows, cancellation);

        using var copy = new IndexFile(rows.Count);
        var scores = new PartitionMerge(
            storage.CustomerScores, partition, select: null, (row, existing) => DecideScore(builder, rows, row, run, existing), (row, result) => Copy(copy, rows, row, run, result), builder.Recycle);
        await scores.RunAsync(rows, cancellation);
        return await storage.Index.TryReplaceAsync(indexName, index?.ETag, copy.ToBlob(), cancellation) is not null;
    }

    private static MergeDecision DecideCustomer(CustomerRows builder, BucketRows rows, int row, RunRow run, TableEntity? existing)
        => existing is null || CustomerState.After(run.Id.Value, existing.Text("Run"))
            ? new MergeDecision(builder.Customer(rows[row]), null)
            : default;

    private static MergeDecision DecideScore(CustomerRows builder, BucketRows rows, int row, RunRow run, TableEntity? existing)
    {
        if (existing is null)
        {
            // No result: the index copies the row from the run's own bytes.
            return new MergeDecision(builder.Score(rows[row], existing: null, CustomerChange.BecomesCurrent), null);
        }

        switch (CustomerState.From(existing).ChangeBy(run.Id.Value))
        {
            case CustomerChange.None:
                return new MergeDecision(null, existing);
            case CustomerChange.BecomesPrevious:
                return new MergeDecision(builder.WithPrevious(rows[row], existing), existing);
            case var change:
                return new MergeDecision(builder.Score(rows[row], existing, change), null);
        }
    }

    private static void Copy(IndexFile copy, BucketRows rows, int row, RunRow run, TableEntity? current)
    {
        if (current is null)
        {
            ScoredRow own = rows[row];
            copy.Add(own.Id, run.Id.Value, own.Score, own.Segments);
            return;
        }

        var score = new CustomerScore(current.GetDouble("Probability") ?? 0, current.GetInt32("Decile") ?? 0, CustomerRows.VerdictsOf(current), current.GetDouble("ExpectedProfit") ?? 0, TopReasons.None);
        var segments = new SegmentAssignment(current.GetInt32("Segment2") ?? 0, current.GetInt32("Segment3") ?? 0, current.GetInt32("Segment") ?? 0);
        copy.Add(System.Text.Encoding.UTF8.GetBytes(current.Text("Customer")), current.Text("Run"), score, segments);
    }

    private async Task<(int Blocks, PublishTotals Totals)> StageDuplicatesAsync(
        RunRow run, RunPlan plan, Schema schema, List<(string Name, ChunkSections Sections)> chunks, BucketRows rows, int bucket, PublishTotals totals, CancellationToken cancellation)
    {
        if (rows.DuplicateCount == 0)
        {
            return (0, totals);
        }

        var reject = new Reject(schema.IdField, RejectCode.DuplicateId);
        using var lines = new ByteBuffer(64 * 1024);
        var csv = new RejectsCsv(schema, plan, lines);
        var blocks = new BlockStaging(storage.Results, ScoreFiles.Rejects(run.Id), "publish", bucket);
        byte[] raw = [];
        int rawChunk = -1;
        for (int i = 0; i < rows.DuplicateCount; i++)
        {
            int chunk = Chunk(rows, i);
            if (chunk != rawChunk)
            {
                raw = await ReadRawAsync(chunks[chunk], bucket, cancellation);
                rawChunk = chunk;
            }

            if (i == 0)
            {
                totals = totals with { DuplicateLine = rows.Duplicate(0, out _, out _).Line, DuplicateExample = rows.Duplicate(0, out _, out _).IdText };
            }

            Render(csv, rows, i, raw, reject);
            await blocks.TakeFullAsync(lines, cancellation);
        }

        await blocks.TakeRestAsync(lines, cancellation);
        return (blocks.Count, totals);
    }

    private static int Chunk(BucketRows rows, int duplicate)
    {
        rows.Duplicate(duplicate, out int chunk, out _);
        return chunk;
    }

    private static void Render(RejectsCsv csv, BucketRows rows, int duplicate, byte[] raw, in Reject reject)
    {
        ScoredRow row = rows.Duplicate(duplicate, out _, out long keptLine);
        csv.WriteDuplicate(raw.AsMemory(row.RawOffset, row.RawLength), row.Line, row.IdText, keptLine, reject);
    }

    private async Task<byte[]> ReadRawAsync((string Name, ChunkSections Sections) chunk, int bucket, CancellationToken cancellation)
    {
        (int offset, int length) = chunk.Sections.Raw(bucket);
        byte[] raw = GC.AllocateUninitializedArray<byte>(length);
        await using Stream stream = await storage.Results.OpenReadAsync(chunk.Name, ifMatch: null, offset, length, cancellation);
        await stream.ReadExactlyAsync(raw, cancellation);
        return raw;
    }
}
