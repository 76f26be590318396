using Clientele.Campaign;
using Clientele.Insiders;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>The registry over a storage account.</summary>
public sealed partial class ModelRegistry(
    ClienteleStorage storage, SchemaSource schemas, ScoringModels models, RunSettings settings, ILogger<ModelRegistry> logger) : IModelRegistry
{
    private static readonly string[] CustomerKinds = [ResponseModel.Kind, SegmentModel.Kind];
    private static readonly string[] TransactionKinds = [InsiderModel.Kind];

    private readonly ChampionChange _change = new(storage, schemas, models, settings);

    public async Task<IReadOnlyList<ModelFamily>> ListAsync(string? schema, string? kind, CancellationToken cancellation)
    {
        var families = new List<ModelFamily>();
        foreach (Schema each in (await schemas.CurrentAsync(cancellation)).Where(each => schema is null || each.Id == schema))
        {
            foreach (string one in KindsOf(each).Where(one => kind is null || kind == one))
            {
                families.Add(await ReadAsync(each, one, cancellation));
            }
        }

        return families;
    }

    public async Task<ModelChange> PromoteAsync(string schema, string kind, string version, CancellationToken cancellation)
    {
        if (await FindAsync(schema, kind, cancellation) is not { } found || !ModelPath.IsPart(version))
        {
            return NoSuchVersion(schema, kind, version);
        }

        return await ChangeAsync(found, kind, version, async () =>
        {
            if (await models.Versions.FindManifestAsync(found.Id, kind, version, cancellation) is not { } manifest)
            {
                return NoSuchVersion(schema, kind, version);
            }

            return await FingerprintAsync(found, kind, version, cancellation) == found.Fingerprint
                ? Answer(await models.Champions.PromoteAsync(found.Id, kind, version, "Promoted by hand.", manifest.Demonstration, cancellation), version)
                : new ModelChange(AliasOutcome.Refused, $"The schema '{schema}' has changed since version {version} was trained, so it cannot be used. Train again.", null);
        }, cancellation);
    }

    public async Task<ModelChange> RollbackAsync(string schema, string kind, string? version, CancellationToken cancellation)
    {
        if (await FindAsync(schema, kind, cancellation) is not { } found)
        {
            return NoChampion(schema, kind);
        }

        return await ChangeAsync(
            found,
            kind,
            version,
            async () => Answer(await models.Champions.RollbackAsync(found.Id, kind, version, earlier => IsUsableAsync(found, kind, earlier.Version, cancellation), cancellation), version),
            cancellation);
    }

    public async Task<ModelChange> ReleaseAsync(string schema, string kind, string? version, CancellationToken cancellation)
    {
        if (await FindAsync(schema, kind, cancellation) is not { } found)
        {
            return NoChampion(schema, kind);
        }

        return await ChangeAsync(
            found, kind, version, async () => Answer(await models.Champions.ReleaseAsync(found.Id, kind, version, cancellation), version), cancellation);
    }

    /// <summary>The tables follow whatever came of it, so that asking again also completes what was cut off.</summary>
    private async Task<ModelChange> ChangeAsync(Schema schema, string kind, string? version, Func<Task<ModelChange>> change, CancellationToken cancellation)
    {
        ModelChange done;
        try
        {
            done = await change();
        }
        catch (ModelRefusedException e)
        {
            return new ModelChange(AliasOutcome.Refused, e.Message, null);
        }

        if (done.Alias is not null)
        {
            Log.Asked(logger, schema.Id, kind, version ?? "the champion", done.Outcome, done.Alias.Version, done.Alias.Pinned);
            await _change.FollowAsync(schema, kind, judged: null, cancellation);
        }

        return done;
    }

    private async Task<Schema?> FindAsync(string schema, string kind, CancellationToken cancellation)
        => (await schemas.CurrentAsync(cancellation)).Find(schema) is { } found && KindsOf(found).Contains(kind) ? found : null;

    private static string[] KindsOf(Schema schema) => schema.Grain == Grain.Customer ? CustomerKinds : TransactionKinds;

    /// <summary>False when the version's files are refused, or the schema has changed since.</summary>
    private async Task<bool> IsUsableAsync(Schema schema, string kind, string version, CancellationToken cancellation)
    {
        try
        {
            return await FingerprintAsync(schema, kind, version, cancellation) == schema.Fingerprint;
        }
        catch (ModelRefusedException e)
        {
            Log.PassedOver(logger, version, e.Message);
            return false;
        }
    }

    /// <summary>Of the schema that the version was trained for.</summary>
    private async Task<string> FingerprintAsync(Schema schema, string kind, string version, CancellationToken cancellation) => kind switch
    {
        SegmentModel.Kind => (await models.Segments.OpenAsync(schema.Id, version, cancellation)).Model.SchemaFingerprint,
        InsiderModel.Kind => (await models.Insiders.OpenAsync(schema.Id, version, cancellation)).Model.SchemaFingerprint,
        _ => (await models.Response.OpenAsync(schema.Id, version, cancellation)).Model.SchemaFingerprint,
    };

    private async Task<ModelFamily> ReadAsync(Schema schema, string kind, CancellationToken cancellation)
    {
        ChampionAlias? alias = (await models.Champions.ReadAsync(schema.Id, kind, cancellation))?.Alias;
        IReadOnlyList<ModelRow> rows = await _change.Rows.ListAsync(schema.Id, kind, alias, cancellation);
        bool asks = kind == ResponseModel.Kind && alias is not null && await IsUsableAsync(schema, kind, alias.Version, cancellation);
        return new ModelFamily(schema.Id, kind, alias?.Version, alias?.Pinned == true, alias?.Demonstration == true, alias?.History ?? [], [.. rows.Select(ViewOf)])
        {
            Compact = asks ? CompactForm.Of(schema, (await models.Response.OpenAsync(schema.Id, alias!.Version, cancellation)).Model) : null,
        };
    }

    private static ModelView ViewOf(ModelRow row) => new()
    {
        Version = row.Version,
        Status = row.Status,
        Current = row.Current,
        Pinned = row.Pinned,
        Demonstration = row.Demonstration,
        Grade = row.Grade.Length == 0 ? null : row.Grade,
        GradeSentence = row.GradeSentence.Length == 0 ? null : row.GradeSentence,
        Reason = row.Reason,
        Rows = row.Rows,
        Metrics = row.Metrics,
        Run = row.Run.Length == 0 ? null : row.Run,
        Against = row.Against.Length == 0 ? null : row.Against,
    };

    private static ModelChange Answer(AliasChange change, string? asked)
    {
        string champion = change.Alias?.Version ?? "";
        return new ModelChange(change.Outcome, change.Outcome switch
        {
            AliasOutcome.Promoted => $"Version {champion} is the champion now.",
            AliasOutcome.RolledBack => $"Version {champion} is the champion again, and pinned: training promotes nothing until it is released.",
            AliasOutcome.Released => $"Version {champion} is no longer pinned: the next training may promote.",
            AliasOutcome.AlreadyChampion => $"Version {champion} is the champion already.",
            AliasOutcome.NoChampion => "There is no champion.",
            AliasOutcome.NotChampion => $"Version {asked ?? "that was asked for"} is not the champion; {champion} is.",
            AliasOutcome.NoEarlierChampion => $"There is no champion before {champion} that can be used.",
            AliasOutcome.NotPinned => $"Version {champion} is not pinned.",
            _ => "The champion was being changed by others. Look at it, then ask again.",
        }, change.Alias);
    }

    private static ModelChange NoSuchVersion(string schema, string kind, string version)
        => new(AliasOutcome.NoSuchVersion, $"There is no version '{version}' of {schema}/{kind}.", null);

    private static ModelChange NoChampion(string schema, string kind) => new(AliasOutcome.NoChampion, $"There is no champion of {schema}/{kind}.", null);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Asked of {Schema}/{Kind}, {Version}: {Outcome}. Champion {Champion}, pinned: {Pinned}")]
        public static partial void Asked(ILogger logger, string schema, string kind, string version, AliasOutcome outcome, string champion, bool pinned);

        [LoggerMessage(LogLevel.Warning, "Version {Version} is passed over: {Sentence}")]
        public static partial void PassedOver(ILogger logger, string version, string sentence);
    }
}
