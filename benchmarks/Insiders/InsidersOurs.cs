using System.Diagnostics;
using System.Globalization;
using Clientele.Benchmarks.Pipeline;
using Clientele.LocalHost.Generate;
using Clientele.Runs;
using Clientele.Storage;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Benchmarks.Insiders;

/// <summary>One process that works a small upload to warm up and to have a champion, then takes an upload of transactions from its event to completed.</summary>
internal static class InsidersOurs
{
    private const int WarmUpLines = 200_000;

    /// <summary>The file. Prints lines, customers, seconds until the last merge, seconds of the whole run, and peak memory in MB.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        string folder = BenchWorkers.MemoryFolder();
        Directory.CreateDirectory(folder);
        try
        {
            await MeasureAsync(arguments[0], folder);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task MeasureAsync(string file, string folder)
    {
        var memory = new MemoryStorage();
        var uploads = new FolderContainer("uploads", folder);
        var results = new FolderContainer("results", folder);
        var index = new FolderContainer("index", folder);
        var insiders = new SinkTable("insiders");
        var storage = new ClienteleStorage(
            name => name switch { "uploads" => uploads, "results" => results, "index" => index, _ => memory.Container(name) },
            memory.Table,
            name => name == "insiders" ? insiders : memory.Table(name),
            memory.Queue);
        string schema = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "schemas", "transactions.json"));
        var schemas = new SchemaSource([("transactions.json", BinaryData.FromString(schema))], storage.Schemas, TimeProvider.System, NullLogger<SchemaSource>.Instance);
        var engine = new RunEngine(storage, schemas, new ScoringModels(storage.Models, TimeProvider.System), new RunSettings(), NullLoggerFactory.Instance);

        using (var small = new MemoryStream())
        {
            await TransactionsGenerator.WriteAsync(small, WarmUpLines, seed: 3, CancellationToken.None);
            small.Position = 0;
            await uploads.UploadAsync("warm-up.csv", small, null, CancellationToken.None);
        }

        await engine.PlanUploadAsync("warm-up.csv", CancellationToken.None);
        await BenchWorkers.WorkAsync(memory, engine);
        long warm = insiders.Rows;

        uploads.Adopt("lines.csv", file);
        long start = Stopwatch.GetTimestamp();
        await engine.PlanUploadAsync("lines.csv", CancellationToken.None);
        TimeSpan planned = Stopwatch.GetElapsedTime(start);
        IReadOnlyDictionary<string, StageTime> stages = await BenchWorkers.WorkAsync(memory, engine);
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        RunView run = (await engine.ListAsync(10, CancellationToken.None)).Single(each => each.Source == "uploads/lines.csv");
        if (run.State != RunState.Completed || run.Programme is not { } programme || insiders.Rows - warm != programme.Customers)
        {
            throw new InvalidOperationException($"The run is {run.State} ({run.Error}); {run.Programme?.Customers} customers, {insiders.Rows - warm} rows written.");
        }

        string told = string.Join(' ', stages.Select(stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Key}={stage.Value.Busy.TotalSeconds:F2} ({stage.Value.PeakMegabytes:F0} MB)")));
        Console.Error.WriteLine($"{run.Read} lines in {seconds:F2} s; worker seconds: {told}; {programme.Insiders} insiders of {programme.Customers} customers; {insiders.Bytes / 1e6:F0} MB to the table");
        double merged = (planned + stages["merge"].Ended).TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{run.Read} {programme.Customers} {merged:R} {seconds:R} {PeerProcess.PeakMegabytes():R}"));
    }
}
