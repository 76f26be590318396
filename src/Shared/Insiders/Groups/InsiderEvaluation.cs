using System.Text.Json;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>One algorithm with one number of clusters in one space, as customers are placed by it.</summary>
/// <param name="Found">False where the algorithm gives no such number of clusters; the figures are 0 then.</param>
/// <param name="Silhouette">Mean, −1 to 1. Not to be compared between spaces: a layout in two dimensions draws groups apart.</param>
/// <param name="ReferenceSilhouette">What k-means with as many clusters reaches on made-up customers without groups: one Gaussian cloud with the same covariance.</param>
/// <param name="Stability">Mean adjusted Rand index of fits on resampled customers. In the spaces of UMAP the layout is not made anew, so that it tells of the clusters in that layout alone.</param>
/// <param name="StabilityStandardError">Of that mean.</param>
/// <param name="SmallestShare">Share of the customers in the smallest cluster.</param>
/// <param name="TopShare">Share of the customers in the cluster with the most revenue per customer.</param>
/// <param name="TopRevenueShare">Share of all revenue that theirs is.</param>
/// <param name="TopMeanRevenue">Theirs per customer.</param>
public sealed record ComparedGroups(
    InsiderSpaceKind Space,
    ClusterAlgorithm Algorithm,
    int Clusters,
    bool Found,
    double Silhouette,
    double ReferenceSilhouette,
    double Stability,
    double StabilityStandardError,
    double SmallestShare,
    double TopShare,
    double TopRevenueShare,
    double TopMeanRevenue)
{
    /// <summary>How much better than in customers without groups: by this, numbers of clusters can be compared.</summary>
    public double ExcessSilhouette => Silhouette - ReferenceSilhouette;
}

/// <summary>The rules against the clusters, among the customers of the fit.</summary>
/// <param name="Insiders">Customers in insider groups.</param>
/// <param name="Entering">Customers who meet the conditions to enter.</param>
/// <param name="Precision">See <see cref="InsiderRules"/>.</param>
/// <param name="Recall">See <see cref="InsiderRules"/>.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="LeavingInAMonth">
/// Of the customers who would have entered a month before the end, the share who did not meet the conditions to stay at the end; both over histories of the
/// same length. Null where there is too little history to say.
/// </param>
public sealed record RuleFigures(int Insiders, int Entering, double Precision, double Recall, double F1, double? LeavingInAMonth);

/// <summary>How the groups follow from those before; ids.</summary>
/// <param name="Kept">The same groups.</param>
/// <param name="New">Not there before.</param>
/// <param name="Gone">Not there any more.</param>
public sealed record InsiderClusterChanges(IReadOnlyList<int> Kept, IReadOnlyList<int> New, IReadOnlyList<int> Gone);

/// <summary>The evaluation.json of insiders.</summary>
/// <param name="Customers">Learnt from.</param>
/// <param name="Identified">Those of them whom the file names.</param>
/// <param name="Compared">By whom the comparison was made.</param>
/// <param name="Comparison">Every space with every algorithm and number of clusters; made by training only.</param>
/// <param name="Recommended">Its row that is recommended in the space that was asked for.</param>
/// <param name="Chosen">The same, unless settings ask for something else; its shares and revenue are of all customers as they were placed in the end.</param>
/// <param name="Recommendation">Both and why, in a sentence.</param>
/// <param name="Profiles">Of the groups, in the order of <see cref="InsiderModel.Clusters"/>.</param>
/// <param name="Changes">Null for a first version.</param>
public sealed record InsiderEvaluation(
    int Customers,
    int Identified,
    int Compared,
    IReadOnlyList<ComparedGroups> Comparison,
    ComparedGroups Recommended,
    ComparedGroups Chosen,
    LocalText Recommendation,
    IReadOnlyList<ClusterProfile> Profiles,
    InsiderRules Rules,
    RuleFigures RuleFigures,
    InsiderClusterChanges? Changes)
{
    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, InsidersJson.Default.InsiderEvaluation));

    /// <exception cref="JsonException">It is no evaluation of insiders.</exception>
    public static InsiderEvaluation FromJson(BinaryData json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonSerializer.Deserialize(json.ToMemory().Span, InsidersJson.Default.InsiderEvaluation) ?? throw new JsonException("The evaluation is null.");
    }
}
