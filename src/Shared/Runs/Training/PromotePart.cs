using Azure.Data.Tables;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Training;

/// <summary>Moves the champion alias to the fitted version, brings the tables of models and objectives up to it, and wakes runs that waited for a model.</summary>
internal sealed class PromotePart(ClienteleStorage storage, ScoringModels models, RunSettings settings)
{
    private const int MostConflicts = 50;

    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, string version, CancellationToken cancellation)
    {
        await models.Champions.TryPromoteAsync(schema.Id, ResponseModel.Kind, version, $"trained by run {run.Id}", plan.Demonstration, cancellation);
        await WriteModelRowsAsync(schema.Id, cancellation);
        LoadedModel<ResponseModel> model = await models.LoadAsync(schema, version, cancellation);
        if (schema.Economics is { } economics)
        {
            await new ObjectiveRows(storage).UpdateAsync(schema.Id, version, model.Model.Price(economics, settings.Objectives), cancellation);
        }

        await WakeAsync(schema.Id, cancellation);
        return new PartResult();
    }

    /// <summary>The rows follow from the version's manifests and the alias, so whoever writes last writes the same.</summary>
    private async Task WriteModelRowsAsync(string schema, CancellationToken cancellation)
    {
        string partition = $"{schema}-{ResponseModel.Kind}";
        for (int conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var existing = new Dictionary<string, TableEntity>(StringComparer.Ordinal);
            await foreach (TablePage page in storage.ModelVersions.ReadAsync(partition, from: null, before: null, select: null, cancellation))
            {
                foreach (TableEntity row in page.Rows)
                {
                    existing[row.RowKey] = row;
                }
            }

            ChampionAlias? alias = await models.CurrentAsync(schema, cancellation);
            var writes = new List<TableWrite>();
            await foreach (string version in models.Versions.ListAsync(schema, ResponseModel.Kind, cancellation))
            {
                ModelManifest? manifest = await models.Versions.FindManifestAsync(schema, ResponseModel.Kind, version, cancellation);
                TableEntity? old = existing.GetValueOrDefault(version);
                if (manifest is not null && (old is null || old.GetBoolean("Current") != (alias?.Version == version)))
                {
                    writes.Add(new TableWrite(RowOf(partition, manifest, alias), old?.ETag));
                }
            }

            bool written = true;
            foreach (TableWrite[] batch in writes.Chunk(100))
            {
                written &= await storage.ModelVersions.TryWriteAsync(batch, cancellation);
            }

            if (written)
            {
                return;
            }
        }

        throw new IOException($"The rows of {partition} changed {MostConflicts} times while they were being written.");
    }

    private static TableEntity RowOf(string partition, ModelManifest manifest, ChampionAlias? alias) => new(partition, manifest.Version)
    {
        { "Schema", manifest.Schema },
        { "Kind", manifest.Kind },
        { "Version", manifest.Version },
        { "Current", alias?.Version == manifest.Version },
        { "Status", alias?.Version == manifest.Version ? "champion" : alias?.History.Any(step => step.Version == manifest.Version) == true ? "retired" : "kept" },
        { "Demonstration", manifest.Demonstration },
        { "Rows", (long)manifest.Rows },
        { "RocAuc", manifest.Metrics.GetValueOrDefault("rocAuc") },
        { "AveragePrecision", manifest.Metrics.GetValueOrDefault("averagePrecision") },
        { "LogLoss", manifest.Metrics.GetValueOrDefault("logLoss") },
        { "Brier", manifest.Metrics.GetValueOrDefault("brier") },
        { "ProfitPerThousandAtBreakEven", manifest.Metrics.GetValueOrDefault("profitPerThousandAtBreakEven") },
        { "BaseRate", manifest.Metrics.GetValueOrDefault("baseRate") },
        { "Fingerprint", manifest.SchemaFingerprint },
        { "Parent", manifest.ParentChampion ?? "" },
        { "Run", manifest.CreatedFrom ?? "" },
        { "CodeVersion", manifest.CodeVersion },
    };

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
