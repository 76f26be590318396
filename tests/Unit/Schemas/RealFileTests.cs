using System.Globalization;
using System.Text;
using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Unit.Schemas;

public sealed class RealFileTests
{
    private const string Semicolon = "marketing_campaign.csv";
    private const string Tab = "marketing_campaign_tab_dmy.csv";
    private const string Comma = "marketing_campaign_comma.csv";

    private static readonly SchemaCatalog Catalog = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas"));

    [RealFileFact(Semicolon, Tab, Comma)]
    public async Task Three_layouts_of_the_campaign_file_are_one_file()
    {
        (List<string> expected, List<Repair> repairs, _) = await TypeAsync(Semicolon, "campaign");
        expected.Count.ShouldBe(2240);
        Schema schema = Catalog.Find("campaign").ShouldNotBeNull();
        int income = IndexOf(schema, "Income");
        int birth = IndexOf(schema, "Year_Birth");
        int marital = IndexOf(schema, "Marital_Status");
        repairs.Count(repair => repair == new Repair(income, RepairCode.Missing)).ShouldBe(24);
        repairs.Count(repair => repair == new Repair(birth, RepairCode.OutOfRange)).ShouldBe(3);
        repairs.Count(repair => repair == new Repair(marital, RepairCode.CategoryMapped)).ShouldBe(3);
        repairs.Count(repair => repair == new Repair(marital, RepairCode.UnknownCategory)).ShouldBe(4);
        repairs.Count.ShouldBe(34);
        foreach (string other in (string[])[Tab, Comma])
        {
            (List<string> records, List<Repair> otherRepairs, _) = await TypeAsync(other, "campaign");
            records.ShouldBe(expected);
            otherRepairs.ShouldBe(repairs);
        }
    }

    [RealFileFact("ecommerce.csv")]
    public async Task Every_line_of_the_transactions_file_is_read()
    {
        (List<string> records, List<Repair> repairs, CsvDialect dialect) = await TypeAsync("ecommerce.csv", "transactions");
        records.Count.ShouldBe(541_909);
        repairs.ShouldBeEmpty();
        // The first £ comes after the head, so the file looks like UTF-8 and its few other bytes are put right one by one.
        dialect.ToString().ShouldBe("comma, UTF-8, decimal point, year-month-day");
        records.Count(record => record.Contains("CustomerID=NaN", StringComparison.Ordinal)).ShouldBe(135_080);
        records[0].ShouldBe(
            "InvoiceNo=NaN/536365 StockCode=NaN/85123A Description=NaN/WHITE HANGING HEART T-LIGHT HOLDER Quantity=6/ InvoiceDate=736296/ UnitPrice=2.55/ CustomerID=17850/17850 Country=NaN/United Kingdom");
        records.Count(record => record.Contains('£', StringComparison.Ordinal)).ShouldBeGreaterThan(0);
    }

    private static async Task<(List<string> Records, List<Repair> Repairs, CsvDialect Dialect)> TypeAsync(string file, string id)
    {
        byte[] bytes = await File.ReadAllBytesAsync(RealFile.PathOf(file));
        CsvSniff sniff = CsvSniffer.Sniff(bytes.AsSpan(0, Math.Min(bytes.Length, CsvSniffer.HeadBytes)), bytes.Length <= CsvSniffer.HeadBytes);
        HeaderMatch match = HeaderMatcher.Best(Catalog, sniff.Header, HeaderPurpose.Score, out _).ShouldNotBeNull();
        match.Schema.Id.ShouldBe(id);
        var reader = new CsvReader(sniff.Dialect);
        var typer = new RecordTyper(match, sniff.Dialect);
        var record = new TypedRecord(match.Schema);
        var records = new List<string>();
        var repairs = new List<Repair>();
        foreach (CsvChunk chunk in await CsvSplitter.SplitAsync(new MemoryStream(bytes), sniff, 100_000, CancellationToken.None))
        {
            reader.Reset(bytes.AsMemory((int)chunk.Offset, (int)chunk.Length), chunk.FirstLine);
            while (reader.Read())
            {
                typer.TryType(reader, record, out Reject reject).ShouldBeTrue($"line {reader.Line}: {reject}");
                records.Add(Shown(record));
                repairs.AddRange(record.Repairs);
            }
        }

        return (records, repairs, sniff.Dialect);
    }

    private static string Shown(TypedRecord record)
    {
        var text = new StringBuilder();
        for (int i = 0; i < record.Schema.Fields.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : " ")}{record.Schema.Fields[i].Name}={record.Numbers[i]}/{record.TextString(i)}");
        }

        return text.ToString();
    }

    private static int IndexOf(Schema schema, string name) => schema.Fields.ToList().FindIndex(field => field.Name == name);
}
