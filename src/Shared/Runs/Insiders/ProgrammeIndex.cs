using System.Collections.Concurrent;
using Clientele.Runs.Transactions;

namespace Clientele.Runs.Insiders;

/// <summary>What a selection comes to, and the ids of one page of it.</summary>
internal readonly record struct SelectedInsiders(int Count, double Revenue, double Expected, IReadOnlyList<string> Page);

/// <summary>How a cluster stands and who came and went.</summary>
internal readonly record struct ClusterCounts(int Customers, int Members, int Entered, int New, int Left, double Revenue);

/// <summary>All customers of a run in memory. Safe from any thread.</summary>
internal sealed class ProgrammeIndex
{
    private readonly ProgrammeMember[] _members;
    private readonly int[] _starts;
    private readonly bool _isFirst;

    // Each made when it is first asked for.
    private readonly ConcurrentDictionary<InsiderSort, Lazy<int[]>> _orders = new();

    /// <param name="buckets">The customers of each.</param>
    /// <param name="isFirst">There was no upload before the run's.</param>
    public ProgrammeIndex(IReadOnlyList<ProgrammeMember[]> buckets, bool isFirst)
    {
        _members = [.. buckets.SelectMany(bucket => bucket)];
        _starts = new int[buckets.Count + 1];
        for (int bucket = 0; bucket < buckets.Count; bucket++)
        {
            _starts[bucket + 1] = _starts[bucket] + buckets[bucket].Length;
        }

        _isFirst = isFirst;
        Revenue = _members.Sum(member => member.Revenue);
    }

    /// <summary>Of everybody.</summary>
    public double Revenue { get; }

    public int Buckets => _starts.Length - 1;

    public SelectedInsiders Select(InsiderSelection selection, long skip, int take)
    {
        (int count, double revenue, double expected) = (0, 0, 0);
        var page = new List<string>(take);
        foreach (int at in InOrder(selection.Sort))
        {
            ref readonly ProgrammeMember member = ref _members[at];
            if (!Matches(member, selection))
            {
                continue;
            }

            if (count++ >= skip && page.Count < take)
            {
                page.Add(member.Id);
            }

            revenue += member.Revenue;
            expected += member.Expected;
        }

        return new SelectedInsiders(count, revenue, expected, page);
    }

    /// <summary>The place of each customer in the order of a selection, from 1; 0 for who is not in it.</summary>
    public int[] Ranks(InsiderSelection selection)
    {
        var ranks = new int[_members.Length];
        int next = 1;
        foreach (int at in InOrder(selection.Sort))
        {
            ranks[at] = Matches(_members[at], selection) ? next++ : 0;
        }

        return ranks;
    }

    /// <summary>Customers of a bucket that have a rank.</summary>
    /// <param name="bucket">From 0.</param>
    /// <param name="ranks">As <see cref="Ranks"/> gives them.</param>
    /// <param name="size">Customers of the bucket, ranked or not.</param>
    public List<(string Id, int Rank)> Ranked(int bucket, int[] ranks, out int size)
    {
        size = _starts[bucket + 1] - _starts[bucket];
        var ranked = new List<(string, int)>();
        for (int at = _starts[bucket]; at < _starts[bucket + 1]; at++)
        {
            if (ranks[at] > 0)
            {
                ranked.Add((_members[at].Id, ranks[at]));
            }
        }

        return ranked;
    }

    /// <summary>By the ids of the clusters.</summary>
    public IReadOnlyDictionary<int, ClusterCounts> Clusters() => _members.GroupBy(member => member.Cluster).ToDictionary(cluster => cluster.Key, cluster =>
    {
        var changes = cluster.ToLookup(member => member.Change(_isFirst));
        return new ClusterCounts(
            cluster.Count(),
            cluster.Count(member => member.Insider),
            changes[MemberChange.Entered].Count(),
            changes[MemberChange.New].Count(),
            changes[MemberChange.Left].Count(),
            cluster.Sum(member => member.Revenue));
    });

    private int[] InOrder(InsiderSort sort) => _orders.GetOrAdd(sort, each => new Lazy<int[]>(() => Ordered(each))).Value;

    private int[] Ordered(InsiderSort sort)
    {
        Comparison<ProgrammeMember> order = Order(sort);
        int[] all = [.. Enumerable.Range(0, _members.Length)];
        Array.Sort(all, (one, other) => order(_members[one], _members[other]));
        return all;
    }

    private bool Matches(in ProgrammeMember member, InsiderSelection selection) =>
        (selection.Insider is not { } insider || member.Insider == insider)
        && (selection.Cluster is not { } cluster || member.Cluster == cluster)
        && (selection.Change is not { } change || member.Change(_isFirst) == change);

    private static Comparison<ProgrammeMember> Order(InsiderSort sort) => sort switch
    {
        InsiderSort.MostRevenue => (one, other) => Then(other.Revenue.CompareTo(one.Revenue), one, other),
        InsiderSort.LeastRevenue => (one, other) => Then(one.Revenue.CompareTo(other.Revenue), one, other),
        InsiderSort.MostExpected => (one, other) => Then(other.Expected.CompareTo(one.Expected), one, other),
        InsiderSort.LeastExpected => (one, other) => Then(one.Expected.CompareTo(other.Expected), one, other),
        _ => (one, other) => Then(0, one, other),
    };

    // Numbers by size: of two without leading zeros the longer one is larger.
    private static int Then(int order, in ProgrammeMember one, in ProgrammeMember other)
        => order != 0 ? order
            : one.Identified != other.Identified ? (one.Identified ? -1 : 1)
            : one.Id.Length != other.Id.Length ? one.Id.Length.CompareTo(other.Id.Length)
            : string.CompareOrdinal(one.Id, other.Id);
}
