using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Clientele.Csv;

/// <summary>
/// Writes RFC 4180 records that are safe to open in a spreadsheet: in text columns a cell that would run as a formula gets a <c>'</c> in front.
/// Lines end in CR LF, text is UTF-8. Not safe for two threads.
/// </summary>
public sealed class CsvWriter
{
    private readonly IBufferWriter<byte> _output;
    private readonly byte _delimiter;
    private readonly bool _decimalComma;
    private readonly SearchValues<byte> _quoted;
    private bool _isFirst = true;

    /// <param name="decimalComma">Numbers with a comma, as spreadsheets that part cells by semicolons expect them.</param>
    public CsvWriter(IBufferWriter<byte> output, char delimiter = ',', bool decimalComma = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        _decimalComma = decimalComma && delimiter != ',';
        _delimiter = checked((byte)delimiter);
        _quoted = SearchValues.Create([_delimiter, RecordScan.Quote, RecordScan.Cr, RecordScan.Lf]);
    }

    /// <summary>A cell of a text column: quoted as needed, formulas neutralised, bytes that are no UTF-8 read as Windows-1252.</summary>
    public void WriteText(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<byte> text = SourceText.Valid(utf8);
        Write(text, CsvText.IsFormula(text));
    }

    /// <inheritdoc cref="WriteText(ReadOnlySpan{byte})"/>
    public void WriteText(string? text)
    {
        int length = Encoding.UTF8.GetMaxByteCount(text?.Length ?? 0);
        byte[] utf8 = ArrayPool<byte>.Shared.Rent(length);
        int used = Encoding.UTF8.GetBytes(text ?? "", utf8);
        Write(utf8.AsSpan(0, used), CsvText.IsFormula(utf8.AsSpan(0, used)));
        ArrayPool<byte>.Shared.Return(utf8);
    }

    /// <summary>
    /// A cell as it stood in somebody's file. In a column of numbers or dates it is left alone where it reads as one (<c>-5</c>), and neutralised like text
    /// where it does not: rejects hold just such cells.
    /// </summary>
    public void WriteOriginal(ReadOnlySpan<byte> utf8, bool isTextColumn)
    {
        ReadOnlySpan<byte> text = SourceText.Valid(utf8);
        bool isValue = !isTextColumn && (CsvNumber.TryParse(text, '.', out _) || CsvDate.TryParse(text, DateOrder.DayMonthYear, out _));
        Write(text, !isValue && CsvText.IsFormula(text));
    }

    /// <summary>A cell of ours that is no text: quoted as needed, never neutralised.</summary>
    public void WriteValue(ReadOnlySpan<byte> utf8) => Write(utf8, neutralise: false);

    /// <summary>Shortest form that reads back as the same number; empty for NaN.</summary>
    public void WriteNumber(double value)
    {
        Separate();
        if (double.IsNaN(value))
        {
            return;
        }

        Span<byte> target = _output.GetSpan(32);
        value.TryFormat(target, out int written, provider: CultureInfo.InvariantCulture);
        if (_decimalComma)
        {
            target[..written].Replace((byte)'.', (byte)',');
        }

        _output.Advance(written);
    }

    public void WriteNumber(long value)
    {
        Separate();
        Utf8Formatter.TryFormat(value, _output.GetSpan(24), out int written);
        _output.Advance(written);
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public void WriteBoolean(bool value) => Write(value ? "true"u8 : "false"u8, neutralise: false);

    /// <summary><c>2012-09-04</c>.</summary>
    public void WriteDate(DateOnly value)
    {
        Separate();
        value.TryFormat(_output.GetSpan(10), out int written, "O", CultureInfo.InvariantCulture);
        _output.Advance(written);
    }

    public void WriteEmpty() => Separate();

    public void EndRecord()
    {
        _output.Write("\r\n"u8);
        _isFirst = true;
    }

    private void Write(ReadOnlySpan<byte> text, bool neutralise)
    {
        Separate();
        // A blank at either end survives in quotes in every program that reads CSV.
        bool quoted = text.ContainsAny(_quoted) || (text.Length > 0 && (text[0] == ' ' || text[^1] == ' '));
        if (!quoted)
        {
            if (neutralise)
            {
                _output.Write("'"u8);
            }

            _output.Write(text);
            return;
        }

        _output.Write(neutralise ? "\"'"u8 : "\""u8);
        int quote;
        while ((quote = text.IndexOf(RecordScan.Quote)) >= 0)
        {
            _output.Write(text[..(quote + 1)]);
            _output.Write("\""u8);
            text = text[(quote + 1)..];
        }

        _output.Write(text);
        _output.Write("\""u8);
    }

    private void Separate()
    {
        if (!_isFirst)
        {
            _output.Write([_delimiter]);
        }

        _isFirst = false;
    }
}
