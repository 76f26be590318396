using System.Buffers.Text;
using System.Globalization;
using System.Text;
using Clientele.Csv;

namespace Clientele.Schemas;

public enum FieldOutcome
{
    Ok,
    Missing,
    NotReadable,
    OutOfRange,

    /// <summary>Read, and rounded to a whole number.</summary>
    Rounded,

    /// <summary>Read as the category that it is another spelling of.</summary>
    CategoryMapped,

    /// <summary>Kept as text.</summary>
    UnknownCategory,

    /// <summary>Read, and cut to <see cref="FieldParser.MaxTextBytes"/>.</summary>
    Shortened,
    IdTooLong,
}

/// <summary>
/// Reads the values of one field: the same code for a file's cells and for a single prediction. Not safe for two threads.
/// </summary>
public sealed class FieldParser
{
    public const int MaxIdBytes = 256;

    /// <summary>Free text beyond this is cut, so that any record fits into a table row.</summary>
    public const int MaxTextBytes = 8192;

    private readonly FieldType _type;
    private readonly int _index;
    private readonly bool _isId;
    private readonly double _minimum;
    private readonly double _maximum;
    private readonly char _decimalSeparator;
    private readonly DateOrder _dateOrder;
    private readonly CategoryTable? _categories;
    private readonly byte[][] _missing;
    private readonly bool _missingReadable;
    private readonly bool _categoriesFirst;

    /// <param name="schema">The field's schema.</param>
    /// <param name="index">Index into <see cref="Schema.Fields"/>.</param>
    /// <param name="dialect">Decimal separator and date order.</param>
    public FieldParser(Schema schema, int index, CsvDialect dialect)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(dialect);
        SchemaField field = schema.Fields[index];
        _type = field.Type;
        _index = index;
        _isId = field.Role == FieldRole.Id;
        _minimum = field.Minimum ?? double.NegativeInfinity;
        _maximum = field.Maximum ?? double.PositiveInfinity;
        _decimalSeparator = dialect.DecimalSeparator;
        _dateOrder = dialect.DateOrder;
        _categories = field.IsCategory ? new CategoryTable(field) : null;
        _missing = [.. field.MissingValues.Where(text => text.Length > 0).Select(Encoding.UTF8.GetBytes)];

