using Clientele.Campaign;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>The response models that runs score with: read once, kept in memory, refused with a sentence where they are not what training wrote.</summary>
public sealed class ScoringModels
{
    private static readonly TimeSpan Refresh = TimeSpan.FromSeconds(30);
    private readonly ChampionCache<ResponseModel> _cache;

    public ScoringModels(IBlobContainer models, TimeProvider time)
    {
        Versions = new ModelVersions(models);
        Champions = new Champions(models);
        _cache = new ChampionCache<ResponseModel>(Versions, Champions, ResponseModel.Kind, static files => ResponseModel.FromJson(files.Model), time, Refresh);
    }

    public ModelVersions Versions { get; }

    public Champions Champions { get; }

    /// <summary>The champion as it is now, for a run that pins it; null when there is none.</summary>
    public async Task<ChampionAlias?> CurrentAsync(string schema, CancellationToken cancellation)
        => (await Champions.ReadAsync(schema, ResponseModel.Kind, cancellation))?.Alias;

    /// <summary>A version pinned by a run, for a schema as it is now.</summary>
    /// <exception cref="RunFailedException">The model is refused, or was trained for another shape of the schema.</exception>
    public async Task<LoadedModel<ResponseModel>> LoadAsync(Schema schema, string version, CancellationToken cancellation)
    {
        try
        {
            LoadedModel<ResponseModel> loaded = await _cache.LoadAsync(schema.Id, version, cancellation);
            return loaded.Model.SchemaFingerprint == schema.Fingerprint
                ? loaded
                : throw new RunFailedException($"The schema '{schema.Id}' has changed since model {version} was trained. Train again, then use retry.");
        }
        catch (ModelRefusedException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    /// <summary>The champion for a single prediction, at most half a minute old; null when there is none.</summary>
    public Task<LoadedModel<ResponseModel>?> FindAsync(string schema, CancellationToken cancellation) => _cache.FindAsync(schema, cancellation);
}
