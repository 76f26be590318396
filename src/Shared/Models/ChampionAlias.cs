namespace Clientele.Models;

/// <summary>A version that became champion, and why.</summary>
/// <param name="Demonstration">It was trained on the shipped samples.</param>
/// <param name="RolledBack">It was champion before, and the one after it was given up for it.</param>
public sealed record Promotion(string Version, string Reason, bool Demonstration = false, bool RolledBack = false);

/// <summary>Which version is in use: <c>&lt;schema&gt;/&lt;kind&gt;/champion.json</c>, changed by If-Match only.</summary>
/// <param name="Pinned">Stays champion whatever training finds, until released.</param>
/// <param name="Demonstration">Trained on the shipped samples.</param>
/// <param name="History">Promotions, oldest first, this one last; the newest 500.</param>
public sealed record ChampionAlias(int FormatVersion, string Version, bool Pinned, bool Demonstration, IReadOnlyList<Promotion> History)
{
    public const int CurrentFormatVersion = 1;

    private const int MaxHistory = 500;

    /// <summary>Whether the version is, or was, champion.</summary>
    public bool Knows(string version) => History.Any(each => each.Version == version);

    /// <summary>
    /// The champions that a rollback leads to, newest first. A version that was rolled back from is not among them, so that a second rollback goes
    /// further back instead of forth again.
    /// </summary>
    public IReadOnlyList<Promotion> Earlier()
    {
        var standing = new List<Promotion>();
        foreach (Promotion step in History)
        {
            if (step.RolledBack)
            {
                // The one given up lies on top; whatever lies above the one that came back went with it.
                int at = standing.Count < 2 ? 0 : Math.Max(0, standing.FindLastIndex(standing.Count - 2, each => each.Version == step.Version));
                standing.RemoveRange(at, standing.Count - at);
            }

            standing.Add(step);
        }

        return [.. standing.SkipLast(1).Reverse().Where(each => each.Version != Version).DistinctBy(each => each.Version)];
    }

    /// <summary>The alias after a promotion; unpinned unless it is a rollback.</summary>
    internal static ChampionAlias After(ChampionAlias? current, Promotion step) => new(
        CurrentFormatVersion,
        step.Version,
        Pinned: step.RolledBack,
        step.Demonstration,
        [.. (current?.History ?? []).Append(step).TakeLast(MaxHistory)]);
}
