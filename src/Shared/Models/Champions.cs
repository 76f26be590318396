using System.Text.Json;
using Clientele.Storage;

namespace Clientele.Models;

/// <summary>What became of training's wish to promote.</summary>
public enum PromotionOutcome
{
    Promoted,

    /// <summary>It is the champion already.</summary>
    AlreadyChampion,

    /// <summary>It was champion before another took over: a repeated message must not bring it back.</summary>
    Superseded,

    /// <summary>The champion is pinned.</summary>
    Pinned,

    /// <summary>A demonstration model does not replace one trained on real customers.</summary>
    RealChampionStands,

    /// <summary>The champion is not the one that the version was judged against.</summary>
    ChampionChanged,
}

/// <summary>What became of an operator's wish.</summary>
public enum AliasOutcome
{
    Promoted,

    RolledBack,

    Released,

    /// <summary>It is the champion already; nothing was changed.</summary>
    AlreadyChampion,

    /// <summary>There is no champion to roll back or release.</summary>
    NoChampion,

    /// <summary>The version that was named is not the champion, or is not any more.</summary>
    NotChampion,

    /// <summary>No champion came before this one, or none that can be used.</summary>
    NoEarlierChampion,

    /// <summary>The champion is not pinned; nothing was changed.</summary>
    NotPinned,

    /// <summary>There is no complete version of that name.</summary>
    NoSuchVersion,

    /// <summary>The version, or the alias itself, cannot be used: its files are not what they should be.</summary>
    Refused,

    /// <summary>Others kept changing the alias; asking again is right.</summary>
    Conflict,
}

/// <param name="Outcome">What happened, or why nothing did.</param>
/// <param name="Alias">The alias as this call left or found it; null where there is none.</param>
public sealed record AliasChange(AliasOutcome Outcome, ChampionAlias? Alias);

/// <summary>
/// Reads and moves the champion, by If-Match: of two changes at once both happen, one after the other, unless the first makes the second pointless or
/// forbidden; then the second is told so and changes nothing.
/// </summary>
public sealed class Champions(IBlobContainer container)
{
    // Each lost try is another's success; more than this many at once are no operators and no trainings.
    private const int Tries = 40;
    private const long MaxBytes = 1024 * 1024;

    /// <summary>The alias and its ETag, or null before any promotion.</summary>
    /// <exception cref="ModelRefusedException">champion.json is not an alias of a format known here.</exception>
    public async Task<(ChampionAlias Alias, string ETag)?> ReadAsync(string schema, string kind, CancellationToken cancellation)
    {
        string name = ModelPath.Champion(schema, kind);
        if (await container.ReadAsync(name, cancellation) is not { } blob)
        {
            return null;
        }

        string file = $"{container.Name}/{name}";
        string expected = $"an alias of format version {ChampionAlias.CurrentFormatVersion}";
        if (blob.Facts.Length > MaxBytes)
        {
            throw new ModelRefusedException(file, $"{blob.Facts.Length} bytes", $"at most {MaxBytes}");
        }

        try
        {
            ChampionAlias? alias = JsonSerializer.Deserialize(blob.Content.ToMemory().Span, ModelsJson.Default.ChampionAlias);
            return alias?.FormatVersion == ChampionAlias.CurrentFormatVersion
                ? (alias, blob.Facts.ETag)
                : throw new ModelRefusedException(file, $"format version {alias?.FormatVersion}", expected);
        }
        catch (JsonException e)
        {
            throw new ModelRefusedException(file, $"something else ({e.Message})", expected, e);
        }
    }

    /// <summary>Makes a version that training made the champion, unless a rule above forbids. Repeating it changes nothing.</summary>
    /// <param name="reason">A sentence for the history.</param>
    /// <param name="demonstration">The version was trained on the shipped samples.</param>
    /// <exception cref="IOException">Others kept changing the alias; try again.</exception>
    public Task<PromotionOutcome> TryPromoteAsync(
        string schema, string kind, string version, string reason, bool demonstration, CancellationToken cancellation)
        => TryPromoteAsync(schema, kind, new Promotion(version, reason, demonstration), static _ => true, cancellation);

    /// <inheritdoc cref="TryPromoteAsync(string, string, string, string, bool, CancellationToken)"/>
    /// <param name="judgedAgainst">The champion that the version was judged against; null: there was none.</param>
    public Task<PromotionOutcome> TryPromoteAsync(
        string schema, string kind, string version, string reason, bool demonstration, string? judgedAgainst, CancellationToken cancellation)
        => TryPromoteAsync(schema, kind, new Promotion(version, reason, demonstration), current => current?.Version == judgedAgainst, cancellation);

