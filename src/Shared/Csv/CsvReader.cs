using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
public sealed class CsvReader
{
    /// <summary>A faulty record's <see cref="Raw"/> is cut here, so that a line of many megabytes does not travel on.</summary>
    public const int MaxFaultyRaw = 4096;

    private const int Width = 64;
    private const byte Nul = 0;

    private readonly CsvEncoding _encoding;
    private readonly byte _delimiter;
    private readonly byte[] _padded = new byte[Width];

    private byte[] _bytes = [];
    private byte[] _transcoded = [];
    private int _origin;
    private int _end;
    private int _next;
    private long _nextLine;
    private bool _hasNul;

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
    {
        ArgumentNullException.ThrowIfNull(dialect);
        _encoding = dialect.Encoding;
        _delimiter = (byte)dialect.Delimiter;
    }

    public CsvReader(CsvDialect dialect, ReadOnlyMemory<byte> chunk, long firstLine)
        : this(dialect)
    {
        Reset(chunk, firstLine);
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
        _nextLine = firstLine;
        _hasNul = _bytes.AsSpan(_next, _end - _next).Contains(Nul);
        LoadMask(_next);
        Fault = CsvFault.None;
        FieldCount = 0;
        _recordStart = _recordEnd = _next;
    }

    /// <summary>The field without its quotes, UTF-8.</summary>
    public ReadOnlySpan<byte> Field(int index)
    {
        if ((uint)index >= (uint)FieldCount)
        {
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The record has {FieldCount} fields.");
        }

        int start = _starts[index];
        int length = _ends[index] - start;
        return start >= 0 ? _bytes.AsSpan(start, length) : _unescaped.AsSpan(~start, _ends[index] - ~start);
    }

    /// <returns>False at the end of the chunk.</returns>
    public bool Read()
    {
        byte[] bytes = _bytes;
        byte delimiter = _delimiter;
        int start = _next;
        int fieldStart = start;
        int count = 0;
        int[] starts = _starts;
        int[] ends = _ends;
        while (fieldStart < _end || count > 0)
        {
            while (_mask == 0)
            {
                if (_maskBase + Width >= _end)
                {
                    return Complete(start, fieldStart, count, _end, _end);
                }

                LoadMask(_maskBase + Width);
            }

            int position = _maskBase + BitOperations.TrailingZeroCount(_mask);
            _mask &= _mask - 1;
            byte found = bytes[position];
            if (found == delimiter)
            {
                if (count + 1 >= starts.Length)
                {
                    GrowFields();
                    starts = _starts;
                    ends = _ends;
                }

                starts[count] = fieldStart;
                ends[count] = position;
                count++;
                fieldStart = position + 1;
                continue;
            }

            if (found == RecordScan.Quote)
            {
                if (position == fieldStart)
                {
                    return ReadCarefully(start);
                }

                continue;
            }

            int next = position + 1;
            if (found == RecordScan.Cr && next < _end && bytes[next] == RecordScan.Lf)
            {
                PassLineFeed(next++);
            }

            if (position == start)
            {
                // A blank line.
                start = fieldStart = next;
                _nextLine++;
                continue;
            }

            return Complete(start, fieldStart, count, position, next);
        }

        _next = _end;
        FieldCount = 0;
        Fault = CsvFault.None;
        _recordStart = _recordEnd = _end;
        return false;
    }

    private bool Complete(int start, int fieldStart, int count, int end, int next)
    {
        if (end - start > RecordScan.Limit)
        {
            return ReadCarefully(start);
        }

        _starts[count] = fieldStart;
        _ends[count] = end;
        FieldCount = count + 1;
        Line = _nextLine++;
        _recordStart = start;
        _recordEnd = end;
        _next = next;
        Fault = CsvFault.None;
        if (_hasNul)
        {
            CheckNul();
        }

        return true;
    }

    /// <summary>The way for records with quoted fields and for those that are too long: first the end, then the fields.</summary>
    private bool ReadCarefully(int start)
    {
        ReadOnlySpan<byte> rest = _bytes.AsSpan(start, _end - start);
        RecordScan.Result found = RecordScan.Find(rest, _delimiter, isEnd: true);
        Line = _nextLine;
        _nextLine += RecordScan.CountLineEnds(rest[..found.Next]);
        _recordStart = start;
        _recordEnd = start + found.Content;
        _next = start + found.Next;
        LoadMask(_next);
        FieldCount = 0;
        if (found.Kind == RecordScan.Outcome.Record)
        {
            Fault = CsvFault.None;
            SplitFields(start, _recordEnd);
            if (_hasNul)
            {
                CheckNul();
            }

            return true;
        }

        Fault = found.Kind == RecordScan.Outcome.UnclosedQuote ? CsvFault.UnclosedQuote : CsvFault.RecordTooLong;
        ShortenRaw();
        return true;
    }

