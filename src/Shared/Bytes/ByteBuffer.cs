using System.Buffers;
using System.Buffers.Binary;

namespace Clientele.Bytes;

/// <summary>
/// The arrays of parts at work, a chunk or a bucket large. The shared pool keeps arrays for each thread that ever returned one; this one keeps no more
/// than were ever in use at once.
/// </summary>
internal static class LargeArrays
{
    private const int Largest = 1 << 30;

    // Chunks write into 32 buffers of a size, and a few parts are at work at once.
    private const int MostOfASize = 160;

    public static ArrayPool<byte> Pool { get; } = ArrayPool<byte>.Create(Largest, MostOfASize);
}

/// <summary>Bytes that grow, written in little-endian and as varints; its memory is pooled and given back by Dispose.</summary>
internal sealed class ByteBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private byte[] _bytes = LargeArrays.Pool.Rent(capacity);

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> Written => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Reserve(Math.Max(1, sizeHint));
        return _bytes.AsSpan(Length);
    }

    public void Byte(byte value)
    {
        Reserve(1);
        _bytes[Length++] = value;
    }

    public void Bytes(ReadOnlySpan<byte> value)
    {
        Reserve(value.Length);
        value.CopyTo(_bytes.AsSpan(Length));
        Length += value.Length;
    }

    /// <summary>A length of up to 65,535, then the bytes.</summary>
    public void ShortText(ReadOnlySpan<byte> utf8)
    {
        Varint((uint)utf8.Length);
        Bytes(utf8);
    }

    public void Double(double value)
    {
        Reserve(8);
        BinaryPrimitives.WriteDoubleLittleEndian(_bytes.AsSpan(Length), value);
        Length += 8;
    }

    public void Single(float value) => Int32(BitConverter.SingleToInt32Bits(value));

    public void Int32(int value)
    {
        Reserve(4);
        BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(Length), value);
        Length += 4;
    }

    public void UInt64(ulong value)
    {
        Reserve(8);
        BinaryPrimitives.WriteUInt64LittleEndian(_bytes.AsSpan(Length), value);
        Length += 8;
    }

    public void Varint(ulong value)
    {
        Reserve(10);
        while (value >= 0x80)
        {
            _bytes[Length++] = (byte)(value | 0x80);
            value >>= 7;
        }

        _bytes[Length++] = (byte)value;
    }

    /// <summary>Whole numbers up to 2⁵² in a few bytes, everything else in nine.</summary>
    public void Number(double value)
    {
        if (value is >= -4503599627370496 and <= 4503599627370496 && Math.Floor(value) == value && BitConverter.DoubleToInt64Bits(value) != BitConverter.DoubleToInt64Bits(-0.0))
        {
            long whole = (long)value;
            Varint((((ulong)(whole << 1) ^ (ulong)(whole >> 63)) << 1) | 1);
        }
        else
        {
            Byte(0);
            Double(value);
        }
    }

    public void Patch(int at, ReadOnlySpan<byte> bytes) => bytes.CopyTo(_bytes.AsSpan(at, bytes.Length));

    public void PatchInt32(int at, int value) => BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(at), value);

    public void Dispose()
    {
        byte[] bytes = Interlocked.Exchange(ref _bytes, []);
        if (bytes.Length > 0)
        {
            LargeArrays.Pool.Return(bytes);
        }

        Length = 0;
    }

    private void Reserve(int more)
    {
        if (Length + more <= _bytes.Length)
        {
            return;
        }

        byte[] larger = LargeArrays.Pool.Rent(Math.Max(_bytes.Length * 2, Length + more));
        _bytes.AsSpan(0, Length).CopyTo(larger);
        if (_bytes.Length > 0)
        {
            LargeArrays.Pool.Return(_bytes);
        }

        _bytes = larger;
    }
}

/// <summary>Reads what <see cref="ByteBuffer"/> wrote. Throws <see cref="InvalidDataException"/> where the bytes end too early.</summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _at;

    public readonly bool AtEnd => _at >= _bytes.Length;

    public readonly ReadOnlySpan<byte> Rest() => _bytes[_at..];

    public byte Byte() => Take(1)[0];

    public ReadOnlySpan<byte> ShortText() => Take(checked((int)Varint()));

    public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Take(8));

    public float Single() => BitConverter.Int32BitsToSingle(Int32());

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    public ulong Varint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            byte next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new InvalidDataException("A number in an intermediate file is too long.");
    }

    public double Number()
    {
        ulong packed = Varint();
        if ((packed & 1) == 0)
        {
            return Double();
        }

        packed >>= 1;
        return (long)(packed >> 1) ^ -(long)(packed & 1);
    }

    public ReadOnlySpan<byte> Take(int count)
    {
        if (count < 0 || count > _bytes.Length - _at)
        {
            throw new InvalidDataException("An intermediate file ends too early.");
        }

        ReadOnlySpan<byte> taken = _bytes.Slice(_at, count);
        _at += count;
        return taken;
    }
}
