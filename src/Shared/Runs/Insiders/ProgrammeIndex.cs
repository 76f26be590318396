using System.Collections.Concurrent;
using Clientele.Runs.Transactions;

namespace Clientele.Runs.Insiders;

/// <summary>What a selection comes to, and the ids of one page of it.</summary>
internal readonly record struct SelectedInsiders(int Count, double Revenue, double Expected, IReadOnlyList<string> Page);

/// <summary>All customers of a run in memory. Safe from any thread.</summary>
/// <param name="isFirst">There was no upload before the run's.</param>
internal sealed class ProgrammeIndex(ProgrammeMember[] members, bool isFirst)
{
    // Each made when it is first asked for.
    private readonly ConcurrentDictionary<InsiderSort, Lazy<int[]>> _orders = new();

    /// <summary>Of everybody.</summary>
    public double Revenue { get; } = members.Sum(member => member.Revenue);

    public SelectedInsiders Select(InsiderSelection selection, long skip, int take)
    {
        (int count, double revenue, double expected) = (0, 0, 0);
        var page = new List<string>(take);
        foreach (int at in _orders.GetOrAdd(selection.Sort, sort => new Lazy<int[]>(() => Ordered(sort))).Value)
        {
            ref readonly ProgrammeMember member = ref members[at];
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

    private int[] Ordered(InsiderSort sort)
    {
        Comparison<ProgrammeMember> order = Order(sort);
        int[] all = [.. Enumerable.Range(0, members.Length)];
        Array.Sort(all, (one, other) => order(members[one], members[other]));
        return all;
    }

    private bool Matches(in ProgrammeMember member, InsiderSelection selection) =>
        (selection.Insider is not { } insider || member.Insider == insider)
        && (selection.Cluster is not { } cluster || member.Cluster == cluster)
        && (selection.Change is not { } change || member.Change(isFirst) == change);

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
