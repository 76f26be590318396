using System.Text.Json;
using Clientele.Learning;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>
/// One algorithm with one number of clusters, as customers are placed by it (Ward and DBSCAN, which place nobody, by the nearest centroid of their clusters).
/// </summary>
/// <param name="Found">False where the algorithm gives no such number of clusters; the figures are 0 then.</param>
/// <param name="Silhouette">Mean, −1 to 1.</param>
/// <param name="ReferenceSilhouette">What k-means with as many clusters reaches on made-up customers without groups: one Gaussian cloud with the same covariance.</param>
/// <param name="CalinskiHarabasz">0 or more; more is better.</param>
/// <param name="DaviesBouldin">0 or more; less is better.</param>
/// <param name="Stability">Mean adjusted Rand index of fits on resampled customers.</param>
/// <param name="StabilityStandardError">Of that mean.</param>
/// <param name="SmallestShare">Share of the customers in the smallest cluster.</param>
public sealed record ComparedSegments(
    ClusterAlgorithm Algorithm,
    int Clusters,
    bool Found,
    double Silhouette,
    double ReferenceSilhouette,
    double CalinskiHarabasz,
    double DaviesBouldin,
    double Stability,
    double StabilityStandardError,
    double SmallestShare)
{
    /// <summary>How much better than in customers without groups: by this, numbers of clusters can be compared.</summary>
    public double ExcessSilhouette => Silhouette - ReferenceSilhouette;
}

/// <summary>A variable that was left out, and why, in a sentence.</summary>
public sealed record DroppedVariable(string Name, double SharedVariance, LocalText Sentence);

/// <summary>What a segment is like in one thing.</summary>
/// <param name="Name">The field's name, the total's (<c>spend_total</c>), or <c>field=category</c>.</param>
/// <param name="Title">For people.</param>
/// <param name="Mean">In the unit of the answer; ages and tenures in years and days; of yes/no and categories the share.</param>
/// <param name="Median">The same; of yes/no and categories 0 or 1.</param>
/// <param name="Share">Share of the segment's customers for whom it is above 0, or yes, or this category.</param>
/// <param name="Index">Mean over everyone's mean, times 100; 100 where everyone's is 0.</param>
/// <param name="EffectSize">Cohen's d against everyone else: difference of the means over the pooled standard deviation; of shares Cohen's h.</param>
public sealed record ProfiledFeature(string Name, LocalText Title, double Mean, double Median, double Share, double Index, double EffectSize);

/// <summary>A part of what a segment buys: a member of a group of numbers that people add up.</summary>
/// <param name="Group">The group's name in the schema.</param>
/// <param name="Name">The field's name.</param>
/// <param name="Mean">Per customer of the segment.</param>
/// <param name="Total">Of all its customers in training.</param>
/// <param name="Mix">Share of the group's total that the segment spends on it, 0 to 1.</param>
/// <param name="ShareOfAll">Share of everyone's total that comes from the segment, 0 to 1.</param>
/// <param name="Index">Mix over everyone's mix, times 100; 100 where everyone's is 0.</param>
public sealed record SegmentProduct(string Group, LocalText GroupTitle, string Name, LocalText Title, double Mean, double Total, double Mix, double ShareOfAll, double Index);

/// <summary>A segment as training found it.</summary>
/// <param name="Traits">What tells it from everyone else, the strongest first, in words.</param>
/// <param name="Customers">Of those in training.</param>
/// <param name="ResponseRate">Share of them who responded; only told, never used to find the segments.</param>
public sealed record SegmentReport(
    int Id,
    LocalText Name,
    IReadOnlyList<LocalText> Traits,
    int Customers,
    double Share,
    double ResponseRate,
    IReadOnlyList<ProfiledFeature> Profile,
    IReadOnlyList<SegmentProduct> Products);

/// <summary>How the segments of a proposal follow from those of the champion before.</summary>
/// <param name="Kept">Ids that are the same groups.</param>
/// <param name="New">Ids of groups that were not there before.</param>
/// <param name="Gone">Ids of groups that are not there any more.</param>
/// <param name="Splits">An id before, and the ids that its customers are in now.</param>
/// <param name="Merges">An id now, and the ids that its customers were in before.</param>
/// <param name="Shared">Customers in both trainings.</param>
/// <param name="Moved">Those of them who are in another segment now.</param>
/// <param name="Sentences">The same for people; empty where nothing changed.</param>
public sealed record SegmentChanges(
    string Before,
    IReadOnlyList<int> Kept,
    IReadOnlyList<int> New,
    IReadOnlyList<int> Gone,
    IReadOnlyList<SegmentRelation> Splits,
    IReadOnlyList<SegmentRelation> Merges,
    int Shared,
    int Moved,
    IReadOnlyList<LocalText> Sentences);

/// <summary>One segment on one side, several on the other.</summary>
public sealed record SegmentRelation(int One, IReadOnlyList<int> Several);

/// <summary>A proposal as training found it.</summary>
/// <param name="Figures">Its row of the comparison, measured anew on the customers compared.</param>
/// <param name="AgreementWithResponse">Adjusted Rand index with the response, which the segments were made without: near 0, they are not the label in disguise.</param>
/// <param name="Segments">In the order of the clusters.</param>
/// <param name="Changes">Null for a first version.</param>
public sealed record ProposalReport(
    string Key, ComparedSegments Figures, double AgreementWithResponse, IReadOnlyList<SegmentReport> Segments, SegmentChanges? Changes);

/// <summary>The evaluation.json of segments.</summary>
/// <param name="Rows">Customers learnt from.</param>
/// <param name="Compared">Customers by whom the comparison was made.</param>
/// <param name="Comparison">Every algorithm with every number of clusters.</param>
/// <param name="Recommendation">What is recommended and why, in a sentence; says so where settings decided otherwise.</param>
/// <param name="Proposals">In the order of <see cref="SegmentModel.Keys"/>.</param>
public sealed record SegmentEvaluation(
    int Rows,
    int Compared,
    IReadOnlyList<string> Variables,
    IReadOnlyList<DroppedVariable> Dropped,
    IReadOnlyList<ComparedSegments> Comparison,
    ClusterAlgorithm RecommendedAlgorithm,
    int RecommendedClusters,
    LocalText Recommendation,
    IReadOnlyList<ProposalReport> Proposals)
{
    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, SegmentsJson.Default.SegmentEvaluation));

    /// <exception cref="JsonException">It is no evaluation of segments.</exception>
    public static SegmentEvaluation FromJson(BinaryData json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonSerializer.Deserialize(json.ToMemory().Span, SegmentsJson.Default.SegmentEvaluation) ?? throw new JsonException("The evaluation is null.");
    }
}
