using System.Collections.Concurrent;
using Clientele.Models;
using Clientele.Schemas;

namespace Clientele.Runs;

/// <summary>The champion of a schema or, where its files are refused, the newest one before it that can be used.</summary>
/// <param name="Model">Null: none can be used.</param>
/// <param name="Refused">A sentence for each version that came first in line and cannot be used, naming the file.</param>
public sealed record UsableChampion<TModel>(LoadedModel<TModel>? Model, IReadOnlyList<string> Refused);

/// <summary>The models of one kind: read once, kept in memory, refused with a sentence where they are not what training wrote.</summary>
public sealed class KindModels<TModel>
    where TModel : ITrainedModel
{
    /// <summary>Earlier champions that are tried in place of one that is refused.</summary>
    private const int MostTried = 20;

    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);
    private readonly ModelVersions _versions;
    private readonly Champions _champions;
    private readonly ChampionCache<TModel> _cache;
    private readonly ConcurrentDictionary<string, (ChampionAlias Alias, string Fingerprint, UsableChampion<TModel> Usable)> _recent = new(StringComparer.Ordinal);

    /// <param name="fromJson">Makes a model of a model.json, which errors name as they are told.</param>
    /// <param name="isOptional">Customers are scored without one, too: that there is none is remembered for a while.</param>
    internal KindModels(ModelVersions versions, Champions champions, string kind, Func<BinaryData, string, TModel> fromJson, TimeProvider time, bool isOptional = false)
    {
        (_versions, _champions, Kind) = (versions, champions, kind);
        _cache = new ChampionCache<TModel>(versions, champions, kind, files => fromJson(files.Model, NameOf(files.Manifest)), time, Refresh, isOptional);
    }

    public string Kind { get; }

    /// <summary>The champion as it is now; null when there is none.</summary>
    public async Task<ChampionAlias?> CurrentAsync(string schema, CancellationToken cancellation)
        => (await _champions.ReadAsync(schema, Kind, cancellation))?.Alias;

    /// <summary>A version, whatever schema it was trained for.</summary>
    /// <exception cref="ModelRefusedException">Its files are not what training wrote.</exception>
    public Task<LoadedModel<TModel>> OpenAsync(string schema, string version, CancellationToken cancellation) => _cache.LoadAsync(schema, version, cancellation);

    /// <summary>A version pinned by a run, for a schema as it is now.</summary>
    /// <exception cref="RunFailedException">The model is refused, or was trained for another shape of the schema.</exception>
    public async Task<LoadedModel<TModel>> LoadAsync(Schema schema, string version, CancellationToken cancellation)
    {
        try
        {
            LoadedModel<TModel> loaded = await OpenAsync(schema.Id, version, cancellation);
            return loaded.Model.SchemaFingerprint == schema.Fingerprint ? loaded : throw new RunFailedException(Outgrown(schema, version));
        }
        catch (ModelRefusedException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    /// <summary>What to score with as of now, for a run that pins it; null when there is no champion.</summary>
    public async Task<UsableChampion<TModel>?> FindUsableAsync(Schema schema, CancellationToken cancellation)
    {
        try
        {
            return await CurrentAsync(schema.Id, cancellation) is { } alias ? await UsableOfAsync(schema, alias, cancellation) : null;
        }
        catch (ModelRefusedException e)
        {
            return new UsableChampion<TModel>(null, [e.Message]);
        }
    }

    /// <summary>The same for a single prediction, from memory: at most half a minute old.</summary>
    public async Task<UsableChampion<TModel>?> FindRecentAsync(Schema schema, CancellationToken cancellation)
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
            return new UsableChampion<TModel>(null, [e.Message]);
        }
    }

    /// <summary>A demonstration never stands in for a model of real customers: nobody would expect its scores.</summary>
    private async Task<UsableChampion<TModel>> UsableOfAsync(Schema schema, ChampionAlias alias, CancellationToken cancellation)
    {
        var refused = new List<string>();
        IEnumerable<string> earlier = alias.Earlier().Where(each => alias.Demonstration || !each.Demonstration).Select(each => each.Version);
        foreach (string version in earlier.Take(MostTried).Prepend(alias.Version))
        {
            try
            {
                LoadedModel<TModel> loaded = await OpenAsync(schema.Id, version, cancellation);
                if (loaded.Model.SchemaFingerprint == schema.Fingerprint)
                {
                    return new UsableChampion<TModel>(loaded, refused);
                }

                refused.Add(Outgrown(schema, version));
            }
            catch (ModelRefusedException e)
            {
                refused.Add(e.Message);
            }
        }

        return new UsableChampion<TModel>(null, refused);
    }

    private static string Outgrown(Schema schema, string version)
        => $"The schema '{schema.Id}' has changed since model {version} was trained. Train again, then use retry.";

    private string NameOf(ModelManifest manifest) => $"{_versions.Container.Name}/{ModelPath.Model(manifest.Schema, manifest.Kind, manifest.Version)}";
}
