using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Runs.Training;

/// <summary>The champion of the segments as evidence.</summary>
internal sealed class SegmentChampion(ScoringModels models) : ChampionFigures(models.Champions, SegmentModel.Kind)
{
    public static SegmentFigures FiguresOf(SegmentEvaluation evaluation)
    {
        ProposalReport recommended = evaluation.Proposals[^1];
        ComparedSegments figures = recommended.Figures;
        return new SegmentFigures(
            evaluation.Rows,
            TrainingSentences.Name(figures.Algorithm, Language.English),
            recommended.Segments.Count,
            figures.Silhouette,
            figures.ReferenceSilhouette,
            figures.Stability,
            figures.StabilityStandardError,
            figures.SmallestShare,
            recommended.AgreementWithResponse);
    }

    protected override async Task<VersionFigures> FiguresAsync(string schema, string version, CancellationToken cancellation)
        => FiguresOf(await models.SegmentEvaluationAsync(schema, version, cancellation));
}
