using Clientele.Features;
using Clientele.Learning;

namespace Clientele.Segments;

/// <summary>Segments and what training found out about them.</summary>
public sealed record TrainedSegments(SegmentModel Model, SegmentEvaluation Evaluation);

/// <summary>A proposal before its clusters have ids and names.</summary>
/// <param name="Key">One of <see cref="SegmentModel.Keys"/>.</param>
/// <param name="Clusters">The cluster of each training row; none is empty.</param>
internal sealed record SegmentFit(string Key, ClusterAlgorithm Algorithm, ClusterPlacement Placement, int[] Clusters, ComparedSegments Figures, double AgreementWithResponse);

/// <summary>
/// Training rows → segments. Algorithms and numbers of clusters are compared on a sample; the proposals are fitted on all rows. Labels are only told of the
/// result, they have no part in it. Deterministic for a seed.
/// </summary>
public static class SegmentTraining
{
    private const int FewestRows = 50;
    private const int ProposedTwo = 2;
    private const int ProposedThree = 3;

    /// <summary>Before and after the comparison: variables, and one for each proposal.</summary>
    private const int OtherSteps = 4;

    /// <param name="previous">The champion, whose groups keep their ids and names; null for a first version.</param>
    /// <param name="progress">Told a growing share of 1.</param>
    /// <exception cref="SegmentDataException">Too few customers, or too few that differ from each other.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static TrainedSegments Fit(
        TrainingRows rows, SegmentTrainingOptions options, PreviousSegments? previous, IProgress<double>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        if (rows.Count < FewestRows)
        {
            throw new SegmentDataException($"There are {rows.Count} customers; segments need at least {FewestRows}.");
        }

        int[] sample = Sample(rows.Count, options);
        var steps = new TrainingSteps(SegmentComparison.StepsOf(options) + OtherSteps, progress);
        ChosenVariables variables = SegmentVariables.Choose(rows, sample, options, cancellation);
        steps.Next();
        Matrix compared = variables.Rows.Take(sample);
        ComparedFit[] comparison = SegmentComparison.Run(compared, options, steps, cancellation);
        SegmentChoice choice = SegmentRecommendation.Of([.. comparison.Select(each => each.Figures)], options.Algorithm, options.Clusters);

        var proposals = new SegmentProposals(rows, variables.Rows, compared, comparison, options, cancellation);
        ClusterAlgorithm algorithm = options.Algorithm ?? ClusterAlgorithm.KMeans;
        var fits = new List<SegmentFit>();
        foreach ((string key, ClusterAlgorithm by, int clusters) in new[]
        {
            (SegmentModel.Keys[0], algorithm, ProposedTwo),
            (SegmentModel.Keys[1], algorithm, ProposedThree),
            (SegmentModel.Keys[2], choice.Chosen.Algorithm, choice.Chosen.Clusters),
        })
        {
            fits.Add(proposals.Fit(key, by, clusters));
            steps.Next();
        }

        (SegmentProposal[] placed, ProposalReport[] reports) = Assemble(rows, fits, options, previous);
        var model = new SegmentModel(rows.Schema.Id, rows.Schema.Fingerprint, rows.NewestAsOf, variables.Space, placed);
        return new TrainedSegments(model, new SegmentEvaluation(
            rows.Count,
            compared.Rows,
            [.. variables.Space.Variables.Select(variable => variable.Question.Name)],
            variables.Dropped,
            [.. comparison.Select(each => each.Figures)],
            choice.Recommended.Algorithm,
            choice.Recommended.Clusters,
            choice.Sentence,
            reports));
    }

    /// <summary>Gives clusters ids and names: the one place where groups become segments.</summary>
    private static (SegmentProposal[] Proposals, ProposalReport[] Reports) Assemble(
        TrainingRows rows, IReadOnlyList<SegmentFit> fits, SegmentTrainingOptions options, PreviousSegments? previous)
    {
        var identities = new SegmentIdentities(rows, previous);
        var profiles = new SegmentProfiles(rows, options.WithoutSensitive);
        var proposals = new List<SegmentProposal>();
        var reports = new List<ProposalReport>();
        foreach (SegmentFit fit in fits)
        {
            SegmentIdentified identified = identities.Of(fit.Key, fit.Clusters, fit.Placement.Clusters);
            IReadOnlyList<SegmentProfile> described = profiles.Of(fit.Clusters, fit.Placement.Clusters);
            IReadOnlyList<SegmentName> names = SegmentNames.Of(rows.Schema, described, identified.KeptNames);
            Segment[] segments = [.. names.Select((name, cluster) => new Segment(identified.Ids[cluster], name.Name))];
            proposals.Add(new SegmentProposal(
                fit.Key, fit.Algorithm, fit.Placement.Centroids, fit.Placement.Mixture, segments, identified.NextId, [.. fit.Clusters.Select(cluster => identified.Ids[cluster])]));
            reports.Add(new ProposalReport(
                fit.Key,
                fit.Figures,
                fit.AgreementWithResponse,
                [.. segments.Select((segment, cluster) => Report(segment, names[cluster], described[cluster]))],
                identified.ChangesTold([.. segments.Select(segment => segment.Name)])));
        }

        return ([.. proposals], [.. reports]);
    }

    private static SegmentReport Report(Segment segment, SegmentName name, SegmentProfile profile) => new(
        segment.Id, segment.Name, name.Traits, profile.Customers, profile.Share, profile.ResponseRate, profile.Features, profile.Products);

    /// <summary>Rows that are compared, ascending: all, or as many as options say, drawn by their seed.</summary>
    private static int[] Sample(int rows, SegmentTrainingOptions options)
    {
        int[] all = [.. Enumerable.Range(0, rows)];
        if (rows <= options.MostCompared)
        {
            return all;
        }

        new Random(options.Seed).Shuffle(all);
        int[] sample = all[..options.MostCompared];
        Array.Sort(sample);
        return sample;
    }
}
