using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Clientele.LocalHost;
using Clientele.LocalHost.Host;
using Clientele.Runs;

namespace Clientele.Benchmarks.Storage;

/// <summary>
/// 50,000 customers from a dropped file to completed, through the host and the handler into Azurite, beside a bare loop that only writes the same rows:
/// transactions of 100, a writer for each partition at work, as many at once as the host works parts. Each measurement has an Azurite of its own, and
/// both begin in the same state, with the app's tables there and a model trained: an emulator that has served more kinds of requests serves each of
/// them more slowly.
/// </summary>
public static class StorageBench
{
    private const int Rows = 50_000;
    private const int TrainingRows = 2_000;
    private const int Seed = 5;
    private const int Rounds = 5;

    // host.json: batchSize and newBatchThreshold together.
    private const int Writers = 4;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var ours = new List<double>();
        var bare = new List<double>();
        for (int round = 1; round <= Rounds; round++)
        {
            context.Log.WriteLine($"round {round} of {Rounds}");
            (double seconds, List<List<TableEntity>> tables) = await OursAsync(context);
            ours.Add(seconds);
            bare.Add(await BareAsync(context, tables));
            context.Log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds:F1} s against {bare[^1]:F1} s"));
        }

        double share = bare.Zip(ours, (loop, run) => loop / run).Order().ElementAt(Rounds / 2);
        double rate = Rows / ours.Order().ElementAt(Rounds / 2);
        return
        [
            Figure.AtLeast("storage.share_of_bare_loop", share, "share", 0.8, "bare loop of transactions, rows/s", Rows / bare.Order().ElementAt(Rounds / 2)),
            Figure.Told("storage.rows_per_s", rate, "rows/s"),
        ];
    }

    private static async Task<(double Seconds, List<List<TableEntity>> Tables)> OursAsync(BenchContext context)
    {
        await using ScratchAzurite azurite = await ScratchAzurite.StartAsync(context);
        await using FunctionsHost host = await TrainedAsync(azurite, context);
        using var client = new HttpClient { BaseAddress = host.Address };

        // The run's own end, by the emulator's clock, which is this machine's: so that looks can be rare, each costs the emulator several requests.
        DateTimeOffset start = TimeProvider.System.GetUtcNow();
        await TrainedHost.PutAsync(azurite, "uploads", "campaign.csv", Rows, Seed, labels: false);
        RunView run = await TrainedHost.CompletedAsync(client, RunKindName.Score, context.CancellationToken);
        double seconds = (run.Ended!.Value - start).TotalSeconds;

        var tables = new List<List<TableEntity>>();
        foreach (string name in new[] { "customerscampaign", "customerscores" })
        {
            var rows = new List<TableEntity>();
            await foreach (TableEntity row in new TableClient(azurite.ConnectionString, name).QueryAsync<TableEntity>())
            {
                rows.Add(row);
            }

            tables.Add(rows);
        }

        return (seconds, tables);
    }

    private static async Task<double> BareAsync(BenchContext context, List<List<TableEntity>> tables)
    {
        await using ScratchAzurite azurite = await ScratchAzurite.StartAsync(context);
        await (await TrainedAsync(azurite, context)).DisposeAsync();
        TableClient[] clients = [.. tables.Select((_, i) => new TableClient(azurite.ConnectionString, $"bare{i}"))];
        foreach (TableClient client in clients)
        {
            await client.CreateIfNotExistsAsync();
        }

        // As a publish part does it: a partition's rows of the one table, then of the other.
        List<List<(TableClient Client, TableTransactionAction[] Actions)>> partitions =
        [
            .. tables.SelectMany((rows, i) => rows.GroupBy(row => row.PartitionKey, StringComparer.Ordinal).Select(group => (group.Key, Client: clients[i], Rows: group)))
                .GroupBy(part => part.Key, StringComparer.Ordinal)
                .Select(partition => partition.SelectMany(part => part.Rows.Chunk(100).Select(chunk =>
                    (part.Client, chunk.Select(row => new TableTransactionAction(TableTransactionActionType.Add, row)).ToArray()))).ToList()),
        ];
        long start = Stopwatch.GetTimestamp();
        await Parallel.ForEachAsync(partitions, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = context.CancellationToken }, async (partition, cancellation) =>
        {
            foreach ((TableClient client, TableTransactionAction[] actions) in partition)
            {
                await client.SubmitTransactionAsync(actions, cancellation);
            }
        });
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static Task<FunctionsHost> TrainedAsync(ScratchAzurite azurite, BenchContext context) =>
        TrainedHost.StartAsync(azurite, ProjectRoot.FunctionsApp(), TrainingRows, Seed, context);
}
