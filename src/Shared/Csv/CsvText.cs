namespace Clientele.Csv;

/// <summary>What spreadsheets do with a cell's text.</summary>
public static class CsvText
{
    /// <summary>A spreadsheet would run the cell: it starts with <c>= + - @</c>, TAB, CR, LF or a full-width variant of one of them.</summary>
    public static bool IsFormula(ReadOnlySpan<byte> utf8)
    {
        if (utf8.IsEmpty)
        {
            return false;
        }

        if (utf8[0] is (byte)'=' or (byte)'+' or (byte)'-' or (byte)'@' or (byte)'\t' or (byte)'\r' or (byte)'\n')
        {
            return true;
        }

        return utf8.StartsWith("＝"u8) || utf8.StartsWith("＋"u8) || utf8.StartsWith("－"u8) || utf8.StartsWith("＠"u8);
    }

    /// <summary>The text, with a <c>'</c> in front where <see cref="IsFormula"/> says so.</summary>
    public static string Neutralised(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        bool runs = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' or '＝' or '＋' or '－' or '＠';
        return runs ? "'" + text : text;
    }

    /// <summary>The bytes as text for people; where they are not UTF-8, as Windows-1252.</summary>
    public static string ToText(ReadOnlySpan<byte> utf8) => System.Text.Encoding.UTF8.GetString(SourceText.Valid(utf8));
}
