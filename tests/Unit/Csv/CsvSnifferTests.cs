using Clientele.Csv;

namespace Clientele.Unit.Csv;

public sealed class CsvSnifferTests
{
    [Theory]
    [InlineData("a,b,c\n1,2,3\n", ',')]
    [InlineData("a;b;c\n1;2,5;3\n1;2,5;3\n", ';')]
    [InlineData("a\tb\tc\n1\tx,y\t3\n", '\t')]
    [InlineData("a|b|c\n1|2|3\n", '|')]
    [InlineData("name;text\nx;\"a, b, c\"\ny;\"d, e\"\n", ';')]
    [InlineData("\"last, first\";age;city\n\"Doe, J\";5;x\n", ';')]
    [InlineData("id\n1\n2\n", ',')]
    public void The_delimiter_is_the_one_that_makes_records_fit(string text, char delimiter) =>
        Sniff(text).Delimiter.ShouldBe(delimiter);

    [Theory]
    [InlineData("2012-09-04", ',', DateOrder.YearMonthDay)]
    [InlineData("04-09-2012", ';', DateOrder.DayMonthYear)]
    [InlineData("04/09/2012", ',', DateOrder.MonthDayYear)]
    [InlineData("04.09.2012", ',', DateOrder.DayMonthYear)]
    [InlineData("13/09/2012", ',', DateOrder.DayMonthYear)]
    [InlineData("09/13/2012", ';', DateOrder.MonthDayYear)]
    [InlineData("9/13/12 8:26", '\t', DateOrder.MonthDayYear)]
    [InlineData("plain", '\t', DateOrder.DayMonthYear)]
    [InlineData("plain", ',', DateOrder.YearMonthDay)]
    public void The_date_order_follows_values_that_leave_no_choice_then_the_delimiter(string date, char delimiter, DateOrder order) =>
        Sniff($"a{delimiter}b\n1{delimiter}{date}\n").DateOrder.ShouldBe(order);

    [Theory]
    [InlineData("1.5", ';', '.')]
    [InlineData("1,5", ';', ',')]
    [InlineData("\"1,5\"", ',', ',')]
    [InlineData("1.234,50", ';', ',')]
    [InlineData("\"1,234.50\"", ',', '.')]
    [InlineData("\"1,234\"", ',', '.')]
    [InlineData("1.234", ',', '.')]
    [InlineData("1,234", ';', ',')]
    [InlineData("0.123", ';', '.')]
    [InlineData("1.234.567", ';', ',')]
    [InlineData("58138", ';', '.')]
    public void The_decimal_separator_follows_the_numbers_then_the_delimiter(string number, char delimiter, char separator) =>
        Sniff($"a{delimiter}b\nx{delimiter}{number}\n").DecimalSeparator.ShouldBe(separator);

    [Fact]
    public void What_a_person_says_goes_before_what_is_sniffed()
    {
        CsvDialectOverrides overrides = CsvDialectOverrides.Parse(
            new Dictionary<string, string> { ["Delimiter"] = "pipe", ["encoding"] = "latin1", ["decimal"] = "comma", ["dates"] = "MDY", ["other"] = "?" });
        CsvDialect dialect = CsvSniffer.Sniff(CsvFiles.Bytes("a,b|c\n13/1/2012,1.5|x\n"), isWholeFile: true, overrides).Dialect;
        dialect.ShouldBe(new CsvDialect { Delimiter = '|', Encoding = CsvEncoding.Windows1252, DecimalSeparator = ',', DateOrder = DateOrder.MonthDayYear });
        dialect.ToString().ShouldBe("vertical bar, Windows-1252, decimal comma, month-day-year");
    }

    [Theory]
    [InlineData("delimiter", "x", "comma, semicolon, tab or pipe")]
    [InlineData("dates", "yesterday", "ymd, dmy or mdy")]
    public void A_setting_that_means_nothing_is_named(string key, string value, string expected) =>
        Should.Throw<CsvFormatException>(() => CsvDialectOverrides.Parse(new Dictionary<string, string> { [key] = value })).Message.ShouldContain(expected);

    private static CsvDialect Sniff(string text) => CsvSniffer.Sniff(CsvFiles.Bytes(text), isWholeFile: true).Dialect;
}
