using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Clientele.Csv;

/// <summary>What is wrong with a record's shape; its fields are not to be used then.</summary>
public enum CsvFault
{
    None,

    /// <summary>A quote is opened and not closed within a megabyte or the file. The record is the first line alone; reading goes on with the next.</summary>
    UnclosedQuote,

    /// <summary>More than a megabyte of text. Reading goes on behind the line's end.</summary>
    RecordTooLong,

    /// <summary>A byte of value zero, which no text has.</summary>
    NulByte,
}

/// <summary>
/// Reads the records of one chunk, forward only. Made once per thread and used again by <see cref="Reset"/>: reading a record allocates nothing.
/// Blank lines are skipped. Not safe for two threads.
/// </summary>
public sealed partial class CsvReader
{
    /// <summary>A faulty record's <see cref="Raw"/> is cut here, so that a line of many megabytes does not travel on.</summary>
    public const int MaxFaultyRaw = 4096;

    private const int Width = 64;
    private const int LongestPutOff = 63;
    private const byte Nul = 0;

    private readonly CsvEncoding _encoding;
    private readonly byte _delimiter;
    private readonly byte[] _padded = new byte[Width];
    private readonly RecordIndex? _index;

    private byte[] _bytes = [];
    private byte[] _transcoded = [];
    private int _origin;

    // The last position from which eight bytes can be read.
    private int _lastWord;
    private int _end;
    private int _next;
    private long _nextLine;
    private bool? _hasNul;

    // The next record and the next field of the index, and where the current record's fields are: in the index from _first on, or below.
    private int _indexed;
    private int _nextField;
    private int _first;
    private bool _isIndexed;

    // Where quotes are close together, looking for plain records is put off for so many records, and longer each time that it was in vain.
    private int _putOff;
    private int _putOffNext;

    // The separators still to visit: bit i stands for the byte at _maskBase + i.
    private ulong _mask;
    private int _maskBase;

    private int _recordStart;
    private int _recordEnd;
    private int[] _starts = new int[64];
    private int[] _ends = new int[64];

    // Fields with doubled quotes, put right; a start below zero is the complement of a position in here.
    private byte[] _unescaped = [];
    private int _unescapedUsed;

    public CsvReader(CsvDialect dialect)
        : this(dialect, oneByOne: false)
    {
    }

    public CsvReader(CsvDialect dialect, ReadOnlyMemory<byte> chunk, long firstLine)
        : this(dialect)
    {
        Reset(chunk, firstLine);
    }

    /// <param name="dialect">The file's.</param>
    /// <param name="oneByOne">Every record goes the way of the odd ones: slow, simple, and what the index is held to.</param>
    internal CsvReader(CsvDialect dialect, bool oneByOne)
    {
        ArgumentNullException.ThrowIfNull(dialect);
        _encoding = dialect.Encoding;
        _delimiter = (byte)dialect.Delimiter;
        _index = oneByOne ? null : new RecordIndex();
    }

    /// <summary>Physical line on which the record starts, from 1.</summary>
    public long Line { get; private set; }

    public int FieldCount { get; private set; }

    public CsvFault Fault { get; private set; }

    /// <summary>The record as it stands in the file, as UTF-8 without its line end; for a faulty one, its beginning.</summary>
    public ReadOnlySpan<byte> Raw => _bytes.AsSpan(_recordStart, _recordEnd - _recordStart);

    /// <summary>Where the next record would start, counted from the chunk's first byte as UTF-8, and on which line.</summary>
    internal (int Position, long Line) Next => (_next - _origin, _nextLine);

    /// <summary>Starts on another chunk.</summary>
    /// <param name="chunk">Whole records in the file's encoding. Must not change while it is read.</param>
    /// <param name="firstLine">The physical line of its first byte.</param>
    public void Reset(ReadOnlyMemory<byte> chunk, long firstLine)
    {
        if (_encoding == CsvEncoding.Utf8 && MemoryMarshal.TryGetArray(chunk, out ArraySegment<byte> segment))
        {
            _bytes = segment.Array ?? [];
            _next = segment.Offset;
            _end = segment.Offset + segment.Count;
        }
        else
        {
            int needed = SourceText.MaxUtf8(_encoding, chunk.Length);
            if (_transcoded.Length < needed)
            {
                _transcoded = new byte[needed];
            }

            SourceText.ToUtf8(_encoding, chunk.Span, isEnd: true, _transcoded, out _, out int written);
            _bytes = _transcoded;
            _next = 0;
            _end = written;
        }

        _origin = _next;
        _lastWord = _bytes.Length - sizeof(ulong);
        _nextLine = firstLine;
        _hasNul = null;
        _mask = 0;
        _maskBase = _end;
        _putOff = _putOffNext = 0;
        _isIndexed = false;
        Fault = CsvFault.None;
        FieldCount = 0;
        _recordStart = _recordEnd = _next;
        LoadIndex();
    }

