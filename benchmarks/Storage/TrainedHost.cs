using System.Net.Http.Json;
using Azure.Storage.Blobs;
using Clientele.LocalHost;
using Clientele.LocalHost.Generate;
using Clientele.LocalHost.Host;
using Clientele.Runs;

namespace Clientele.Benchmarks.Storage;

/// <summary>The host at work on an account of its own, after it has made its tables and trained a model from generated customers.</summary>
internal static class TrainedHost
{
    /// <param name="app">The functions app, built or published.</param>
    /// <param name="rows">Labelled customers to train on.</param>
    public static async Task<FunctionsHost> StartAsync(ScratchAzurite azurite, string app, int rows, int seed, BenchContext context)
    {
        FunctionsHost host = await FunctionsHost.StartAsync(
            new FunctionsHostOptions { App = app, Settings = Settings(azurite), Time = TimeProvider.System }, (_, _, _) => { }, context.CancellationToken);
        using var client = new HttpClient { BaseAddress = host.Address };
        await PutAsync(azurite, "training", "campaign/labelled.csv", rows, seed, labels: true);
        await host.RunFunctionAsync("Retrain");
        await CompletedAsync(client, RunKindName.Train, context.CancellationToken);
        return host;
    }

    /// <summary>Those of the sample, on the account.</summary>
    public static AppSettings Settings(ScratchAzurite azurite) => AppSettings.Load(
        Path.Combine(ProjectRoot.Find(), "local.settings.sample.json"),
        new Dictionary<string, string>(StringComparer.Ordinal) { [AppSettings.StorageName] = azurite.ConnectionString });

    public static async Task PutAsync(ScratchAzurite azurite, string container, string name, int rows, int seed, bool labels)
    {
        using var file = new MemoryStream();
        await CampaignGenerator.WriteAsync(file, rows, seed, new CampaignOptions { Labels = labels }, CancellationToken.None);
        file.Position = 0;
        await new BlobContainerClient(azurite.ConnectionString, container).GetBlobClient(name).UploadAsync(file, overwrite: true);
    }

    public static async Task<RunView> CompletedAsync(HttpClient client, string kind, CancellationToken cancellation)
    {
        while (true)
        {
            RunViews? runs = await client.GetFromJsonAsync<RunViews>("api/runs", cancellation);
            switch (runs?.Runs.FirstOrDefault(run => run.Kind == kind))
            {
                case { State: RunState.Completed } completed:
                    return completed;
                case { State: RunState.Failed } failed:
                    throw new InvalidOperationException(failed.Error);
            }

            await Task.Delay(kind == RunKindName.Train ? 500 : 5000, cancellation);
        }
    }

    private sealed record RunViews(IReadOnlyList<RunView> Runs);
}
