using System.Collections.Concurrent;

namespace Clientele.Models;

/// <summary>A model version ready for use.</summary>
public sealed record LoadedModel<TModel>(ModelManifest Manifest, TModel Model, TrainedCustomers TrainedCustomers);

/// <summary>
/// The models that an instance uses. Who is champion is asked anew after <paramref name="refresh"/>, so that a promotion is seen everywhere within
/// that time; a version, which never changes, is loaded once. Safe from any thread.
/// </summary>
/// <param name="kind">Every model here is of this kind.</param>
/// <param name="open">Makes a model of verified files; its refusals pass through.</param>
/// <param name="refresh">Below a minute, for what the pages promise.</param>
/// <param name="remembersAbsence">
/// Whether it is remembered for a few seconds, too, that there is no champion: of a kind that can be done without. Of another, an upload may be waiting for the
/// first.
/// </param>
public sealed class ChampionCache<TModel>(
    ModelVersions versions,
    Champions champions,
    string kind,
    Func<ModelFiles, TModel> open,
    TimeProvider time,
    TimeSpan refresh,
    bool remembersAbsence = false)
{
    /// <summary>Versions kept: the champion, the one before it, and what unfinished runs have pinned.</summary>
    private const int MaxLoaded = 8;

    private static readonly TimeSpan AbsenceRemembered = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, (ChampionAlias? Alias, long ReadAt)> _champions = new(StringComparer.Ordinal);
    private readonly LinkedList<(string Path, Lazy<Task<LoadedModel<TModel>>> Model)> _loaded = [];
    private readonly Lock _gate = new();

    /// <summary>The champion of a schema, at most <c>refresh</c> old; null when there is none.</summary>
    public async Task<ChampionAlias?> FindChampionAsync(string schema, CancellationToken cancellation)
    {
        if (_champions.TryGetValue(schema, out (ChampionAlias? Alias, long ReadAt) known) && time.GetElapsedTime(known.ReadAt) < (known.Alias is null ? AbsenceRemembered : refresh))
        {
            return known.Alias;
        }

        // Stamped before reading: an answer is as old as its question.
        long readAt = time.GetTimestamp();
        ChampionAlias? alias = (await champions.ReadAsync(schema, kind, cancellation))?.Alias;

        if (alias is not null || remembersAbsence)
        {
            _champions[schema] = (alias, readAt);
        }

        return alias;
    }

    /// <summary>A version, from memory when it was loaded before.</summary>
    /// <exception cref="ModelRefusedException">Its files are not what they should be.</exception>
    public async Task<LoadedModel<TModel>> LoadAsync(string schema, string version, CancellationToken cancellation)
    {
        string path = $"{schema}/{version}";
        Lazy<Task<LoadedModel<TModel>>> shared;
        lock (_gate)
        {
            shared = Recall(path, schema, version);
        }

        // Started here, not under the lock.
        Task<LoadedModel<TModel>> loading = shared.Value;

        try
        {
            return await loading.WaitAsync(cancellation);
        }
        catch when (loading.IsFaulted)
        {
            // The next caller reads again: a fault of storage passes, and a refused file may be put right.
            Forget(shared);
            throw;
        }
    }

    /// <summary>Shared by all who wait for it, so no single caller's cancellation may end it.</summary>
    private async Task<LoadedModel<TModel>> ReadAsync(string schema, string version)
    {
        ModelFiles files = await versions.LoadAsync(schema, kind, version, CancellationToken.None);
        try
        {
            return new LoadedModel<TModel>(files.Manifest, open(files), TrainedCustomers.FromBase64(version, files.Manifest.TrainedCustomers));
        }
        catch (FormatException e)
        {
            string file = $"{versions.Container.Name}/{ModelPath.Manifest(schema, kind, version)}";
            throw new ModelRefusedException(file, $"trained customers that cannot be read ({e.Message})", "whole hashes in order, in base64", e);
        }
    }

    private Lazy<Task<LoadedModel<TModel>>> Recall(string path, string schema, string version)
    {
        LinkedListNode<(string Path, Lazy<Task<LoadedModel<TModel>>> Model)>? node = Find(each => each.Path == path);
        if (node is null)
        {
            node = new((path, new Lazy<Task<LoadedModel<TModel>>>(() => ReadAsync(schema, version))));
        }
        else
        {
            _loaded.Remove(node);
        }

        _loaded.AddFirst(node);
        if (_loaded.Count > MaxLoaded)
        {
            _loaded.RemoveLast();
        }

        return node.Value.Model;
    }

    private void Forget(Lazy<Task<LoadedModel<TModel>>> model)
    {
        lock (_gate)
        {
            if (Find(each => ReferenceEquals(each.Model, model)) is { } node)
            {
                _loaded.Remove(node);
            }
        }
    }

    private LinkedListNode<(string Path, Lazy<Task<LoadedModel<TModel>>> Model)>? Find(Predicate<(string Path, Lazy<Task<LoadedModel<TModel>>> Model)> match)
    {
        LinkedListNode<(string Path, Lazy<Task<LoadedModel<TModel>>> Model)>? node = _loaded.First;
        while (node is not null && !match(node.Value))
        {
            node = node.Next;
        }

        return node;
    }
}
