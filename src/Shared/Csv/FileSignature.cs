using System.Text;

namespace Clientele.Csv;

/// <summary>Recognises files that are not CSV whatever their name says.</summary>
internal static class FileSignature
{
    private const string ExportHint = "Save or export it as CSV (in Excel: File > Save as > CSV UTF-8) and upload that file.";

    /// <returns>A sentence, or null where nothing speaks against CSV.</returns>
    public static string? WhatElse(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("PK\x03\x04"u8))
        {
            return head.IndexOf("xl/"u8) >= 0 || head.IndexOf("[Content_Types].xml"u8) >= 0
                ? "This is an Excel workbook, not a CSV file. " + ExportHint
                : "This is a ZIP archive, not a CSV file. Unpack it and upload the CSV inside.";
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            return "This is an old Excel workbook or another Office document, not a CSV file. " + ExportHint;
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return "This is a gzip archive, not a CSV file. Unpack it and upload the CSV inside.";
        }

        if (head.StartsWith("%PDF"u8))
        {
            return "This is a PDF document, not a CSV file. " + ExportHint;
        }

        ReadOnlySpan<(string Signature, string Name)> others =
        [
            ("PAR1", "a Parquet file"), ("SQLite format 3", "an SQLite database"), ("7z\u00BC\u00AF", "a 7-Zip archive"), ("Rar!", "a RAR archive"),
            ("\u0089PNG", "a picture"), ("GIF8", "a picture"), ("\u00FF\u00D8\u00FF", "a picture"), ("{\\rtf", "a Word document"),
        ];
        foreach ((string signature, string name) in others)
        {
            if (head.StartsWith(Encoding.Latin1.GetBytes(signature)))
            {
                return $"This is {name}, not a CSV file. {ExportHint}";
            }
        }

        return null;
    }

    /// <summary>The same for what is text, but no table.</summary>
    public static string? WhatElseInText(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> start = utf8.TrimStart(" \t\r\n"u8);
        if (StartsWithIgnoreCase(start, "<!doctype html") || StartsWithIgnoreCase(start, "<html"))
        {
            return "This is a web page, not a CSV file; perhaps a sign-in page was saved instead of the download. Download the file again.";
        }

        if (StartsWithIgnoreCase(start, "<?xml") || (start.StartsWith("<"u8) && start.IndexOf("</"u8) > 0))
        {
            return "This is an XML or HTML document, not a CSV file. " + ExportHint;
        }

        if (start.StartsWith("{"u8) || start.StartsWith("["u8))
        {
            return "This is a JSON document, not a CSV file. " + ExportHint;
        }

        return IsBinary(utf8) ? "This is not a text file, so it cannot be read as CSV. " + ExportHint : null;
    }

    /// <summary>Text has next to no control characters; compressed or compiled bytes have about one in ten.</summary>
    private static bool IsBinary(ReadOnlySpan<byte> utf8)
    {
        int control = 0;
        foreach (byte b in utf8)
        {
            control += b is < 0x20 and not ((byte)'\t' or (byte)'\r' or (byte)'\n') ? 1 : 0;
        }

        return control > 8 && control > utf8.Length * 0.03;
    }

    private static bool StartsWithIgnoreCase(ReadOnlySpan<byte> text, string lower) =>
        text.Length >= lower.Length && Ascii.EqualsIgnoreCase(text[..lower.Length], lower);
}
