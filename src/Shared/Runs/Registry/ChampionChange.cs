using Clientele.Campaign;
using Clientele.Models;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>What has to follow a change of a champion, whoever made it: the tables of models and objectives, and the runs that waited for a model. May be repeated.</summary>
internal sealed class ChampionChange(ClienteleStorage storage, SchemaSource schemas, ScoringModels models, RunSettings settings)
{
    public ModelRows Rows { get; } = new(storage.ModelVersions, models.Versions, models.Champions);

    /// <param name="schema">Whose champion.</param>
    /// <param name="kind">Of model.</param>
    /// <param name="judged">A version whose judgement is new; null for none.</param>
    /// <param name="cancellation">Ends early; it may be done again.</param>
    public async Task FollowAsync(Schema schema, string kind, string? judged, CancellationToken cancellation)
    {
        await Rows.UpdateAsync(schema.Id, kind, judged, cancellation);
        if (kind == SegmentModel.Kind)
        {
            await WriteSegmentsAsync(schema, cancellation);
        }
        else if (kind == ResponseModel.Kind && await models.Response.CurrentAsync(schema.Id, cancellation) is { } champion)
        {
            await WriteObjectivesAsync(schema, champion.Version, cancellation);
            await WakeAsync(schema.Id, cancellation);
        }
    }

    private async Task WriteSegmentsAsync(Schema schema, CancellationToken cancellation)
    {
        if (await schemas.EconomicsAsync(schema, cancellation) is { } economics)
        {
            await new SegmentRows(storage, schemas, models).UpdateAsync(schema, run: "", economics, cancellation);
        }
    }

    private async Task WriteObjectivesAsync(Schema schema, string version, CancellationToken cancellation)
    {
        if (schema.Economics is not { } economics)
        {
            return;
        }

        LoadedModel<ResponseModel> model;
        try
        {
            model = await models.Response.OpenAsync(schema.Id, version, cancellation);
        }
        catch (ModelRefusedException)
        {
            // Whoever scores says so, and takes an earlier one.
            return;
        }

        await new ObjectiveRows(storage).UpdateAsync(schema.Id, version, model.Model.Price(economics, settings.Objectives), cancellation);
    }

    /// <summary>Watch would find the waiting runs too, at its next tick.</summary>
    private async Task WakeAsync(string schema, CancellationToken cancellation)
    {
        await foreach (TablePage page in storage.Runs.ReadAsync(schema, from: null, before: null, select: null, cancellation))
        {
            foreach (RunRow waiting in page.Rows.Select(RunRow.From).Where(row => row.State == RunState.Waiting))
            {
                await storage.Parts.SendAsync(new PartMessage(schema, waiting.Id.Value, RunKind.PlanStage, 0, 0).ToJson(), null, cancellation);
            }
        }
    }
}
