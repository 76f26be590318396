using System.Diagnostics;
using System.Globalization;
using Clientele.LocalHost.Generate;
using Clientele.Runs;
using Clientele.Storage;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Benchmarks.Pipeline;

/// <summary>One process that trains a model, works a small upload to warm up, then takes an upload from its event to completed, with two workers on the queue, as a host with two cores would.</summary>
internal static class PipelineOurs
{
    private const int WarmUpRows = 50_000;

    /// <summary>What the upload is scored with: every learner's blend, or the quickest learner alone.</summary>
    public const string Champion = "champion";

    /// <summary>File, <see cref="Champion"/> or <c>quick</c>, and a labelled file or how many labelled customers to make up. Prints rows, seconds, peak memory in MB and the stages' seconds.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        string folder = BenchWorkers.MemoryFolder();
        Directory.CreateDirectory(folder);
        try
        {
            await MeasureAsync(
                arguments[0], folder, arguments[1] == Champion ? new RunSettings() : QuickTraining.Settings, arguments[2]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string file, string folder, RunSettings settings, string labelled)
    {
        var memory = new MemoryStorage();
        var uploads = new FolderContainer("uploads", folder);
        var results = new FolderContainer("results", folder);
        var index = new FolderContainer("index", folder);
        var scores = new SinkTable("customerscores");
        var customers = new SinkTable("customerscampaign");
        var storage = new ClienteleStorage(
            name => name switch { "uploads" => uploads, "results" => results, "index" => index, _ => memory.Container(name) },
            memory.Table,
            name => name switch { "customerscores" => scores, "customerscampaign" => customers, _ => memory.Table(name) },
            memory.Queue);
        string schema = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "schemas", "campaign.json"));
        var schemas = new SchemaSource([("campaign.json", BinaryData.FromString(schema))], storage.Schemas, TimeProvider.System, NullLogger<SchemaSource>.Instance);
        var engine = new RunEngine(storage, schemas, new ScoringModels(storage.Models, TimeProvider.System), settings, NullLoggerFactory.Instance);

        await TrainAsync(memory, engine, labelled);
        await WarmUpAsync(uploads, memory, engine);
        (long warmScores, long warmCustomers) = (scores.Rows, customers.Rows);
        uploads.Adopt("campaign.csv", file);
        TimeSpan busyBefore = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        await engine.PlanUploadAsync("campaign.csv", CancellationToken.None);
        IReadOnlyDictionary<string, StageTime> stages = await BenchWorkers.WorkAsync(memory, engine);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double busy = (Environment.CpuUsage.TotalTime - busyBefore).TotalSeconds;

        RunView run = (await engine.ListAsync(10, CancellationToken.None)).Single(each => each.Source == "uploads/campaign.csv");
        if (run.State != RunState.Completed || scores.Rows - warmScores != run.Accepted || customers.Rows - warmCustomers != run.Accepted)
        {
            throw new InvalidOperationException($"The run is {run.State} ({run.Error}); {run.Accepted} accepted, {scores.Rows} and {customers.Rows} rows written.");
        }

        string told = string.Join(' ', stages.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Key}={stage.Value.Busy.TotalSeconds:F2}")));
        Console.Error.WriteLine($"{run.Read} rows in {seconds:F2} s, {busy:F2} processor seconds; worker seconds: {told}; {GC.CollectionCount(0)} collections, {GC.GetTotalPauseDuration().TotalSeconds:F2} s; {scores.Bytes / 1e6:F0} and {customers.Bytes / 1e6:F0} MB to the tables");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Read} {seconds:R} {PeerProcess.PeakMegabytes():R}"));
    }

    /// <summary>A handler that has been up for a while has compiled its code.</summary>
    private static async Task WarmUpAsync(FolderContainer uploads, MemoryStorage memory, RunEngine engine)
    {
        using var file = new MemoryStream();
        await CampaignGenerator.WriteAsync(file, WarmUpRows, seed: 3, new CampaignOptions { Labels = false }, CancellationToken.None);
        file.Position = 0;
        await uploads.UploadAsync("warm-up.csv", file, null, CancellationToken.None);
        await engine.PlanUploadAsync("warm-up.csv", CancellationToken.None);
        await BenchWorkers.WorkAsync(memory, engine);
    }

    private static async Task TrainAsync(MemoryStorage memory, RunEngine engine, string labelledFileOrCount)
    {
        using var labelled = new MemoryStream();
        if (int.TryParse(labelledFileOrCount, CultureInfo.InvariantCulture, out int rows))
        {
            await CampaignGenerator.WriteAsync(labelled, rows, seed: 7, new CampaignOptions(), CancellationToken.None);
        }
        else
        {
            await labelled.WriteAsync(await File.ReadAllBytesAsync(labelledFileOrCount));
        }

        labelled.Position = 0;
        await memory.Container("training").UploadAsync("campaign/labelled.csv", labelled, null, CancellationToken.None);
        memory.Now += TimeSpan.FromSeconds(5);
        await engine.RetrainAsync(CancellationToken.None);
        await BenchWorkers.WorkAsync(memory, engine);
    }
}
