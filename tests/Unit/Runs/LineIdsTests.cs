using Clientele.Campaign;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Runs.Scoring;
using Clientele.Testing;
using Clientele.Testing.Businesses;
using Clientele.Unit.Runs.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Runs;

/// <summary>Files without a column of ids, through the whole engine, in memory.</summary>
public sealed class LineIdsTests
{
    private static readonly Gym Gym = new();
    private static readonly Lazy<Shown> Worked = new(Work);

    [Fact]
    public void Customers_are_named_by_their_lines_however_the_file_is_cut()
    {
        Shown shown = Worked.Value;

        shown.Chunks.ShouldBe([6, 1]);
        shown.Fine.ShouldBe(shown.Coarse);
        shown.Fine.Length.ShouldBe(200);
        shown.Fine.ShouldAllBe(customer => customer.Key == customer.Name);
        shown.Fine.Select(customer => customer.Name).ShouldContain("line-2");

        // Every ninth customer has a remark over two lines.
        shown.Fine.Select(customer => customer.Name).ShouldContain("line-223");
        shown.Fine.Select(customer => customer.Name).ShouldNotContain("line-224");
    }

    [Fact]
    public void The_run_says_so_and_counts_nobody_twice()
    {
        RunRow run = Worked.Value.Storage.Table("runs").Rows.Select(RunRow.From).First(row => row.Kind == RunKindName.Score);

        run.Warnings.ShouldBe(
            "The file has no column of customer ids (the schema names none), so each customer is named by the line they stand on, such as line-2: in another file the same line is another customer.");
        (run.Accepted, run.Duplicates).ShouldBe((200, 0));
    }

    [Fact]
    public void Customers_of_two_labelled_files_are_different_ones_and_none_of_them_is_recognised_in_an_upload()
    {
        ModelManifest manifest = Manifest(Worked.Value.Storage);
        TrainedCustomers trained = TrainedCustomers.FromBase64(manifest.Version, manifest.TrainedCustomers);

        manifest.Rows.ShouldBe(300);
        trained.Count.ShouldBe(300);
        trained.Contains("gym/a.csv#line-2"u8).ShouldBeTrue();
        trained.Contains("gym/b.csv#line-2"u8).ShouldBeTrue();
        Worked.Value.Storage.Table("customerscores").Rows.ShouldAllBe(row => row.GetBoolean("SeenInTraining") == false);
    }

    [Theory]
    [InlineData("line-2", "line-2")]
    [InlineData("2", "0000000000000000002")]
    public void The_key_of_a_line_is_that_of_no_number(string id, string key) => CustomerKey.Of(id, isInteger: true).ShouldBe(key);

    private static ModelManifest Manifest(MemoryStorage storage)
    {
        string version = storage.Table("models").Rows.Single(row => row.GetString("Kind") == ResponseModel.Kind).GetString("Version")!;
        string path = $"gym/{ResponseModel.Kind}/{version}/manifest.json";
        return ModelManifest.FromJson(storage.Container("models").ReadAsync(path, CancellationToken.None).GetAwaiter().GetResult()!.Value.Content, path);
    }

    /// <summary>Trained on two files, and one scored twice: in small chunks, and in one.</summary>
    private static Shown Work()
    {
        var storage = new MemoryStorage();
        var schemas = new SchemaSource([("gym.json", Gym.Json)], storage.Container("schemas"), TimeProvider.System, NullLogger<SchemaSource>.Instance);
        Drop("training", "gym/a.csv", Gym.Csv(0, 150, labelled: true));
        Drop("training", "gym/b.csv", Gym.Csv(150, 300, labelled: true));
        Run(1024, engine => engine.RetrainAsync(CancellationToken.None));
        string members = Gym.Csv(300, 500, labelled: false);
        Drop("uploads", "fine.csv", members);
        Run(1024, engine => engine.PlanUploadAsync("fine.csv", CancellationToken.None));
        (string, string)[] fine = Customers();
        Drop("uploads", "coarse.csv", members);
        Run(1 << 20, engine => engine.PlanUploadAsync("coarse.csv", CancellationToken.None));
        int[] chunks = [.. storage.Table("runparts").Rows.Where(row => row.RowKey.StartsWith("read", StringComparison.Ordinal)).GroupBy(row => row.PartitionKey).Select(run => run.Count())];
        return new Shown(storage, fine, Customers(), chunks);

        void Drop(string container, string name, string csv)
        {
            storage.Container(container).UploadAsync(name, BinaryData.FromString(csv).ToStream(), null, CancellationToken.None).GetAwaiter().GetResult();
            storage.Now += TimeSpan.FromSeconds(3);
        }

        void Run(int chunkBytes, Func<RunEngine, Task> function)
        {
            using var schedule = new Schedule(1, storage, Roughness.None, () => new SimulatedProcess(storage, schemas, QuickTraining.Settings with { ChunkBytes = chunkBytes }));
            schedule.Call(function);
            schedule.Run();
        }

        (string Key, string Name)[] Customers() => [.. storage.Table("customersgym").Rows.Select(row => (row.RowKey, row.GetString("Customer")!)).OrderBy(row => row.RowKey, StringComparer.Ordinal)];
    }

    private sealed record Shown(MemoryStorage Storage, (string Key, string Name)[] Fine, (string Key, string Name)[] Coarse, int[] Chunks);
}
