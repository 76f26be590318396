using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Unit.Insiders.Lines;

public sealed class LineCollectorTests
{
    [Fact]
    public async Task A_line_is_left_out_by_the_first_rule_that_speaks_against_it()
    {
        Schema schema = Sales.Schema("""
            { "missingCustomer": "drop", "minimumPrice": { "above": 0.04 }, "dropStockCodes": ["POST", "m"], "dropCountries": ["Nowhere"], "dropCustomers": ["13"] }
            """);
        Sale good = new("1", "7", "a", 1, 1, Country: "here");
        Collected chunk = Sales.Collect(
            schema,
            [
                good, good with { Price = 0.0400001 }, good with { Product = "M" }, good with { Country = null },
                good with { Customer = null, Price = 0, Product = "POST" },
                good with { Price = 0.04, Product = "POST", Customer = "13" }, good with { Price = -1 },
                good with { Product = "POST", Country = "Nowhere" }, good with { Product = "m" }, good with { Product = "m", Customer = "13" },
                good with { Country = "Nowhere", Customer = "13" },
                good with { Customer = "13" }, good with { Customer = "13", Invoice = "2" }, good with { Customer = "13", Invoice = "2" }, good with { Customer = "13", Invoice = "2" },
            ]);

        chunk.Counts.ShouldBe(new LineCounts(15, 1, 1, 2, 3, 1, 4));
        chunk.Counts.Kept.ShouldBe(4);
        (PurchaseTable table, PurchaseTotals totals) = await Sales.TableAsync(schema, [chunk]);
        table.Ids.ShouldBe(["7"]);
        (totals.PurchaseLines, totals.MadeUp).ShouldBe((4, 0));
    }

    [Fact]
    public async Task Returns_are_told_by_the_sign_or_by_the_beginning_of_the_invoice()
    {
        Sale[] sales = [new("1", "7", "a", 5, 2), new("C2", "7", "a", 2, 2), new("C3", "7", "b", -1, 2), new("4", "7", "c", -3, 2), new("c5", "7", "d", 1, 2)];
        (PurchaseTable bySign, _) = await Sales.TableAsync(Sales.Schema(), sales);
        (PurchaseTable byPrefix, PurchaseTotals totals) = await Sales.TableAsync(Sales.Schema("""{ "returns": "prefix" }"""), sales);
        (PurchaseTable byOther, _) = await Sales.TableAsync(Sales.Schema("""{ "returns": "prefix", "returnPrefix": "c" }"""), sales);

        Told(bySign).ShouldBe((16, 4, 3));
        Told(byPrefix).ShouldBe((12, 6, 2));
        (totals.PurchaseLines, totals.ReturnLines).ShouldBe((2, 3));
        Told(byOther).ShouldBe((14, 5, 2));

        static (double Revenue, double Returns, double Invoices) Told(PurchaseTable table) =>
            (table[0, PurchaseFeature.Revenue], table[0, PurchaseFeature.Returns], table[0, PurchaseFeature.Invoices]);
    }

    [Fact]
    public void A_chunk_without_lines_has_a_section_for_every_bucket()
    {
        Collected chunk = Sales.Collect(Sales.Schema(), []);

        chunk.Counts.ShouldBe(default);
        chunk.Sections.ShouldAllBe(section => section.SequenceEqual(new[] { SectionWriter.Version, SectionWriter.EndMark }));
    }

    [Fact]
    public async Task Customers_of_any_name_stand_in_their_bucket_in_the_order_of_their_keys()
    {
        Schema schema = Sales.Schema(customerType: "string");
        string[] names = ["Ana", "ana", "Ana María", "ñandú", "invoice-7", "a/b", new string('x', 256), .. Enumerable.Range(0, 200).Select(i => $"n{i}")];
        Collected chunk = Sales.Collect(schema, [.. names.Select(name => new Sale("1", name, "a")), new Sale("7", null, "a"), new Sale("8", null, "a")]);
        (PurchaseTable table, PurchaseTotals totals) = await Sales.TableAsync(schema, [chunk]);

        table.Ids.ShouldBe([.. names, "invoice-8"], ignoreOrder: true);

        // The file itself calls a customer so: they are known.
        table.Identified[Sales.RowOf(table, "invoice-7")].ShouldBeTrue();
        totals.MadeUp.ShouldBe(1);
        foreach (byte[] section in chunk.Sections)
        {
            var file = new PurchaseFileReader(await Sales.FileAsync(schema, [section]));
            string before = "";
            while (file.Read())
            {
                string key = System.Text.Encoding.ASCII.GetString(file.Key);
                string.CompareOrdinal(before, key).ShouldBeLessThan(0);
                before = key;
            }
        }
    }

    [Fact]
    public async Task Numbers_of_invoices_that_are_too_long_stay_apart()
    {
        string same = new('ü', 100);
        (PurchaseTable table, PurchaseTotals totals) = await Sales.TableAsync(
            Sales.Schema(), new Sale(same + "1", "7", "a"), new Sale(same + "2", "7", "a"), new Sale(same + "1", "7", "b"), new Sale(same, null, "a"));

        table[Sales.RowOf(table, "7"), PurchaseFeature.Invoices].ShouldBe(2);
        totals.MadeUp.ShouldBe(1);
        table.Ids.Single(id => id != "7").ShouldStartWith("invoice-üü");
    }

    [Fact]
    public void A_line_without_a_price_is_none_that_a_typer_accepts()
    {
        Should.Throw<ArgumentException>(() => Sales.Collect(Sales.Schema(), [new Sale("1", "7", "a", 1, double.NaN)]));
        Should.Throw<ArgumentException>(() => Sales.Collect(Sales.Schema(), [new Sale("1", "7", "a", 2e9)]));
    }

    [Fact]
    public void A_schema_of_customers_has_no_lines()
    {
        Schema customers = SchemaFile.Parse(BinaryData.FromString("""{ "name": "some", "fields": [ { "name": "a", "type": "string", "role": "id" } ] }"""), "some.json");
        Should.Throw<ArgumentException>(() => new LineCollector(customers, Sales.Place(customers))).Message.ShouldContain("some");
    }
}
