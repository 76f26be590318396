using Clientele.Benchmarks.Campaign;
using Clientele.Bytes;
using Clientele.Csv;
using Clientele.Insiders;
using Clientele.Runs;
using Clientele.Runs.Scoring;
using Clientele.Schemas;

namespace Clientele.Benchmarks.Insiders;

/// <summary>The customers of the real invoice lines, cleaned by the rules of the shipped schema, which are the reference project's.</summary>
internal sealed record RealInvoices(LineCounts Counts, PurchaseTotals Totals, PurchaseTable Customers)
{
    private const int ChunkBytes = 8 << 20;

    public static async Task<RealInvoices> ReadAsync(PurchaseFrequency frequency, CancellationToken cancellation)
    {
        Schema schema = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas")).Find("transactions")!;
        byte[] bytes = await File.ReadAllBytesAsync(CampaignRows.FileOf("ecommerce.csv"), cancellation);
        CsvSniff sniff = CsvSniffer.Sniff(bytes, true, CsvDialectOverrides.None);
        var typer = new RecordTyper(HeaderMatcher.Match(schema, sniff.Header, HeaderPurpose.Score), sniff.Dialect);
        var record = new TypedRecord(schema);
        var sections = new List<byte[]>[RunSettings.Buckets];
        for (int bucket = 0; bucket < sections.Length; bucket++)
        {
            sections[bucket] = [];
        }

        LineCounts counts = default;
        foreach (CsvChunk chunk in await CsvSplitter.SplitAsync(new MemoryStream(bytes), sniff, ChunkBytes, cancellation))
        {
            using var lines = new LineCollector(schema, Place);
            var csv = new CsvReader(sniff.Dialect, bytes.AsMemory((int)chunk.Offset, (int)chunk.Length), chunk.FirstLine);
            while (csv.Read())
            {
                if (!typer.TryType(csv, record, out Reject reject))
                {
                    throw new InvalidOperationException($"Line {csv.Line} is rejected: {reject}.");
                }

                lines.Add(record);
            }

            counts += lines.Counts;
            for (int bucket = 0; bucket < sections.Length; bucket++)
            {
                using var section = new ByteBuffer(64 * 1024);
                lines.Write(bucket, section);
                sections[bucket].Add(section.Written.ToArray());
            }
        }

        var files = new List<ReadOnlyMemory<byte>>();
        foreach (List<byte[]> bucket in sections)
        {
            using var customers = new MemoryStream();
            using var sums = new PurchaseSink(schema.Transactions!, customers);
            await LineMerge.MergeAsync([.. bucket.Select(section => new SectionReader(section))], sums, cancellation);
            files.Add(customers.ToArray());
        }

        PurchaseTotals totals = PurchaseTables.Totals(files);
        return new RealInvoices(counts, totals, PurchaseTables.Build(files, totals, frequency));

        int Place(ReadOnlySpan<byte> id, Span<byte> key, out int bucket)
        {
            int length = CustomerKey.Write(id, schema.HasIntegerIds, key);
            bucket = CustomerKey.Bucket(key[..length]);
            return length;
        }
    }
}