    /// <summary>Makes any version the champion, also one that was before, and over a pin, which is gone then.</summary>
    /// <param name="demonstration">The version was trained on the shipped samples.</param>
    public Task<AliasChange> PromoteAsync(string schema, string kind, string version, string reason, bool demonstration, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        return ChangeAsync(
            schema,
            kind,
            current => Task.FromResult(current?.Version == version
                ? (AliasOutcome.AlreadyChampion, null)
                : (AliasOutcome.Promoted, (ChampionAlias?)ChampionAlias.After(current, new Promotion(version, reason, demonstration)))),
            cancellation);
    }

    /// <summary>
    /// Brings back the champion before the current one, and pins it. Of several at once only one happens: each gives up the champion that it saw first.
    /// </summary>
    /// <param name="expectedVersion">Only if this is the champion; null: whichever is.</param>
    /// <param name="isUsable">Asked of earlier champions, newest first, until one can be used.</param>
    public Task<AliasChange> RollbackAsync(
        string schema, string kind, string? expectedVersion, Func<Promotion, Task<bool>> isUsable, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(isUsable);
        string? from = expectedVersion;
        return ChangeAsync(schema, kind, DecideAsync, cancellation);

        async Task<(AliasOutcome, ChampionAlias?)> DecideAsync(ChampionAlias? current)
        {
            if (current is null)
            {
                return (AliasOutcome.NoChampion, null);
            }

            from ??= current.Version;
            if (current.Version != from)
            {
                return (AliasOutcome.NotChampion, null);
            }

            foreach (Promotion earlier in current.Earlier())
            {
                if (await isUsable(earlier))
                {
                    var step = new Promotion(earlier.Version, $"Rolled back from {current.Version}.", earlier.Demonstration, RolledBack: true);
                    return (AliasOutcome.RolledBack, ChampionAlias.After(current, step));
                }
            }

            return (AliasOutcome.NoEarlierChampion, null);
        }
    }

    /// <summary>Takes the pin away: the next training may promote again.</summary>
    /// <param name="expectedVersion">Only if this is the champion; null: whichever is.</param>
    public Task<AliasChange> ReleaseAsync(string schema, string kind, string? expectedVersion, CancellationToken cancellation)
        => ChangeAsync(
            schema,
            kind,
            current => Task.FromResult(
                current is null ? (AliasOutcome.NoChampion, null)
                : expectedVersion is not null && current.Version != expectedVersion ? (AliasOutcome.NotChampion, null)
                : !current.Pinned ? (AliasOutcome.NotPinned, null)
                : (AliasOutcome.Released, (ChampionAlias?)(current with { Pinned = false }))),
            cancellation);

    private async Task<PromotionOutcome> TryPromoteAsync(
        string schema, string kind, Promotion step, Func<ChampionAlias?, bool> isJudged, CancellationToken cancellation)
    {
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            (ChampionAlias Alias, string ETag)? current = await ReadAsync(schema, kind, cancellation);
            if (Objection(current?.Alias, step) is { } objection)
            {
                return objection;
            }

            if (!isJudged(current?.Alias))
            {
                return PromotionOutcome.ChampionChanged;
            }

            if (await TryWriteAsync(schema, kind, current?.ETag, ChampionAlias.After(current?.Alias, step), cancellation))
            {
                return PromotionOutcome.Promoted;
            }
        }

        throw new IOException($"The file {container.Name}/{ModelPath.Champion(schema, kind)} was changed by others {Tries} times in a row.");
    }

    /// <param name="decide">What to make of the alias as it is; without a next one it stays. Asked again for every conflict.</param>
    private async Task<AliasChange> ChangeAsync(
        string schema, string kind, Func<ChampionAlias?, Task<(AliasOutcome Outcome, ChampionAlias? Next)>> decide, CancellationToken cancellation)
    {
        ChampionAlias? last = null;
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            (ChampionAlias Alias, string ETag)? current = await ReadAsync(schema, kind, cancellation);
            last = current?.Alias;
            (AliasOutcome outcome, ChampionAlias? next) = await decide(last);
            if (next is null || await TryWriteAsync(schema, kind, current?.ETag, next, cancellation))
            {
                return new AliasChange(outcome, next ?? last);
            }
        }

        return new AliasChange(AliasOutcome.Conflict, last);
    }

    private async Task<bool> TryWriteAsync(string schema, string kind, string? ifMatch, ChampionAlias next, CancellationToken cancellation)
    {
        var json = new BinaryData(JsonSerializer.SerializeToUtf8Bytes(next, ModelsJson.Default.ChampionAlias));
        return await container.TryReplaceAsync(ModelPath.Champion(schema, kind), ifMatch, json, cancellation) is not null;
    }

    private static PromotionOutcome? Objection(ChampionAlias? current, Promotion step)
    {
        if (current is null)
        {
            return null;
        }

        if (current.Version == step.Version)
        {
            return PromotionOutcome.AlreadyChampion;
        }

        if (current.Knows(step.Version))
        {
            return PromotionOutcome.Superseded;
        }

        if (current.Pinned)
        {
            return PromotionOutcome.Pinned;
        }

        return step.Demonstration && !current.Demonstration ? PromotionOutcome.RealChampionStands : null;
    }
}
