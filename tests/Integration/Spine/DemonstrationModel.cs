using Clientele.Runs;
using Clientele.Storage;
using Clientele.Testing;

namespace Clientele.Integration.Spine;

/// <summary>The model of the shipped sample, trained once for all tests: with the same bytes everywhere, scores can be compared across accounts.</summary>
internal static class DemonstrationModel
{
    private static readonly Lazy<Task<List<(string Name, BinaryData Content)>>> Trained = new(TrainAsync);

    public static byte[] Sample { get; } = File.ReadAllBytes(Path.Combine(Azurite.FindRepository(), "samples", "campaign-labelled.csv"));

    public static async Task CopyToAsync(ClienteleStorage storage)
    {
        foreach ((string name, BinaryData content) in await Trained.Value)
        {
            (await storage.Models.TryCreateAsync(name, content, CancellationToken.None)).ShouldBeTrue();
        }
    }

    private static async Task<List<(string Name, BinaryData Content)>> TrainAsync()
    {
        await using SpineApp app = await SpineApp.PrepareAsync(trained: false);
        await app.UploadAsync("campaign/labelled.csv", Sample, "training");
        await app.StartAsync();
        (await app.Host.RunFunctionAsync("Retrain")).ShouldBeNull();
        await app.UntilAsync("the training", async () => (await app.RunsAsync()) is [{ State: RunState.Completed }]);

        var files = new List<(string Name, BinaryData Content)>();
        await foreach (BlobFacts blob in app.Storage.Models.ListAsync(prefix: null, CancellationToken.None))
        {
            files.Add((blob.Name, (await app.Storage.Models.ReadAsync(blob.Name, CancellationToken.None))!.Value.Content));
        }

        return files;
    }
}
