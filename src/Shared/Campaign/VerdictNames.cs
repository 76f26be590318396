namespace Clientele.Campaign;

/// <summary>Verdicts under the names that people and programs outside see.</summary>
public static class VerdictNames
{
    private static readonly ObjectiveVerdicts[] Objectives =
        [ObjectiveVerdicts.Aggressive, ObjectiveVerdicts.Moderate, ObjectiveVerdicts.Balanced, ObjectiveVerdicts.Frugal];

    // There are only so many verdicts on a customer: each is a dictionary once.
    private static readonly IReadOnlyDictionary<string, bool>[] Named =
    [
        .. Enumerable.Range(0, 1 << Objectives.Length).Select(flags => Objectives.ToDictionary(
            NameOf, objective => ((ObjectiveVerdicts)flags).HasFlag(objective), StringComparer.Ordinal)),
    ];

    /// <summary>The objectives by name, in the order of every list of four.</summary>
    public static IReadOnlyList<(string Name, ObjectiveVerdicts Verdict)> All { get; } = [.. Objectives.Select(objective => (NameOf(objective), objective))];

    /// <summary>For each objective whether it holds.</summary>
    public static IReadOnlyDictionary<string, bool> Of(ObjectiveVerdicts verdicts) => Named[(int)verdicts];

    /// <param name="objective">One of them.</param>
    public static string NameOf(ObjectiveVerdicts objective) => objective.ToString().ToLowerInvariant();
}
