namespace Clientele.Benchmarks.Learners;

/// <summary>Work that a learner and its peer both do.</summary>
/// <param name="Name">With the size, such as "kmeans.1m"; the names of the told figures begin with it.</param>
/// <param name="Id">The figure of the ratio of times.</param>
/// <param name="Case">As learners_peer.py calls it.</param>
/// <param name="Inputs">Files and options for both sides; SIDE in one stands for whose it is.</param>
internal sealed record LearnerCase(string Name, string Id, string Case, string[] Inputs)
{
    /// <summary>The figure that says how good the result is.</summary>
    public required string Quality { get; init; }

    public bool LowerIsBetter { get; init; }

    /// <summary>The figure must be the same, not only no worse.</summary>
    public bool BothWays { get; init; }

    /// <summary>Relative difference that counts as none.</summary>
    public required double Within { get; init; }

    public string Bound => BothWays ? $"equal within {Within:G}" : $"no worse than {Within:G}";

    public string[] Arguments(string side) => [.. Inputs.Select(each => each.Replace("SIDE", side, StringComparison.Ordinal))];

    public bool IsAsGood(double ours, double peer)
    {
        double slack = Within * Math.Abs(peer);
        double worse = LowerIsBetter ? ours - peer : peer - ours;
        return BothWays ? Math.Abs(ours - peer) <= slack : worse <= slack;
    }
}
