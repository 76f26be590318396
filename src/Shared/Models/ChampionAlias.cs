using System.Text.Json;
using Clientele.Storage;

namespace Clientele.Models;

/// <summary>A version that became champion, and why.</summary>
public sealed record Promotion(string Version, string Reason);

/// <summary>Which version is in use: <c>&lt;schema&gt;/&lt;kind&gt;/champion.json</c>, changed by If-Match only.</summary>
/// <param name="Pinned">Stays champion whatever training finds, until released.</param>
/// <param name="Demonstration">Trained on the shipped samples.</param>
/// <param name="History">Promotions, oldest first, this one last.</param>
public sealed record ChampionAlias(int FormatVersion, string Version, bool Pinned, bool Demonstration, IReadOnlyList<Promotion> History)
{
    public const int CurrentFormatVersion = 1;
}

/// <summary>What became of a wish to promote.</summary>
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
}

/// <summary>Reads and moves the champion.</summary>
public sealed class Champions(IBlobContainer container)
{
    private const int Tries = 10;
    private const int MaxHistory = 500;
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

    /// <summary>
    /// Makes a version the champion. Repeating it changes nothing; of two at once both happen, one after the other, unless a rule above forbids.
    /// </summary>
    /// <param name="reason">A sentence for the history.</param>
    /// <param name="demonstration">The version was trained on the shipped samples.</param>
    /// <exception cref="IOException">Others kept changing the alias; try again.</exception>
    public async Task<PromotionOutcome> TryPromoteAsync(
        string schema, string kind, string version, string reason, bool demonstration, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(version);
        ArgumentNullException.ThrowIfNull(reason);
        string name = ModelPath.Champion(schema, kind);
        for (int attempt = 0; attempt < Tries; attempt++)
        {
            (ChampionAlias Alias, string ETag)? current = await ReadAsync(schema, kind, cancellation);
            if (Objection(current?.Alias, version, demonstration) is { } objection)
            {
                return objection;
            }

            IEnumerable<Promotion> history = (current?.Alias.History ?? []).Append(new Promotion(version, reason)).TakeLast(MaxHistory);
            var next = new ChampionAlias(ChampionAlias.CurrentFormatVersion, version, Pinned: false, demonstration, [.. history]);
            var json = new BinaryData(JsonSerializer.SerializeToUtf8Bytes(next, ModelsJson.Default.ChampionAlias));
            if (await container.TryReplaceAsync(name, current?.ETag, json, cancellation) is not null)
            {
                return PromotionOutcome.Promoted;
            }
        }

        throw new IOException($"The file {container.Name}/{name} was changed by others {Tries} times in a row.");
    }

    private static PromotionOutcome? Objection(ChampionAlias? current, string version, bool demonstration)
    {
        if (current is null)
        {
            return null;
        }

        if (current.Version == version)
        {
            return PromotionOutcome.AlreadyChampion;
        }

        if (current.Pinned)
        {
            return PromotionOutcome.Pinned;
        }

        if (demonstration && !current.Demonstration)
        {
            return PromotionOutcome.RealChampionStands;
        }

        return current.History.Any(each => each.Version == version) ? PromotionOutcome.Superseded : null;
    }
}
