namespace Clientele.Csv;

/// <summary>What the values in a file's head say about its decimal separator and the order of its dates.</summary>
internal sealed class DialectEvidence
{
    // A value that can only be read one way is proof; the others count only where there is no proof.
    private int _decimalPoint;
    private int _decimalComma;
    private int _openNumbers;
    private int _dayFirst;
    private int _monthFirst;
    private int _openDates;
    private int _openSlashes;
    private int _yearFirst;

    /// <summary>Reads the rest of the head, whose last record may be cut off.</summary>
    public static DialectEvidence Collect(CsvReader reader, int columns, bool isWholeFile, int length)
    {
        var evidence = new DialectEvidence();
        while (reader.Read() && (isWholeFile || reader.Next.Position < length))
        {
            for (int i = 0; reader.Fault == CsvFault.None && i < Math.Min(columns, reader.FieldCount); i++)
            {
                // Most cells are plain numbers, which say nothing.
                if (!reader.TryDigits(i, out _))
                {
                    evidence.Add(reader.Field(i).Trim((byte)' '));
                }
            }
        }

        return evidence;
    }

    public char DecimalSeparator(char delimiter)
    {
        if (_decimalPoint != _decimalComma)
        {
            return _decimalComma > _decimalPoint ? ',' : '.';
        }

        // 1.234 or 1,234 and nothing else: semicolons are what spreadsheets write where the comma is the decimal.
        return delimiter == ';' && _openNumbers > 0 ? ',' : '.';
    }

    public DateOrder DateOrder(char delimiter)
    {
        if (_dayFirst != _monthFirst)
        {
            return _dayFirst > _monthFirst ? Csv.DateOrder.DayMonthYear : Csv.DateOrder.MonthDayYear;
        }

        if (_openDates == 0)
        {
            return _yearFirst > 0 || delimiter == ',' ? Csv.DateOrder.YearMonthDay : Csv.DateOrder.DayMonthYear;
        }

        return delimiter == ',' && _openSlashes == _openDates ? Csv.DateOrder.MonthDayYear : Csv.DateOrder.DayMonthYear;
    }

    private void Add(ReadOnlySpan<byte> text)
    {
        if (text.Length is < 3 or > 32 || text.IndexOfAny((byte)'.', (byte)',', (byte)'/') < 0 && text.IndexOf((byte)'-') < 1)
        {
            return;
        }

        if (!AddDate(text))
        {
            AddNumber(text);
        }
    }

    private bool AddDate(ReadOnlySpan<byte> text)
    {
        int first = Digits(ref text, out int firstLength);
        if (firstLength is 0 or 3 or > 4 || text.IsEmpty || text[0] is not ((byte)'-' or (byte)'/' or (byte)'.'))
        {
            return false;
        }

        byte separator = text[0];
        text = text[1..];
        int second = Digits(ref text, out int secondLength);
        if (secondLength is 0 or > 2 || text.IsEmpty || text[0] != separator)
        {
            return false;
        }

        text = text[1..];
        int third = Digits(ref text, out int thirdLength);
        if (!text.IsEmpty && text[0] is not ((byte)' ' or (byte)'T'))
        {
            return false;
        }

        if (firstLength == 4 && thirdLength is 1 or 2)
        {
            _yearFirst++;
            return true;
        }

        bool isYear = thirdLength == 2 || (thirdLength == 4 && third is >= 1800 and <= 2200);
        if (firstLength > 2 || !isYear || first is 0 or > 31 || second is 0 or > 31 || (first > 12 && second > 12))
        {
            return false;
        }

        _dayFirst += first > 12 ? 1 : 0;
        _monthFirst += second > 12 ? 1 : 0;
        _openDates += first <= 12 && second <= 12 ? 1 : 0;
        _openSlashes += first <= 12 && second <= 12 && separator == '/' ? 1 : 0;
        return true;
    }

    private void AddNumber(ReadOnlySpan<byte> text)
    {
        bool pointReads = CsvNumber.TryParse(text, '.', out double withPoint);
        bool commaReads = CsvNumber.TryParse(text, ',', out double withComma);
        if (!pointReads || !commaReads)
        {
            return;
        }

        int point = text.LastIndexOf((byte)'.');
        int comma = text.LastIndexOf((byte)',');
        if (withPoint != withComma)
        {
            _openNumbers++;
        }
        else if (point >= 0 && comma >= 0)
        {
            _decimalPoint += point > comma ? 1 : 0;
            _decimalComma += comma > point ? 1 : 0;
        }
        else
        {
            // One kind: once it is the decimal, several times it separates thousands and the other one is.
            byte separator = point >= 0 ? (byte)'.' : (byte)',';
            int count = text.Count(separator);
            bool isDecimal = count == 1;
            _decimalPoint += count > 0 && (separator == '.') == isDecimal ? 1 : 0;
            _decimalComma += count > 0 && (separator == ',') == isDecimal ? 1 : 0;
        }
    }

    private static int Digits(ref ReadOnlySpan<byte> text, out int length)
    {
        length = 0;
        int value = 0;
        while (length < text.Length && length < 5 && text[length] is >= (byte)'0' and <= (byte)'9')
        {
            value = (value * 10) + (text[length++] - '0');
        }

        text = text[length..];
        return value;
    }
}
