using System.Diagnostics;
using System.Globalization;
using Clientele.Runs;
using Clientele.Storage;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Benchmarks.Training;

/// <summary>One process that works a train run from its file to its champion.</summary>
internal static class TrainingOurs
{
    /// <summary>Prints seconds and peak memory in MB.</summary>
    public static async Task RunAsync(string[] arguments)
    {
        var memory = new MemoryStorage();
        ClienteleStorage storage = memory.Open();
        string schema = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "schemas", "campaign.json"));
        var schemas = new SchemaSource([("campaign.json", BinaryData.FromString(schema))], storage.Schemas, TimeProvider.System, NullLogger<SchemaSource>.Instance);
        var engine = new RunEngine(storage, schemas, new ScoringModels(storage.Models, TimeProvider.System), new RunSettings(), NullLoggerFactory.Instance);
        await using (FileStream labelled = File.OpenRead(arguments[0]))
        {
            await storage.Training.UploadAsync("campaign/labelled.csv", labelled, null, CancellationToken.None);
        }

        memory.Now += TimeSpan.FromSeconds(5);
        long start = Stopwatch.GetTimestamp();
        await engine.RetrainAsync(CancellationToken.None);
        while (memory.Queue(ClienteleStorage.PartsQueueName).Receive(1, TimeSpan.FromHours(1)) is [var message])
        {
            await engine.WorkAsync(message.Text, CancellationToken.None);
            memory.Queue(ClienteleStorage.PartsQueueName).Delete(message);
        }

        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        RunView run = (await engine.ListAsync(1, CancellationToken.None))[0];
        if (run.State != RunState.Completed)
        {
            throw new InvalidOperationException($"The train run is {run.State}: {run.Error}");
        }

        Console.Error.WriteLine($"{run.Accepted} customers; {string.Join(" ", run.Warnings)}");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:R} {PeerProcess.PeakMegabytes():R}"));
    }
}