    private void SplitFields(int at, int end)
    {
        _unescapedUsed = 0;
        int count = 0;
        while (true)
        {
            if (count >= _starts.Length)
            {
                GrowFields();
            }

            int fieldEnd;
            if (at < end && _bytes[at] == RecordScan.Quote)
            {
                fieldEnd = SplitQuoted(at, end, count);
            }
            else
            {
                int found = _bytes.AsSpan(at, end - at).IndexOf(_delimiter);
                fieldEnd = found < 0 ? end : at + found;
                _starts[count] = at;
                _ends[count] = fieldEnd;
            }

            count++;
            if (fieldEnd >= end)
            {
                break;
            }

            at = fieldEnd + 1;
        }

        FieldCount = count;
    }

    /// <returns>The position of the delimiter behind the field, or the record's end.</returns>
    private int SplitQuoted(int open, int end, int field)
    {
        int at = open + 1;
        int close;
        bool doubled = false;
        while (true)
        {
            close = at + _bytes.AsSpan(at, end - at).IndexOf(RecordScan.Quote);
            if (close + 1 >= end || _bytes[close + 1] != RecordScan.Quote)
            {
                break;
            }

            doubled = true;
            at = close + 2;
        }

        int found = _bytes.AsSpan(close + 1, end - close - 1).IndexOf(_delimiter);
        int fieldEnd = found < 0 ? end : close + 1 + found;
        if (!doubled && fieldEnd == close + 1)
        {
            _starts[field] = open + 1;
            _ends[field] = close;
            return fieldEnd;
        }

        int start = _unescapedUsed;
        Unescape(_bytes.AsSpan(open + 1, close - open - 1));
        Append(_bytes.AsSpan(close + 1, fieldEnd - close - 1));
        _starts[field] = ~start;
        _ends[field] = _unescapedUsed;
        return fieldEnd;
    }

    private void Unescape(ReadOnlySpan<byte> inner)
    {
        int quote;
        while ((quote = inner.IndexOf(RecordScan.Quote)) >= 0)
        {
            Append(inner[..(quote + 1)]);
            inner = inner[(quote + 2)..];
        }

        Append(inner);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (_unescapedUsed + bytes.Length > _unescaped.Length)
        {
            Array.Resize(ref _unescaped, Math.Max(1024, Math.Max(_unescaped.Length * 2, _unescapedUsed + bytes.Length)));
        }

        bytes.CopyTo(_unescaped.AsSpan(_unescapedUsed));
        _unescapedUsed += bytes.Length;
    }

    private void GrowFields()
    {
        Array.Resize(ref _starts, _starts.Length * 2);
        Array.Resize(ref _ends, _ends.Length * 2);
    }

    private void CheckNul()
    {
        if (Raw.Contains(Nul))
        {
            Fault = CsvFault.NulByte;
            ShortenRaw();
        }
    }

    private void ShortenRaw()
    {
        if (_recordEnd - _recordStart <= MaxFaultyRaw)
        {
            return;
        }

        _recordEnd = _recordStart + MaxFaultyRaw;
        while ((_bytes[_recordEnd] & 0xC0) == 0x80 && _recordEnd > _recordStart)
        {
            _recordEnd--;
        }
    }

    /// <summary>Takes the LF of a CR LF out of the separators to visit.</summary>
    private void PassLineFeed(int position)
    {
        if (position >= _maskBase + Width)
        {
            LoadMask(_maskBase + Width);
        }

        _mask &= _mask - 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void LoadMask(int from)
    {
        _maskBase = from;
        int left = _end - from;
        if (left >= Width)
        {
            _mask = Separators(ref MemoryMarshal.GetArrayDataReference(_bytes), from);
            return;
        }

        LoadLastMask(from, Math.Max(left, 0));
    }

    private void LoadLastMask(int from, int left)
    {
        _mask = 0;
        if (left > 0)
        {
            _bytes.AsSpan(from, left).CopyTo(_padded);
            _mask = Separators(ref MemoryMarshal.GetArrayDataReference(_padded), 0) & ((1UL << left) - 1);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Separators(ref byte bytes, int from)
    {
        ref byte at = ref Unsafe.Add(ref bytes, from);
        uint low = Separators(Vector256.LoadUnsafe(ref at));
        uint high = Separators(Vector256.LoadUnsafe(ref at, (nuint)Vector256<byte>.Count));
        return low | ((ulong)high << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Separators(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create(_delimiter))
            | Vector256.Equals(bytes, Vector256.Create(RecordScan.Lf))
            | Vector256.Equals(bytes, Vector256.Create(RecordScan.Cr))
            | Vector256.Equals(bytes, Vector256.Create(RecordScan.Quote))).ExtractMostSignificantBits();
}
