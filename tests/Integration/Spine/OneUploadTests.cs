using Azure.Data.Tables;
using Clientele.Runs;
using Clientele.Storage;

namespace Clientele.Integration.Spine;

/// <summary>What becomes of one upload, whatever arrives about it, and of one that can't be scored.</summary>
public sealed class OneUploadTests
{
    [Fact]
    public async Task A_file_dropped_into_uploads_has_a_run_without_anything_else_happening()
    {
        await using SpineApp app = await (await SpineApp.PrepareAsync()).StartAsync();

        await app.UploadAsync("later.csv", CustomerFile.Bytes(await CustomerFile.LinesAsync(20, seed: 1)));

        await app.UntilAsync("a run", async () => (await app.RunsAsync()) is [{ Source: "uploads/later.csv" }]);
        (await app.CompletedAsync("later.csv")).Accepted.ShouldBe(20);
    }

    [Fact]
    public async Task Ten_events_and_the_blob_trigger_for_one_upload_make_one_run()
    {
        const string Event = """
            [{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/uploads/blobs/campaign/a%20file.csv","data":{"api":"PutBlob"}}]
            """;
        await using SpineApp app = await SpineApp.PrepareAsync();
        await app.UploadAsync("campaign/a file.csv", CustomerFile.Bytes(await CustomerFile.LinesAsync(300, seed: 2)));
        for (int i = 0; i < 10; i++)
        {
            await app.SendAsync(ClienteleStorage.EventsQueueName, Event);
        }

        await app.StartAsync(("AzureWebJobs.PlanRun.Disabled", "false"), ("AzureWebJobs.PlanRunOnEvent.Disabled", "false"), ("Runs__ChunkBytes", "16384"));
        RunRow run = await app.CompletedAsync("campaign/a file.csv");
        await app.IdleAsync();

        (await app.RunsAsync()).ShouldHaveSingleItem().Id.ShouldBe(run.Id);
        (run.Read, run.Accepted).ShouldBe((300, 300));
        app.Log.Count(line => line.Contains($"Run {run.Id} planned", StringComparison.Ordinal)).ShouldBe(1);
        app.Log.Count(line => line.Contains("Planned uploads/campaign/a file.csv", StringComparison.Ordinal)).ShouldBeGreaterThanOrEqualTo(11);
        (await StorageImage.EntitiesAsync(app, "customerscores")).Count.ShouldBe(300);
        (await app.PoisonAsync()).ShouldBeEmpty();

        // A copy of a message never queues a whole stage again: eleven plans must not become hundreds of reads and thousands of publishes.
        app.Log.Count(line => line.StartsWith("Information WorkOnPart: ", StringComparison.Ordinal)).ShouldBeInRange(20, 400);
    }

