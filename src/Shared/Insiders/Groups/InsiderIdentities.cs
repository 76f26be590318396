using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Who the clusters of a new fit are.</summary>
/// <param name="Ids">By cluster.</param>
/// <param name="KeptNames">By cluster; null for a group that was not there before.</param>
/// <param name="NextId">The least id that no group ever had.</param>
internal sealed record IdentifiedClusters(IReadOnlyList<int> Ids, IReadOnlyList<LocalText?> KeptNames, int NextId, InsiderClusterChanges? Changes);

/// <summary>
/// Which clusters of a new fit are groups that were there before, and so keep id and name: compared by the customers they share, where the previous model
/// places everybody of today. Who was in which group on another day says less, since customers move.
/// </summary>
internal static class InsiderIdentities
{
    /// <summary>Jaccard index from which two clusters are the same group.</summary>
    public const double Same = 0.5;

    /// <summary>The same where each shares more with the other than with any other.</summary>
    public const double SameIfNearest = 0.25;

    /// <param name="clusters">Of each customer, from 0 to below <paramref name="count"/>.</param>
    /// <param name="previous">Null for a first version.</param>
    public static IdentifiedClusters Of(PurchaseTable purchases, string fingerprint, int[] clusters, int count, InsiderModel? previous)
    {
        var kept = new InsiderCluster?[count];

        // Of another schema, its features may mean something else. Its ids are not used again: rows and names still mean the groups of before.
        if (previous is not null && previous.SchemaFingerprint == fingerprint)
        {
            Matrix jaccard = Jaccard(previous, previous.Place(purchases), clusters, count);
            foreach ((int before, int after) in Match(jaccard))
            {
                kept[after] = previous.Clusters[before];
            }
        }

        int nextId = previous?.NextId ?? 1;
        int[] sizes = [.. Enumerable.Range(0, count).Select(cluster => clusters.Count(each => each == cluster))];
        int[] ids = [.. kept.Select(cluster => cluster?.Id ?? 0)];
        foreach (int cluster in Enumerable.Range(0, count).Where(cluster => ids[cluster] == 0).OrderByDescending(cluster => sizes[cluster]))
        {
            ids[cluster] = nextId++;
        }

        InsiderClusterChanges? changes = previous is null ? null : new InsiderClusterChanges(
            [.. kept.OfType<InsiderCluster>().Select(cluster => cluster.Id).Order()],
            [.. ids.Where((_, cluster) => kept[cluster] is null).Order()],
            [.. previous.Clusters.Select(cluster => cluster.Id).Except(ids).Order()]);
        return new IdentifiedClusters(ids, [.. kept.Select(cluster => cluster?.Name)], nextId, changes);
    }

    private static Matrix Jaccard(InsiderModel previous, int[] idsBefore, int[] clusters, int count)
    {
        Dictionary<int, int> places = previous.Clusters.Select((cluster, at) => (cluster.Id, at)).ToDictionary();
        var shared = new Matrix(previous.Clusters.Count, count);
        var before = new double[shared.Rows];
        var after = new double[count];
        for (int customer = 0; customer < clusters.Length; customer++)
        {
            int at = places[idsBefore[customer]];
            shared.RowToWrite(at)[clusters[customer]]++;
            before[at]++;
            after[clusters[customer]]++;
        }

        for (int i = 0; i < shared.Rows; i++)
        {
            Span<double> row = shared.RowToWrite(i);
            for (int j = 0; j < count; j++)
            {
                row[j] = row[j] > 0 ? row[j] / (before[i] + after[j] - row[j]) : 0;
            }
        }

        return shared;
    }

    /// <summary>Pairs that are the same group, one to one; as many alike in all as possible.</summary>
    private static IEnumerable<(int Before, int After)> Match(Matrix jaccard)
    {
        var costs = new Matrix(jaccard.Rows, jaccard.Columns);
        for (int i = 0; i < costs.Rows; i++)
        {
            for (int j = 0; j < costs.Columns; j++)
            {
                double alike = jaccard[i, j];
                bool areNearest = Enumerable.Range(0, costs.Columns).All(other => jaccard[i, other] <= alike) && Enumerable.Range(0, costs.Rows).All(other => jaccard[other, j] <= alike);

                // Two pairs that are only each other's nearest must not outweigh one that needs no such help.
                costs.RowToWrite(i)[j] = alike >= Same ? -1 - alike : alike >= SameIfNearest && areNearest ? -alike : 0;
            }
        }

        int[] match = Hungarian.Solve(costs);
        return Enumerable.Range(0, match.Length).Where(i => match[i] >= 0 && costs[i, match[i]] < 0).Select(i => (i, match[i]));
    }
}
