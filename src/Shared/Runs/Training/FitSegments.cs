using System.Globalization;
using Clientele.Features;
using Clientele.Models;
using Clientele.Segments;

namespace Clientele.Runs.Training;

/// <summary>Fits the segments, whose ids and names follow from those of the champion.</summary>
/// <param name="cores">As in <see cref="FitResponse"/>.</param>
internal sealed class FitSegments(ScoringModels models, SegmentChampion champions, RunSettings settings, Lock cores) : IKindFit
{
    public async Task<FittedVersion> FitAsync(RunRow run, RunPlan plan, TrainingRows rows, CancellationToken cancellation)
    {
        ChampionAlias? champion = await champions.CurrentAsync(run.Schema, cancellation);
        PreviousSegments? previous = await PreviousAsync(run.Schema, plan.FollowedSegments, cancellation);
        TrainedSegments trained;
        try
        {
            lock (cores)
            {
                trained = SegmentTraining.Fit(rows, settings.Segments, previous, progress: null, cancellation);
            }
        }
        catch (SegmentDataException e)
        {
            throw new NothingFittedException(e.Message, e);
        }

        // Ids and names depend on the version that they follow, so a version's name does, too.
        string naming = $"{settings.Segments.Description}, after {previous?.Version ?? "none"}";
        SegmentFigures figures = SegmentChampion.FiguresOf(trained.Evaluation);
        ModelManifest manifest = FitPart.Manifest(run, plan, rows, SegmentModel.Kind, settings.Segments.Seed, settings.Segments.Description, naming, champion) with
        {
            Choices = new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["algorithm"] = figures.Algorithm,
                ["segments"] = figures.Segments.ToString(CultureInfo.InvariantCulture),
                ["variables"] = string.Join(", ", trained.Evaluation.Variables),
            },
            Metrics = new SortedDictionary<string, double>(StringComparer.Ordinal)
            {
                ["segments"] = figures.Segments,
                ["silhouette"] = figures.Silhouette,
                ["stability"] = figures.Stability,
                ["smallestShare"] = figures.SmallestShare,
            },
        };
        ChampionEvidence? against = champion is null || champion.Version == manifest.Version ? null : await champions.OnItsOwnAsync(run.Schema, champion, cancellation);
        int[] order = FitPart.OrderOf(TrainedCustomers.FromBase64(manifest.Version, manifest.TrainedCustomers), rows);
        return new FittedVersion(
            ModelFiles.Seal(manifest, trained.Model.WithTrained(order).ToJson(), trained.Evaluation.ToJson()),
            new GateEvidence(manifest.Version, plan.Demonstration, figures, against));
    }

    /// <summary>Null where there is none to follow, or its file is refused and says nothing.</summary>
    private async Task<PreviousSegments?> PreviousAsync(string schema, string version, CancellationToken cancellation)
    {
        if (version.Length == 0)
        {
            return null;
        }

        try
        {
            LoadedModel<SegmentModel> loaded = await models.Segments.OpenAsync(schema, version, cancellation);
            return new PreviousSegments(version, loaded.Model, loaded.TrainedCustomers);
        }
        catch (ModelRefusedException)
        {
            return null;
        }
    }
}
