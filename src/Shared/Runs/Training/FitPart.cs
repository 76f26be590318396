using System.Text;
using Clientele.Features;
using Clientele.Models;
using Clientele.Schemas;

namespace Clientele.Runs.Training;

/// <summary>A version that a fit made, before it is saved.</summary>
/// <param name="Files">Sealed.</param>
/// <param name="Evidence">What the gate will look at.</param>
internal sealed record FittedVersion(ModelFiles Files, GateEvidence Evidence);

/// <summary>Fits the model of one kind on labelled customers.</summary>
internal interface IKindFit
{
    /// <exception cref="RunFailedException">The rows give no such model, and the run can't do without.</exception>
    /// <exception cref="NothingFittedException">The rows give no such model, and the run goes on.</exception>
    Task<FittedVersion> FitAsync(RunRow run, RunPlan plan, TrainingRows rows, CancellationToken cancellation);
}

/// <summary>No model of a kind that a run can do without; the message is a sentence for people.</summary>
internal sealed class NothingFittedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Reads the labelled files, fits the model of one kind, part by part another, and saves it as a version. Promotes nothing.</summary>
/// <param name="fits">By number of the part.</param>
/// <param name="challenges">In the same order.</param>
internal sealed class FitPart(LabelledFiles labelled, ModelVersions versions, IReadOnlyList<IKindFit> fits, IReadOnlyList<Challenge> challenges)
{
    /// <summary>Changes with the code that trains; part of a version's name.</summary>
    public static string CodeVersion { get; } = typeof(FitPart).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <returns>With the version as its output or, where none could be made, the reason in a sentence; <see cref="ModelPath.IsPart"/> tells them apart.</returns>
    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, int part, CancellationToken cancellation)
    {
        (TrainingRows rows, PartResult counts) = await labelled.ReadAsync(plan, schema, cancellation);
        try
        {
            FittedVersion fitted = await fits[part].FitAsync(run, plan, rows, cancellation);
            await challenges[part].WriteEvidenceAsync(run, fitted.Evidence, cancellation);
            return counts with { Output = (await versions.SaveAsync(fitted.Files, cancellation)).Version };
        }
        catch (NothingFittedException e)
        {
            return counts with { Output = e.Message };
        }
        catch (ModelRefusedException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    /// <summary>For each trained customer, in the order of the manifest's hashes, their row.</summary>
    public static int[] OrderOf(TrainedCustomers customers, TrainingRows rows)
    {
        int[] order = new int[rows.Count];
        for (int row = 0; row < order.Length; row++)
        {
            order[customers.Find(Encoding.UTF8.GetBytes(rows.Ids[row]))] = row;
        }

        return order;
    }

    /// <summary>What the manifests of all kinds have in common.</summary>
    public static ModelManifest Manifest(RunRow run, RunPlan plan, TrainingRows rows, string kind, int seed, string settings, string naming, ChampionAlias? champion)
    {
        List<TrainingBlob> blobs = plan.Training.Select(file => new TrainingBlob(file.Name, file.ETag, file.Length)).ToList();
        string version = ModelManifest.NameVersion(rows.Schema.Id, kind, rows.Schema.Fingerprint, blobs, seed, CodeVersion, naming);
        return new ModelManifest
        {
            Schema = rows.Schema.Id,
            Kind = kind,
            Version = version,
            SchemaFingerprint = rows.Schema.Fingerprint,
            TrainingBlobs = blobs,
            Rows = rows.Count,
            TrainedCustomers = TrainedCustomers.Of(version, rows.Ids).ToBase64(),
            Seed = seed,
            CodeVersion = CodeVersion,
            Settings = settings,
            Metrics = new Dictionary<string, double>(StringComparer.Ordinal),
            ParentChampion = champion?.Version == version ? null : champion?.Version,
            Demonstration = plan.Demonstration,
            CreatedFrom = run.Id.Value,
        };
    }
}