        // A text like 9999 would be read as a value before anyone asked whether it means "no value".
        _missingReadable = Array.Exists(_missing, text => text.Length <= 15 && text.Any(b => b is >= (byte)'0' and <= (byte)'9'));
        _categoriesFirst = _categories is not null && !field.Categories.Any(category => IsMissing(Encoding.UTF8.GetBytes(category)));
        Plain = _missingReadable ? PlainCell.None : _type switch
        {
            FieldType.Integer when _isId => PlainCell.Id,
            FieldType.Integer or FieldType.Number when !_isId => PlainCell.Digits,
            FieldType.Date when !_isId => PlainCell.IsoDate,
            FieldType.Boolean when !_isId => PlainCell.Digits,
            FieldType.Text when _categoriesFirst && !_isId => PlainCell.Category,
            _ => PlainCell.None,
        };
        bool isBoolean = _type == FieldType.Boolean;
        Minimum = isBoolean ? 0 : _minimum;
        Maximum = isBoolean ? 1 : _maximum;
    }

    /// <summary>Which cells <see cref="PlainFields"/> may type instead of <see cref="Parse"/>, with the same result.</summary>
    internal PlainCell Plain { get; }

    /// <summary>Inclusive bounds of the slot's number.</summary>
    internal double Minimum { get; }

    internal double Maximum { get; }

    internal CategoryTable? Categories => _categories;

    /// <summary>Puts the value into its slot of the record, or leaves the slot empty where there is none.</summary>
    public FieldOutcome Parse(ReadOnlySpan<byte> text, TypedRecord into)
    {
        if (_type <= FieldType.Number && !_isId && !_missingReadable
            && (CsvNumber.TryParsePlain(text, out double value) || (_type == FieldType.Number && CsvNumber.TryParsePlainDecimal(text, _decimalSeparator, out value))))
        {
            return Store(value, into);
        }

        if (_type == FieldType.Date && !_missingReadable && CsvDate.TryParse(text, _dateOrder, out int day))
        {
            return Store(day, into);
        }

        if (_categoriesFirst && _categories!.TryFindSpelling(text, out int category, out bool isCanonical) && isCanonical)
        {
            into.Numbers[_index] = category;
            into.SetText(_index, text);
            return FieldOutcome.Ok;
        }

        if (_isId && _type == FieldType.Integer && !_missingReadable && CsvNumber.TryParsePlain(text, out double id) && text[0] is >= (byte)'1' and <= (byte)'9')
        {
            return StoreId(id, text, into);
        }

        ReadOnlySpan<byte> trimmed = Trim(text);
        if (trimmed.IsEmpty || IsMissing(trimmed))
        {
            return FieldOutcome.Missing;
        }

        return _isId ? ParseId(trimmed, into) : _type switch
        {
            FieldType.Integer => ParseInteger(trimmed, into),
            FieldType.Number => CsvNumber.TryParse(trimmed, _decimalSeparator, out double number) ? Store(number, into) : FieldOutcome.NotReadable,
            FieldType.Date => CsvDate.TryParse(trimmed, _dateOrder, out int date) ? Store(date, into) : FieldOutcome.NotReadable,
            FieldType.Boolean => ParseBoolean(trimmed, into),
            _ => _categories is null ? ParseText(trimmed, into) : ParseCategory(_categories, trimmed, into),
        };
    }

    private FieldOutcome Store(double value, TypedRecord into)
    {
        if (value < _minimum || value > _maximum)
        {
            return FieldOutcome.OutOfRange;
        }

        into.Numbers[_index] = value;
        return FieldOutcome.Ok;
    }

    private FieldOutcome ParseInteger(ReadOnlySpan<byte> text, TypedRecord into)
    {
        if (!CsvNumber.TryParse(text, _decimalSeparator, out double value))
        {
            return FieldOutcome.NotReadable;
        }

        double whole = Math.Round(value, MidpointRounding.AwayFromZero);
        FieldOutcome stored = Store(whole, into);
        return stored == FieldOutcome.Ok && whole != value ? FieldOutcome.Rounded : stored;
    }

    private FieldOutcome ParseBoolean(ReadOnlySpan<byte> text, TypedRecord into)
    {
        bool? value = BooleanText.Parse(text);
        if (value is null && CsvNumber.TryParse(text, _decimalSeparator, out double number))
        {
            value = number == 1 ? true : number == 0 ? false : null;
        }

        if (value is null)
        {
            return FieldOutcome.NotReadable;
        }

        into.Numbers[_index] = value.Value ? 1 : 0;
        return FieldOutcome.Ok;
    }

    private FieldOutcome ParseCategory(CategoryTable categories, ReadOnlySpan<byte> text, TypedRecord into)
    {
        int category = categories.Find(text, out bool isCanonical);
        into.Numbers[_index] = category;
        if (category < 0)
        {
            ParseText(text, into);
            return FieldOutcome.UnknownCategory;
        }

        into.SetText(_index, categories.Canonical(category));
        return isCanonical ? FieldOutcome.Ok : FieldOutcome.CategoryMapped;
    }

    private FieldOutcome ParseText(ReadOnlySpan<byte> text, TypedRecord into)
    {
        ReadOnlySpan<byte> valid = SourceText.Valid(text);
        if (valid.Length <= MaxTextBytes)
        {
            into.SetText(_index, valid);
            return FieldOutcome.Ok;
        }

        int end = MaxTextBytes;
        while ((valid[end] & 0xC0) == 0x80)
        {
            end--;
        }

        into.SetText(_index, valid[..end]);
        return FieldOutcome.Shortened;
    }

    /// <summary>One customer has one text, however the file writes the number: <c>005524</c>, <c>+5524</c> and <c>5524.0</c> are <c>5524</c>.</summary>
    private FieldOutcome ParseId(ReadOnlySpan<byte> text, TypedRecord into)
    {
        if (_type == FieldType.Text)
        {
            ReadOnlySpan<byte> valid = SourceText.Valid(text);
            if (valid.Length > MaxIdBytes)
            {
                return FieldOutcome.IdTooLong;
            }

            into.SetText(_index, valid);
            return FieldOutcome.Ok;
        }

        ReadOnlySpan<byte> digits = text[0] == (byte)'+' ? text[1..] : text;
        if (!digits.IsEmpty && !digits.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            digits = digits.TrimStart((byte)'0');
            digits = digits.IsEmpty ? "0"u8 : digits;
            if (digits.Length > MaxIdBytes)
            {
                return FieldOutcome.IdTooLong;
            }

            // Numbers beyond 2^53 stay exact as text, which is what names the customer.
            return Utf8Parser.TryParse(digits, out double number, out _) ? StoreId(number, digits, into) : FieldOutcome.NotReadable;
        }

        // An exponent is what a spreadsheet makes of a long number: its last digits are lost, and another customer may be meant.
        const double MaxExact = 9007199254740992;
        if (text.IndexOfAny("eE%"u8) >= 0 || !CsvNumber.TryParse(text, _decimalSeparator, out double value) || value != Math.Floor(value) || Math.Abs(value) > MaxExact)
        {
            return FieldOutcome.NotReadable;
        }

        Span<byte> canonical = stackalloc byte[24];
        ((long)value).TryFormat(canonical, out int written, provider: CultureInfo.InvariantCulture);
        return StoreId(value, canonical[..written], into);
    }

    private FieldOutcome StoreId(double value, ReadOnlySpan<byte> canonical, TypedRecord into)
    {
        FieldOutcome stored = Store(value, into);
        if (stored == FieldOutcome.Ok)
        {
            into.SetText(_index, canonical);
        }

        return stored;
    }

    private bool IsMissing(ReadOnlySpan<byte> text)
    {
        foreach (byte[] missing in _missing)
        {
            if (text.Length == missing.Length && (text.SequenceEqual(missing) || Ascii.EqualsIgnoreCase(text, missing)))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        // Nearly every cell starts and ends with a letter, digit or bracket.
        if (text.IsEmpty || (text[0] is > 0x20 and < 0x80 && text[^1] is > 0x20 and < 0x80))
        {
            return text;
        }

        ReadOnlySpan<byte> noBreak = "\u00A0"u8;
        while (true)
        {
            int before = text.Length;
            text = text.Trim(" \t\r\n"u8);
            text = text.StartsWith(noBreak) ? text[2..] : text;
            text = text.EndsWith(noBreak) ? text[..^2] : text;
            if (text.Length == before)
            {
                return text;
            }
        }
    }
}
