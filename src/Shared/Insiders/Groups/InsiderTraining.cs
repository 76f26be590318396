using Clientele.Features;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Insiders and what training found out about them.</summary>
public sealed record TrainedInsiders(InsiderModel Model, InsiderEvaluation Evaluation);

/// <summary>
/// Customers → groups, insiders, rules. Spaces, algorithms and numbers of clusters are compared on a sample; the chosen one is fitted on all customers.
/// Deterministic for a seed.
/// </summary>
public static class InsiderTraining
{
    public const int FewestCustomers = 50;

    /// <summary>Fewer different customers make no groups.</summary>
    private const int FewestDifferent = 3;

    /// <summary>Beside the comparison: the space, the fit on all customers, the rules.</summary>
    private const int OtherSteps = 3;

    private const int MapDimensions = 2;

    /// <param name="purchases">
    /// All customers, whether identified or not: an invoice without a customer is a customer's all the same, as in the reference, and its revenue belongs to
    /// some group. Without them those who buy once, nearly a quarter of all, would have no group of their own.
    /// </param>
    /// <param name="fingerprint">Of the schema.</param>
    /// <param name="previous">The champion, whose groups keep their ids and names; null for a first version.</param>
    /// <param name="progress">Told a growing share of 1.</param>
    /// <exception cref="InsiderDataException">Too few customers, or too few that differ from each other.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static TrainedInsiders Fit(
        PurchaseTable purchases,
        string schemaId,
        string fingerprint,
        InsiderOptions options,
        InsiderModel? previous = null,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentException.ThrowIfNullOrEmpty(schemaId);
        ArgumentNullException.ThrowIfNull(fingerprint);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        CheckCustomers(purchases);
        var steps = new TrainingSteps(InsiderComparison.StepsOf(options) + OtherSteps, progress);
        int[] sample = Sample(purchases.Count, options);
        InsiderSpace space = InsiderSpace.Fit(options.Space, purchases.Features, sample, options.Seed, cancellation);
        steps.Next();
        var comparison = new InsiderComparison(purchases, sample, options, steps, cancellation);
        ComparedFit[] compared = comparison.Run(space);
        InsiderChoice choice = InsiderRecommendation.Of([.. compared.Select(each => each.Figures).Where(figures => figures.Space == options.Space)], options);
        Matrix rows = space.Encode(purchases.Features);
        ClusterPlacement placement = OnAll(compared.Single(each => each.Figures == choice.Chosen), rows, sample, options, cancellation);
        int[] clusters = placement.Place(rows);
        ComparedGroups settled = InsiderComparison.WithShares(choice.Chosen, purchases, [.. Enumerable.Range(0, purchases.Count)], clusters);
        steps.Next();

        IdentifiedClusters identified = InsiderIdentities.Of(purchases, fingerprint, clusters, placement.Clusters, previous);
        IReadOnlyList<LocalText> names = InsiderNames.Of(purchases, clusters, identified.KeptNames);
        bool[] insiders = InsiderClusters(purchases, clusters, placement.Clusters, options.MinimumShare);
        InsiderCluster[] groups = [.. names.Select((name, cluster) => new InsiderCluster(identified.Ids[cluster], name, insiders[cluster]))];
        FoundRules found = InsiderRuleSearch.Find(purchases, [.. clusters.Select(cluster => insiders[cluster])], cancellation);
        var model = new InsiderModel(
            schemaId,
            fingerprint,
            space,
            choice.Chosen.Algorithm,
            placement,
            groups,
            identified.NextId,
            found.Rules,
            [.. space.Features.Select(feature => FeatureDeciles.Of(purchases, feature))],
            Pca.Fit(rows, new PcaOptions { Components = MapDimensions }, null, cancellation));
        var evaluation = new InsiderEvaluation(
            purchases.Count,
            purchases.Identified.Count(known => known),
            sample.Length,
            [.. compared.Select(each => each.Figures)],
            choice.Recommended,
            settled,
            choice.Sentence(settled),
            ClusterProfiles.Of(purchases, [.. clusters.Select(cluster => groups[cluster].Id)], model),
            found.Rules,
            found.Figures,
            identified.Changes);
        steps.Next();
        return new TrainedInsiders(model, evaluation);
    }

    /// <summary>The cluster with the most revenue per customer, and the next ones with it until they are large enough together.</summary>
    internal static bool[] InsiderClusters(PurchaseTable purchases, int[] clusters, int count, double minimumShare)
    {
        var revenue = new double[count];
        var customers = new int[count];
        for (int customer = 0; customer < clusters.Length; customer++)
        {
            revenue[clusters[customer]] += purchases[customer, PurchaseFeature.Revenue];
            customers[clusters[customer]]++;
        }

        var insiders = new bool[count];
        int taken = 0;
        foreach (int cluster in Enumerable.Range(0, count).Where(cluster => customers[cluster] > 0).OrderByDescending(cluster => revenue[cluster] / customers[cluster]))
        {
            if (taken > 0 && taken >= minimumShare * clusters.Length)
            {
                break;
            }

            insiders[cluster] = true;
            taken += customers[cluster];
        }

        return insiders;
    }

    private static void CheckCustomers(PurchaseTable purchases)
    {
        if (purchases.Count < FewestCustomers)
        {
            throw new InsiderDataException($"There are {purchases.Count} customers; insiders need at least {FewestCustomers} to be found among.");
        }

        int different = Enumerable.Range(0, purchases.Count)
            .Select(customer => (purchases[customer, PurchaseFeature.Revenue], purchases[customer, PurchaseFeature.Recency], purchases[customer, PurchaseFeature.Invoices]))
            .Distinct().Take(FewestDifferent).Count();
        if (different < FewestDifferent)
        {
            throw new InsiderDataException($"The {purchases.Count} customers are too alike for groups: they have only {different} different sets of revenue, purchases and days since the last one.");
        }
    }

    /// <summary>Ward's tree and DBSCAN do not reach beyond a sample; their centroids do.</summary>
    private static ClusterPlacement OnAll(ComparedFit chosen, Matrix rows, int[] sample, InsiderOptions options, CancellationToken cancellation)
    {
        ClusterPlacement found = chosen.Placement
            ?? throw new InsiderDataException($"The {rows.Rows} customers are too alike for {chosen.Figures.Clusters} groups.");
        return (rows.Rows == sample.Length, chosen.Figures.Algorithm) switch
        {
            (false, ClusterAlgorithm.KMeans) => new ClusterPlacement(
                KMeans.FitFrom(found.Centroids!.CentroidMatrix(), rows, [], new KMeansOptions { Clusters = found.Clusters }, null, cancellation).Model, null),
            (false, ClusterAlgorithm.Mixture) => ClusterAlgorithms.Mixture(rows, found.Clusters, options.Seed, 1, cancellation, threads: 0),
            _ => found,
        };
    }

    /// <summary>Customers who are compared, ascending: all, or as many as options say, drawn by their seed.</summary>
    private static int[] Sample(int customers, InsiderOptions options)
    {
        int[] all = [.. Enumerable.Range(0, customers)];
        if (customers <= options.MostCompared)
        {
            return all;
        }

        new Random(options.Seed).Shuffle(all);
        int[] sample = all[..options.MostCompared];
        Array.Sort(sample);
        return sample;
    }
}
