using Azure.Data.Tables;
using Azure.Storage.Queues.Models;
using Clientele.Campaign;
using Clientele.Integration.Spine;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Integration.Models;

/// <summary>An account whose messages are worked here, in the test's own process: no timers, no host, nothing that a test did not ask for.</summary>
internal sealed class RegistryUnderTest : IAsyncDisposable
{
    private readonly SpineApp _app;

    private RegistryUnderTest(SpineApp app) => _app = app;

    public SpineApp App => _app;

    /// <param name="trained">With the model of the shipped sample as champion.</param>
    public static async Task<RegistryUnderTest> PrepareAsync(bool trained) => new(await SpineApp.PrepareAsync(trained));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>A new one has nothing in memory, as an instance that just started.</summary>
    public RunEngine Engine() => Engine(QuickTraining.Settings);

    /// <inheritdoc cref="Engine()"/>
    public ModelRegistry Registry()
        => new(_app.Storage, Schemas(), new ScoringModels(_app.Storage.Models, TimeProvider.System), QuickTraining.Settings, NullLogger<ModelRegistry>.Instance);

    /// <summary>What the timer does, and all that follows from it. Returns the newest run of training.</summary>
    /// <param name="segments">How many segments are asked for; null: as many as are recommended.</param>
    public async Task<RunRow> RetrainAsync(int? segments = null)
    {
        RunEngine engine = Engine(QuickTraining.Settings with { Segments = QuickTraining.Segments with { Clusters = segments } });
        await engine.RetrainAsync(CancellationToken.None);
        await WorkAsync(engine);
        return (await _app.RunsAsync()).Last(run => run.Kind == RunKindName.Train);
    }

    /// <summary>Works until every run has ended or waits.</summary>
    public Task WorkAsync(RunEngine engine) => _app.UntilAsync("the parts", async () =>
    {
        if (await _app.Queue("parts").ReceiveMessageAsync() is { Value: QueueMessage message })
        {
            await engine.WorkAsync(message.Body.ToString(), CancellationToken.None);
            await _app.Queue("parts").DeleteMessageAsync(message.MessageId, message.PopReceipt);
            return false;
        }

        return (await _app.RunsAsync()).TrueForAll(run => run.HasEnded || run.State == RunState.Waiting);
    });

    public async Task<RunRow> ScoreAsync(string name)
    {
        RunEngine engine = Engine();
        await _app.UploadAsync(name, CustomerFile.Bytes(await CustomerFile.LinesAsync(20, seed: 5)));
        await engine.PlanUploadAsync(name, CancellationToken.None);
        await WorkAsync(engine);
        return (await _app.RunsAsync()).Last(run => run.Source == "uploads/" + name);
    }

    public async Task<ChampionAlias> AliasAsync()
        => (await new Champions(_app.Storage.Models).ReadAsync("campaign", ResponseModel.Kind, CancellationToken.None))!.Value.Alias;

    /// <summary>The rows of a kind in the table <c>models</c>, by version.</summary>
    public async Task<Dictionary<string, TableEntity>> RowsAsync(string kind = ResponseModel.Kind)
        => (await StorageImage.EntitiesAsync(_app, "models")).Where(row => row.PartitionKey == $"campaign-{kind}").ToDictionary(row => row.RowKey, StringComparer.Ordinal);

    /// <summary>Saves the champion's files as further versions.</summary>
    public async Task CopyChampionAsync(params string[] versions)
    {
        var models = new ModelVersions(_app.Storage.Models);
        ModelFiles files = await models.LoadAsync("campaign", ResponseModel.Kind, (await AliasAsync()).Version, CancellationToken.None);
        foreach (string version in versions)
        {
            await models.SaveAsync(files with { Manifest = files.Manifest with { Version = version } }, CancellationToken.None);
        }
    }

    public async Task<string> ReadAsync(string version, string file)
        => (await _app.Storage.Models.ReadAsync($"campaign/response/{version}/{file}", CancellationToken.None))!.Value.Content.ToString();

    /// <summary>Over what is there, as someone with access to the container could.</summary>
    public Task WriteAsync(string version, string file, string content)
        => _app.Storage.Models.UploadAsync($"campaign/response/{version}/{file}", BinaryData.FromString(content).ToStream(), null, CancellationToken.None);

    private RunEngine Engine(RunSettings settings)
        => new(_app.Storage, Schemas(), new ScoringModels(_app.Storage.Models, TimeProvider.System), settings, NullLoggerFactory.Instance);

    private SchemaSource Schemas()
    {
        List<(string, BinaryData)> shipped = [.. Directory.GetFiles(Path.Combine(SpineApp.App, "schemas"), "*.json").Select(file => (Path.GetFileName(file), BinaryData.FromBytes(File.ReadAllBytes(file))))];
        return new SchemaSource(shipped, _app.Storage.Schemas, TimeProvider.System, NullLogger<SchemaSource>.Instance);
    }
}
