using System.Text;
using System.Text.Unicode;

namespace Clientele.Csv;

/// <summary>How a file is to be read, found in its head.</summary>
/// <param name="Dialect">Sniffed, except for what was overridden.</param>
/// <param name="Header">Column names, trimmed; empty ones at the end are dropped, empty ones between stay.</param>
/// <param name="FirstRecordOffset">Bytes of the file before the first record.</param>
/// <param name="FirstRecordLine">Its physical line, from 1.</param>
public sealed record CsvSniff(CsvDialect Dialect, IReadOnlyList<string> Header, long FirstRecordOffset, long FirstRecordLine);

/// <summary>Finds encoding, delimiter, header, decimal separator and date order of a file. <c>docs/csv.md</c> lists the rules.</summary>
public static class CsvSniffer
{
    /// <summary>As much of a file's beginning as is worth handing over.</summary>
    public const int HeadBytes = 1 << 20;

    private const int RecordsToCompare = 200;

    private static readonly char[] Delimiters = [',', ';', '\t', '|'];

    /// <param name="head">The file's first bytes, up to <see cref="HeadBytes"/>.</param>
    /// <param name="isWholeFile">Nothing follows the head.</param>
    /// <param name="overrides">What a person has set.</param>
    /// <exception cref="CsvFormatException">The file is empty or no CSV. A header without records is no error here: the splitter finds no chunks then.</exception>
    public static CsvSniff Sniff(ReadOnlySpan<byte> head, bool isWholeFile, CsvDialectOverrides? overrides = null)
    {
        overrides ??= CsvDialectOverrides.None;
        if (head.IsEmpty)
        {
            throw new CsvFormatException("The file is empty.");
        }

        if (FileSignature.WhatElse(head) is { } other)
        {
            throw new CsvFormatException(other);
        }

        (CsvEncoding encoding, int bom) = SniffEncoding(head, isWholeFile, overrides.Encoding);
        byte[] text = ToUtf8(head[bom..], encoding, isWholeFile, out int length);
        ReadOnlySpan<byte> utf8 = text.AsSpan(0, length);
        if (!utf8.ContainsAnyExcept(" \t\r\n"u8))
        {
            throw new CsvFormatException("The file is empty.");
        }

        if (FileSignature.WhatElseInText(utf8) is { } otherText)
        {
            throw new CsvFormatException(otherText);
        }

        ReadOnlyMemory<byte> body = text.AsMemory(0, length);
        (char? announced, int hint) = SeparatorHint(utf8);
        body = body[hint..];
        int firstLine = hint > 0 ? 2 : 1;
        char delimiter = overrides.Delimiter ?? announced ?? SniffDelimiter(body, isWholeFile);
        var dialect = new CsvDialect { Delimiter = delimiter };
        var reader = new CsvReader(dialect, body, firstLine);
        string[] header = ReadHeader(reader, length - hint, isWholeFile);
        (int recordsAt, long line) = reader.Next;

        DialectEvidence evidence = DialectEvidence.Collect(reader, header.Length, isWholeFile, length - hint);
        return new CsvSniff(
            dialect with
            {
                Encoding = encoding,
                BomBytes = bom,
                DecimalSeparator = overrides.DecimalSeparator ?? evidence.DecimalSeparator(delimiter),
                DateOrder = overrides.DateOrder ?? evidence.DateOrder(delimiter),
            },
            header,
            bom + SourceText.SourceLength(encoding, utf8[..(hint + recordsAt)]),
            line);
    }

