using System.Collections.Concurrent;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>The champion of a schema or, where its files are refused, the newest one before it that can be used.</summary>
/// <param name="Model">Null: none can be used.</param>
/// <param name="Refused">A sentence for each version that came first in line and cannot be used, naming the file.</param>
public sealed record UsableChampion(LoadedModel<ResponseModel>? Model, IReadOnlyList<string> Refused);

/// <summary>The response models that runs score with: read once, kept in memory, refused with a sentence where they are not what training wrote.</summary>
public sealed class ScoringModels
{
    /// <summary>Earlier champions that are tried in place of one that is refused.</summary>
    private const int MostTried = 20;

    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);
    private readonly ChampionCache<ResponseModel> _cache;
    private readonly ConcurrentDictionary<string, (ChampionAlias Alias, string Fingerprint, UsableChampion Usable)> _recent = new(StringComparer.Ordinal);

    public ScoringModels(IBlobContainer models, TimeProvider time)
    {
        Versions = new ModelVersions(models);
        Champions = new Champions(models);
        _cache = new ChampionCache<ResponseModel>(Versions, Champions, ResponseModel.Kind, files => ResponseModel.FromJson(files.Model, NameOf(models, files.Manifest)), time, Refresh);
    }

    public ModelVersions Versions { get; }

    public Champions Champions { get; }

    /// <summary>The champion as it is now; null when there is none.</summary>
    public async Task<ChampionAlias?> CurrentAsync(string schema, CancellationToken cancellation)
        => (await Champions.ReadAsync(schema, ResponseModel.Kind, cancellation))?.Alias;

    /// <summary>A version, whatever schema it was trained for.</summary>
    /// <exception cref="ModelRefusedException">Its files are not what training wrote.</exception>
    public Task<LoadedModel<ResponseModel>> OpenAsync(string schema, string version, CancellationToken cancellation) => _cache.LoadAsync(schema, version, cancellation);

    /// <summary>A version pinned by a run, for a schema as it is now.</summary>
    /// <exception cref="RunFailedException">The model is refused, or was trained for another shape of the schema.</exception>
    public async Task<LoadedModel<ResponseModel>> LoadAsync(Schema schema, string version, CancellationToken cancellation)
    {
        try
        {
            LoadedModel<ResponseModel> loaded = await OpenAsync(schema.Id, version, cancellation);
            return loaded.Model.SchemaFingerprint == schema.Fingerprint ? loaded : throw new RunFailedException(Outgrown(schema, version));
        }
        catch (ModelRefusedException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    /// <summary>What to score with as of now, for a run that pins it; null when there is no champion.</summary>
    public async Task<UsableChampion?> FindUsableAsync(Schema schema, CancellationToken cancellation)
    {
        try
        {
            return await CurrentAsync(schema.Id, cancellation) is { } alias ? await UsableOfAsync(schema, alias, cancellation) : null;
        }
        catch (ModelRefusedException e)
        {
            return new UsableChampion(null, [e.Message]);
        }
    }

    /// <summary>The same for a single prediction, from memory: at most half a minute old.</summary>
    public async Task<UsableChampion?> FindRecentAsync(Schema schema, CancellationToken cancellation)
    {
        try
        {
            if (await _cache.FindChampionAsync(schema.Id, cancellation) is not { } alias)
            {
                return null;
            }

            // The alias is a new one whenever it was read again, so a refusal is not remembered for longer than that.
            if (!_recent.TryGetValue(schema.Id, out var recent) || !ReferenceEquals(recent.Alias, alias) || recent.Fingerprint != schema.Fingerprint)
            {
                _recent[schema.Id] = recent = (alias, schema.Fingerprint, await UsableOfAsync(schema, alias, cancellation));
            }

            return recent.Usable;
        }
        catch (ModelRefusedException e)
        {
            return new UsableChampion(null, [e.Message]);
        }
    }

    /// <summary>A demonstration never stands in for a model of real customers: nobody would expect its scores.</summary>
    private async Task<UsableChampion> UsableOfAsync(Schema schema, ChampionAlias alias, CancellationToken cancellation)
    {
        var refused = new List<string>();
        IEnumerable<string> earlier = alias.Earlier().Where(each => alias.Demonstration || !each.Demonstration).Select(each => each.Version);
        foreach (string version in earlier.Take(MostTried).Prepend(alias.Version))
        {
            try
            {
                LoadedModel<ResponseModel> loaded = await OpenAsync(schema.Id, version, cancellation);
                if (loaded.Model.SchemaFingerprint == schema.Fingerprint)
                {
                    return new UsableChampion(loaded, refused);
                }

                refused.Add(Outgrown(schema, version));
            }
            catch (ModelRefusedException e)
            {
                refused.Add(e.Message);
            }
        }

        return new UsableChampion(null, refused);
    }

    private static string Outgrown(Schema schema, string version)
        => $"The schema '{schema.Id}' has changed since model {version} was trained. Train again, then use retry.";

    private static string NameOf(IBlobContainer models, ModelManifest manifest)
        => $"{models.Name}/{ModelPath.Model(manifest.Schema, manifest.Kind, manifest.Version)}";
}
