using Clientele.Models;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Runs;

/// <summary>Puts together what is known of segments: what training found, the names in force, and who is in them now. Pages and tables are both made of it.</summary>
internal static class SegmentViews
{
    /// <param name="names">Given by people; they win.</param>
    public static SegmentsView Of(ModelManifest manifest, SegmentEvaluation evaluation, SegmentNamesFile names, SegmentSums sums, Economics economics) => new()
    {
        Schema = manifest.Schema,
        Version = manifest.Version,
        Demonstration = manifest.Demonstration,
        Recommendation = evaluation.Recommendation,
        Variables = evaluation.Variables,
        Dropped = evaluation.Dropped,
        Comparison = evaluation.Comparison,
        Economics = EconomicsView.Of(economics),
        Proposals = [.. evaluation.Proposals.Select((proposal, place) => Of(proposal, place, names, sums, economics))],
    };

    private static ProposalView Of(ProposalReport proposal, int place, SegmentNamesFile names, SegmentSums sums, Economics economics)
    {
        long all = sums.Keys.Where(key => key.Proposal == place).Sum(key => sums.Of(place, key.Segment).Customers[0]);
        SegmentView[] segments = [.. proposal.Segments.OrderBy(segment => segment.Id).Select(segment => Of(segment, names.Find(proposal.Key, segment.Id), sums.Of(place, segment.Id), all, economics))];
        return new ProposalView
        {
            Key = proposal.Key,
            Figures = proposal.Figures,
            CustomersInNone = all - segments.Sum(segment => segment.Customers),
            Changes = proposal.Changes,
            Segments = segments,
        };
    }

    private static SegmentView Of(SegmentReport segment, LocalText? given, SegmentSum sum, long all, Economics economics)
    {
        SegmentObjective[] places = [.. sum.Customers.Select((customers, i) => new SegmentObjective(
            customers, sum.Probability[i], (sum.Probability[i] * economics.ResponseValue) - (customers * economics.ContactCost)))];
        return new SegmentView
        {
            Id = segment.Id,
            Name = given ?? segment.Name,
            GeneratedName = segment.Name,
            Traits = segment.Traits,
            TrainingCustomers = segment.Customers,
            TrainingShare = segment.Share,
            TrainingResponseRate = segment.ResponseRate,
            Customers = places[0].Customers,
            Share = all > 0 ? places[0].Customers / (double)all : 0,
            ExpectedResponses = places[0].ExpectedResponses,
            ExpectedProfit = places[0].Profit,
            Objectives = ScoreFiles.Verdicts.Select((verdict, i) => (Name: verdict.ToString().ToLowerInvariant(), Place: places[i + 1]))
                .ToDictionary(objective => objective.Name, objective => objective.Place, StringComparer.Ordinal),
            Profile = segment.Profile,
            Products = segment.Products,
        };
    }
}
