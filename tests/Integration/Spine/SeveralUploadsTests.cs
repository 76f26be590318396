using System.Globalization;
using Azure.Data.Tables;
using Azure.Storage.Queues.Models;
using Clientele.Runs;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Integration.Spine;

/// <summary>Uploads that meet: customers in common, and a file that takes the place of another.</summary>
public sealed class SeveralUploadsTests
{
    [Fact]
    public async Task Of_two_uploads_at_once_every_customer_ends_with_the_newer_ones_row()
    {
        List<string> first = await CustomerFile.LinesAsync(3_000, seed: 21);
        List<string> second = [.. (await CustomerFile.LinesAsync(3_000, seed: 22)).Take(2_001), .. (await CustomerFile.LinesAsync(500, seed: 23, firstId: 1_000_000)).Skip(1)];
        await using SpineApp app = await SpineApp.PrepareAsync();

        // Both are there before anything looks, and are worked on side by side; within one second the id decides which one is the newer.
        await Task.WhenAll(app.UploadAsync("one.csv", CustomerFile.Bytes(first)), app.UploadAsync("two.csv", CustomerFile.Bytes(second)));
        await app.StartAsync(("Runs__ChunkBytes", "16384"), ("AzureFunctionsJobHost__extensions__queues__batchSize", "8"));
        RunRow[] runs = [.. new[] { await app.CompletedAsync("one.csv"), await app.CompletedAsync("two.csv") }.OrderBy(run => run.Id.Value, StringComparer.Ordinal)];
        await app.IdleAsync();

        (Dictionary<string, double> older, Dictionary<string, double> newer) = (await ScoresAsync(app, runs[0]), await ScoresAsync(app, runs[1]));
        older.Keys.Intersect(newer.Keys).Count().ShouldBe(2_000);
        List<TableEntity> scores = await StorageImage.EntitiesAsync(app, "customerscores");
        scores.Count.ShouldBe(3_500);
        foreach (TableEntity row in scores)
        {
            string id = row.GetString("Customer")!;
            bool isNewer = newer.TryGetValue(id, out double probability);
            row.GetString("Run").ShouldBe(runs[isNewer ? 1 : 0].Id.Value, id);
            row.GetDouble("Probability").ShouldBe(isNewer ? probability : older[id], id);
            bool hasPrevious = isNewer && older.ContainsKey(id);
            row.GetString("PreviousRun").ShouldBe(hasPrevious ? runs[0].Id.Value : "", id);
            row.GetDouble("PreviousProbability").ShouldBe(hasPrevious ? older[id] : row.GetDouble("Probability"), id);
        }

        (await StorageImage.EntitiesAsync(app, "customerscampaign")).Select(row => (row.PartitionKey, row.RowKey, row.GetString("Run")))
            .ShouldBe(scores.Select(row => (row.PartitionKey, row.RowKey, row.GetString("Run"))));
        (await StorageImage.IndexAsync(app)).Select(entry => (entry.Id, entry.Run, entry.Probability))
            .ShouldBe(scores.Select(row => (row.GetString("Customer")!, row.GetString("Run")!, row.GetDouble("Probability")!.Value)));
        (await app.PoisonAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_upload_replaced_while_it_is_read_publishes_nothing_of_its_old_version()
    {
        List<string> lines = await CustomerFile.LinesAsync(300, seed: 31);
        await using SpineApp app = await SpineApp.PrepareAsync();
        RunEngine engine = EngineOf(app);
        await app.UploadAsync("changing.csv", CustomerFile.Bytes(lines));
        await engine.PlanUploadAsync("changing.csv", CancellationToken.None);

        // No host: messages are taken here, one at a time, so that the file is replaced between two parts of reading.
        await WorkUntilAsync(app, engine, async () => (await PartsDoneAsync(app, "read")) == 2);
        await app.UploadAsync("changing.csv", CustomerFile.Bytes(lines.Take(101).Select((line, i) => i == 0 ? line : CustomerFile.WithIncome(line, 77_777))));
        await WorkUntilAsync(app, engine, async () => (await app.RunsAsync())[0].HasEnded);

        RunRow old = (await app.RunsAsync()).ShouldHaveSingleItem();
        old.State.ShouldBe(RunState.Failed);
        old.Error.ShouldContain("replaced");
        await WorkUntilAsync(app, engine, async () => await IsEmptyAsync(app));
        foreach (string table in new[] { "customerscores", "customerscampaign" })
        {
            (await StorageImage.EntitiesAsync(app, table)).ShouldBeEmpty();
        }

        (await StorageImage.IndexAsync(app)).ShouldBeEmpty();
        await app.StartAsync();
        await app.UntilAsync("the new version's run", async () => (await app.RunsAsync()).Count == 2);
        RunRow run = await app.CompletedAsync("changing.csv");
        run.Id.ShouldNotBe(old.Id);
        List<TableEntity> customers = await StorageImage.EntitiesAsync(app, "customerscampaign");
        customers.Count.ShouldBe(100);
        customers.ShouldAllBe(row => row.GetString("Run") == run.Id.Value && row.GetDouble("Income") == 77_777);
        (await app.RunsAsync()).Single(row => row.Id == old.Id).State.ShouldBe(RunState.Failed);
    }

    private static async Task<Dictionary<string, double>> ScoresAsync(SpineApp app, RunRow run)
        => (await StorageImage.LinesAsync(app, run.Id, "scores.csv")).Skip(1).Select(line => line.Split(','))
            .ToDictionary(fields => fields[0], fields => double.Parse(fields[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);

    private static RunEngine EngineOf(SpineApp app)
    {
        List<(string, BinaryData)> shipped = [.. Directory.GetFiles(Path.Combine(SpineApp.App, "schemas"), "*.json").Select(file => (Path.GetFileName(file), BinaryData.FromBytes(File.ReadAllBytes(file))))];
        return new RunEngine(
            app.Storage,
            new SchemaSource(shipped, app.Storage.Schemas, TimeProvider.System, NullLogger<SchemaSource>.Instance),
            new ScoringModels(app.Storage.Models, TimeProvider.System),
            QuickTraining.Settings with { ChunkBytes = 4096 },
            NullLoggerFactory.Instance);
    }

    private static Task WorkUntilAsync(SpineApp app, RunEngine engine, Func<Task<bool>> holds) => app.UntilAsync("the parts", async () =>
    {
        if (await holds())
        {
            return true;
        }

        QueueMessage? message = await app.Queue("parts").ReceiveMessageAsync();
        if (message is not null)
        {
            await engine.WorkAsync(message.Body.ToString(), CancellationToken.None);
            await app.Queue("parts").DeleteMessageAsync(message.MessageId, message.PopReceipt);
        }

        return false;
    });

    private static async Task<int> PartsDoneAsync(SpineApp app, string stage)
        => (await StorageImage.EntitiesAsync(app, "runparts")).Count(row => row.RowKey.StartsWith(stage, StringComparison.Ordinal) && row.GetBoolean("Done") == true);

    private static async Task<bool> IsEmptyAsync(SpineApp app) => (await app.Queue("parts").GetPropertiesAsync()).Value.ApproximateMessagesCount == 0;
}
