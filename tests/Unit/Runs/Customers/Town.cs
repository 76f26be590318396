using System.Text;
using Azure;
using Azure.Data.Tables;
using Clientele.Campaign;
using Clientele.Runs;
using Clientele.Runs.Customers;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Runs.Customers;

/// <param name="Name">An own column of text.</param>
/// <param name="Spend">An own column of numbers.</param>
internal sealed record Citizen(string Id, double Probability, double Profit, ObjectiveVerdicts Verdicts, SegmentAssignment Segments, string Name, double Spend)
{
    public int SegmentOf(int proposal) => proposal switch { 0 => Segments.Two, 1 => Segments.Three, _ => Segments.Recommended };
}

/// <summary>Made-up customers whose rows and index are written without a run. Probabilities and profits are rounded, so that many are equal.</summary>
internal sealed class Town
{
    public const string RunOfAll = "20260101T000000Z-0a1b2c3d-01";

    private Town(MemoryStorage storage, Schema schema, SchemaSource schemas, List<Citizen> customers)
    {
        (Storage, Schema, Schemas, Customers) = (storage, schema, schemas, customers);
        Index = new CustomerIndex(storage.Open());
        List = new CustomerList(storage.Open(), schemas, Index);
        Segments = new CampaignSegments(storage.Open(), schemas, new ScoringModels(storage.Container("models"), TimeProvider.System));
    }

    public MemoryStorage Storage { get; }

    public Schema Schema { get; }

    public SchemaSource Schemas { get; }

    public List<Citizen> Customers { get; }

    public CustomerIndex Index { get; }

    public CustomerList List { get; }

    public CampaignSegments Segments { get; }

    public static async Task<Town> CreateAsync(int count, int seed, bool integerIds = true, string schema = "town")
    {
        string json = $$"""
            {
              "name": "{{schema}}", "title": "A town", "grain": "customer", "economics": { "contactCost": 3, "responseValue": 11 },
              "fields": [
                { "name": "id", "type": "{{(integerIds ? "integer" : "string")}}", "role": "id", "constraints": { "required": true } },
                { "name": "name", "type": "string" },
                { "name": "Decile", "type": "number" },
                { "name": "accepted", "type": "boolean", "role": "target" }
              ]
            }
            """;
        var storage = new MemoryStorage { PageSize = 7, EmptyPages = true };
        var schemas = new SchemaSource([($"{schema}.json", BinaryData.FromString(json))], storage.Container("schemas"), TimeProvider.System, NullLogger<SchemaSource>.Instance);
        var town = new Town(storage, (await schemas.CurrentAsync(default))[0], schemas, [.. Make(count, seed, integerIds)]);
        await town.WriteAsync();
        return town;
    }

    /// <summary>The row key of a customer.</summary>
    public string KeyOf(Citizen customer) => CustomerKey.Of(customer.Id, Schema.HasIntegerIds);

    public int BucketOf(Citizen customer) => CustomerKey.Bucket(Encoding.ASCII.GetBytes(KeyOf(customer)));

    /// <summary>As a run would leave them.</summary>
    public async Task WriteAsync()
    {
        foreach (Citizen customer in Customers)
        {
            await PutAsync(customer, RunOfAll);
        }

        foreach (int bucket in Customers.Select(BucketOf).Distinct())
        {
            await WriteIndexAsync(bucket);
        }
    }

    public async Task WriteIndexAsync(int bucket)
    {
        using var file = new IndexFile();
        foreach (Citizen customer in Customers.Where(customer => BucketOf(customer) == bucket).OrderBy(KeyOf, StringComparer.Ordinal))
        {
            var score = new CustomerScore(customer.Probability, 1, customer.Verdicts, customer.Profit, TopReasons.None);
            file.Add(Encoding.UTF8.GetBytes(customer.Id), RunOfAll, score, customer.Segments);
        }

        await Storage.Container("index").UploadAsync(IndexFile.Name(Schema.Id, bucket), file.ToBlob().ToStream(), null, default);
    }

    /// <summary>Both rows, in the place of what is there.</summary>
    public async Task PutAsync(Citizen customer, string run)
    {
        (string partition, string key) = (CustomerKey.Partition(Schema.Id, BucketOf(customer)), KeyOf(customer));
        var scores = new TableEntity(partition, key)
        {
            { "Customer", customer.Id }, { "Probability", customer.Probability }, { "Decile", 1 }, { "ExpectedProfit", customer.Profit },
            { "Segment2", customer.Segments.Two }, { "Segment3", customer.Segments.Three }, { "Segment", customer.Segments.Recommended },
            { "Run", run }, { "Uploaded", new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) },
        };
        foreach ((string name, bool holds) in VerdictNames.Of(customer.Verdicts))
        {
            scores.Add(char.ToUpperInvariant(name[0]) + name[1..], holds);
        }

        foreach (Language language in Enum.GetValues<Language>())
        {
            scores.Add(CustomerRows.ReasonColumn(0, language), $"{language} first");
            scores.Add(CustomerRows.ReasonColumn(1, language), $"{language} second");
            scores.Add(CustomerRows.ReasonColumn(2, language), "");
        }

        await PutAsync("customerscores", scores);
        await PutAsync("customers" + Schema.Id, new TableEntity(partition, key) { { "Customer", customer.Id }, { "name", customer.Name }, { "Decile", customer.Spend } });
    }

    public async Task EraseAsync(Citizen customer, string table)
    {
        TableEntity row = (await Storage.Table(table).FindAsync(CustomerKey.Partition(Schema.Id, BucketOf(customer)), KeyOf(customer), default))!;
        (await Storage.Table(table).TryWriteAsync([new TableWrite(row, ETag.All, Delete: true)], default)).ShouldBeTrue();
    }

    private async Task PutAsync(string table, TableEntity row)
    {
        if (!await Storage.Table(table).TryInsertAsync(row, default))
        {
            await Storage.Table(table).TryReplaceAsync(row, ETag.All, default);
        }
    }

    private static IEnumerable<Citizen> Make(int count, int seed, bool integerIds)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
        {
            double probability = Math.Round(random.NextDouble(), 1);
            double spend = Math.Round((random.NextDouble() * 200) - 100, 2);
            // Far apart, each once.
            long number = i * 48_271L % 1_000_003;
            string id = integerIds ? $"{number}" : $"{"-=@aZ9é/ "[i % 9]}{number}";
            yield return new Citizen(
                id, probability, Math.Round((probability * 11) - 3 - random.Next(2)), (ObjectiveVerdicts)random.Next(16),
                new SegmentAssignment(random.Next(3), random.Next(4), random.Next(6)), $"citizen {i}", spend);
        }
    }
}
