using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Unit.Insiders.Lines;

public sealed class PurchaseTablesTests
{
    [Fact]
    public async Task Each_feature_of_a_customer_is_what_its_name_says()
    {
        (PurchaseTable table, PurchaseTotals totals) = await Sales.TableAsync(
            Sales.Schema(),
            new Sale("1", "7", "a", 2, 10.25),
            new Sale("1", "7", "b", 1, 0.5),
            new Sale("1", "7", "a", 3, 10),
            new Sale("2", "7", "a", 1, 10, Sales.FirstDay + 10),
            new Sale("3", "7", "c", 4, 1.5, Sales.FirstDay + 10),
            new Sale("C4", "7", "a", -2, 10, Sales.FirstDay + 12),
            new Sale("5", "8", "a", 5, 2, Sales.FirstDay + 3),
            new Sale("C6", "9", "a", -5, 2, Sales.FirstDay + 30));

        (totals.FirstDay, totals.LastDay).ShouldBe((Sales.FirstDay, Sales.FirstDay + 30));
        (table.FirstDay, table.LastDay).ShouldBe((Sales.FirstDay, Sales.FirstDay + 30));
        (totals.Customers, totals.WithoutPurchase, totals.Purchases, totals.PurchaseLines, totals.ReturnLines).ShouldBe((2, 1, 4, 6, 2));
        table.Ids.ShouldBe(["7", "8"], ignoreOrder: true);
        Features(table, "7").ShouldBe([67, 20, 5, 1 / 30.0, 2, 3, 11, 67 / 3.0, 10, 11 / 3.0, 4 / 3.0, 3, 30], 1e-12);
        Features(table, "8").ShouldBe([10, 27, 1, 0, 0, 1, 5, 10, 27, 5, 1, 1, 27], 1e-12);
        int seven = Sales.RowOf(table, "7");
        table.Days(seven).ToArray().ShouldBe([Sales.FirstDay, Sales.FirstDay + 10, Sales.FirstDay + 10]);
        table.Amounts(seven).ToArray().ShouldBe([51, 10, 6]);
    }

    [Fact]
    public async Task Frequency_is_counted_as_the_schema_says()
    {
        Sale[] sales =
        [
            new("1", "7", "a"), new("2", "7", "b"), new("3", "7", "c", Day: Sales.FirstDay + 4), new("4", "8", "a", Day: Sales.FirstDay + 9), new("5", "9", "a"), new("6", "9", "a"),
        ];
        (PurchaseTable since, _) = await Sales.TableAsync(Sales.Schema(), sales);
        (PurchaseTable between, _) = await Sales.TableAsync(Sales.Schema("""{ "frequency": "firstToLast" }"""), sales);

        Frequency(since).ShouldBe([1 / 9.0, 0, 0]);
        Frequency(between).ShouldBe([3 / 5.0, 1, 2]);

        static double[] Frequency(PurchaseTable table) => [.. new[] { "7", "8", "9" }.Select(id => table[Sales.RowOf(table, id), PurchaseFeature.Frequency])];
    }

    [Fact]
    public async Task Exact_duplicates_count_each_time_or_once_also_over_chunks_and_are_told_either_way()
    {
        Sale line = new("1", "7", "a", 2, 3, Description: "x", Country: "here");
        Sale[] others = [line with { Description = "y" }, line with { Country = "there" }, line with { Price = 4 }, line with { Quantity = 1 }, line with { Day = line.Day + 1 }];
        foreach ((string rules, double revenue, long lines) in new[] { ("{}", 47.0, 8L), ("""{ "exactDuplicates": "drop" }""", 35.0, 6L) })
        {
            Schema schema = Sales.Schema(rules);
            (PurchaseTable table, PurchaseTotals totals) = await Sales.TableAsync(schema, [Sales.Collect(schema, [line, .. others, line]), Sales.Collect(schema, [line])]);

            totals.Duplicates.ShouldBe(2);
            totals.PurchaseLines.ShouldBe(lines);
            table[0, PurchaseFeature.Revenue].ShouldBe(revenue);
            table[0, PurchaseFeature.Products].ShouldBe(1);
        }
    }

