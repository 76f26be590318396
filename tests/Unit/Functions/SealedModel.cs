using System.Text;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Storage;
using Clientele.Testing;

namespace Clientele.Unit.Functions;

/// <summary>A model as a run of training leaves it, without the run.</summary>
internal static class SealedModel
{
    public static ModelFiles Of(TrainingRows rows, string version, ResponseTrainingOptions options)
    {
        TrainedResponse trained = ResponseTraining.Fit(rows, options, null, CancellationToken.None);
        TrainedCustomers customers = TrainedCustomers.Of(version, rows.Ids);
        int[] order = new int[rows.Count];
        for (int row = 0; row < order.Length; row++)
        {
            order[customers.Find(Encoding.UTF8.GetBytes(rows.Ids[row]))] = row;
        }

        var manifest = new ModelManifest
        {
            Schema = rows.Schema.Id,
            Kind = ResponseModel.Kind,
            Version = version,
            SchemaFingerprint = rows.Schema.Fingerprint,
            TrainingBlobs = [],
            Rows = rows.Count,
            TrainedCustomers = customers.ToBase64(),
            Seed = 1,
            CodeVersion = "test",
            Metrics = trained.Evaluation.Metrics(),
        };
        return ModelFiles.Seal(manifest, trained.Model.WithTrained(order).ToJson(), trained.Evaluation.ToJson());
    }

    /// <summary>Puts the schema and the model, as champion, into an account.</summary>
    public static async Task PutAsync(MemoryStorage memory, Schema schema, string schemaJson, ModelFiles files)
    {
        ClienteleStorage storage = memory.Open();
        await storage.Schemas.TryCreateAsync(schema.Id + ".json", BinaryData.FromString(schemaJson), CancellationToken.None);
        await new ModelVersions(storage.Models).SaveAsync(files, CancellationToken.None);
        await new Champions(storage.Models).TryPromoteAsync(schema.Id, ResponseModel.Kind, files.Manifest.Version, "for the tests", demonstration: false, CancellationToken.None);
    }
}
