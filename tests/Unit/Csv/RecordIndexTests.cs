using System.Text;
using Clientele.Csv;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Unit.Csv;

/// <summary>The index against the reader that reads every record by itself.</summary>
public sealed class RecordIndexTests
{
    private static readonly string[] Plain = [";", ";", ";", ";", "\n", "\r\n", "1", "23", "2012-09-04", "Graduation", "\u00E9", "", " "];
    private static readonly string[] Odd = ["\"", "\";\"", "\"a\nb\"", "\0", "\r", "\r\r\n", "\n\n", "\r\n\r\n", ";\"x\"\"y\";"];

    [Fact]
    public void Every_text_has_the_same_records_with_and_without_the_index() =>
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            var random = new Random(seed);
            Agree(Text(random, random.Next(4000), 1.0 / random.Next(5, 500)), random);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1500));

    [Theory]
    [InlineData("\n")]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_at_every_place_of_a_block_and_a_window_end_their_record_once(string lineEnd)
    {
        for (int shift = 0; shift < 70; shift++)
        {
            string text = new string('x', shift) + lineEnd + string.Concat(Enumerable.Range(0, 300).Select(i => $"{i};ab;{new string('c', i % 67)}{lineEnd}"));
            Agree(text, new Random(shift));
        }
    }

    [Fact]
    public void A_record_longer_than_the_window_and_one_of_delimiters_alone_are_read_whole()
    {
        string text = $"1;2\n{new string('x', 20_000)};y\n{new string(';', 30_000)}\n3;4\n";
        List<SeenRecord> records = Agree(text + string.Concat(Enumerable.Repeat("5;6\n", 100)), new Random(1));
        records.Count.ShouldBe(104);
        records[1].Fields.ShouldEndWith("\u241Fy");
        records[2].Fields.Length.ShouldBe(30_000);
    }

    [Fact]
    public void What_stands_behind_the_chunk_in_its_array_is_not_read()
    {
        byte[] text = CsvFiles.Bytes(string.Concat(Enumerable.Repeat("1;2;3\r\n", 40)) + "4;5\r");
        byte[] array = [.. text, .. Encoding.ASCII.GetBytes("\n7;8;9\n\"" + new string('\n', 300))];
        List<SeenRecord> records = CsvFiles.ReadChunk(new CsvReader(Dialect), array.AsMemory(0, text.Length), 1);
        records.Count.ShouldBe(41);
        records[^1].ShouldBe(new SeenRecord(41, CsvFault.None, "4;5", "4\u241F5"));
    }

    private static CsvDialect Dialect => new() { Delimiter = ';' };

    private static string Text(Random random, int pieces, double odd)
    {
        var text = new StringBuilder();
        for (int i = 0; i < pieces; i++)
        {
            string[] from = random.NextDouble() < odd ? Odd : Plain;
            text.Append(from[random.Next(from.Length)]);
        }

        return text.ToString();
    }

    private static List<SeenRecord> Agree(string text, Random random)
    {
        // The chunk lies somewhere in a larger array, as a rented one does.
        byte[] bytes = CsvFiles.Bytes(text);
        int before = random.Next(3);
        byte[] array = new byte[before + bytes.Length + random.Next(300)];
        random.NextBytes(array);
        bytes.CopyTo(array, before);
        ReadOnlyMemory<byte> chunk = array.AsMemory(before, bytes.Length);
        List<SeenRecord> indexed = CsvFiles.ReadChunk(new CsvReader(Dialect), chunk, 5);
        indexed.ShouldBe(CsvFiles.ReadChunk(new CsvReader(Dialect, oneByOne: true), chunk, 5));
        return indexed;
    }
}
