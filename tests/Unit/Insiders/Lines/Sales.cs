using System.Text;
using Clientele.Bytes;
using Clientele.Insiders;
using Clientele.Runs.Scoring;
using Clientele.Schemas;

namespace Clientele.Unit.Insiders.Lines;

/// <summary>One line of an invoice, as a test writes it.</summary>
internal sealed record Sale(
    string Invoice, string? Customer, string Product, double Quantity = 1, double Price = 1, int Day = Sales.FirstDay, string? Description = null, string? Country = null);

/// <summary>What a piece of a file came to.</summary>
internal sealed record Collected(IReadOnlyList<byte[]> Sections, LineCounts Counts);

/// <summary>Everything from lines to the table, for tests: chunks of lines, sections, customers.</summary>
internal static class Sales
{
    public const int Buckets = 16;
    public const int FirstDay = 736_000;

    public static Schema Schema(string rules = "{}", string customerType = "integer") => SchemaFile.Parse(
        BinaryData.FromString($$"""
            { "name": "sales", "grain": "transaction", "transactions": {{rules}}, "fields": [
              { "name": "bill", "type": "string", "role": "attribute", "group": "invoice", "constraints": { "required": true } },
              { "name": "thing", "type": "string", "role": "attribute", "group": "product", "constraints": { "required": true } },
              { "name": "about", "type": "string", "role": "attribute", "group": "description" },
              { "name": "number", "type": "number", "role": "attribute", "group": "quantity", "constraints": { "required": true } },
              { "name": "on", "type": "date", "role": "attribute", "group": "date", "constraints": { "required": true } },
              { "name": "each", "type": "number", "role": "attribute", "group": "price", "constraints": { "required": true } },
              { "name": "who", "type": "{{customerType}}", "role": "id" },
              { "name": "land", "type": "string", "role": "attribute", "group": "country" } ] }
            """),
        "sales.json");

    public static CustomerPlace Place(Schema schema) => (ReadOnlySpan<byte> id, Span<byte> key, out int bucket) =>
    {
        int length = CustomerKey.Write(id, schema.HasIntegerIds, key);
        bucket = CustomerKey.Bucket(key[..length]);
        return length;
    };

    public static Collected Collect(Schema schema, IEnumerable<Sale> sales)
    {
        using var collector = new LineCollector(schema, Place(schema));
        var record = new TypedRecord(schema);
        foreach (Sale sale in sales)
        {
            Fill(record, sale);
            collector.Add(record);
        }

        return Finish(collector);
    }

    public static Collected Finish(LineCollector collector)
    {
        var sections = new byte[Buckets][];
        using var into = new ByteBuffer(4096);
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            into.Clear();
            collector.Write(bucket, into);
            sections[bucket] = into.Written.ToArray();
        }

        return new Collected(sections, collector.Counts);
    }

    /// <summary>One section of all, read from streams that give a few bytes at a time where <paramref name="inPieces"/> says so.</summary>
    public static async Task<byte[]> MergeAsync(IEnumerable<byte[]> sections, bool inPieces = false)
    {
        SectionReader[] readers = [.. sections.Select(section => inPieces ? new SectionReader(new SlowStream(section), 1) : new SectionReader(section))];
        using var into = new MemoryStream();
        using var sink = new SectionSink(into);
        await LineMerge.MergeAsync(readers, sink, CancellationToken.None);
        Array.ForEach(readers, reader => reader.Dispose());
        return into.ToArray();
    }

    public static async Task<byte[]> FileAsync(Schema schema, IEnumerable<byte[]> sections)
    {
        using var into = new MemoryStream();
        using var sink = new PurchaseSink(schema.Transactions!, into);
        await LineMerge.MergeAsync([.. sections.Select(section => new SectionReader(section))], sink, CancellationToken.None);
        PurchaseFile.Totals(into.ToArray()).ShouldBe(sink.Totals);
        return into.ToArray();
    }

    public static async Task<(PurchaseTable Table, PurchaseTotals Totals)> TableAsync(Schema schema, IReadOnlyList<Collected> chunks)
    {
        var files = new List<ReadOnlyMemory<byte>>();
        for (int bucket = 0; bucket < Buckets; bucket++)
        {
            int at = bucket;
            files.Add(await FileAsync(schema, chunks.Select(chunk => chunk.Sections[at])));
        }

        PurchaseTotals totals = PurchaseTables.Totals(files);
        return (PurchaseTables.Build(files, totals, schema.Transactions!.Frequency), totals);
    }

    public static Task<(PurchaseTable Table, PurchaseTotals Totals)> TableAsync(Schema schema, params Sale[] sales) => TableAsync(schema, [Collect(schema, sales)]);

    /// <summary>The customer's row in the table, where there must be one.</summary>
    public static int RowOf(PurchaseTable table, string id)
    {
        table.Ids.ShouldContain(id);
        return table.Ids.ToList().IndexOf(id);
    }

    private static void Fill(TypedRecord record, Sale sale)
    {
        record.Clear();
        Set(record, "bill", sale.Invoice);
        Set(record, "thing", sale.Product);
        Set(record, "about", sale.Description);
        Set(record, "land", sale.Country);
        Set(record, "who", sale.Customer);
        record.Numbers[3] = sale.Quantity;
        record.Numbers[4] = sale.Day;
        record.Numbers[5] = sale.Price;
    }

    private static void Set(TypedRecord record, string field, string? text)
    {
        if (text is not null)
        {
            record.SetText(record.Schema.Fields.ToList().FindIndex(each => each.Name == field), Encoding.UTF8.GetBytes(text));
        }
    }

    /// <summary>Gives what it has in bites of a few bytes, as a connection may.</summary>
    private sealed class SlowStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, 7)], cancellationToken);
    }
}
