using System.Buffers;
using Clientele.Csv;
using Clientele.Features;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Training;

/// <summary>Reads the planned versions of a schema's labelled files.</summary>
internal sealed class LabelledFiles(ClienteleStorage storage)
{
    private const int HeadBytes = 1 << 20;

    /// <returns>The customers, and how many records there were.</returns>
    /// <exception cref="RunFailedException">A file can't be read, or too many of its records.</exception>
    public async Task<(TrainingRows Rows, PartResult Counts)> ReadAsync(RunPlan plan, Schema schema, CancellationToken cancellation)
    {
        var rows = new TrainingRows(schema);
        var counts = new PartResult();
        foreach (TrainingFile file in plan.Training)
        {
            counts = await ReadAsync(file, plan, schema, rows, counts, cancellation);
        }

        return counts.Rejected > plan.MostRejectedShare * counts.Read
            ? throw new RunFailedException($"{counts.Rejected:N0} of {counts.Read:N0} labelled records could not be used, so no model was trained.")
            : (rows, counts);
    }

    private async Task<PartResult> ReadAsync(TrainingFile file, RunPlan plan, Schema schema, TrainingRows rows, PartResult counts, CancellationToken cancellation)
    {
        var blob = new BlobFacts(file.Name, file.ETag, file.LastModified, file.Length, new Dictionary<string, string>(StringComparer.Ordinal));
        try
        {
            return await ReadAsync(blob, plan, schema, rows, counts, cancellation);
        }
        catch (CsvFormatException e)
        {
            throw new RunFailedException($"{file.Name}: {e.Message}", e);
        }
    }

    private async Task<PartResult> ReadAsync(BlobFacts file, RunPlan plan, Schema schema, TrainingRows rows, PartResult counts, CancellationToken cancellation)
    {
        byte[] head = await UploadHead.ReadAsync(storage.Training, file, HeadBytes, cancellation);
        CsvSniff sniff = CsvSniffer.Sniff(head, head.Length == file.Length, CsvDialectOverrides.None);
        HeaderMatch match = HeaderMatcher.Match(schema, sniff.Header, HeaderPurpose.Train);
        if (!match.IsComplete)
        {
            throw new RunFailedException($"{file.Name}: {match.Sentence}");
        }

        IReadOnlyList<CsvChunk> chunks;
        await using (Stream stream = await storage.Training.OpenReadAsync(file.Name, file.ETag, 0, length: null, cancellation))
        {
            chunks = await CsvSplitter.SplitAsync(stream, sniff, plan.ChunkBytes, cancellation);
        }

        var typer = new RecordTyper(match, sniff.Dialect);
        int asOf = await ReferenceDate.FindAsync(storage.Training, file, match, sniff.Dialect, chunks, cancellation);
        foreach (CsvChunk chunk in chunks)
        {
            byte[] bytes = ArrayPool<byte>.Shared.Rent((int)chunk.Length);
            try
            {
                await using Stream stream = await storage.Training.OpenReadAsync(file.Name, file.ETag, chunk.Offset, chunk.Length, cancellation);
                await stream.ReadExactlyAsync(bytes.AsMemory(0, (int)chunk.Length), cancellation);
                var csv = new CsvReader(sniff.Dialect, bytes.AsMemory(0, (int)chunk.Length), chunk.FirstLine);
                counts = Read(csv, typer, new TypedRecord(schema) { AsOf = asOf }, rows, match.HasIds ? null : file.Name, counts);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }

        return counts;
    }

    /// <param name="fileWithoutIds">Its name, where lines stand for ids; else null.</param>
    private static PartResult Read(CsvReader csv, RecordTyper typer, TypedRecord record, TrainingRows rows, string? fileWithoutIds, PartResult counts)
    {
        long accepted = 0;
        long repaired = 0;
        long rejected = 0;
        while (csv.Read())
        {
            if (typer.TryType(csv, record, out _) && (fileWithoutIds is null ? rows.Add(record) : rows.Add(record, LineIds.InTraining(fileWithoutIds, csv.Line))))
            {
                accepted++;
                repaired += record.Repairs.Count > 0 ? 1 : 0;
            }
            else
            {
                rejected++;
            }
        }

        return counts with
        {
            Read = counts.Read + accepted + rejected,
            Accepted = counts.Accepted + accepted,
            Repaired = counts.Repaired + repaired,
            Rejected = counts.Rejected + rejected,
        };
    }
}
