using Clientele.Models;

namespace Clientele.Runs.Training;

/// <summary>The champion of a kind as evidence for the gate.</summary>
internal abstract class ChampionFigures(Champions champions, string kind)
{
    public string Kind => kind;

    /// <summary>As of now; null when there is none.</summary>
    public async Task<ChampionAlias?> CurrentAsync(string schema, CancellationToken cancellation) => (await champions.ReadAsync(schema, kind, cancellation))?.Alias;

    /// <summary>The champion by its own figures.</summary>
    public async Task<ChampionEvidence> OnItsOwnAsync(string schema, ChampionAlias champion, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(champion);
        try
        {
            return new ChampionEvidence(champion.Version, champion.Demonstration, champion.Pinned, await FiguresAsync(schema, champion.Version, cancellation));
        }
        catch (ModelRefusedException e)
        {
            return new ChampionEvidence(champion.Version, champion.Demonstration, champion.Pinned, Figures: null, Refusal: e.Message);
        }
    }

    /// <exception cref="ModelRefusedException">The version's files are not what training wrote.</exception>
    protected abstract Task<VersionFigures> FiguresAsync(string schema, string version, CancellationToken cancellation);
}
