using System.Globalization;
using Clientele.Csv;
using Clientele.Insiders;
using Clientele.Schemas;
using Clientele.Unit.Schemas;

namespace Clientele.Unit.Insiders.Lines;

/// <summary>The public Online Retail data against what an independent computation says of it.</summary>
public sealed class RealTransactionsTests
{
    private const string File = "ecommerce.csv";
    private const string Reference = "../reference/insiders_features.csv";

    [RealFileFact(File, Reference)]
    public async Task The_shipped_rules_leave_the_references_lines_and_customers_with_their_features()
    {
        Schema schema = Shipped(rules => rules with { Frequency = PurchaseFrequency.FirstToLast });
        List<Collected> chunks = await CollectAsync(schema, 3_000_000);
        chunks.Count.ShouldBeGreaterThan(10);
        chunks.Aggregate(default(LineCounts), (sum, chunk) => sum + chunk.Counts).ShouldBe(new LineCounts(541_909, 135_080, 0, 2_591, 2_737, 504, 4));
        (PurchaseTable table, PurchaseTotals totals) = await Sales.TableAsync(schema, chunks);

        totals.PurchaseLines.ShouldBe(527_345);
        totals.ReturnLines.ShouldBe(8_728);
        totals.MadeUp.ShouldBe(3_710);
        totals.Customers.ShouldBe(5_695);
        (totals.Customers - totals.Identified).ShouldBe(1_366);
        totals.ExactRevenue.ShouldBe(new Int128(0, 10_104_314_350_000_000_000));
        totals.Revenue.ShouldBe(10_104_314.35);

        // Counted by another program over all columns of the lines that count.
        totals.Duplicates.ShouldBe(5_254);
        table.Count.ShouldBe(5_695);
        ShouldBeTheReferences(table);
        Five(table, "14646").ShouldBe([279_138.02, 1, 2_060, 0.2034, 288], 0.005);
        Five(table, "17841").ShouldBe([40_959.72, 1, 7_837, 0.3324, 203], 0.005);
        Five(table, "17850").ShouldBe([5_391.21, 372, 297, 17.0, 40], 0.005);
    }

    [RealFileFact(File)]
    public async Task Without_rules_every_line_counts_and_exact_duplicates_are_found()
    {
        Schema schema = Shipped(rules => rules with
        {
            PriceAbove = -TransactionFields.LargestAmount,
            DropStockCodes = [],
            DropCountries = [],
            DropCustomers = [],
            ExactDuplicates = ExactDuplicates.Drop,
        });
        List<Collected> chunks = await CollectAsync(schema, 8 << 20);
        (_, PurchaseTotals totals) = await Sales.TableAsync(schema, chunks);

        // One more than is said of the original, whose lines have a time of day beside the date; Python's csv module counts as many as we do here.
        totals.Duplicates.ShouldBe(5_269);
        (totals.PurchaseLines + totals.ReturnLines + totals.Duplicates).ShouldBe(541_909);
    }

    private static void ShouldBeTheReferences(PurchaseTable table)
    {
        var rows = Enumerable.Range(0, table.Count).Where(row => table.Identified[row]).ToDictionary(row => table.Ids[row], StringComparer.Ordinal);
        List<double[]> others = [];
        foreach (string line in System.IO.File.ReadLines(RealFile.PathOf(Reference)).Skip(1))
        {
            string[] cells = line.Split(',');
            double[] expected = [.. cells[1..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            if (rows.Remove(cells[0], out int row))
            {
                Five(table, row).ShouldBe(expected, 0.005);
            }
            else
            {
                others.Add(expected);
            }
        }

        // The reference numbers invoices without a customer its own way: they are compared as a whole.
        rows.ShouldBeEmpty();
        double[][] madeUp = [.. Enumerable.Range(0, table.Count).Where(row => !table.Identified[row]).Select(row => Five(table, row)).Order(Comparer)];
        others.Sort(Comparer);
        madeUp.Length.ShouldBe(others.Count);
        for (int i = 0; i < madeUp.Length; i++)
        {
            madeUp[i].ShouldBe(others[i], 0.005);
        }
    }

    private static IComparer<double[]> Comparer { get; } = Comparer<double[]>.Create((a, b) =>
        a.Zip(b).Select(pair => Math.Round(pair.First, 2).CompareTo(Math.Round(pair.Second, 2))).FirstOrDefault(order => order != 0));

    private static double[] Five(PurchaseTable table, string id) => Five(table, Sales.RowOf(table, id));

    private static double[] Five(PurchaseTable table, int row) =>
        [.. Enumerable.Range(0, 5).Select(feature => table[row, (PurchaseFeature)feature])];

    private static Schema Shipped(Func<TransactionRules, TransactionRules> change)
    {
        Schema schema = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas")).Find("transactions")!;
        return schema with { Transactions = change(schema.Transactions!) };
    }

    private static async Task<List<Collected>> CollectAsync(Schema schema, int chunkBytes)
    {
        byte[] bytes = await System.IO.File.ReadAllBytesAsync(RealFile.PathOf(File));
        CsvSniff sniff = CsvSniffer.Sniff(bytes.AsSpan(0, CsvSniffer.HeadBytes), false);
        var csv = new CsvReader(sniff.Dialect);
        var typer = new RecordTyper(HeaderMatcher.Match(schema, sniff.Header, HeaderPurpose.Score), sniff.Dialect);
        var record = new TypedRecord(schema);
        List<Collected> chunks = [];
        foreach (CsvChunk chunk in await CsvSplitter.SplitAsync(new MemoryStream(bytes), sniff, chunkBytes, CancellationToken.None))
        {
            using var collector = new LineCollector(schema, Sales.Place(schema));
            csv.Reset(bytes.AsMemory((int)chunk.Offset, (int)chunk.Length), chunk.FirstLine);
            while (csv.Read())
            {
                typer.TryType(csv, record, out _).ShouldBeTrue();
                collector.Add(record);
            }

            chunks.Add(Sales.Finish(collector));
        }

        return chunks;
    }
}