    /// <summary>The field without its quotes, UTF-8.</summary>
    public ReadOnlySpan<byte> Field(int index)
    {
        if ((uint)index >= (uint)FieldCount)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The record has {FieldCount} fields.");
        }

        if (_isIndexed)
        {
            int from = _index!.Ends[_first + index] + 1;
            return _bytes.AsSpan(from, _index.Ends[_first + index + 1] - from);
        }

        int start = _starts[index];
        int length = _ends[index] - start;
        return start >= 0 ? _bytes.AsSpan(start, length) : _unescaped.AsSpan(~start, _ends[index] - ~start);
    }

    /// <summary>
    /// A field of one to eight digits as its number. Branches on nothing but "is it such a field", because mispredicted loops over digits would cost more than
    /// everything else that is done with a record.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryDigits(int index, out uint value)
    {
        value = 0;
        if ((uint)index >= (uint)FieldCount)
        {
            return false;
        }

        int start = _isIndexed ? _index!.Ends[_first + index] + 1 : _starts[index];
        int length = (_isIndexed ? _index!.Ends[_first + index + 1] : _ends[index]) - start;
        if ((uint)(length - 1) > 7 || start < 0 || start > _lastWord)
        {
            return false;
        }

        // Digits become 0-9, and what stands behind the field is shifted out: its place is taken by leading zeros.
        ulong digits = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), start)) ^ 0x3030303030303030;
        digits <<= (8 - length) * 8;
        if ((((digits + 0x7676767676767676) | digits) & 0x8080808080808080) != 0)
        {
            return false;
        }

        // Eight digits to four pairs, then the pairs weighed by two multiplications (Lemire, "Quickly parsing eight digits", 2018).
        digits = (digits * 10) + (digits >> 8);
        value = (uint)((((digits & 0x000000FF000000FF) * 0x000F424000000064) + (((digits >> 16) & 0x000000FF000000FF) * 0x0000271000000001)) >> 32);
        return true;
    }

    /// <summary>
    /// The current record's fields as positions, for reading many of them at once. Readers may read <see cref="RecordIndex.Reach"/> bytes from a field's start.
    /// </summary>
    /// <returns>False when the fields are to be had through <see cref="Field"/> alone.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool TryPositions(out FieldPositions fields)
    {
        if (_isIndexed)
        {
            ref int before = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_index!.Ends), _first);
            fields = new FieldPositions(ref MemoryMarshal.GetArrayDataReference(_bytes), ref before, 1, ref Unsafe.Add(ref before, 1));
            return true;
        }

        if (Fault == CsvFault.None && FieldCount > 0 && _unescapedUsed == 0 && _recordEnd <= _bytes.Length - RecordIndex.Reach)
        {
            fields = new FieldPositions(
                ref MemoryMarshal.GetArrayDataReference(_bytes), ref MemoryMarshal.GetArrayDataReference(_starts), 0, ref MemoryMarshal.GetArrayDataReference(_ends));
            return true;
        }

        fields = default;
        return false;
    }

    /// <returns>False at the end of the chunk.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read()
    {
        while (_index is { } index && (_indexed < index.Count || LoadIndex()))
        {
            // Within the record no CR stands but the one of its CR LF, which is not its last field's.
            int first = _nextField;
            int last = index.LastOfRecord[_indexed++];
            int[] ends = index.Ends;
            _nextField = last + 1;
            _next = ends[last + 1] + 1;
            last -= last > first && _bytes[ends[last]] == RecordScan.Cr ? 1 : 0;
            int start = ends[first] + 1;
            int end = ends[last + 1];
            long line = _nextLine++;
            if (start == end)
            {
                // A blank line.
                continue;
            }

            _first = first;
            FieldCount = last - first + 1;
            Line = line;
            _recordStart = start;
            _recordEnd = end;
            return true;
        }

        return ReadOne();
    }

    /// <returns>False when the next record is to be read by itself.</returns>
    private bool LoadIndex()
    {
        if (_putOff > 0)
        {
            _putOff--;
            return false;
        }

        _indexed = 0;
        _nextField = 0;
        if (_index is not null && _index.Load(_bytes, _next, _end, _delimiter))
        {
            _putOffNext = 0;
            _isIndexed = true;
            Fault = CsvFault.None;
            return true;
        }

        _putOff = _putOffNext;
        _putOffNext = Math.Min((2 * _putOffNext) + 1, LongestPutOff);
        _hasNul ??= _bytes.AsSpan(_next, _end - _next).Contains(Nul);
        _unescapedUsed = 0;
        LoadMask(_next);
        return false;
    }
}
