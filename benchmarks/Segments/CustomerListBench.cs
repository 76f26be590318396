using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Clientele.Benchmarks.Predict;
using Clientele.Benchmarks.Storage;
using Clientele.Campaign;
using Clientele.LocalHost;
using Clientele.Runs.Customers;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Benchmarks.Segments;

/// <summary>
/// The list of customers at the published handler on loopback, without a host in between, with storage in Azurite: pages of 50 by objective and segment, one
/// after the other over one connection, and the whole list as a CSV; over 50,000 customers with all their rows, and over an index of 1,000,000 with the rows of
/// the pages that are asked for.
/// </summary>
public static class CustomerListBench
{
    private const int Customers = 50_000;
    private const int ManyCustomers = 1_000_000;
    private const int WarmUps = 10;
    private const int Calls = 30;
    private const int Pages = 10;
    private const int PageSize = 50;
    private const string Many = "million";
    private const string Filters = "objective=balanced&segment=2";

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        CancellationToken cancellation = context.CancellationToken;
        string app = await PublishedApp.PublishAsync(context);
        await using ScratchAzurite azurite = await ScratchAzurite.StartAsync(context);
        ClienteleStorage storage = StorageConnections.Open(name => name == StorageConnections.App ? azurite.ConnectionString : null);
        (Schema few, Schema many) = await PutSchemasAsync(storage, cancellation);
        context.Log.WriteLine($"writing {Customers} customers and an index of {ManyCustomers}");
        var customers = new MadeUpCustomers(few, Customers);
        await customers.WriteIndexAsync(storage, cancellation);
        await customers.WriteRowsAsync(storage, cancellation);
        await new MadeUpCustomers(many, ManyCustomers).WriteIndexAsync(storage, cancellation);
        IReadOnlyList<Figure> inMemory = await InMemoryAsync(storage, many, cancellation);

