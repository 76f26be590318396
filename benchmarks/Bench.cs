namespace Clientele.Benchmarks;

/// <summary>One measured number.</summary>
/// <param name="Id">Stable: issues and tables name it.</param>
/// <param name="Peer">What it was measured against, with its version, or null.</param>
/// <param name="PeerValue">The peer's own number, in <paramref name="Unit"/> or as the peer's name says.</param>
/// <param name="Bound">What must hold, in words such as "≥ 5"; null where nothing must.</param>
public sealed record Figure(string Id, double Value, string Unit, string? Peer, double? PeerValue, string? Bound, bool Holds)
{
    public static Figure AtLeast(string id, double value, string unit, double bound, string? peer = null, double? peerValue = null) =>
        new(id, value, unit, peer, peerValue, FormattableString.Invariant($"≥ {bound}"), value >= bound);

    public static Figure AtMost(string id, double value, string unit, double bound, string? peer = null, double? peerValue = null) =>
        new(id, value, unit, peer, peerValue, FormattableString.Invariant($"≤ {bound}"), value <= bound);

    public static Figure Within(string id, double value, string unit, double least, double most, string? peer = null, double? peerValue = null) =>
        new(id, value, unit, peer, peerValue, FormattableString.Invariant($"{least} to {most}"), value >= least && value <= most);

    public static Figure Told(string id, double value, string unit, string? peer = null, double? peerValue = null) =>
        new(id, value, unit, peer, peerValue, Bound: null, Holds: true);
}

/// <summary>What a bench gets.</summary>
/// <param name="WorkFolder">Exists; inputs made there may be kept for the next run.</param>
/// <param name="Log">Progress; never the standard output.</param>
public sealed record BenchContext(string WorkFolder, TextWriter Log, CancellationToken CancellationToken);
