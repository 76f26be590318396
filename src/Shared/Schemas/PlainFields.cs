using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Clientele.Csv;

namespace Clientele.Schemas;

/// <summary>How the cells that a field nearly always has are written; every other goes through <see cref="FieldParser.Parse"/>.</summary>
internal enum PlainCell
{
    /// <summary>No such way.</summary>
    None,

    /// <summary>One to eight digits, within bounds.</summary>
    Digits,

    /// <summary>The same with no zero in front: the id's text is the cell.</summary>
    Id,

    /// <summary>yyyy-MM-dd.</summary>
    IsoDate,

    /// <summary>A category as the schema spells it.</summary>
    Category,
}

/// <summary>
/// Types the plain cells of a record all at once: eight numbers in one register, without a branch on their lengths, because lengths change from cell to cell and each
/// wrong guess costs as much as reading five cells. What it does not take, it leaves to <see cref="FieldParser"/>, whose answers it must give where it does.
/// Not safe for two threads.
/// </summary>
/// <remarks>A kernel: it goes around bounds checks. Columns are checked by the record's shape, and bytes behind a field by <see cref="RecordIndex.Reach"/>.</remarks>
internal sealed class PlainFields
{
    /// <summary>Fewer columns do not fill a register, and more columns or fields do not fit a mask.</summary>
    public const int Fewest = 8;
    public const int Most = 64;

    private const int Lanes = 8;
    private const ulong Zeros = 0x3030303030303030;

    // By column: the cell's first eight bytes, its bounds, and its number.
    private readonly ulong[] _cells;
    private readonly double[] _minimum;
    private readonly double[] _maximum;
    private readonly double[] _numbers;

    // By field; null where the columns are the first fields in their order.
    private readonly int[]? _columnOfField;
    private readonly Special[] _specials;
    private readonly double[] _values;
    private readonly ulong _ids;

