using System.Globalization;
using System.Text;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Testing;
using Clientele.Unit.Runs.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Runs.Transactions;

/// <summary>A storage account of a wholesaler: invoice lines of a few hundred customers, some of whom buy much more than the rest.</summary>
internal sealed class Wholesaler
{
    public const string SchemaId = "transactions";
    public const string Header = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private static readonly BinaryData SchemaJson = BinaryData.FromString(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "schemas", "transactions.json")));

    private static readonly Lazy<IReadOnlyList<(string Name, BinaryData Content)>> Fitted = new(() => Task.Run(FitAsync).GetAwaiter().GetResult());

    public MemoryStorage Storage { get; } = new() { PageSize = 50, ReadStep = 4096 };

    public static SchemaCatalog Catalog { get; } = SchemaCatalog.Load([("transactions.json", SchemaJson)]);

    public static RunSettings Settings { get; } = QuickTraining.Settings with { ChunkBytes = 4096 };

    public IReadOnlyList<RunRow> Runs => [.. Storage.Table("runs").Rows.Select(RunRow.From).OrderBy(run => run.Id.Value, StringComparer.Ordinal)];

    /// <summary>With clusters and rules that were fitted on <see cref="Year"/>.</summary>
    public static async Task<Wholesaler> WithChampionAsync()
    {
        var shop = new Wholesaler();
        foreach ((string name, BinaryData content) in Fitted.Value)
        {
            await shop.Storage.Container("models").UploadAsync(name, content.ToStream(), null, CancellationToken.None);
        }

        return shop;
    }

    /// <summary>Lines from the beginning of 2017 on; the first fortieth of the customers buy often and much.</summary>
    /// <param name="months">1 to 12.</param>
    public static string Year(int customers = 240, int months = 12, int seed = 1) => Header + Lines(customers, 0, months, seed);

    public static string Lines(int customers, int fromMonth, int toMonth, int seed)
    {
        var csv = new StringBuilder();
        for (int customer = 0; customer < customers; customer++)
        {
            // Of their own, so that a longer history begins like a shorter one.
            var random = new Random((seed * 7919) + customer);
            bool isLarge = customer % 12 == 0;
            int visits = isLarge ? 40 : random.Next(1, 8);
            for (int visit = 0; visit < visits; visit++)
            {
                int day = random.Next(360);
                int products = random.Next(1, isLarge ? 9 : 4);
                int first = random.Next(50);
                double price = 0.5 + random.Next(1, 40);
                bool isReturn = random.Next(15) == 0;
                bool isUnknown = !isLarge && random.Next(12) == 0;
                if (day / 30 < fromMonth || day / 30 >= toMonth)
                {
                    continue;
                }

                string invoice = string.Create(CultureInfo.InvariantCulture, $"{(isReturn ? "C" : "")}{500_000 + (customer * 64) + visit}");
                string date = new DateOnly(2017, 1, 1).AddDays(day).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
                for (int line = 0; line < products; line++)
                {
                    int quantity = (isReturn ? -1 : 1) * (1 + ((first + line) % (isLarge ? 30 : 5)));
                    csv.Append(CultureInfo.InvariantCulture, $"{invoice},P{first + line},Thing {first + line},{quantity},{date},{price:F2},{(isUnknown ? "" : 10_000 + customer)},Spain\n");
                }
            }
        }

        csv.Append("700001,POST,Postage,1,2017-01-02,18.00,10000,Spain\n700002,P1,Thing 1,1,2017-01-02,0.00,10000,Spain\n700003,P1,Thing 1,x,2017-01-02,1.00,10000,Spain\n");
        return csv.ToString();
    }

    public SimulatedProcess Start(RunSettings settings) => new(Storage, Schemas(), settings);

    public SchemaSource Schemas() => new([("transactions.json", SchemaJson)], Storage.Container("schemas"), TimeProvider.System, NullLogger<SchemaSource>.Instance);

    /// <summary>Stores a file and makes time pass, without telling anybody.</summary>
    public void Drop(string name, string csv, string? history = null, string? columns = null)
    {
        Dictionary<string, string> metadata = new[] { (Key: "history", Value: history), (Key: "columns", Value: columns) }
            .Where(said => said.Value is not null).ToDictionary(said => said.Key, said => said.Value!, StringComparer.Ordinal);
        Storage.Container("uploads").UploadAsync(name, BinaryData.FromString(csv).ToStream(), metadata, CancellationToken.None).GetAwaiter().GetResult();
        Storage.Now += TimeSpan.FromSeconds(3);
    }

    /// <summary>Works everything there is, undisturbed unless asked otherwise.</summary>
    public Schedule Work(string name, RunSettings? settings = null, Roughness? roughness = null, int seed = 1)
    {
        var schedule = new Schedule(seed, Storage, roughness ?? Roughness.None, () => Start(settings ?? Settings));
        schedule.Call(engine => engine.PlanUploadAsync(name, CancellationToken.None));
        schedule.Run();
        schedule.Dispose();
        return schedule;
    }

    /// <summary>Every row of the programme's tables, as text that two accounts can be compared by.</summary>
    public IEnumerable<string> Rows()
        => from table in new[] { "insiders", "insiderclusters", "insiderreport", "insiderforecast", "rejects" }
           from row in Storage.Table(table).Rows
           select $"{table} {row.PartitionKey}/{row.RowKey} " + string.Join('|', row.Where(pair => pair.Key is not ("Timestamp" or "odata.etag")).OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => string.Create(CultureInfo.InvariantCulture, $"{pair.Key}={pair.Value:R}")));

    private static async Task<IReadOnlyList<(string Name, BinaryData Content)>> FitAsync()
    {
        var shop = new Wholesaler();
        shop.Drop("first.csv", Year());
        shop.Work("first.csv");
        shop.Runs.ShouldHaveSingleItem().State.ShouldBe(RunState.Completed);
        var files = new List<(string, BinaryData)>();
        await foreach (Storage.BlobFacts blob in shop.Storage.Container("models").ListAsync(null, CancellationToken.None))
        {
            files.Add((blob.Name, (await shop.Storage.Container("models").ReadAsync(blob.Name, CancellationToken.None))!.Value.Content));
        }

        return files;
    }
}
