using Azure.Data.Tables;
using Clientele.Bytes;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>What a run says of the records that it could not use: a file to mend and drop again, and a row for each reason.</summary>
/// <param name="parse">Where a chunk's rejects are, of what its part row says.</param>
internal sealed class RejectFiles(ClienteleStorage storage, Func<string, IChunkRejects> parse)
{
    private const string Stage = "finish";

    /// <summary>Writes <c>rejects.csv</c> and the table <c>rejects</c>: what reading rejected, chunk by chunk, then the duplicates by bucket.</summary>
    public async Task<RejectCounts> WriteAsync(RunRow run, RunPlan plan, Schema schema, IReadOnlyList<PartRow> reads, IReadOnlyList<PartRow> publishes, CancellationToken cancellation)
    {
        var counts = new RejectCounts(schema);
        var blocks = new BlockStaging(storage.Results, ScoreFiles.Rejects(run.Id), Stage, 0);
        using var lines = new ByteBuffer(64 * 1024);
        new RejectsCsv(schema, plan, lines).WriteHeader();
        foreach (PartRow read in reads.Where(row => row.Result.Rejected > 0))
        {
            await CopyAsync(run, read, lines, counts, cancellation);
            await blocks.TakeFullAsync(lines, cancellation);
        }

        await blocks.TakeRestAsync(lines, cancellation);
        IEnumerable<string> names = ScoreFiles.Blocks(Stage, 0, blocks.Count);
        foreach (PartRow publish in publishes)
        {
            names = names.Concat(ScoreFiles.Blocks("publish", publish.Part, publish.Result.RejectBlocks));
            if (publish.Result.Duplicates > 0)
            {
                PublishTotals totals = PublishTotals.Parse(publish.Result.Output);
                counts.Merge(new RejectCount(schema.IdField, RejectCode.DuplicateId, publish.Result.Duplicates, totals.DuplicateLine, totals.DuplicateExample));
            }
        }

        await storage.Results.CommitBlocksAsync(ScoreFiles.Rejects(run.Id), names.ToList(), ScoreFiles.CsvType, cancellation);
        await WriteRowsAsync(run, counts, cancellation);
        return counts;
    }

    private async Task CopyAsync(RunRow run, PartRow read, ByteBuffer lines, RejectCounts counts, CancellationToken cancellation)
    {
        IChunkRejects sections = parse(read.Result.Output);
        byte[] bytes = new byte[sections.Rejects.Length + sections.RejectCounts.Length];
        await using Stream stream = await storage.Results.OpenReadAsync(ScoreFiles.Chunk(run.Id, read.Part), ifMatch: null, sections.Rejects.Offset, bytes.Length, cancellation);
        await stream.ReadExactlyAsync(bytes, cancellation);
        lines.Bytes(bytes.AsSpan(0, sections.Rejects.Length));
        counts.MergeJson(bytes.AsSpan(sections.Rejects.Length));
    }

    private async Task WriteRowsAsync(RunRow run, RejectCounts counts, CancellationToken cancellation)
    {
        foreach (RejectCount count in counts.All)
        {
            string column = counts.ColumnOf(count);
            var row = new TableEntity(run.Id.Value, TableKeys.Escape($"{(column.Length == 0 ? "record" : column)}-{RejectText.Code(count.Code)}"))
            {
                { "Column", column },
                { "Code", RejectText.Code(count.Code) },
                { "Count", count.Count },
                { "Line", count.Line },
                { "Example", count.Example },
                { "Sentence", counts.SentenceOf(count) },
            };

            // There already: written by an earlier try of this part, with the same content.
            await storage.Rejects.TryInsertAsync(row, cancellation);
        }
    }
}