    /// <param name="parsers">By field; null where the field is not read.</param>
    /// <param name="columnOfField">By field; −1 where there is none.</param>
    /// <param name="columnCount">How many columns a record has at least.</param>
    public PlainFields(FieldParser?[] parsers, int[] columnOfField, int columnCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columnCount, Fewest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(columnCount, Most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(parsers.Length, Most, nameof(parsers));
        _cells = new ulong[columnCount];
        _numbers = new double[columnCount];
        _minimum = new double[columnCount];
        _maximum = new double[columnCount];

        // Nothing reaches an infinite minimum: columns that are no digits, or not read, come out as "no value".
        Array.Fill(_minimum, double.PositiveInfinity);
        for (int field = 0; field < parsers.Length; field++)
        {
            if (parsers[field] is { Plain: PlainCell.Digits or PlainCell.Id } parser)
            {
                _minimum[columnOfField[field]] = parser.Minimum;
                _maximum[columnOfField[field]] = parser.Maximum;
            }
        }

        bool isInOrder = columnCount <= parsers.Length && Enumerable.Range(0, parsers.Length).All(field => columnOfField[field] == (field < columnCount ? field : -1));
        _columnOfField = isInOrder ? null : [.. columnOfField.Select((column, field) => parsers[field] is null ? -1 : column)];
        _specials =
        [
            .. parsers.Select((parser, field) => parser is null ? default : new Special(field, columnOfField[field], parser.Plain, parser.Minimum, parser.Maximum, parser.Categories?.ShortSpellings))
                .Where(special => special.Cell is PlainCell.Id or PlainCell.IsoDate or PlainCell.Category),
        ];
        _values = new double[_specials.Length];
        _ids = _specials.Where(special => special.Cell == PlainCell.Id).Aggregate(0UL, (bits, special) => bits | (1UL << special.Field));
    }

    /// <summary>Types what is plain; all other numbers become NaN. Texts must have been cleared.</summary>
    /// <returns>A bit for each field that has its value.</returns>
    // Optimised from its first call: a process that has just started would read its first chunks many times slower.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ulong Type(in FieldPositions fields, TypedRecord into)
    {
        // In this order, because what is gathered word by word cannot be read eight words at a time until it has left the processor's store buffer.
        Gather(fields);
        ulong found = TypeSpecials(fields, into);
        double[] numbers = into.Numbers;
        ulong done;
        if (_columnOfField is null)
        {
            done = TypeDigits(fields, numbers);
            numbers.AsSpan(_cells.Length).Fill(double.NaN);
        }
        else
        {
            done = ToFields(TypeDigits(fields, _numbers), _columnOfField, numbers);
        }

        Special[] specials = _specials;
        double[] values = _values;
        for (int i = 0; i < specials.Length && i < values.Length; i++)
        {
            if (specials[i].Cell != PlainCell.Id)
            {
                numbers[specials[i].Field] = values[i];
            }
        }

        if ((_ids & found & ~done) != 0)
        {
            // The id is none of digits after all: its text goes, and with it the others, which their parsers put back.
            into.ClearAllButNumbers();
            found = 0;
        }

        // Of an id both its number and its text are needed, of every other field what there is.
        return ((done | found) & ~_ids) | (done & found);
    }

    private ulong ToFields(ulong doneColumns, int[] columnOfField, double[] numbers)
    {
        ulong done = 0;
        for (int field = 0; field < columnOfField.Length && field < numbers.Length; field++)
        {
            int column = columnOfField[field];
            numbers[field] = column < 0 ? double.NaN : _numbers[column];
            done |= column < 0 ? 0 : ((doneColumns >> column) & 1) << field;
        }

        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong TypeSpecials(in FieldPositions fields, TypedRecord into)
    {
        ulong found = 0;
        double[] values = _values;
        Special[] specials = _specials;
        for (int i = 0; i < specials.Length && i < values.Length; i++)
        {
            ref readonly Special special = ref specials[i];
            ref byte text = ref fields.Field(special.Column, out int length);
            double value = double.NaN;
            bool isFound = false;
            switch (special.Cell)
            {
                case PlainCell.Id:
                    isFound = (uint)(length - 1) < sizeof(ulong) && text != (byte)'0';
                    break;
                case PlainCell.IsoDate:
                    isFound = TryIsoDate(ref text, length, out int day) && day >= special.Minimum && day <= special.Maximum;
                    value = isFound ? day : double.NaN;
                    break;
                default:
                    int category = special.Spellings!.Find(ref text, length);
                    isFound = category >= 0;
                    value = isFound ? category : double.NaN;
                    break;
            }

            values[i] = value;
            if (isFound)
            {
                found |= 1UL << special.Field;
                if (special.Cell != PlainCell.IsoDate)
                {
                    into.SetShortText(special.Field, ref text, length);
                }
            }
        }

        return found;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Gather(in FieldPositions fields)
    {
        ref ulong cells = ref MemoryMarshal.GetArrayDataReference(_cells);
        ref byte bytes = ref Unsafe.Add(ref fields.Bytes, fields.Gap);
        ref int starts = ref fields.Starts;
        nuint count = (nuint)_cells.Length;
        for (nuint column = 0; column < count; column++)
        {
            ulong cell = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, Unsafe.Add(ref starts, column)));
            if (!Avx512F.IsSupported)
            {
                // Shifts go by the last six bits of their count: a length of eight is no shift.
                int length = Unsafe.Add(ref fields.Ends, column) - Unsafe.Add(ref starts, column) - fields.Gap;
                cell = (cell ^ Zeros) << (-8 * length);
            }

            Unsafe.Add(ref cells, column) = cell;
        }
    }

    /// <returns>A bit for each column that is a number within its bounds.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong TypeDigits(in FieldPositions fields, double[] numbers)
    {
        ref ulong cells = ref MemoryMarshal.GetArrayDataReference(_cells);
        ref double minimum = ref MemoryMarshal.GetArrayDataReference(_minimum);
        ref double maximum = ref MemoryMarshal.GetArrayDataReference(_maximum);
        ref double into = ref MemoryMarshal.GetReference(numbers.AsSpan(0, _cells.Length));
        ref int starts = ref fields.Starts;
        ref int ends = ref fields.Ends;
        Vector256<int> gap = Vector256.Create(fields.Gap);
        ulong done = 0;
        int last = _cells.Length - Lanes;
        for (int column = 0; ; column = Math.Min(column + Lanes, last))
        {
            // The last eight overlap with those before them.
            Vector256<int> lengths = Vector256.LoadUnsafe(ref ends, (nuint)column) - Vector256.LoadUnsafe(ref starts, (nuint)column) - gap;
            Vector512<ulong> length = Vector512.WidenLower(lengths.ToVector512()).AsUInt64();
            Vector512<byte> digits = Digits(Vector512.LoadUnsafe(ref cells, (nuint)column), length);
            Vector512<ulong> odd = Vector512.GreaterThan(digits, Vector512.Create((byte)9)).AsUInt64();

            // Of leading zeros there are enough for eight digits. Neighbours are joined to pairs, pairs to fours, fours to the number.
            Vector512<ushort> ones = digits.AsUInt16();
            Vector512<uint> pairs = (((ones & Vector512.Create((ushort)0xFF)) * Vector512.Create((ushort)10)) + (ones >>> 8)).AsUInt32();
            Vector512<ulong> fours = (((pairs & Vector512.Create(0xFFFFu)) * Vector512.Create(100u)) + (pairs >>> 16)).AsUInt64();
            Vector512<ulong> whole = ((fours & Vector512.Create(0xFFFFFFFFul)) * Vector512.Create(10_000ul)) + (fours >>> 32);
            Vector512<double> value = Vector512.ConvertToDouble(whole.AsInt64());
            Vector512<ulong> valid = Vector512.Equals(odd, Vector512<ulong>.Zero)
                & Vector512.LessThan(length - Vector512<ulong>.One, Vector512.Create((ulong)sizeof(ulong)))
                & Vector512.GreaterThanOrEqual(value, Vector512.LoadUnsafe(ref minimum, (nuint)column)).AsUInt64()
                & Vector512.LessThanOrEqual(value, Vector512.LoadUnsafe(ref maximum, (nuint)column)).AsUInt64();
            Vector512.ConditionalSelect(valid.AsDouble(), value, Vector512.Create(double.NaN)).StoreUnsafe(ref into, (nuint)column);
            done |= valid.ExtractMostSignificantBits() << column;
            if (column == last)
            {
                return done;
            }
        }
    }

    /// <summary>The cells' digits as 0-9, leading zeros in front; what stands behind a cell is shifted out. Of lengths but 1 to 8 nothing of use.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Digits(Vector512<ulong> cells, Vector512<ulong> lengths) => Avx512F.IsSupported
        ? Avx512F.ShiftLeftLogicalVariable(cells ^ Vector512.Create(Zeros), (Vector512.Create((ulong)sizeof(ulong)) - lengths) << 3).AsByte()
        : cells.AsByte();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryIsoDate(ref byte text, int length, out int dayNumber)
    {
        // In the first eight bytes digits may be 0-9 and hyphens nothing else: what exceeds that sets a byte's highest bit.
        ulong first = Unsafe.ReadUnaligned<ulong>(ref text) ^ 0x2D30302D30303030;
        uint day = Unsafe.ReadUnaligned<ushort>(ref Unsafe.Add(ref text, 8)) ^ 0x3030u;
        ulong odd = ((first + 0x7F76767F76767676) | first) & 0x8080808080808080;
        odd |= ((day + 0x7676) | day) & 0x8080;
        dayNumber = 0;
        if (odd != 0 || length != 10)
        {
            return false;
        }

        uint years = (uint)first;
        years = (years * 10) + (years >> 8);
        int year = (int)(((years & 0xFF) * 100) + ((years >> 16) & 0xFF));
        int month = (int)((((first >> 40) & 0xFF) * 10) + ((first >> 48) & 0xFF));
        return CsvDate.TryMake(year, month, (int)(((day & 0xFF) * 10) + (day >> 8)), out dayNumber);
    }

    private readonly record struct Special(int Field, int Column, PlainCell Cell, double Minimum, double Maximum, ShortSpellings? Spellings);
}
