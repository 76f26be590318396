using System.Globalization;
using System.Text;
using Clientele.Csv;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Storage;
using Clientele.Testing;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Unit.Runs;

public sealed class ReferenceDateTests
{
    private static readonly DateOnly Uploaded = new(2026, 1, 1);

    private static readonly Schema Dated = Parse("""{"name":"since","type":"date","constraints":{"maximum":"2030-01-01"}},{"name":"last","type":"date"},{"name":"paid","type":"date","role":"attribute"}""");

    [Fact]
    public async Task A_file_was_true_on_the_newest_date_of_its_features()
    {
        (await DayAsync("id,since,last,paid\n1,2019-05-01,2020-02-03,2025-01-01\n2,2020-02-02,,2025-01-01\n")).ShouldBe(new DateOnly(2020, 2, 3));
        (await DayAsync("id;since;last\n1;13/05/2019;03/02/2020\n2;02/02/2020;\n")).ShouldBe(new DateOnly(2020, 2, 3));
    }

    [Theory]
    [InlineData("id,since\n1,2026-01-02\n2,2019-05-01\n", "2019-05-01")]
    [InlineData("id,since\n1,2026-01-01\n2,2019-05-01\n", "2026-01-01")]
    [InlineData("id,since\n1,9999-12-31\n2,2019-05-01\n", "2019-05-01")]
    [InlineData("id,since\n1,soon\n2,\n", "2026-01-01")]
    [InlineData("id,age\n1,40\n", "2026-01-01")]
    [InlineData("id,since,last\n1,2021-01-01\n2,2019-05-01,\n", "2019-05-01")]
    public async Task Days_after_the_upload_and_what_is_no_date_do_not_count_and_without_a_date_the_upload_decides(string csv, string day) =>
        (await DayAsync(csv)).ShouldBe(DateOnly.Parse(day, CultureInfo.InvariantCulture));

    [Theory]
    [InlineData("2025-12-31")]
    [InlineData("2026-12-31")]
    [InlineData("1911-01-01")]
    public async Task One_typing_error_in_a_file_of_thousands_moves_nothing(string error)
    {
        var csv = new StringBuilder("id,since\n").Append(CultureInfo.InvariantCulture, $"0,{error}\n");
        for (int id = 1; id <= 3000; id++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{id},{new DateOnly(2014, 6, 29).AddDays(-id / 4):yyyy-MM-dd}\n");
        }

        (await DayAsync(csv.ToString())).ShouldBe(new DateOnly(2014, 6, 29));
    }

    [Fact]
    public void The_day_is_the_same_however_the_file_is_cut_and_the_newest_that_enough_dates_reach() =>
        Prop.ForAll(Gen.Choose(0, 40).ListOf(2500).SelectMany(days => Gen.Choose(20, 20_000).Select(chunk => (days, chunk))).ToArbitrary(), sample =>
        {
            int[] days = [.. sample.days];
            var csv = new StringBuilder("id,since\n");
            for (int i = 0; i < days.Length; i++)
            {
                csv.Append(CultureInfo.InvariantCulture, $"{i},{Uploaded.AddDays(10 - days[i]):yyyy-MM-dd}\n");
            }

            // The second newest of 2,500 that count.
            DateOnly expected = days.Select(day => Uploaded.AddDays(10 - day)).Where(day => day <= Uploaded).OrderDescending().Skip((days.Length / 1000) - 1).FirstOrDefault(Uploaded);
            return DayAsync(csv.ToString(), sample.chunk).GetAwaiter().GetResult() == expected;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(40));

    [Fact]
    public async Task A_file_without_columns_of_dates_is_not_read_again()
    {
        var storage = new MemoryStorage { Before = _ => throw new InvalidOperationException("It was read.") };
        Schema plain = Parse("""{"name":"visits","type":"integer"}""");
        HeaderMatch match = HeaderMatcher.Match(plain, ["id", "age", "visits"], HeaderPurpose.Score);

        int day = await ReferenceDate.FindAsync(storage.Container("uploads"), FactsOf(10), match, new CsvDialect(), [new CsvChunk(0, 10, 2)], CancellationToken.None);

        DateOnly.FromDayNumber(day).ShouldBe(Uploaded);
    }

    private static async Task<DateOnly> DayAsync(string csv, int chunkBytes = 1 << 20)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(csv);
        CsvSniff sniff = CsvSniffer.Sniff(bytes, isWholeFile: true, CsvDialectOverrides.None);
        IReadOnlyList<CsvChunk> chunks = await CsvSplitter.SplitAsync(new MemoryStream(bytes), sniff, chunkBytes, CancellationToken.None);
        MemoryBlobContainer container = new MemoryStorage().Container("uploads");
        await container.UploadAsync("a.csv", new MemoryStream(bytes), null, CancellationToken.None);
        BlobFacts stored = (await container.FindAsync("a.csv", CancellationToken.None)).Facts!;
        HeaderMatch match = HeaderMatcher.Match(Dated, sniff.Header, HeaderPurpose.Score);
        return DateOnly.FromDayNumber(await ReferenceDate.FindAsync(container, FactsOf(bytes.Length) with { ETag = stored.ETag }, match, sniff.Dialect, chunks, CancellationToken.None));
    }

    private static BlobFacts FactsOf(int length) => new("a.csv", "", new DateTimeOffset(Uploaded, new TimeOnly(9, 30), TimeSpan.Zero), length, new Dictionary<string, string>(StringComparer.Ordinal));

    private static Schema Parse(string fields) => SchemaFile.Parse(
        BinaryData.FromString($$"""{"name":"dated","fields":[{"name":"id","type":"integer","role":"id"},{"name":"age","type":"integer"},{{fields}}]}"""), "dated.json");
}
