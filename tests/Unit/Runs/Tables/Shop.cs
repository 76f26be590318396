using System.Globalization;
using System.Text;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Testing;
using Clientele.Unit.Runs.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Runs.Tables;

/// <summary>A storage account in which the engine has worked on a schema with columns of every type, some of which the model does not use.</summary>
internal sealed class Shop
{
    public const string SchemaId = "shop";

    private const string SchemaJson = """
        {
          "name": "shop", "title": "Customers of a shop", "grain": "customer", "economics": { "contactCost": 3, "responseValue": 11 },
          "fields": [
            { "name": "client", "type": "string", "role": "id", "constraints": { "required": true } },
            { "name": "age", "type": "integer", "group": "sums", "constraints": { "minimum": 1, "maximum": 120 } },
            { "name": "spend", "type": "number", "group": "sums" },
            { "name": "since", "type": "date" },
            { "name": "member", "type": "boolean" },
            { "name": "town", "type": "string" },
            { "name": "2nd town", "type": "string", "role": "attribute" },
            { "name": "Run", "type": "string", "role": "attribute" },
            { "name": "visits", "type": "integer", "role": "attribute" },
            { "name": "discount", "type": "number", "role": "attribute" },
            { "name": "founded", "type": "date", "role": "attribute" },
            { "name": "blocked", "type": "boolean", "role": "attribute" },
            { "name": "accepted", "type": "boolean", "role": "target" }
          ]
        }
        """;

    private const string Header = "client;age;spend;since;member;town;2nd town;Run;visits;discount;founded;blocked";

    private readonly SchemaSource _schemas;

    private Shop()
    {
        Storage = new MemoryStorage { PageSize = 7 };
        _schemas = new SchemaSource([("shop.json", BinaryData.FromString(SchemaJson))], Storage.Container("schemas"), TimeProvider.System, NullLogger<SchemaSource>.Instance);
    }

    public MemoryStorage Storage { get; }

    public static SchemaCatalog Catalog { get; } = SchemaCatalog.Load([("shop.json", BinaryData.FromString(SchemaJson))]);

    /// <summary>
    /// Trained; three uploads of which the second is older than the first and comes late; one that no schema claims; one with too many rejects;
    /// one part that failed.
    /// </summary>
    public static Task<Shop> WorkedAsync() => Task.Run(() =>
    {
        var shop = new Shop();
        shop.Drop("training", "shop/labelled.csv", Header + ";accepted\n" + Rows(1, 300, labelled: true));
        shop.Work(engine => engine.RetrainAsync(CancellationToken.None));

        // Stored in this order, announced in another.
        shop.Drop("uploads", "old.csv", Header + "\n" + Rows(1, 40) + Ugly);
        shop.Drop("uploads", "new.csv", Header + "\n" + Rows(20, 60) + "x 1;1;1;2020-01-01;yes;A;;;;;;\n");
        shop.Work(engine => engine.PlanUploadAsync("new.csv", CancellationToken.None), faults: 1);
        shop.Work(engine => engine.PlanUploadAsync("old.csv", CancellationToken.None));
        shop.Drop("uploads", "newest.csv", Header + "\n" + Rows(50, 70));
        shop.Drop("uploads", "other.csv", "colour;shape\nred;round\n");
        shop.Drop("uploads", "bad.csv", Header + "\n" + Rows(1, 2) + string.Concat(Enumerable.Repeat(";1;1;2020-01-01;yes;A;;;;;;\n", 9)));
        shop.Work(engine => engine.WatchAsync(CancellationToken.None));
        return shop;
    });

    // Ids of every kind; a repeated one; no id; too few fields; nothing but an id, and dates before any that the service knows.
    private const string Ugly =
        "a/b\\c#d?;30;5;2020-01-01;yes;A;B;C;1;0.5;2001-01-01;no\n"
        + "ñandú ☂;30;5;2020-01-01;yes;A;B;C;1;0.5;2001-01-01;no\n"
        + "x 1;30;5;2020-01-01;yes;A;B;C;1;0.5;2001-01-01;no\n"
        + "x 1;31;5;2020-01-01;yes;A;B;C;1;0.5;2001-01-01;no\n"
        + ";30;5;2020-01-01;yes;A;B;C;1;0.5;2001-01-01;no\n"
        + "too;few\n"
        + "bare;;;;;;;;;;;\n"
        + "early;30;5;1492-10-12;yes;A;B;C;1;0.5;1066-10-14;no\n";

    private static string Rows(int from, int to, bool labelled = false)
    {
        var random = new Random(from);
        var csv = new StringBuilder();
        for (int id = from; id < to; id++)
        {
            double spend = random.NextDouble() * 1000;
            string town = random.Next(3) == 0 ? "Lisboa" : "Sevilla";
            csv.Append(CultureInfo.InvariantCulture, $"c{id};{random.Next(18, 90)};{spend:F2};2020-01-{1 + random.Next(28):D2};{(random.Next(2) == 0 ? "yes" : "no")};{town};B;C;{random.Next(9)};0.5;2001-01-01;no");
            csv.Append(labelled ? (random.NextDouble() < 1 / (1 + Math.Exp(4 - (spend / 150))) ? ";1\n" : ";0\n") : "\n");
        }

        return csv.ToString();
    }

    private void Drop(string container, string name, string csv)
    {
        Storage.Container(container).UploadAsync(name, BinaryData.FromString(csv).ToStream(), null, CancellationToken.None).GetAwaiter().GetResult();
        Storage.Now += TimeSpan.FromSeconds(3);
    }

    /// <param name="faults">Requests to stage a block that fail.</param>
    private void Work(Func<RunEngine, Task> function, int faults = 0)
    {
        using var schedule = new Schedule(1, Storage, Roughness.None, () => new SimulatedProcess(Storage, _schemas, QuickTraining.Settings with { ChunkBytes = 1024 }));
        schedule.Broken = operation => operation is { Kind: StorageOperationKind.StageBlock } && faults-- > 0;
        schedule.Call(function);
        schedule.Run();
    }
}
