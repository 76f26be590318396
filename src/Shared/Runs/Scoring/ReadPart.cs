using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Csv;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>Rule 6: one chunk of the upload, parsed, repaired, rejected and scored, becomes one create-only blob. No table is touched.</summary>
internal sealed class ReadPart(ClienteleStorage storage, ScoringModels models)
{
    // How many records pass between two looks at the cancellation.
    private const int Stride = 1024;

    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, int part, CancellationToken cancellation)
    {
        LoadedModel<ResponseModel> model = await models.Response.LoadAsync(schema, plan.ModelVersion, cancellation);
        SegmentModel? segments = plan.SegmentsVersion.Length == 0 ? null : (await models.Segments.LoadAsync(schema, plan.SegmentsVersion, cancellation)).Model;
        CsvChunk chunk = plan.Chunks[part];
        byte[] bytes = LargeArrays.Pool.Rent((int)chunk.Length);
        try
        {
            await using (Stream stream = await storage.Uploads.OpenReadAsync(run.SourceName, run.SourceETag, chunk.Offset, chunk.Length, cancellation))
            {
                await stream.ReadExactlyAsync(bytes.AsMemory(0, (int)chunk.Length), cancellation);
            }

            using var writer = new ChunkWriter(schema, plan, model.Model.Profile, (int)chunk.Length);
            Read(bytes.AsMemory(0, (int)chunk.Length), chunk, plan, schema, new CustomerScorer(model, plan, segments), writer, cancellation);
            (BinaryData blob, PartResult result) = writer.Finish();

            // Another worker's blob has the same bytes: reading depends on the upload's version and the plan alone.
            await storage.Results.TryCreateAsync(ScoreFiles.Chunk(run.Id, part), blob, cancellation);
            return result;
        }
        finally
        {
            LargeArrays.Pool.Return(bytes);
        }
    }

    private static void Read(ReadOnlyMemory<byte> bytes, CsvChunk chunk, RunPlan plan, Schema schema, CustomerScorer scorer, ChunkWriter writer, CancellationToken cancellation)
    {
        CsvDialect dialect = plan.Dialect ?? throw new InvalidDataException("The plan of a score run has no dialect.");
        var typer = new RecordTyper(plan.MatchOf(schema), dialect);
        var csv = new CsvReader(dialect, bytes, chunk.FirstLine);
        var record = new TypedRecord(schema) { AsOf = plan.AsOf };
        for (int records = 0; csv.Read(); records++)
        {
            if (records % Stride == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            if (typer.TryType(csv, record, out Reject reject))
            {
                writer.Accept(csv, record, scorer);
            }
            else
            {
                writer.Reject(csv, reject);
            }
        }
    }
}
