using System.Buffers;
using System.Globalization;
using System.Text;
using Clientele.Csv;

namespace Clientele.Unit.Csv;

public sealed class CsvValueTests
{
    [Theory]
    [InlineData("58138", '.', 58138)]
    [InlineData("-5", '.', -5)]
    [InlineData("+5", '.', 5)]
    [InlineData("5-", '.', -5)]
    [InlineData("(1,234.5)", '.', -1234.5)]
    [InlineData("1,234", '.', 1234)]
    [InlineData("1,234", ',', 1.234)]
    [InlineData("1.234", ',', 1234)]
    [InlineData("1.234", '.', 1.234)]
    [InlineData("1.234.567,89", '.', 1234567.89)]
    [InlineData("1,5", '.', 1.5)]
    [InlineData("0,125", '.', 0.125)]
    [InlineData("1 234 567", '.', 1234567)]
    [InlineData("1\u00A0234,5", ',', 1234.5)]
    [InlineData("1'234.5", '.', 1234.5)]
    [InlineData("$1,234", '.', 1234)]
    [InlineData("R$ 1.234,00", ',', 1234)]
    [InlineData("-€5", '.', -5)]
    [InlineData("12.50 EUR", '.', 12.5)]
    [InlineData("12%", '.', 0.12)]
    [InlineData("1.5e3", '.', 1500)]
    [InlineData(".5", '.', 0.5)]
    [InlineData("5.", '.', 5)]
    [InlineData("12345678901234567", '.', 12345678901234567d)]
    public void Numbers_are_read_as_people_write_them(string text, char separator, double value)
    {
        CsvNumber.TryParse(CsvFiles.Bytes(text), separator, out double read).ShouldBeTrue();
        read.ShouldBe(value, Math.Abs(value) * 1e-15);
    }

