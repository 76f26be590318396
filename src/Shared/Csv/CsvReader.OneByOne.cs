using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Csv;

/// <remarks>Here: one record at a time, by all the rules. What <see cref="RecordIndex"/> leaves out goes this way, and it is what the index is held to.</remarks>
public sealed partial class CsvReader
{
    private bool ReadOne()
    {
        _isIndexed = false;

        // Locals, because a mask that goes through memory for every field costs more than the field.
        byte[] bytes = _bytes;
        byte delimiter = _delimiter;
        int end = _end;
        int start = _next;
        int fieldStart = start;
        int count = 0;
        int[] starts = _starts;
        int[] ends = _ends;
        ulong mask = _mask;
        int maskBase = _maskBase;
        while (fieldStart < end || count > 0)
        {
            while (mask == 0)
            {
                if (maskBase + Width >= end)
                {
                    _mask = 0;
                    _maskBase = maskBase;
                    return Complete(start, fieldStart, count, end, end);
                }

                maskBase += Width;
                mask = MaskAt(maskBase);
            }

            int position = maskBase + BitOperations.TrailingZeroCount(mask);
            mask &= mask - 1;
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
            if (found == RecordScan.Cr && next < end && bytes[next] == RecordScan.Lf)
            {
                if (next >= maskBase + Width)
                {
                    maskBase += Width;
                    mask = MaskAt(maskBase);
                }

                // The LF is the next separator; it ends no record of its own.
                mask &= mask - 1;
                next++;
            }

            if (position == start)
            {
                // A blank line.
                start = fieldStart = next;
                _nextLine++;
                continue;
            }

            _mask = mask;
            _maskBase = maskBase;
            return Complete(start, fieldStart, count, position, next);
        }

        _next = end;
        FieldCount = 0;
        Fault = CsvFault.None;
        _recordStart = _recordEnd = end;
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
        _unescapedUsed = 0;
        Fault = CsvFault.None;
        if (_hasNul == true)
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
        _unescapedUsed = 0;
        if (found.Kind == RecordScan.Outcome.Record)
        {
            Fault = CsvFault.None;
            SplitFields(start, _recordEnd);
            if (_hasNul == true)
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

    private void LoadMask(int from)
    {
        _maskBase = from;
        _mask = MaskAt(from);
    }

    /// <summary>The separators among the 64 bytes from there; none behind the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong MaskAt(int from) =>
        _end - from >= Width ? Separators(ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_bytes), from)) : LastMaskAt(from);

    private ulong LastMaskAt(int from)
    {
        int left = _end - from;
        if (left <= 0)
        {
            return 0;
        }

        _bytes.AsSpan(from, left).CopyTo(_padded);
        return Separators(ref MemoryMarshal.GetArrayDataReference(_padded)) & ((1UL << left) - 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Separators(ref byte bytes)
    {
        uint low = Separators(Vector256.LoadUnsafe(ref bytes));
        uint high = Separators(Vector256.LoadUnsafe(ref bytes, (nuint)Vector256<byte>.Count));
        return low | ((ulong)high << 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private uint Separators(Vector256<byte> bytes) =>
        (Vector256.Equals(bytes, Vector256.Create(_delimiter))
            | Vector256.Equals(bytes, Vector256.Create(RecordScan.Lf))
            | Vector256.Equals(bytes, Vector256.Create(RecordScan.Cr))
            | Vector256.Equals(bytes, Vector256.Create(RecordScan.Quote))).ExtractMostSignificantBits();
}
