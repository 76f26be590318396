using System.Text;
using Clientele.Csv;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Unit.Csv;

/// <summary>On well-formed files another library must see the same fields.</summary>
public sealed class CsvHelperOracleTests
{
    private static readonly Gen<string> Cells = Gen.Elements("a", "B", "7", " ", ",", ";", "\"", "\n", "\r\n", "é", "€", "😀", "long text").ListOf().Select(string.Concat);

    private static readonly Gen<string[][]> Tables =
        from columns in Gen.Choose(1, 8)
        from rows in Cells.ArrayOf(columns).ListOf()
        select rows.ToArray();

    [Fact]
    public void Generated_tables_read_the_same() =>
        Prop.ForAll(Three(Tables, Gen.Elements(',', ';', '\t', '|'), Gen.Elements("\n", "\r\n", "\r")).ToArbitrary(), sample =>
        {
            (string[][] table, char delimiter, string lineEnd) = sample;
            var text = new StringBuilder();
            foreach (string[] row in table)
            {
                text.AppendJoin(delimiter, row.Select((cell, i) => Quoted(cell, delimiter, always: i % 3 == 1 || row.Length == 1))).Append(lineEnd);
            }

            return SeenByOurs(text.ToString(), delimiter).SequenceEqual(SeenByCsvHelper(text.ToString(), delimiter));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(60));

    [Fact]
    public void Mutated_tables_read_the_same_while_they_are_well_formed() =>
        Prop.ForAll(Three(Tables, Gen.Choose(0, 10_000), Gen.Elements("", ",", "x", "\n", "\"\"", "\r\n", "\"")).ToArbitrary(), sample =>
        {
            (string[][] table, int at, string inserted) = sample;
            string text = string.Concat(table.Select(row => string.Join(',', row.Select(cell => Quoted(cell, ',', always: true))) + "\n"));
            string mutated = text.Insert(at % (text.Length + 1), inserted);
            List<string>? expected = TryCsvHelper(mutated);
            return expected is null || SeenByOurs(mutated, ',').SequenceEqual(expected);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000).WithEndSize(60));

    private static string Quoted(string cell, char delimiter, bool always) =>
        always || cell.AsSpan().IndexOfAny("\"\r\n") >= 0 || cell.Contains(delimiter, StringComparison.Ordinal)
            ? $"\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
            : cell;

    private static IEnumerable<string> SeenByOurs(string text, char delimiter) =>
        CsvFiles.ReadWhole(CsvFiles.Bytes(text), CsvFiles.Plain(delimiter)).Select(record => record.Fault == CsvFault.None ? record.Fields : record.Fault.ToString());

    /// <returns>Null where CsvHelper finds the text malformed.</returns>
    private static List<string>? TryCsvHelper(string text)
    {
        try
        {
            return SeenByCsvHelper(text, ',');
        }
        catch (CsvHelper.CsvFormatException)
        {
            return null;
        }
    }

    private static List<string> SeenByCsvHelper(string text, char delimiter)
    {
        var options = new CsvHelper.CsvReaderOptions
        {
            Separator = delimiter,
            HasHeader = false,
            SkipEmptyLines = true,
            MalformedData = CsvHelper.CsvMalformedDataHandling.Throw,
        };
        using CsvHelper.CsvReader reader = CsvHelper.CsvReader.FromText(text, options);
        var records = new List<string>();
        while (reader.Read())
        {
            records.Add(string.Join('\u241F', Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)));
        }

        return records;
    }

    private static Gen<(TA A, TB B, TC C)> Three<TA, TB, TC>(Gen<TA> first, Gen<TB> second, Gen<TC> third) =>
        from a in first
        from b in second
        from c in third
        select (a, b, c);
}
