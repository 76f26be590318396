using System.Runtime.CompilerServices;
using System.Text.Json;
using Clientele.Storage;

namespace Clientele.Models;

/// <summary>
/// Model versions in blobs: <c>&lt;schema&gt;/&lt;kind&gt;/&lt;version&gt;/{model.json, evaluation.json, manifest.json}</c>.
/// A version exists once its manifest does, and never changes after; the gate's judgement, gate.json, comes later.
/// </summary>
public sealed class ModelVersions(IBlobContainer container)
{
    private const long MaxModelBytes = 64L * 1024 * 1024;
    private const long MaxManifestBytes = 32L * 1024 * 1024;
    private const long MaxEvaluationBytes = 16L * 1024 * 1024;
    private const long MaxJudgementBytes = 1024 * 1024;

    public IBlobContainer Container { get; } = container;

    /// <summary>
    /// Writes the version, the manifest last. A version that is there already stands, whoever wrote it; repeating a save changes nothing.
    /// </summary>
    /// <returns>The manifest that stands.</returns>
    /// <exception cref="ModelRefusedException">The version is there with other inputs: two trainings share a name.</exception>
    public async Task<ModelManifest> SaveAsync(ModelFiles files, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(files);
        ModelManifest manifest = files.Manifest;
        if (manifest.Sha256 != ModelFiles.HashOf(files.Model) || manifest.Size != files.Model.ToMemory().Length)
        {
            throw new ArgumentException("The manifest's hash and size are not those of its model; make the files with ModelFiles.Seal.", nameof(files));
        }

        if (manifest.Size > MaxModelBytes)
        {
            throw new ArgumentException($"The model has {manifest.Size} bytes; at most {MaxModelBytes} can be loaded again.", nameof(files));
        }

        (string schema, string kind, string version) = (manifest.Schema, manifest.Kind, manifest.Version);
        string name = ModelPath.Manifest(schema, kind, version);
        if (await FindManifestAsync(schema, kind, version, cancellation) is { } standing)
        {
            return SameTraining(standing, manifest, name);
        }

        await WriteUnfinishedAsync(ModelPath.Model(schema, kind, version), files.Model, cancellation);
        await WriteUnfinishedAsync(ModelPath.Evaluation(schema, kind, version), files.Evaluation, cancellation);
        if (await Container.TryCreateAsync(name, manifest.ToJson(), cancellation))
        {
            return manifest;
        }

        ModelManifest first = await FindManifestAsync(schema, kind, version, cancellation)
            ?? throw new IOException($"The file {Container.Name}/{name} was there and is gone.");
        return SameTraining(first, manifest, name);
    }

    /// <summary>The manifest, or null when there is no such version.</summary>
    /// <exception cref="ModelRefusedException">It is not one, or describes something else.</exception>
    public async Task<ModelManifest?> FindManifestAsync(string schema, string kind, string version, CancellationToken cancellation)
    {
        string name = ModelPath.Manifest(schema, kind, version);
        if (await ReadBoundedAsync(name, MaxManifestBytes, cancellation) is not { } json)
        {
            return null;
        }

        ModelManifest manifest = ModelManifest.FromJson(json, Shown(name));
        return manifest.Schema == schema && manifest.Kind == kind && manifest.Version == version
            ? manifest
            : throw new ModelRefusedException(Shown(name), $"{manifest.Schema}/{manifest.Kind}/{manifest.Version}", $"{schema}/{kind}/{version}");
    }

    /// <summary>The version's files, the model's bytes proven to be those that training wrote.</summary>
    /// <exception cref="ModelRefusedException">A file is missing, too large, or not what the manifest says.</exception>
    public async Task<ModelFiles> LoadAsync(string schema, string kind, string version, CancellationToken cancellation)
    {
        ModelManifest manifest = await FindManifestAsync(schema, kind, version, cancellation) ?? throw Missing(ModelPath.Manifest(schema, kind, version));
        string name = ModelPath.Model(schema, kind, version);
        BinaryData model = await ReadBoundedAsync(name, MaxModelBytes, cancellation) ?? throw Missing(name);
        if (model.ToMemory().Length != manifest.Size)
        {
            throw new ModelRefusedException(Shown(name), $"{model.ToMemory().Length} bytes", $"{manifest.Size}");
        }

        string hash = ModelFiles.HashOf(model);
        if (hash != manifest.Sha256)
        {
            throw new ModelRefusedException(Shown(name), $"SHA-256 {hash}", manifest.Sha256);
        }

        string evaluationName = ModelPath.Evaluation(schema, kind, version);
        BinaryData evaluation = await ReadBoundedAsync(evaluationName, MaxEvaluationBytes, cancellation) ?? throw Missing(evaluationName);
        return new ModelFiles(manifest, model, evaluation);
    }

