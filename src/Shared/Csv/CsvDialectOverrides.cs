namespace Clientele.Csv;

/// <summary>What a person says about a file where the sniffer is wrong; null means: sniff it.</summary>
public sealed record CsvDialectOverrides
{
    public static readonly CsvDialectOverrides None = new();

    public char? Delimiter { get; init; }

    public CsvEncoding? Encoding { get; init; }

    public char? DecimalSeparator { get; init; }

    public DateOrder? DateOrder { get; init; }

    /// <summary>
    /// Reads blob metadata or the values of a retry call: <c>delimiter</c> (<c>, ; tab |</c> or a name), <c>encoding</c>, <c>decimal</c>
    /// (<c>point</c>, <c>comma</c>), <c>dates</c> (<c>ymd</c>, <c>dmy</c>, <c>mdy</c>). Other keys are left alone; empty values count as absent.
    /// </summary>
    /// <exception cref="CsvFormatException">A value is none of the accepted ones.</exception>
    public static CsvDialectOverrides Parse(IEnumerable<KeyValuePair<string, string>>? values)
    {
        CsvDialectOverrides result = None;
        foreach ((string key, string value) in values ?? [])
        {
            // A delimiter of one tab must survive, so blanks are trimmed only where there is more than white space.
            string text = string.IsNullOrWhiteSpace(value) ? value : value.Trim();
            if (string.IsNullOrEmpty(text))
            {
                continue;
            }

            result = key.ToLowerInvariant() switch
            {
                "delimiter" => result with { Delimiter = ParseDelimiter(text) },
                "encoding" => result with { Encoding = ParseEncoding(text) },
                "decimal" => result with { DecimalSeparator = ParseDecimal(text) },
                "dates" => result with { DateOrder = ParseDates(text) },
                _ => result,
            };
        }

        return result;
    }

    /// <summary>Everything of a dialect, said.</summary>
    public static CsvDialectOverrides Of(CsvDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        return new CsvDialectOverrides { Delimiter = dialect.Delimiter, Encoding = dialect.Encoding, DecimalSeparator = dialect.DecimalSeparator, DateOrder = dialect.DateOrder };
    }

    /// <summary>What is set, as <see cref="Parse"/> reads it, in words of ASCII letters.</summary>
    public IReadOnlyDictionary<string, string> ToSettings()
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        Add("delimiter", Delimiter switch { null => null, ',' => "comma", ';' => "semicolon", '\t' => "tab", _ => "pipe" });
        Add("encoding", Encoding switch { null => null, CsvEncoding.Utf8 => "utf-8", CsvEncoding.Utf16LittleEndian => "utf-16le", CsvEncoding.Utf16BigEndian => "utf-16be", _ => "windows-1252" });
        Add("decimal", DecimalSeparator switch { null => null, '.' => "point", _ => "comma" });
        Add("dates", DateOrder switch { null => null, Csv.DateOrder.YearMonthDay => "ymd", Csv.DateOrder.DayMonthYear => "dmy", _ => "mdy" });
        return settings;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                settings[name] = value;
            }
        }
    }

    private static char ParseDelimiter(string text) => text.ToLowerInvariant() switch
    {
        "," or "comma" => ',',
        ";" or "semicolon" => ';',
        "\t" or "\\t" or "tab" => '\t',
        "|" or "pipe" or "bar" => '|',
        _ => throw Unknown("delimiter", text, "comma, semicolon, tab or pipe"),
    };

    private static CsvEncoding ParseEncoding(string text) => text.ToLowerInvariant() switch
    {
        "utf8" or "utf-8" => CsvEncoding.Utf8,
        "utf16" or "utf-16" or "utf-16le" or "utf16littleendian" => CsvEncoding.Utf16LittleEndian,
        "utf-16be" or "utf16bigendian" => CsvEncoding.Utf16BigEndian,
        "windows-1252" or "windows1252" or "cp1252" or "latin1" or "iso-8859-1" => CsvEncoding.Windows1252,
        _ => throw Unknown("encoding", text, "utf-8, utf-16le, utf-16be or windows-1252"),
    };

    private static char ParseDecimal(string text) => text.ToLowerInvariant() switch
    {
        "." or "point" => '.',
        "," or "comma" => ',',
        _ => throw Unknown("decimal", text, "point or comma"),
    };

    private static DateOrder ParseDates(string text) => text.ToLowerInvariant() switch
    {
        "ymd" or "iso" or "yearmonthday" => Csv.DateOrder.YearMonthDay,
        "dmy" or "daymonthyear" => Csv.DateOrder.DayMonthYear,
        "mdy" or "monthdayyear" => Csv.DateOrder.MonthDayYear,
        _ => throw Unknown("dates", text, "ymd, dmy or mdy"),
    };

    private static CsvFormatException Unknown(string setting, string found, string expected) =>
        new($"The setting '{setting}' is '{(found.Length > 40 ? found[..40] : found)}'; it can be {expected}.");
}
