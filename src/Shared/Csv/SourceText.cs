using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;

namespace Clientele.Csv;

/// <summary>Bytes of the file to UTF-8, and positions back. Everything behind it works on UTF-8 alone.</summary>
internal static class SourceText
{
    /// <summary>0x80–0x9F of Windows-1252; five bytes there mean nothing and are read as ISO-8859-1 control characters.</summary>
    private const string High1252 =
        "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
        "\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178";

    /// <summary>An upper bound of the UTF-8 bytes that <paramref name="sourceBytes"/> become.</summary>
    public static int MaxUtf8(CsvEncoding encoding, int sourceBytes) => encoding switch
    {
        CsvEncoding.Utf8 => sourceBytes,
        CsvEncoding.Windows1252 => checked(sourceBytes * 3),
        _ => checked(((sourceBytes / 2) + 1) * 3),
    };

    /// <summary>Converts as much as is complete. What is left over (half a UTF-16 unit or pair) must come again with what follows; at the end half a unit is dropped.</summary>
    public static void ToUtf8(CsvEncoding encoding, ReadOnlySpan<byte> source, bool isEnd, Span<byte> utf8, out int read, out int written)
    {
        switch (encoding)
        {
            case CsvEncoding.Utf8:
                source.CopyTo(utf8);
                read = written = source.Length;
                break;
            case CsvEncoding.Windows1252:
                read = source.Length;
                written = From1252(source, utf8);
                break;
            case CsvEncoding.Utf16LittleEndian:
                FromUtf16(MemoryMarshal.Cast<byte, char>(source), isEnd, utf8, out int units, out written);
                read = units * 2;
                break;
            default:
                FromBigEndian(MemoryMarshal.Cast<byte, ushort>(source), isEnd, utf8, out read, out written);
                break;
        }
    }

    /// <summary>How many bytes of the file became these UTF-8 bytes.</summary>
    public static long SourceLength(CsvEncoding encoding, ReadOnlySpan<byte> utf8)
    {
        if (encoding == CsvEncoding.Utf8)
        {
            return utf8.Length;
        }

        // A character starts with every byte that is no continuation; UTF-16 needs a second unit for the four-byte ones.
        long characters = 0;
        long pairs = 0;
        int i = 0;
        for (; i + Vector<byte>.Count <= utf8.Length; i += Vector<byte>.Count)
        {
            var bytes = new Vector<byte>(utf8[i..]);
            Vector<sbyte> signed = Vector.AsVectorSByte(bytes);
            characters += CountSet(Vector.GreaterThan(signed, new Vector<sbyte>(-65)));
            pairs += CountSet(Vector.AsVectorSByte(Vector.GreaterThanOrEqual(bytes, new Vector<byte>(0xF0))));
        }

        for (; i < utf8.Length; i++)
        {
            characters += (utf8[i] & 0xC0) != 0x80 ? 1 : 0;
            pairs += utf8[i] >= 0xF0 ? 1 : 0;
        }

        return encoding == CsvEncoding.Windows1252 ? characters : 2 * (characters + pairs);
    }

    /// <summary>
    /// The bytes themselves where they are valid UTF-8; otherwise the same bytes read as Windows-1252, which is what a file is that turns out
    /// not to be UTF-8 only after its first megabyte.
    /// </summary>
    public static ReadOnlySpan<byte> Valid(ReadOnlySpan<byte> text)
    {
        if (Utf8.IsValid(text))
        {
            return text;
        }

        byte[] repaired = new byte[text.Length * 3];
        return repaired.AsSpan(0, From1252(text, repaired));
    }

    private static long CountSet(Vector<sbyte> mask) => -Vector.Sum(Vector.WidenLower(mask)) - Vector.Sum(Vector.WidenUpper(mask));

    private static int From1252(ReadOnlySpan<byte> source, Span<byte> utf8)
    {
        int written = 0;
        while (!source.IsEmpty)
        {
            int ascii = source.IndexOfAnyInRange((byte)0x80, (byte)0xFF);
            ascii = ascii < 0 ? source.Length : ascii;
            source[..ascii].CopyTo(utf8[written..]);
            written += ascii;
            source = source[ascii..];
            if (source.IsEmpty)
            {
                break;
            }

            byte b = source[0];
            written += new Rune(b < 0xA0 ? High1252[b - 0x80] : (char)b).EncodeToUtf8(utf8[written..]);
            source = source[1..];
        }

        return written;
    }

    private static void FromUtf16(ReadOnlySpan<char> source, bool isEnd, Span<byte> utf8, out int units, out int written)
    {
        OperationStatus status = Utf8.FromUtf16(source, utf8, out units, out written, replaceInvalidSequences: true, isFinalBlock: isEnd);
        if (status == OperationStatus.DestinationTooSmall)
        {
            throw new ArgumentException("The buffer is smaller than MaxUtf8 asks for.", nameof(utf8));
        }
    }

    private static void FromBigEndian(ReadOnlySpan<ushort> source, bool isEnd, Span<byte> utf8, out int read, out int written)
    {
        char[] block = ArrayPool<char>.Shared.Rent(4096);
        read = 0;
        written = 0;
        while (!source.IsEmpty)
        {
            int length = Math.Min(4096, source.Length);
            BinaryPrimitives.ReverseEndianness(source[..length], MemoryMarshal.Cast<char, ushort>(block.AsSpan(0, length)));
            FromUtf16(block.AsSpan(0, length), isEnd && length == source.Length, utf8[written..], out int units, out int bytes);
            read += units * 2;
            written += bytes;
            if (units == 0)
            {
                break;
            }

            source = source[units..];
        }

        ArrayPool<char>.Shared.Return(block);
    }
}