    /// <summary>What the gate decided of a version, and the ETag; null before it did.</summary>
    /// <exception cref="ModelRefusedException">gate.json is not a judgement of a format known here.</exception>
    public async Task<(GateJudgement Judgement, string ETag)?> FindJudgementAsync(string schema, string kind, string version, CancellationToken cancellation)
    {
        string name = ModelPath.Judgement(schema, kind, version);
        if (await Container.ReadAsync(name, cancellation) is not { } file)
        {
            return null;
        }

        string expected = $"a judgement of format version {GateJudgement.CurrentFormatVersion}";
        if (file.Facts.Length > MaxJudgementBytes)
        {
            throw new ModelRefusedException(Shown(name), $"{file.Facts.Length} bytes", $"at most {MaxJudgementBytes}");
        }

        try
        {
            GateJudgement? judgement = JsonSerializer.Deserialize(file.Content.ToMemory().Span, ModelsJson.Default.GateJudgement);
            return judgement?.FormatVersion == GateJudgement.CurrentFormatVersion
                ? (judgement, file.Facts.ETag)
                : throw new ModelRefusedException(Shown(name), $"format version {judgement?.FormatVersion}", expected);
        }
        catch (JsonException e)
        {
            throw new ModelRefusedException(Shown(name), $"something else ({e.Message})", expected, e);
        }
    }

    /// <summary>Writes gate.json where there is none, or over the version <paramref name="ifMatch"/>. False, and nothing changed, when another was quicker.</summary>
    public async Task<bool> TryWriteJudgementAsync(
        string schema, string kind, string version, string? ifMatch, GateJudgement judgement, CancellationToken cancellation)
    {
        var json = new BinaryData(JsonSerializer.SerializeToUtf8Bytes(judgement, ModelsJson.Default.GateJudgement));
        return await Container.TryReplaceAsync(ModelPath.Judgement(schema, kind, version), ifMatch, json, cancellation) is not null;
    }

    /// <summary>Versions of a kind that are complete, in ordinal order.</summary>
    public async IAsyncEnumerable<string> ListAsync(
        string schema,
        string kind,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        string champion = ModelPath.Champion(schema, kind);
        string prefix = champion[..(champion.LastIndexOf('/') + 1)];
        await foreach (BlobFacts blob in Container.ListAsync(prefix, cancellation))
        {
            if (blob.Name.EndsWith("/manifest.json", StringComparison.Ordinal))
            {
                yield return blob.Name[prefix.Length..^"/manifest.json".Length];
            }
        }
    }

    /// <summary>
    /// Without a manifest there is no version, and what an interrupted save left may be replaced: another machine's rounding may differ in the
    /// last bit, and a leftover must not block the version for ever.
    /// </summary>
    private async Task WriteUnfinishedAsync(string name, BinaryData content, CancellationToken cancellation)
    {
        if (await Container.TryCreateAsync(name, content, cancellation))
        {
            return;
        }

        if (await Container.ReadAsync(name, cancellation) is not { } there)
        {
            throw new IOException($"The file {Container.Name}/{name} was there and is gone.");
        }

        if (!there.Content.ToMemory().Span.SequenceEqual(content.ToMemory().Span)
            && await Container.TryReplaceAsync(name, there.Facts.ETag, content, cancellation) is null)
        {
            throw new IOException($"The file {Container.Name}/{name} is being written by another save of the same version.");
        }
    }

    private async Task<BinaryData?> ReadBoundedAsync(string name, long most, CancellationToken cancellation)
    {
        (BlobFacts? facts, _) = await Container.FindAsync(name, cancellation);
        if (facts is null)
        {
            return null;
        }

        if (facts.Length > most)
        {
            throw new ModelRefusedException(Shown(name), $"{facts.Length} bytes", $"at most {most}");
        }

        return (await Container.ReadAsync(name, cancellation))?.Content;
    }

    private ModelManifest SameTraining(ModelManifest standing, ModelManifest mine, string name)
    {
        bool same = standing.SchemaFingerprint == mine.SchemaFingerprint
            && standing.Seed == mine.Seed
            && standing.CodeVersion == mine.CodeVersion
            && standing.TrainingBlobs.SequenceEqual(mine.TrainingBlobs);
        return same
            ? standing
            : throw new ModelRefusedException(Shown(name), "a version of the same name from another training", "the training that names it");
    }

    private string Shown(string name) => $"{Container.Name}/{name}";

    private ModelRefusedException Missing(string name) => new(Shown(name), "no such file", "the model version to be complete");
}
