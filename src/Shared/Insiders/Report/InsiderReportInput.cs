using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Everything that the report is made of, as others computed it. Lists "per customer" are in the order of <see cref="Purchases"/>.</summary>
public sealed record InsiderReportInput
{
    /// <summary>Of the schema, as people call this kind of file.</summary>
    public required string SchemaTitle { get; init; }

    public required string RunId { get; init; }

    /// <summary>Name of the blob that the lines came in.</summary>
    public required string UploadName { get; init; }

    /// <summary>Of the insiders' model: clusters, rules and forecast.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Whether the model learnt from generated samples, so that its figures are for show.</summary>
    public bool Demonstration { get; init; }

    public required PurchaseTable Purchases { get; init; }

    /// <summary>Per customer the <see cref="InsiderCluster.Id"/> of their group.</summary>
    public required IReadOnlyList<int> CustomerClusters { get; init; }

    /// <summary>Per customer whether they are in the programme, by the rules with hysteresis.</summary>
    public required IReadOnlyList<bool> Members { get; init; }

    public required IReadOnlyList<InsiderCluster> Clusters { get; init; }

    public required InsiderRules Rules { get; init; }

    /// <summary>What training compared; empty where the model has none.</summary>
    public IReadOnlyList<ComparedClusters> Compared { get; init; } = [];

    /// <summary>Revenue of the members, by month.</summary>
    public required IReadOnlyList<MonthRevenue> MemberMonths { get; init; }

    /// <summary>Revenue of everybody, customers to come included, by month.</summary>
    public required IReadOnlyList<MonthRevenue> AllMonths { get; init; }

    /// <summary>How forecasts from days in the past did.</summary>
    public IReadOnlyList<ForecastHoldout> Holdouts { get; init; } = [];

    /// <summary>A sentence: how the months to come were forecast.</summary>
    public required LocalText ForecastMethod { get; init; }

    /// <summary>Against the upload before; null at the first.</summary>
    public InsiderMovement? Movement { get; init; }

    /// <summary>What each cleaning rule took out or put right, in the order in which they were applied.</summary>
    public IReadOnlyList<CleanedLines> Cleaning { get; init; } = [];

    /// <summary>Per customer the place on the map of clusters; empty where there is no map.</summary>
    public IReadOnlyList<double> MapX { get; init; } = [];

    /// <inheritdoc cref="MapX"/>
    public IReadOnlyList<double> MapY { get; init; } = [];

    /// <exception cref="ArgumentException">A list per customer has another length, a customer is of a group that is not told of, or there are no customers.</exception>
    internal static void Check(InsiderReportInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Purchases.Count == 0)
        {
            throw new ArgumentException("There are no customers to report on.", nameof(input));
        }

        SameLength(input.CustomerClusters.Count, nameof(CustomerClusters));
        SameLength(input.Members.Count, nameof(Members));
        if (input.MapX.Count != 0 || input.MapY.Count != 0)
        {
            SameLength(input.MapX.Count, nameof(MapX));
            SameLength(input.MapY.Count, nameof(MapY));
        }

        var known = input.Clusters.Select(cluster => cluster.Id).ToHashSet();
        foreach (int id in input.CustomerClusters)
        {
            if (!known.Contains(id))
            {
                throw new ArgumentException($"A customer is of group {id}; told of are {string.Join(", ", known)}.", nameof(input));
            }
        }

        void SameLength(int count, string name)
        {
            if (count != input.Purchases.Count)
            {
                throw new ArgumentException($"{name} holds {count} values for {input.Purchases.Count} customers.", nameof(input));
            }
        }
    }
}

/// <summary>One way of making groups, as compared in training. Silhouettes of different spaces can't be compared.</summary>
/// <param name="Silhouette">−1 to 1, in its own space.</param>
/// <param name="Stability">Mean adjusted Rand index of refits on resampled customers; null where it was not measured.</param>
/// <param name="SmallestShare">Of customers, in the smallest group.</param>
/// <param name="RevenueShare">Of all revenue, in the group with the most revenue per customer.</param>
/// <param name="Used">Whether the programme stands on it.</param>
public sealed record ComparedClusters(LocalText Space, LocalText Algorithm, int K, double Silhouette, double? Stability, double SmallestShare, double RevenueShare, bool Used);

/// <summary>Members now against those at the upload before. Made-up customers of invoices without one are never counted.</summary>
/// <param name="Entered">Customers known before who were no members then.</param>
/// <param name="Left">Members before who are none now.</param>
/// <param name="Stayed">Members then and now.</param>
/// <param name="New">Members who were no customers before.</param>
public sealed record InsiderMovement(int Entered, int Left, int Stayed, int New);

/// <param name="Rule">What was looked for and what was done with it.</param>
/// <param name="Lines">How many it met.</param>
public sealed record CleanedLines(LocalText Rule, long Lines);