    [Fact]
    public async Task A_file_without_the_columns_fails_once_and_says_which_headers_come_near()
    {
        List<string> lines = await CustomerFile.LinesAsync(50, seed: 3);
        lines[0] = lines[0].Replace("MntMeatProducts", "MntMetProduct", StringComparison.Ordinal);
        await using SpineApp app = await (await SpineApp.PrepareAsync()).StartAsync();

        await app.UploadAsync("wrong.csv", CustomerFile.Bytes(lines));
        RunRow run = await app.ReachedAsync("wrong.csv", RunState.Failed);
        await app.IdleAsync();

        run.Error.ShouldContain("MntMeatProducts");
        run.Error.ShouldContain("MntMetProduct");
        app.Log.Count(line => line.Contains($"Run {run.Id} failed", StringComparison.Ordinal)).ShouldBe(1);
        (await StorageImage.EntitiesAsync(app, "runparts")).ShouldBeEmpty();
        (await StorageImage.EntitiesAsync(app, "customerscores")).ShouldBeEmpty();
        (await app.PoisonAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_that_names_no_part_ends_in_the_poison_queue_while_an_upload_beside_it_completes()
    {
        await using SpineApp app = await SpineApp.PrepareAsync();
        await app.SendAsync(ClienteleStorage.PartsQueueName, """{"what":"nonsense"}""");
        await app.UploadAsync("good.csv", CustomerFile.Bytes(await CustomerFile.LinesAsync(200, seed: 4)));

        await app.StartAsync(("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:00"));
        RunRow run = await app.CompletedAsync("good.csv");
        await app.UntilAsync("the message to be tried as poison", () => Task.FromResult(app.Log.Any(line => line.StartsWith("Error PartPoisoned", StringComparison.Ordinal) && line.Contains("stays", StringComparison.Ordinal))));
        await app.IdleAsync();

        run.Accepted.ShouldBe(200);
        app.Log.Count(line => line.StartsWith("Error WorkOnPart: The handler answered 500", StringComparison.Ordinal)).ShouldBe(5);
        (await app.PoisonAsync()).ShouldBe([(ClienteleStorage.PartsPoisonQueueName, 1)]);
        (await app.RunsAsync()).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_upload_before_any_model_waits_and_completes_when_one_is_trained()
    {
        await using SpineApp app = await (await SpineApp.PrepareAsync(trained: false)).StartAsync();
        await app.UploadAsync("early.csv", CustomerFile.Bytes(await CustomerFile.LinesAsync(100, seed: 5)));
        RunRow waiting = await app.ReachedAsync("early.csv", RunState.Waiting);
        waiting.ModelVersion.ShouldBeEmpty();

        await app.UploadAsync("campaign/labelled.csv", DemonstrationModel.Sample, "training");
        using HttpClient client = new() { BaseAddress = app.Host.Address };
        using HttpResponseMessage accepted = await client.PostAsync("admin/functions/Retrain", new StringContent("{}"));
        accepted.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted);

        RunRow run = await app.CompletedAsync("early.csv");
        RunRow training = (await app.RunsAsync()).Single(row => row.Kind == RunKindName.Train);
        run.Id.ShouldBe(waiting.Id);
        run.ModelVersion.ShouldNotBeEmpty();
        run.Accepted.ShouldBe(100);
        await app.UntilAsync("the training to end", async () => (await app.RunsAsync()).Single(row => row.Id == training.Id) is { State: RunState.Completed } ended && ended.ModelVersion == run.ModelVersion);
    }

    [Fact]
    public async Task Of_repeated_ids_in_one_chunk_and_across_chunks_the_last_record_stands()
    {
        List<string> lines = await CustomerFile.LinesAsync(400, seed: 6);
        (string near, string far, string thrice) = (lines[10], lines[20], lines[30]);
        lines.Insert(11, CustomerFile.WithIncome(near, 11_111));
        lines.Insert(200, CustomerFile.WithIncome(thrice, 22_222));
        lines.Add(CustomerFile.WithIncome(far, 33_333));
        lines.Add(CustomerFile.WithIncome(thrice, 44_444));
        string[] displaced = [near, far, thrice, CustomerFile.WithIncome(thrice, 22_222)];
        await using SpineApp app = await (await SpineApp.PrepareAsync()).StartAsync(("Runs__ChunkBytes", "4096"));

        await app.UploadAsync("repeated.csv", CustomerFile.Bytes(lines));
        RunRow run = await app.CompletedAsync("repeated.csv");

        (run.Read, run.Accepted, run.Rejected, run.Duplicates).ShouldBe((404, 400, 4, 4));
        string[] rejects = await StorageImage.LinesAsync(app, run.Id, "rejects.csv");
        rejects[0].ShouldBe(lines[0] + ";reject_line;reject_column;reject_code;reject_reason");
        foreach (string line in displaced)
        {
            int number = lines.IndexOf(line) + 1;
            rejects.ShouldContain(reject => reject.StartsWith($"{line};{number};ID;duplicate_id;", StringComparison.Ordinal), line);
        }

        rejects.Length.ShouldBe(5);
        Dictionary<string, TableEntity> customers = (await StorageImage.EntitiesAsync(app, "customerscampaign")).ToDictionary(row => row.GetString("Customer")!, StringComparer.Ordinal);
        customers.Count.ShouldBe(400);
        customers[CustomerFile.IdOf(near)]["Income"].ShouldBe(11_111d);
        customers[CustomerFile.IdOf(far)]["Income"].ShouldBe(33_333d);
        customers[CustomerFile.IdOf(thrice)]["Income"].ShouldBe(44_444d);
        TableEntity counted = (await StorageImage.EntitiesAsync(app, "rejects")).ShouldHaveSingleItem();
        (counted.RowKey, counted["Count"]).ShouldBe(("ID-duplicate_id", 4L));
    }
}
