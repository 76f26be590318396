using System.Globalization;
using System.Text;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Storage;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Runs.Simulation;

/// <summary>A storage account with a small schema and, unless asked otherwise, two trained models of which the first is champion.</summary>
internal sealed class World
{
    public const string SchemaId = "tiny";

    private const string SchemaJson = """
        {
          "name": "tiny", "title": "Tiny customers", "grain": "customer", "economics": { "contactCost": 3, "responseValue": 11 },
          "fields": [
            { "name": "id", "type": "integer", "role": "id", "constraints": { "required": true } },
            { "name": "age", "type": "integer", "role": "feature", "constraints": { "minimum": 1, "maximum": 120 } },
            { "name": "spend", "type": "number", "role": "feature" },
            { "name": "accepted", "type": "boolean", "role": "target" }
          ]
        }
        """;

    private static readonly Lazy<Task<IReadOnlyList<(string Name, BinaryData Content)>>> Trained = new(TrainAsync);

    private World(MemoryStorage storage) => Storage = storage;

    public MemoryStorage Storage { get; }

    public static async Task<World> CreateAsync(bool withModels = true)
    {
        var world = new World(new MemoryStorage { PageSize = 7, ReadStep = 700 });
        if (withModels)
        {
            await world.CopyModelsAsync(await Trained.Value);
        }

        return world;
    }

    /// <summary>Versions in the order of their training; the first is champion.</summary>
    public static async Task<IReadOnlyList<string>> VersionsAsync()
        => [.. (await Trained.Value).Where(file => file.Name.EndsWith("/manifest.json", StringComparison.Ordinal)).Select(file => ModelManifest.FromJson(file.Content, file.Name)).OrderByDescending(manifest => manifest.Rows).Where(manifest => manifest.Kind == ResponseModel.Kind).Select(manifest => manifest.Version)];

    public SimulatedProcess Start() => new(Storage, Schemas(), QuickTraining.Settings with { ChunkBytes = 1024 });

    public SchemaSource Schemas() => new([("tiny.json", BinaryData.FromString(SchemaJson))], Storage.Container("schemas"), TimeProvider.System, NullLogger<SchemaSource>.Instance);

    /// <summary>Customers <paramref name="from"/> to <paramref name="to"/>, with some repeated, some unusable and some with a missing age.</summary>
    public static string Customers(int from, int to, int seed, bool labelled = false)
    {
        var random = new Random(seed);
        var csv = new StringBuilder(labelled ? "id;age;spend;accepted\n" : "id;age;spend\n");
        for (int id = from; id < to; id++)
        {
            int age = random.Next(18, 90);
            double spend = random.NextDouble() * 1000;
            string label = labelled ? (random.NextDouble() < 1 / (1 + Math.Exp(4 - (spend / 150))) ? ";1" : ";0") : "";
            string written = random.Next(9) == 0 && !labelled ? "" : age.ToString(CultureInfo.InvariantCulture);
            csv.Append(CultureInfo.InvariantCulture, $"{id};{written};{spend:F2}{label}\n");
            if (!labelled && random.Next(12) == 0)
            {
                csv.Append(CultureInfo.InvariantCulture, $"{random.Next(from, to)};{age};{spend:F1}\n");
            }

            if (!labelled && random.Next(15) == 0)
            {
                csv.Append(CultureInfo.InvariantCulture, $";{age};\"{spend:F1}\"\n");
            }
        }

        return csv.ToString();
    }

    public void Upload(string container, string name, string csv)
    {
        Storage.Container(container).UploadAsync(name, BinaryData.FromString(csv).ToStream(), null, CancellationToken.None).GetAwaiter().GetResult();
        Storage.Now += TimeSpan.FromSeconds(3);
    }

    public void Promote(string version) =>
        new Champions(Storage.Container("models")).TryPromoteAsync(SchemaId, ResponseModel.Kind, version, "by the schedule", demonstration: false, CancellationToken.None).GetAwaiter().GetResult();

    public IReadOnlyList<RunRow> Runs => [.. Storage.Table("runs").Rows.Select(RunRow.From)];

