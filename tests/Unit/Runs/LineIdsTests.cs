using Azure.Data.Tables;
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

    [Fact]
    public void Customers_are_named_by_their_lines_however_the_file_is_cut()
    {
        MemoryStorage fine = Worked(512), coarse = Worked(1 << 20);

        string[] names = [.. Customers(fine).Select(row => row.GetString("Customer")!)];
        names.ShouldBe(Customers(coarse).Select(row => row.GetString("Customer")!));
        names.Length.ShouldBe(40);
        names.ShouldContain("line-2");
        Customers(fine).ShouldAllBe(row => row.RowKey == row.GetString("Customer"));

        // Every ninth customer has a remark over two lines, so the fortieth stands four lines further down.
        names.ShouldContain("line-45");
        RunRow run = fine.Table("runs").Rows.Select(RunRow.From).Single(row => row.Kind == RunKindName.Score);
        run.Warnings.Split('\n').ShouldContain(
            "The file has no column of customer ids (the schema names none), so each customer is named by the line they stand on, such as line-2: in another file the same line is another customer.");
        (run.Accepted, run.Duplicates).ShouldBe((40, 0));
    }

    [Fact]
    public void Customers_of_two_labelled_files_are_different_ones_and_none_of_them_is_recognised_in_an_upload()
    {
        MemoryStorage storage = Worked(1 << 20);
        ModelManifest manifest = Manifest(storage);
        TrainedCustomers trained = TrainedCustomers.FromBase64(manifest.Version, manifest.TrainedCustomers);

        manifest.Rows.ShouldBe(300);
        trained.Count.ShouldBe(300);
        trained.Contains("gym/a.csv#line-2"u8).ShouldBeTrue();
        trained.Contains("gym/b.csv#line-2"u8).ShouldBeTrue();
        storage.Table("customerscores").Rows.ShouldAllBe(row => row.GetBoolean("SeenInTraining") == false);
    }

    [Theory]
    [InlineData("line-2", "line-2")]
    [InlineData("2", "0000000000000000002")]
    public void The_key_of_a_line_is_that_of_no_number(string id, string key) => CustomerKey.Of(id, isInteger: true).ShouldBe(key);

    private static IEnumerable<TableEntity> Customers(MemoryStorage storage) => storage.Table("customersgym").Rows.OrderBy(row => row.RowKey, StringComparer.Ordinal);

    private static ModelManifest Manifest(MemoryStorage storage)
    {
        string version = storage.Table("models").Rows.ShouldHaveSingleItem().GetString("Version")!;
        string path = $"gym/{ResponseModel.Kind}/{version}/manifest.json";
        return ModelManifest.FromJson(storage.Container("models").ReadAsync(path, CancellationToken.None).GetAwaiter().GetResult()!.Value.Content, path);
    }

    /// <summary>Trained on two files, and one scored.</summary>
    private static MemoryStorage Worked(int chunkBytes)
    {
        var storage = new MemoryStorage();
        var schemas = new SchemaSource([("gym.json", Gym.Json)], storage.Container("schemas"), TimeProvider.System, NullLogger<SchemaSource>.Instance);
        Drop("training", "gym/a.csv", Gym.Csv(0, 150, labelled: true));
        Drop("training", "gym/b.csv", Gym.Csv(150, 300, labelled: true));
        Work(engine => engine.RetrainAsync(CancellationToken.None));
        Drop("uploads", "members.csv", Gym.Csv(300, 340, labelled: false));
        Work(engine => engine.PlanUploadAsync("members.csv", CancellationToken.None));
        return storage;

        void Drop(string container, string name, string csv)
        {
            storage.Container(container).UploadAsync(name, BinaryData.FromString(csv).ToStream(), null, CancellationToken.None).GetAwaiter().GetResult();
            storage.Now += TimeSpan.FromSeconds(3);
        }

        void Work(Func<RunEngine, Task> function)
        {
            using var schedule = new Schedule(1, storage, Roughness.None, () => new SimulatedProcess(storage, schemas, new RunSettings { ChunkBytes = chunkBytes }));
            schedule.Call(function);
            schedule.Run();
        }
    }
}
