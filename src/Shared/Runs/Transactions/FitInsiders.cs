using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Insiders;
using Clientele.Models;
using Clientele.Runs.Training;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>The output of the fit part: what customers are placed by.</summary>
/// <param name="Version">Of clusters and rules.</param>
/// <param name="Drift">The largest population stability index of the customers against those of the champion; 0 without one.</param>
/// <param name="DriftFeature">Of which feature; empty for none.</param>
/// <param name="Sentence">What there is to say of it; empty for nothing.</param>
internal sealed record FittedProgramme(string Version, double Drift, string DriftFeature, string Sentence)
{
    public string ToJson() => JsonSerializer.Serialize(this, FittedProgrammeJson.Default.FittedProgramme);

    public static FittedProgramme Parse(string json)
        => JsonSerializer.Deserialize(json, FittedProgrammeJson.Default.FittedProgramme) ?? throw new InvalidDataException("The row of a fit part says nothing of its model.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(FittedProgramme))]
internal sealed partial class FittedProgrammeJson : JsonSerializerContext;

/// <summary>
/// Without a champion, or where customers have become others than it was fitted on, fits clusters and rules, which become champion if the gate lets them. In any
/// case fits what customers are expected to buy: that changes with every upload.
/// </summary>
internal sealed class FitInsiders
{
    private readonly ScoringModels _models;
    private readonly RunSettings _settings;
    private readonly CustomerFiles _customers;
    private readonly InsiderChampion _champion;
    private readonly Challenge _challenge;
    private readonly ChampionChange _change;

    public FitInsiders(ClienteleStorage storage, ScoringModels models, ChampionChange change, RunSettings settings, CustomerFiles customers)
    {
        (_models, _settings, _customers, _change) = (models, settings, customers, change);
        _champion = new InsiderChampion(models);
        _challenge = new Challenge(storage, models, _champion);
    }

    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, PurchaseTotals totals, CancellationToken cancellation)
    {
        PurchaseTable purchases = await _customers.ReadAllAsync(run.Id, schema, totals, cancellation);
        if (purchases.Count == 0)
        {
            throw new RunFailedException("No line of the file is a purchase, so there are no customers.");
        }

        FittedProgramme fitted = await ModelAsync(run, plan, schema, purchases, cancellation);
        ValueModel value = ValueTraining.Fit(purchases, _settings.Value, progress: null, cancellation);
        await _customers.WriteValueAsync(run.Id, value, cancellation);
        return new PartResult { Output = fitted.ToJson() };
    }

    private async Task<FittedProgramme> ModelAsync(RunRow run, RunPlan plan, Schema schema, PurchaseTable purchases, CancellationToken cancellation)
    {
        if (plan.ModelVersion.Length == 0)
        {
            (string version, string refusal) = await FitAsync(run, plan, schema, purchases, previous: null, cancellation);
            return refusal.Length == 0 ? new FittedProgramme(version, 0, "", "") : throw new RunFailedException(refusal);
        }

        InsiderModel champion = (await _models.Insiders.LoadAsync(schema, plan.ModelVersion, cancellation)).Model;
        InsiderDrift drift = champion.DriftOf(purchases);
        string feature = InsiderTables.ColumnOf(drift.Feature);
        if (!drift.IsLarge)
        {
            return new FittedProgramme(plan.ModelVersion, drift.Psi, feature, "");
        }

        string changed = FormattableString.Invariant($"Customers are no longer those that the clusters were made of: {feature} has a population stability index of {drift.Psi:F2}, and {InsiderModel.LargestDrift:F2} is the most.");
        (string fitted, string reason) = await FitAsync(run, plan, schema, purchases, champion, cancellation);
        return reason.Length == 0
            ? new FittedProgramme(fitted, drift.Psi, feature, $"{changed} The clusters were fitted again; groups that are still the same kept their names.")
            : new FittedProgramme(plan.ModelVersion, drift.Psi, feature, $"{changed} They were kept all the same: {reason}");
    }

    /// <returns>The version, and why it did not become champion; empty when it did.</returns>
    private async Task<(string Version, string Refusal)> FitAsync(
        RunRow run, RunPlan plan, Schema schema, PurchaseTable purchases, InsiderModel? previous, CancellationToken cancellation)
    {
        InsiderOptions options = _settings.Insiders;
        TrainedInsiders trained;
        try
        {
            trained = InsiderTraining.Fit(purchases, schema.Id, schema.Fingerprint, options, previous, progress: null, cancellation);
        }
        catch (InsiderDataException e)
        {
            return ("", e.Message);
        }

        InsiderFigures figures = InsiderChampion.FiguresOf(trained.Evaluation);
        ModelManifest manifest = Manifest(run, plan, schema, purchases, options, figures);
        ChampionAlias? champion = await _champion.CurrentAsync(schema.Id, cancellation);
        ChampionEvidence? against = champion is null || champion.Version == manifest.Version ? null : await _champion.OnItsOwnAsync(schema.Id, champion, cancellation);
        await _challenge.WriteEvidenceAsync(run, new GateEvidence(manifest.Version, Demonstration: false, figures, against), cancellation);
        try
        {
            await _models.Versions.SaveAsync(ModelFiles.Seal(manifest, trained.Model.ToJson(), trained.Evaluation.ToJson()), cancellation);
        }
        catch (ModelRefusedException e)
        {
            throw new RunFailedException(e.Message, e);
        }

        string refusal = await _challenge.MeetAsync(run, schema, manifest.Version, cancellation);
        await _change.FollowAsync(schema, InsiderModel.Kind, judged: manifest.Version, cancellation);
        return (manifest.Version, refusal);
    }

    private static ModelManifest Manifest(RunRow run, RunPlan plan, Schema schema, PurchaseTable purchases, InsiderOptions options, InsiderFigures figures)
    {
        // Earlier uploads' lines are part of what was learnt from.
        List<TrainingBlob> blobs = [.. plan.Histories.Select(history => new TrainingBlob(history, "", 0)), new TrainingBlob(run.SourceName, run.SourceETag, plan.Chunks[^1].Offset + plan.Chunks[^1].Length)];

        // Ids and names depend on the version that they follow, so a version's name does, too.
        string naming = $"{options.Description}, after {(plan.ModelVersion.Length == 0 ? "none" : plan.ModelVersion)}";
        string version = ModelManifest.NameVersion(schema.Id, InsiderModel.Kind, schema.Fingerprint, blobs, options.Seed, FitPart.CodeVersion, naming);
        return new ModelManifest
        {
            Schema = schema.Id,
            Kind = InsiderModel.Kind,
            Version = version,
            SchemaFingerprint = schema.Fingerprint,
            TrainingBlobs = blobs,
            Rows = purchases.Count,
            TrainedCustomers = TrainedCustomers.Of(version, purchases.Ids).ToBase64(),
            Seed = options.Seed,
            CodeVersion = FitPart.CodeVersion,
            Settings = options.Description,
            Choices = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["space"] = figures.Space,
                ["algorithm"] = figures.Algorithm,
                ["clusters"] = FormattableString.Invariant($"{figures.Clusters}"),
            },
            Metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["segments"] = figures.Clusters,
                ["silhouette"] = figures.Silhouette,
                ["stability"] = figures.Stability,
                ["smallestShare"] = figures.SmallestShare,
                ["insiderShare"] = figures.InsiderShare,
                ["revenueShare"] = figures.RevenueShare,
            },
            ParentChampion = plan.ModelVersion.Length == 0 ? null : plan.ModelVersion,
            CreatedFrom = run.Id.Value,
        };
    }
}