    private static (CsvEncoding Encoding, int Bom) SniffEncoding(ReadOnlySpan<byte> head, bool isWholeFile, CsvEncoding? told)
    {
        (CsvEncoding Encoding, int Bom)? marked =
            head.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? (CsvEncoding.Utf8, 3)
            : head.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) ? (CsvEncoding.Utf16LittleEndian, 2)
            : head.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]) ? (CsvEncoding.Utf16BigEndian, 2)
            : null;
        if (told is { } encoding)
        {
            return (encoding, marked?.Encoding == encoding ? marked.Value.Bom : 0);
        }

        if (marked is { } found)
        {
            return found;
        }

        // UTF-16 without a mark: the names of columns are mostly Latin, so every other byte is zero.
        int pairs = Math.Min(head.Length, 4096) / 2;
        int zeroFirst = 0;
        int zeroSecond = 0;
        for (int i = 0; i < pairs; i++)
        {
            zeroFirst += head[2 * i] == 0 ? 1 : 0;
            zeroSecond += head[(2 * i) + 1] == 0 ? 1 : 0;
        }

        if (pairs >= 4 && zeroSecond > pairs * 0.7 && zeroFirst < pairs * 0.1)
        {
            return (CsvEncoding.Utf16LittleEndian, 0);
        }

        if (pairs >= 4 && zeroFirst > pairs * 0.7 && zeroSecond < pairs * 0.1)
        {
            return (CsvEncoding.Utf16BigEndian, 0);
        }

        return (Utf8.IsValid(isWholeFile ? head : WholeCharacters(head)) ? CsvEncoding.Utf8 : CsvEncoding.Windows1252, 0);
    }

    /// <summary>Without a character that the end of the head cuts in two.</summary>
    private static ReadOnlySpan<byte> WholeCharacters(ReadOnlySpan<byte> utf8)
    {
        for (int back = 1; back <= Math.Min(3, utf8.Length); back++)
        {
            byte b = utf8[^back];
            if (b >= 0xC0)
            {
                int needed = b >= 0xF0 ? 4 : b >= 0xE0 ? 3 : 2;
                return needed > back ? utf8[..^back] : utf8;
            }

            if (b < 0x80)
            {
                break;
            }
        }

        return utf8;
    }

    private static byte[] ToUtf8(ReadOnlySpan<byte> source, CsvEncoding encoding, bool isWholeFile, out int length)
    {
        byte[] text = new byte[SourceText.MaxUtf8(encoding, source.Length)];
        SourceText.ToUtf8(encoding, source, isWholeFile, text, out _, out length);
        return text;
    }

    /// <summary>Excel's <c>sep=;</c> on a line of its own in front of the header.</summary>
    private static (char? Delimiter, int Length) SeparatorHint(ReadOnlySpan<byte> utf8)
    {
        int end = utf8.IndexOfAny(RecordScan.Cr, RecordScan.Lf);
        if (end is < 5 or > 7)
        {
            return (null, 0);
        }

        ReadOnlySpan<byte> line = utf8[..end].Trim((byte)'"');
        if (line.Length != 5 || !Ascii.EqualsIgnoreCase(line[..4], "sep="u8) || !Delimiters.Contains((char)line[4]))
        {
            return (null, 0);
        }

        bool pair = utf8[end] == RecordScan.Cr && end + 1 < utf8.Length && utf8[end + 1] == RecordScan.Lf;
        return ((char)line[4], end + (pair ? 2 : 1));
    }

    /// <summary>The delimiter under which most records have as many fields as the header, then the one that gives more fields.</summary>
    private static char SniffDelimiter(ReadOnlyMemory<byte> text, bool isWholeFile)
    {
        char best = ',';
        double bestScore = 0;
        foreach (char candidate in Delimiters)
        {
            var reader = new CsvReader(new CsvDialect { Delimiter = candidate }, text, 1);
            int columns = 0;
            int records = 0;
            int fitting = 0;
            while (records < RecordsToCompare && reader.Read())
            {
                if (columns == 0)
                {
                    columns = reader.FieldCount;
                    continue;
                }

                if (!isWholeFile && reader.Next.Position >= text.Length)
                {
                    break;
                }

                records++;
                fitting += reader.Fault == CsvFault.None && reader.FieldCount == columns ? 1 : 0;
            }

            // Even where no record fits, a header that falls apart says more than one that does not.
            double score = columns < 2 ? 0 : ((fitting + 0.5) / (records + 1)) * Math.Log2(1 + columns);
            if (score > bestScore)
            {
                bestScore = score;
                best = candidate;
            }
        }

        return best;
    }

    private static string[] ReadHeader(CsvReader reader, int length, bool isWholeFile)
    {
        reader.Read();
        if (reader.Fault == CsvFault.UnclosedQuote)
        {
            throw new CsvFormatException("The first line opens a quote (\") that is never closed, so the column names cannot be read.");
        }

        if (reader.Fault == CsvFault.RecordTooLong || (!isWholeFile && reader.Next.Position >= length))
        {
            throw new CsvFormatException("The first line is longer than a megabyte; it should hold the column names.");
        }

        if (reader.Fault == CsvFault.NulByte)
        {
            throw new CsvFormatException("The first line holds bytes that no text has (value zero), so the column names cannot be read.");
        }

        var names = new List<string>(reader.FieldCount);
        for (int i = 0; i < reader.FieldCount; i++)
        {
            names.Add(Encoding.UTF8.GetString(SourceText.Valid(reader.Field(i))).Trim().Trim('\uFEFF'));
        }

        while (names.Count > 0 && names[^1].Length == 0)
        {
            names.RemoveAt(names.Count - 1);
        }

        return names.Count > 0 ? [.. names] : throw new CsvFormatException("The first line names no columns.");
    }
}
