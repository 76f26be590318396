using Clientele.Campaign;
using Clientele.Features;
using Clientele.Models;

namespace Clientele.Runs.Training;

/// <summary>Fits the response model.</summary>
/// <param name="cores">Held while fitting: a fit uses every core, and two at once on an instance would only hold twice the memory.</param>
internal sealed class FitResponse(RunLedger ledger, ResponseChampion champions, RunSettings settings, TimeProvider time, Lock cores) : IKindFit
{
    public async Task<FittedVersion> FitAsync(RunRow run, RunPlan plan, TrainingRows rows, CancellationToken cancellation)
    {
        ResponseTrainingOptions options = settings.Training with { Objectives = plan.Objectives };
        TrainedResponse trained;
        try
        {
            // The fit holds the cores for a while; the host's other calls are served meanwhile.
            await using var progress = new FitProgress(ledger, run, time);
            lock (cores)
            {
                trained = ResponseTraining.Fit(rows, options, progress, cancellation);
            }
        }
        catch (TrainingDataException e)
        {
            throw new RunFailedException(e.Message, e);
        }

        ChampionAlias? champion = await champions.CurrentAsync(run.Schema, cancellation);
        ModelManifest manifest = FitPart.Manifest(run, plan, rows, ResponseModel.Kind, options.Seed, options.Description, options.Description, champion) with
        {
            Choices = trained.Evaluation.Choices,
            Metrics = trained.Evaluation.Metrics(),
        };

        // Against itself it was judged before, or never has to be.
        ChampionEvidence? against = champion is null || champion.Version == manifest.Version ? null : await champions.OnRowsAsync(rows, trained.Model.OutOfFold, champion, cancellation);
        int[] order = FitPart.OrderOf(TrainedCustomers.FromBase64(manifest.Version, manifest.TrainedCustomers), rows);
        return new FittedVersion(
            ModelFiles.Seal(manifest, trained.Model.WithTrained(order).ToJson(), trained.Evaluation.ToJson()),
            new GateEvidence(manifest.Version, plan.Demonstration, OutOfFoldFigures.Of(trained.Model.OutOfFold), against));
    }
}