        await using StartedHandler handler = StartedHandler.Start(app, TrainedHost.Settings(azurite));
        using HttpClient client = handler.Client();
        await handler.FirstAnswerAsync(asker => asker.GetAsync("api/customers?schema=campaign", cancellation), cancellation);
        context.Log.WriteLine("pages of 50,000 customers");
        double page = await PagesAsync(client, few.Id, cancellation);
        context.Log.WriteLine("the list of 50,000 customers as a file");
        (double firstByte, double memory, double growth, double seconds) = await CsvAsync(client, handler, few.Id, cancellation);
        context.Log.WriteLine("pages of 1,000,000 customers");
        double manyPage = await PagesAsync(client, many.Id, cancellation);
        return
        [
            Figure.AtMost("list.page_ms", page, "ms", 300),
            Figure.AtMost("list.page_1m_ms", manyPage, "ms", 300),
            .. inMemory,
            Figure.AtMost("list.csv_first_byte_ms", firstByte, "ms", 500),
            Figure.Told("list.csv_rows_per_s", Customers / seconds, "rows/s"),
            Figure.Told("list.csv_memory_mb", memory, "MB"),
            Figure.AtMost("list.csv_growth_mb", growth, "MB", 40),
        ];
    }

    /// <summary>That of campaigns as it is shipped, and the same under another name.</summary>
    private static async Task<(Schema Few, Schema Many)> PutSchemasAsync(ClienteleStorage storage, CancellationToken cancellation)
    {
        JsonNode file = JsonNode.Parse(await File.ReadAllBytesAsync(Path.Combine(ProjectRoot.Find(), "src", "Shared", "Schemas", "campaign.json"), cancellation))!;
        Schema few = SchemaFile.Parse(BinaryData.FromString(file.ToJsonString()), "campaign.json");
        file["name"] = Many;
        BinaryData renamed = BinaryData.FromString(file.ToJsonString());
        Schema many = SchemaFile.Parse(renamed, Many + ".json");
        await storage.EnsureExistsAsync([few.Id, many.Id], cancellation);
        await storage.Schemas.TryCreateAsync(Many + ".json", renamed, cancellation);
        return (few, many);
    }

    /// <summary>What the index of many customers weighs in memory and how long filtering takes there; writes the rows of the pages that will be asked for.</summary>
    private static async Task<IReadOnlyList<Figure>> InMemoryAsync(ClienteleStorage storage, Schema many, CancellationToken cancellation)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        using var index = new CustomerIndex(storage);
        CustomerColumns columns = await index.CurrentAsync(many, cancellation);
        foreach (CustomerSort sort in Enum.GetValues<CustomerSort>())
        {
            columns.Order(sort);
        }

        double megabytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1e6;
        var selection = new CustomerSelection { Schema = many, Objectives = ObjectiveVerdicts.Balanced, Segment = 2 };
        var times = new List<double>();
        for (int i = 0; i < Calls; i++)
        {
            long began = Stopwatch.GetTimestamp();
            using var selected = SelectedCustomers.Of(columns, selection);
            List<int> rows = selected.Rows(selected.Count - PageSize, PageSize);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            if (i == 0)
            {
                await WritePagesAsync(storage, many, columns, selected.Rows(0, Pages * PageSize), cancellation);
            }
        }

        GC.KeepAlive(columns);
        return [Figure.AtMost("list.index_1m_mb", megabytes, "MB", 80), Figure.Told("list.filter_1m_ms", Median(times), "ms")];
    }

    private static async Task WritePagesAsync(ClienteleStorage storage, Schema many, CustomerColumns columns, List<int> rows, CancellationToken cancellation)
    {
        var writer = new MadeUpCustomers(many, count: 0);
        foreach (IGrouping<int, int> bucket in rows.GroupBy(columns.BucketOf))
        {
            IEnumerable<int> ids = bucket.Select(row => int.Parse(columns.Buckets[bucket.Key].Id(row - columns.Starts[bucket.Key]), CultureInfo.InvariantCulture));
            await writer.WriteRowsAsync(storage, bucket.Key, ids, cancellation);
        }
    }

    /// <summary>Median milliseconds of a page.</summary>
    private static async Task<double> PagesAsync(HttpClient client, string schema, CancellationToken cancellation)
    {
        var times = new List<double>();
        for (int i = 0; i < WarmUps + Calls; i++)
        {
            long began = Stopwatch.GetTimestamp();
            byte[] answer = await client.GetByteArrayAsync(string.Create(CultureInfo.InvariantCulture, $"api/customers?schema={schema}&{Filters}&size={PageSize}&page={1 + (i % Pages)}"), cancellation);
            double taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            int customers = JsonElement.Parse(answer).GetProperty("customers").GetArrayLength();
            if (customers != PageSize)
            {
                throw new InvalidOperationException($"A page of {schema} has {customers} customers; expected {PageSize}.");
            }

            if (i >= WarmUps)
            {
                times.Add(taken);
            }
        }

        return Median(times);
    }

    private static async Task<(double FirstByte, double Memory, double Growth, double Seconds)> CsvAsync(HttpClient client, StartedHandler handler, string schema, CancellationToken cancellation)
    {
        var times = new List<double>();
        for (int i = 0; i < WarmUps + Calls; i++)
        {
            long began = Stopwatch.GetTimestamp();
            await using Stream file = await client.GetStreamAsync($"api/customers.csv?schema={schema}&{Filters}", cancellation);
            await file.ReadExactlyAsync(new byte[1], cancellation);
            double taken = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
            if (i >= WarmUps)
            {
                times.Add(taken);
            }
        }

        // A tenth of the rows first, which fills the process's pools: what the rest adds is the list's own.
        await DownloadAsync(client, handler, $"api/customers.csv?schema={schema}&top={Customers / 10}", Customers / 10, cancellation);
        double before = handler.ResidentMegabytes();
        long start = Stopwatch.GetTimestamp();
        double peak = await DownloadAsync(client, handler, $"api/customers.csv?schema={schema}", Customers, cancellation);
        return (Median(times), peak, peak - before, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    /// <summary>The most memory that the handler held meanwhile, in MB.</summary>
    private static async Task<double> DownloadAsync(HttpClient client, StartedHandler handler, string address, int rows, CancellationToken cancellation)
    {
        await using Stream file = await client.GetStreamAsync(address, cancellation);
        byte[] piece = new byte[64 * 1024];
        double peak = 0;
        int lines = 0;
        for (int read; (read = await file.ReadAsync(piece, cancellation)) > 0;)
        {
            lines += piece.AsSpan(0, read).Count((byte)'\n');
            peak = Math.Max(peak, handler.ResidentMegabytes());
        }

        return lines == rows + 1 ? peak : throw new InvalidOperationException($"The file has {lines - 1} customers; expected {rows}.");
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
