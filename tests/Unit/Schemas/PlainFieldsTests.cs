using System.Text;
using Clientele.Csv;
using Clientele.LocalHost.Generate;
using Clientele.Schemas;
using Clientele.Unit.Csv;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Unit.Schemas;

/// <summary>Cells typed eight at a time against the same cells through their parsers, one by one.</summary>
public sealed class PlainFieldsTests
{
    private static readonly SchemaCatalog Shipped = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas"));

    private static readonly string[] Cells =
    [
        "", "0", "00", "007", "1", "2", "3", "11", "58", "1957", "12345678", "99999999", "123456789", "1234567890123456", "1.5", "1,5", "-3", "+5", "5 ", " 5", "5-", "1e3", "NA", "n/d", "-", "?", "#N/A",
        "2012-09-04", "2012-9-4", "2012-02-30", "2012-02-29", "2013-02-29", "2012-00-10", "2012-13-01", "0000-01-01", "1949-12-31", "2101-01-01", "2012/09/04", "04-09-2012", "20120904",
        "2012-09-04 10:00", "2012-09-0:", "2012-09-/4", "2012-09-04x", "2012x09-04", "Graduation", "graduation", "Graduation ", "Graduado", "PhD", "Master", "2n Cycle", "Basic", "Basic\u00A0",
        "Married", "Together", "YOLO", "Absurd", "Seventeen letters", "Sixteen letters.", "\u00E9", "\uFF11", "true", "no", "s\u00ED", "1893", "666666", "10000001", "\"5\"", "\"1;2\"", "\"a\"\"b\"", "\"12\"x",
        "/", ":", "1:", "/1", "12/45678", "1234567:", "\u00B91", "1\u0000",
    ];

    [Theory]
    [InlineData("campaign", HeaderPurpose.Train)]
    [InlineData("campaign", HeaderPurpose.Score)]
    [InlineData("transactions", HeaderPurpose.Score)]
    public void Records_of_any_cells_in_any_order_of_columns_are_typed_alike(string id, HeaderPurpose purpose)
    {
        Schema schema = Shipped.Find(id)!;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            string[] header = [.. schema.Fields.Select(field => field.Name).Append("Unknown")];
            random.Shuffle(header);
            double odd = random.NextDouble() * random.NextDouble();
            var text = new StringBuilder();
            for (int row = 0; row < 60; row++)
            {
                text.AppendJoin(';', header.Select(column => Cell(schema, column, random, odd))).Append(random.Next(30) == 0 ? ";" : "").Append('\n');
            }

            Agree(schema, header, purpose, CsvFiles.Bytes(text.ToString()), random).ShouldBe(60);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300));
    }

    [Fact]
    public async Task Generated_files_with_flaws_and_damaged_bytes_are_typed_alike()
    {
        Schema schema = Shipped.Find("campaign")!;
        using var file = new MemoryStream();
        await CampaignGenerator.WriteAsync(file, 400, 3, new CampaignOptions { Flaws = 0.2 }, CancellationToken.None);
        string whole = Encoding.UTF8.GetString(file.ToArray());
        string[] header = whole[..whole.IndexOf('\n', StringComparison.Ordinal)].Split(';');
        byte[] records = CsvFiles.Bytes(whole[(whole.IndexOf('\n', StringComparison.Ordinal) + 1)..]);
        Agree(schema, header, HeaderPurpose.Train, records, new Random(0)).ShouldBe(400);
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            byte[] damaged = [.. records];
            for (int i = random.Next(60); i > 0; i--)
            {
                damaged[random.Next(damaged.Length)] = random.Next(4) == 0 ? (byte)random.Next(256) : "\";\r\n\0.,-+ 0aE\u00A0"u8[random.Next(15)];
            }

            Agree(schema, header, HeaderPurpose.Train, damaged, random).ShouldBeGreaterThan(0);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void An_id_that_turns_out_to_be_none_leaves_no_text_behind()
    {
        Schema schema = Shipped.Find("transactions")!;
        string[] header = [.. schema.Fields.Select(field => field.Name)];
        string cells = string.Join(';', schema.Fields.Select(field => field.Role == FieldRole.Id ? "NA" : Cell(schema, field.Name, new Random(1), 0)));
        byte[] bytes = CsvFiles.Bytes(string.Concat(Enumerable.Repeat(cells + "\n", 20)));
        var reader = new CsvReader(Dialect, bytes, 1);
        var record = new TypedRecord(schema);
        reader.Read().ShouldBeTrue();
        new RecordTyper(HeaderMatcher.Match(schema, header, HeaderPurpose.Score), Dialect).TryType(reader, record, out _).ShouldBeTrue();
        record.Text(schema.IdField).Length.ShouldBe(0);
        record.Numbers[schema.IdField].ShouldBe(double.NaN);
    }

    private static CsvDialect Dialect => new() { Delimiter = ';' };

    private static string Cell(Schema schema, string column, Random random, double odd)
    {
        SchemaField? field = schema.Fields.FirstOrDefault(each => each.Name == column);
        if (field is null || random.NextDouble() < odd)
        {
            return Cells[random.Next(Cells.Length)];
        }

        return field.Type switch
        {
            FieldType.Date => new DateOnly(1960, 1, 1).AddDays(random.Next(40_000)).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture),
            FieldType.Boolean => random.Next(2) == 0 ? "0" : "1",
            FieldType.Text => field.IsCategory ? field.Categories[random.Next(field.Categories.Count)] : "note",
            _ => Math.Max(field.Minimum ?? 0, random.Next((int)Math.Pow(10, random.Next(1, 9)))).ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    /// <returns>How many records there are.</returns>
    private static int Agree(Schema schema, string[] header, HeaderPurpose purpose, byte[] records, Random random)
    {
        HeaderMatch match = HeaderMatcher.Match(schema, header, purpose);
        byte[] array = new byte[records.Length + random.Next(200)];
        random.NextBytes(array);
        records.CopyTo(array, 0);
        ReadOnlyMemory<byte> chunk = array.AsMemory(0, records.Length);
        List<string> fast = Typed(new CsvReader(Dialect, oneByOne: false), new RecordTyper(match, Dialect), schema, chunk);
        fast.ShouldBe(Typed(new CsvReader(Dialect, oneByOne: true), new RecordTyper(match, Dialect, cellByCell: true), schema, chunk));
        return fast.Count;
    }

    private static List<string> Typed(CsvReader reader, RecordTyper typer, Schema schema, ReadOnlyMemory<byte> chunk)
    {
        var seen = new List<string>();
        var record = new TypedRecord(schema);
        reader.Reset(chunk, 2);
        while (reader.Read())
        {
            bool isAccepted = typer.TryType(reader, record, out Reject reject);
            IEnumerable<string> slots = schema.Fields.Select((_, field) => $"{record.Numbers[field]:R} '{record.TextString(field)}'");
            seen.Add($"{reader.Line}: {(isAccepted ? $"{string.Join(", ", slots)}; {string.Join(", ", record.Repairs)}" : reject.ToString())}");
        }

        return seen;
    }
}