    public string? Result(string name)
        => Storage.Container("results").ReadAsync(name, CancellationToken.None).GetAwaiter().GetResult() is { } blob ? blob.Content.ToString() : null;

    /// <summary>What a run over this content and this champion leaves when nothing disturbs it, with the run's id written as RUN.</summary>
    public async Task<IReadOnlyDictionary<string, string>> UndisturbedAsync(string source, string content, string version)
    {
        World world = await CreateAsync(withModels: false);
        await world.CopyModelsAsync(await ModelsAsync());
        world.Promote(version);
        string name = source["uploads/".Length..];
        world.Upload("uploads", name, content);
        using (var schedule = new Schedule(1, world.Storage, Roughness.None, world.Start))
        {
            schedule.Call(engine => engine.PlanUploadAsync(name, CancellationToken.None));
            schedule.Run();
        }

        RunRow run = world.Runs.ShouldHaveSingleItem();
        run.State.ShouldBe(RunState.Completed, run.Error);
        return world.FilesOf(run.Id);
    }

    /// <summary>The lasting files of a run, by name inside its folder, with its id written as RUN.</summary>
    public IReadOnlyDictionary<string, string> FilesOf(RunId run)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (BlobFacts blob in Storage.Container("results").ListAsync(run + "/", CancellationToken.None).ToBlockingEnumerable().ToList())
        {
            string name = blob.Name[(run.Value.Length + 1)..];
            if (name is "scores.csv" or "rejects.csv" or "summary.json")
            {
                files[name] = Result(blob.Name)!.Replace(run.Value, "RUN", StringComparison.Ordinal);
            }
        }

        return files;
    }

    private static async Task<IReadOnlyList<(string Name, BinaryData Content)>> TrainAsync()
    {
        var world = new World(new MemoryStorage());
        foreach (int customers in new[] { 300, 200 })
        {
            world.Upload("training", $"{SchemaId}/labelled.csv", Customers(1, customers, seed: customers, labelled: true));
            using var schedule = new Schedule(1, world.Storage, Roughness.None, world.Start);
            schedule.Call(engine => engine.RetrainAsync(CancellationToken.None));
            schedule.Run();
        }

        world.Runs.ShouldAllBe(run => run.State == RunState.Completed);
        var champion = new World(new MemoryStorage());
        await champion.CopyModelsAsync(await world.ModelsAsync());
        champion.Promote((await champion.ManifestsAsync())[0].Version);
        return [.. await champion.ModelsAsync(), await champion.FileAsync($"{SchemaId}/{ResponseModel.Kind}/champion.json")];
    }

    private async Task<List<ModelManifest>> ManifestsAsync()
        => [.. (await ModelsAsync()).Where(file => file.Name.EndsWith("/manifest.json", StringComparison.Ordinal)).Select(file => ModelManifest.FromJson(file.Content, file.Name)).Where(manifest => manifest.Kind == ResponseModel.Kind).OrderByDescending(manifest => manifest.Rows)];

    /// <summary>The versions, without the alias of the response models.</summary>
    private async Task<IReadOnlyList<(string Name, BinaryData Content)>> ModelsAsync()
    {
        var files = new List<(string, BinaryData)>();
        await foreach (BlobFacts blob in Storage.Container("models").ListAsync(null, CancellationToken.None))
        {
            if (!blob.Name.EndsWith($"{ResponseModel.Kind}/champion.json", StringComparison.Ordinal))
            {
                files.Add(await FileAsync(blob.Name));
            }
        }

        return files;
    }

    private async Task<(string Name, BinaryData Content)> FileAsync(string name) => (name, (await Storage.Container("models").ReadAsync(name, CancellationToken.None))!.Value.Content);

    private async Task CopyModelsAsync(IEnumerable<(string Name, BinaryData Content)> files)
    {
        foreach ((string name, BinaryData content) in files)
        {
            await Storage.Container("models").UploadAsync(name, content.ToStream(), null, CancellationToken.None);
        }
    }
}