    [Theory]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("abc")]
    [InlineData("12abc")]
    [InlineData("1,23,456")]
    [InlineData("1.2.3")]
    [InlineData("--5")]
    [InlineData("1e999")]
    [InlineData("NaN")]
    [InlineData("5 5")]
    [InlineData("$")]
    [InlineData("1e")]
    public void What_is_no_number_is_not_made_one(string text) =>
        CsvNumber.TryParse(CsvFiles.Bytes(text), '.', out _).ShouldBeFalse();

    [Fact]
    public void Plain_decimals_are_the_nearest_doubles_and_what_is_not_plain_is_left_alone()
    {
        var random = new Random(4);
        for (int i = 0; i < 5_000; i++)
        {
            int whole = random.Next(1, 15);
            string text = $"{(random.Next(4) == 0 ? "-" : "")}{Digits(random, whole)}.{Digits(random, random.Next(1, 16 - whole))}";
            CsvNumber.TryParsePlainDecimal(Encoding.UTF8.GetBytes(text), '.', out double value).ShouldBeTrue(text);
            BitConverter.DoubleToInt64Bits(value).ShouldBe(BitConverter.DoubleToInt64Bits(double.Parse(text, CultureInfo.InvariantCulture)), text);
            CsvNumber.TryParsePlainDecimal(Encoding.UTF8.GetBytes(text), ',', out _).ShouldBeFalse(text);
        }

        foreach (string text in new[] { "", "-", ".", "-.", "1.", ".5", "-.5", "1.2.3", "1,2", "1.5-", "1e.5", "12345678.12345678", "1.5 " })
        {
            CsvNumber.TryParsePlainDecimal(Encoding.UTF8.GetBytes(text), '.', out _).ShouldBeFalse(text);
        }

        static string Digits(Random random, int count) => string.Concat(Enumerable.Range(0, count).Select(_ => (char)('0' + random.Next(10))));
    }

    [Theory]
    [InlineData("2012-09-04", DateOrder.MonthDayYear)]
    [InlineData("2012/9/4", DateOrder.MonthDayYear)]
    [InlineData("20120904", DateOrder.DayMonthYear)]
    [InlineData("04-09-2012", DateOrder.DayMonthYear)]
    [InlineData("4.9.12", DateOrder.DayMonthYear)]
    [InlineData("9/4/2012", DateOrder.MonthDayYear)]
    [InlineData("09/04/2012 08:26", DateOrder.MonthDayYear)]
    [InlineData("9/4/2012 8:26 PM", DateOrder.MonthDayYear)]
    [InlineData("2012-09-04T10:20:30.123Z", DateOrder.DayMonthYear)]
    [InlineData("12-09-04", DateOrder.YearMonthDay)]
    [InlineData("4-Sep-12", DateOrder.YearMonthDay)]
    [InlineData("04-Sep-2012", DateOrder.MonthDayYear)]
    [InlineData("Sep 4, 2012", DateOrder.DayMonthYear)]
    [InlineData("4 de septiembre de 2012", DateOrder.MonthDayYear)]
    [InlineData("4 set 2012", DateOrder.DayMonthYear)]
    [InlineData("4 de Setembro de 2012", DateOrder.YearMonthDay)]
    [InlineData("2012-Sep-04", DateOrder.DayMonthYear)]
    public void Dates_are_read_as_people_write_them(string text, DateOrder order)
    {
        CsvDate.TryParse(CsvFiles.Bytes(text), order, out int day).ShouldBeTrue();
        DateOnly.FromDayNumber(day).ShouldBe(new DateOnly(2012, 9, 4));
    }

    [Fact]
    public void Every_day_has_the_number_that_the_calendar_gives_it()
    {
        for (int day = DateOnly.MinValue.DayNumber; day <= DateOnly.MaxValue.DayNumber; day += 5)
        {
            DateOnly date = DateOnly.FromDayNumber(day);
            CsvDate.TryParse(CsvFiles.Bytes(date.ToString("O", System.Globalization.CultureInfo.InvariantCulture)), DateOrder.DayMonthYear, out int read).ShouldBeTrue();
            read.ShouldBe(day);
        }
    }

    [Theory]
    [InlineData("01-ene-2013", 1)]
    [InlineData("01-dic-2013", 12)]
    [InlineData("01-dez-2013", 12)]
    [InlineData("01-ago-2013", 8)]
    [InlineData("1 março 2013", 3)]
    [InlineData("1 abril 2013", 4)]
    [InlineData("01-fev-13", 2)]
    public void Months_have_their_names_in_three_languages(string text, int month)
    {
        CsvDate.TryParse(CsvFiles.Bytes(text), DateOrder.DayMonthYear, out int day).ShouldBeTrue();
        DateOnly.FromDayNumber(day).ShouldBe(new DateOnly(2013, month, 1));
    }

    [Theory]
    [InlineData("2012-13-01")]
    [InlineData("2013-02-29")]
    [InlineData("31-04-2013")]
    [InlineData("0000-01-01")]
    [InlineData("2012-0a-04")]
    [InlineData("12-Foo-2012")]
    [InlineData("1-2")]
    [InlineData("1-2-3-2012")]
    [InlineData("58138")]
    public void What_is_no_date_is_not_made_one(string text) =>
        CsvDate.TryParse(CsvFiles.Bytes(text), DateOrder.DayMonthYear, out _).ShouldBeFalse();

    [Fact]
    public void Two_digit_years_belong_to_1969_until_2068()
    {
        CsvDate.TryParse("1/1/69"u8, DateOrder.DayMonthYear, out int past).ShouldBeTrue();
        CsvDate.TryParse("1/1/68"u8, DateOrder.DayMonthYear, out int future).ShouldBeTrue();
        DateOnly.FromDayNumber(past).Year.ShouldBe(1969);
        DateOnly.FromDayNumber(future).Year.ShouldBe(2068);
    }

    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("+34", "'+34")]
    [InlineData("-x", "'-x")]
    [InlineData("@cmd", "'@cmd")]
    [InlineData("\tx", "'\tx")]
    [InlineData("＝1", "'＝1")]
    [InlineData("＋1", "'＋1")]
    [InlineData("－1", "'－1")]
    [InlineData("＠x", "'＠x")]
    [InlineData("=a,\"b\"", "\"'=a,\"\"b\"\"\"")]
    [InlineData("\r=1", "\"'\r=1\"")]
    [InlineData("plain", "plain")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData(" a", "\" a\"")]
    [InlineData("", "")]
    public void Text_is_written_so_that_no_spreadsheet_runs_it(string text, string written)
    {
        Written(writer => writer.WriteText(text)).ShouldBe(written);
        Written(writer => writer.WriteText(CsvFiles.Bytes(text))).ShouldBe(written);
        CsvText.Neutralised(text).ShouldBe(CsvText.IsFormula(CsvFiles.Bytes(text)) ? "'" + text : text);
    }

    [Theory]
    [InlineData("-5", false, "-5")]
    [InlineData("-5", true, "'-5")]
    [InlineData("=HYPERLINK(1)", false, "'=HYPERLINK(1)")]
    public void Original_cells_keep_negative_numbers_and_lose_formulas(string text, bool isText, string written) =>
        Written(writer => writer.WriteOriginal(CsvFiles.Bytes(text), isText)).ShouldBe(written);

    [Fact]
    public void A_record_is_written_with_its_values()
    {
        Written(writer =>
        {
            writer.WriteNumber(-1.5);
            writer.WriteNumber(double.NaN);
            writer.WriteNumber(7L);
            writer.WriteBoolean(true);
            writer.WriteDate(new DateOnly(2012, 9, 4));
            writer.WriteEmpty();
            writer.EndRecord();
            writer.WriteText("next");
        }).ShouldBe("-1.5,,7,true,2012-09-04,\r\nnext");
    }

    private static string Written(Action<CsvWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(new CsvWriter(output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
