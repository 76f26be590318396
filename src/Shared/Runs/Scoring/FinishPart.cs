using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Features.Drift;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>Commits the files of a run from the blocks its parts staged, and brings the schema's own tables up to the index.</summary>
internal sealed class FinishPart(ClienteleStorage storage, SchemaSource schemas, ScoringModels models)
{
    private const string Stage = "finish";

    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, IReadOnlyList<PartRow> reads, IReadOnlyList<PartRow> publishes, CancellationToken cancellation)
    {
        await CommitScoresAsync(run, publishes, cancellation);
        RejectCounts rejects = await new RejectFiles(storage, ChunkSections.Parse).WriteAsync(run, plan, schema, reads, publishes, cancellation);
        List<PublishTotals> totals = publishes.Select(row => PublishTotals.Parse(row.Result.Output)).ToList();
        DriftReport drift = await DriftAsync(run, plan, schema, reads, cancellation);
        RunSummary summary = RunSummary.Of(run, plan, schema, RunCounts.Of(reads, publishes), totals, rejects, drift);
        await storage.Results.TryCreateAsync(ScoreFiles.Summary(run.Id), summary.ToJson(), cancellation);
        await WriteObjectivesAsync(run, schema, plan, cancellation);
        await new SegmentRows(storage, schemas, models).UpdateAsync(schema, run.Id.Value, plan.Economics!, cancellation);
        return new PartResult { Output = RunDrift.Of(drift).ToJson() };
    }

    /// <summary>The file beside what its model learnt from, of what the chunks counted.</summary>
    private async Task<DriftReport> DriftAsync(RunRow run, RunPlan plan, Schema schema, IReadOnlyList<PartRow> reads, CancellationToken cancellation)
    {
        TrainingProfile profile = (await models.Response.LoadAsync(schema, plan.ModelVersion, cancellation)).Model.Profile;
        var counter = new ProfileCounter(profile);
        foreach (PartRow read in reads)
        {
            (int offset, int length) = ChunkSections.Parse(read.Result.Output).Profile;
            byte[] bytes = new byte[length];
            await using Stream stream = await storage.Results.OpenReadAsync(ScoreFiles.Chunk(run.Id, read.Part), ifMatch: null, offset, length, cancellation);
            await stream.ReadExactlyAsync(bytes, cancellation);
            counter.Merge(ProfileCounter.Read(profile, bytes));
        }

        return DriftReport.Of(profile, counter);
    }

    /// <summary>For the version of this run, and for the champion in use, which may have changed since: its rows count the same customers.</summary>
    private async Task WriteObjectivesAsync(RunRow run, Schema schema, RunPlan plan, CancellationToken cancellation)
    {
        string? champion = (await models.Response.FindUsableAsync(schema, cancellation))?.Model?.Manifest.Version;
        foreach (string each in new[] { plan.ModelVersion, champion ?? plan.ModelVersion }.Distinct(StringComparer.Ordinal))
        {
            LoadedModel<ResponseModel> model = await models.Response.LoadAsync(schema, each, cancellation);
            await new ObjectiveRows(storage).UpdateAsync(schema.Id, each, run.Id.Value, model.Model.Price(plan.Economics!, plan.Objectives), cancellation);
        }
    }

    private async Task CommitScoresAsync(RunRow run, IReadOnlyList<PartRow> publishes, CancellationToken cancellation)
    {
        var header = new BlockStaging(storage.Results, ScoreFiles.Scores(run.Id), Stage, 0);
        using var line = new ByteBuffer(1024);
        ScoresCsv.WriteHeader(line);
        await header.TakeRestAsync(line, cancellation);
        IEnumerable<string> names = ScoreFiles.Blocks(Stage, 0, header.Count).Concat(publishes.SelectMany(row => ScoreFiles.Blocks("publish", row.Part, row.Result.ScoreBlocks)));
        await storage.Results.CommitBlocksAsync(ScoreFiles.Scores(run.Id), names.ToList(), ScoreFiles.CsvType, cancellation);
    }
}
