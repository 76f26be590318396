using System.Text.Json.Serialization;

namespace Clientele.Csv;

[JsonConverter(typeof(JsonStringEnumConverter<CsvEncoding>))]
public enum CsvEncoding
{
    Utf8,
    Utf16LittleEndian,
    Utf16BigEndian,

    /// <summary>Also what ISO-8859-1 files are read as: the two differ in control characters only.</summary>
    Windows1252,
}

/// <summary>How dates of three numbers are read. Dates that start with a four-digit year or name their month are read under every order.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<DateOrder>))]
public enum DateOrder
{
    YearMonthDay,
    DayMonthYear,
    MonthDayYear,
}

/// <summary>How a file is written, as sniffed or as overridden. Shown to people, and kept with the run's plan.</summary>
public sealed record CsvDialect
{
    /// <summary>One of <c>, ; tab |</c>.</summary>
    public char Delimiter { get; init; } = ',';

    public CsvEncoding Encoding { get; init; } = CsvEncoding.Utf8;

    /// <summary><c>.</c> or <c>,</c>; the other one separates thousands.</summary>
    public char DecimalSeparator { get; init; } = '.';

    public DateOrder DateOrder { get; init; } = DateOrder.YearMonthDay;

    /// <summary>Length of the byte order mark at the start of the file: 0, 2 or 3.</summary>
    public int BomBytes { get; init; }

    /// <summary>In words, for logs and pages: "semicolon, UTF-8, decimal point, day-month-year".</summary>
    public override string ToString()
    {
        string delimiter = Delimiter switch { ',' => "comma", ';' => "semicolon", '\t' => "tab", '|' => "vertical bar", _ => $"'{Delimiter}'" };
        string encoding = Encoding switch
        {
            CsvEncoding.Utf8 => "UTF-8",
            CsvEncoding.Utf16LittleEndian => "UTF-16 (little-endian)",
            CsvEncoding.Utf16BigEndian => "UTF-16 (big-endian)",
            _ => "Windows-1252",
        };
        string dates = DateOrder switch { DateOrder.YearMonthDay => "year-month-day", DateOrder.DayMonthYear => "day-month-year", _ => "month-day-year" };
        return $"{delimiter}, {encoding}, decimal {(DecimalSeparator == ',' ? "comma" : "point")}, {dates}";
    }
}