    [Fact]
    public async Task Money_adds_up_exactly_where_doubles_would_lose_it()
    {
        // A quadrillion and ten millionths: in doubles the millionths are gone at the first addition.
        Schema schema = Sales.Schema();
        Sale large = new("1", "7", "a", 1_000_000, 1_000_000_000);
        Sale[] small = [.. Enumerable.Range(0, 10).Select(i => new Sale($"{i}", "7", $"p{i}", 1, 0.000001))];
        (_, PurchaseTotals totals) = await Sales.TableAsync(schema, [Sales.Collect(schema, small[..5]), Sales.Collect(schema, [large]), Sales.Collect(schema, small[5..])]);

        (totals.ExactRevenue / 1_000_000).ShouldBe(((Int128)1_000_000_000_000_000 * 1_000_000) + 10);
    }

    [Fact]
    public async Task An_invoice_without_a_customer_is_a_customer_that_is_not_identified()
    {
        (PurchaseTable table, PurchaseTotals totals) = await Sales.TableAsync(
            Sales.Schema(""" { "minimumPrice": { "above": 1 } } """),
            new Sale("10", null, "a", 1, 5),
            new Sale("10", null, "b", 1, 5),
            new Sale("11", null, "a", 1, 0.5),
            new Sale("12", null, "a", -1, 5),
            new Sale("10", "7", "a", 1, 5));

        table.Ids.ShouldBe(["invoice-10", "7"], ignoreOrder: true);
        table.Identified[Sales.RowOf(table, "invoice-10")].ShouldBeFalse();
        table.Identified[Sales.RowOf(table, "7")].ShouldBeTrue();
        table[Sales.RowOf(table, "invoice-10"), PurchaseFeature.Lines].ShouldBe(2);

        // Of the second no line counts, of the third none is a purchase.
        (totals.MadeUp, totals.Customers, totals.Identified, totals.WithoutPurchase).ShouldBe((3, 2, 1, 1));
    }

    [Fact]
    public async Task One_bucket_alone_has_the_features_of_the_whole_history()
    {
        Schema schema = Sales.Schema();
        Collected chunk = Sales.Collect(schema, Enumerable.Range(0, 40).Select(i => new Sale($"{i}", $"{i}", "a", Day: Sales.FirstDay + i)));
        List<ReadOnlyMemory<byte>> files = [];
        foreach (byte[] section in chunk.Sections)
        {
            files.Add(await Sales.FileAsync(schema, [section]));
        }

        PurchaseTotals history = PurchaseTables.Totals(files);
        PurchaseTable all = PurchaseTables.Build(files, history, PurchaseFrequency.SinceFirst);
        all.Count.ShouldBe(40);
        foreach (PurchaseTable one in files.Select(file => PurchaseTables.Build([file], history, PurchaseFrequency.SinceFirst)))
        {
            for (int row = 0; row < one.Count; row++)
            {
                one.Features.Row(row).ToArray().ShouldBe(all.Features.Row(Sales.RowOf(all, one.Ids[row])).ToArray());
            }
        }
    }

    [Fact]
    public async Task A_file_of_customers_that_is_cut_or_changed_is_refused_or_is_one_all_the_same()
    {
        Schema schema = Sales.Schema();
        Collected chunk = Sales.Collect(schema, Enumerable.Range(0, 300).Select(i => new Sale($"{i}", $"{i % 50}", $"{i % 7}", Day: Sales.FirstDay + (i % 90))));
        byte[] file = await Sales.FileAsync(schema, [chunk.Sections.MaxBy(section => section.Length)!]);
        PurchaseTotals totals = PurchaseFile.Totals(file);
        PurchaseTables.Build([file], totals, PurchaseFrequency.SinceFirst).Count.ShouldBeGreaterThan(1);
        for (int length = 0; length < file.Length; length++)
        {
            Should.Throw<InvalidDataException>(() => PurchaseTables.Build([file.AsMemory(0, length)], totals, PurchaseFrequency.SinceFirst));
        }

        var random = new Random(3);
        for (int i = 0; i < 2_000; i++)
        {
            byte[] broken = [.. file];
            broken[random.Next(broken.Length)] ^= (byte)(1 << random.Next(8));
            try
            {
                PurchaseTables.Build([broken], totals, PurchaseFrequency.SinceFirst);
            }
            catch (InvalidDataException)
            {
            }
        }
    }

    private static double[] Features(PurchaseTable table, string id) => table.Features.Row(Sales.RowOf(table, id)).ToArray();
}
