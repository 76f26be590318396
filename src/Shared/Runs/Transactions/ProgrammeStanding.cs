using System.Runtime.InteropServices;
using Clientele.Insiders;

namespace Clientele.Runs.Transactions;

/// <summary>Who is where after a run, in the order of the customers' files, and how many moved. Without the ids, which a million customers have enough of elsewhere.</summary>
/// <param name="isFirst">There was no upload before.</param>
internal sealed class ProgrammeStanding(bool isFirst)
{
    private readonly List<int> _clusters = [];
    private readonly List<bool> _insiders = [];
    private int _entered;
    private int _left;
    private int _stayed;
    private int _new;
    private int[]? _all;

    /// <summary>Of each customer, once all are added.</summary>
    public int[] Clusters => _all ??= [.. _clusters];

    /// <summary>Of each customer.</summary>
    public ReadOnlySpan<bool> InsidersSpan => CollectionsMarshal.AsSpan(_insiders);

    /// <inheritdoc cref="InsidersSpan"/>
    public IReadOnlyList<bool> Insiders => _insiders;

    public long InsiderCount { get; private set; }

    /// <summary>Null at the first upload.</summary>
    public InsiderMovement? Movement => isFirst ? null : new InsiderMovement(_entered, _left, _stayed, _new);

    /// <summary>Of one bucket, in the order of the buckets.</summary>
    public void Add(ReadOnlySpan<ProgrammeMember> members)
    {
        foreach (ref readonly ProgrammeMember member in members)
        {
            _clusters.Add(member.Cluster);
            _insiders.Add(member.Insider);
            InsiderCount += member.Insider ? 1 : 0;
            string change = member.Change(isFirst);
            _entered += change == MemberChange.Entered ? 1 : 0;
            _left += change == MemberChange.Left ? 1 : 0;
            _new += change == MemberChange.New ? 1 : 0;
            _stayed += member is { Identified: true, Insider: true, WasInsider: true } ? 1 : 0;
        }
    }
}
