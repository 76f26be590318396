using System.Numerics;
using System.Runtime.Intrinsics;

namespace Clientele.Csv;

/// <summary>
/// Where a record ends: the one set of rules that the splitter and the reader share, so that they agree on every input.
/// A quote opens only at the start of a field; inside, two quotes are one; what follows a closing quote is literal up to the delimiter.
/// LF, CR LF and a lone CR end a line. Positions count from the start of the record.
/// </summary>
internal static class RecordScan
{
    /// <summary>The longest record, in UTF-8 bytes without its line end.</summary>
    public const int Limit = 1 << 20;

    /// <summary>
    /// How much of a line that is too long decides about it: the limit, one byte to look ahead, and the rest of a character.
    /// Behind it the line's bytes matter to nobody.
    /// </summary>
    public const int Decisive = Limit + 8;

    public const byte Quote = (byte)'"';
    public const byte Cr = (byte)'\r';
    public const byte Lf = (byte)'\n';

    public enum Outcome
    {
        Record,

        /// <summary>A quote that is not closed within the limit or the file: the first physical line is the reject.</summary>
        UnclosedQuote,

        TooLong,

        /// <summary>More bytes are needed to decide.</summary>
        NeedMore,

        /// <summary>The line is too long, and its end is not among the bytes.</summary>
        EndlessLine,
    }

    /// <param name="Kind">What was found.</param>
    /// <param name="Content">Length without the line end.</param>
    /// <param name="Next">Where the next record starts.</param>
    /// <param name="EndlessFault">For <see cref="Outcome.EndlessLine"/>: which fault the line has.</param>
    public readonly record struct Result(Outcome Kind, int Content, int Next, Outcome EndlessFault = Outcome.TooLong);

    public static Result Find(ReadOnlySpan<byte> bytes, byte delimiter, bool isEnd)
    {
        int at = 0;
        while (true)
        {
            int found = at > bytes.Length ? -1 : bytes[at..].IndexOfAny(Quote, Cr, Lf);
            int position = found < 0 ? bytes.Length : at + found;
            if (position > Limit)
            {
                return ToLineEnd(bytes, Limit + 1, Outcome.TooLong, isEnd);
            }

            if (found < 0)
            {
                return isEnd ? new(Outcome.Record, bytes.Length, bytes.Length) : new(Outcome.NeedMore, 0, 0);
            }

            if (bytes[position] != Quote)
            {
                return AtLineEnd(bytes, position, Outcome.Record, isEnd);
            }

            if (position > 0 && bytes[position - 1] != delimiter)
            {
                at = position + 1;
                continue;
            }

            int close = FindClose(bytes, position + 1, isEnd);
            if (close == -2)
            {
                return new(Outcome.NeedMore, 0, 0);
            }

            if (close == -1)
            {
                return ToLineEnd(bytes, 0, Outcome.UnclosedQuote, isEnd);
            }

            at = close + 1;
        }
    }

    /// <summary>Line ends among the bytes, CR LF counting once. A CR as the last byte counts.</summary>
    public static long CountLineEnds(ReadOnlySpan<byte> bytes)
    {
        long count = 0;
        int i = 0;
        for (; i + Vector256<byte>.Count + 1 <= bytes.Length; i += Vector256<byte>.Count)
        {
            Vector256<byte> here = Vector256.Create(bytes.Slice(i, Vector256<byte>.Count));
            Vector256<byte> next = Vector256.Create(bytes.Slice(i + 1, Vector256<byte>.Count));
            Vector256<byte> loneCr = Vector256.AndNot(Vector256.Equals(here, Vector256.Create(Cr)), Vector256.Equals(next, Vector256.Create(Lf)));
            count += BitOperations.PopCount((Vector256.Equals(here, Vector256.Create(Lf)) | loneCr).ExtractMostSignificantBits());
        }

        for (; i < bytes.Length; i++)
        {
            bool lone = bytes[i] == Cr && (i + 1 == bytes.Length || bytes[i + 1] != Lf);
            count += bytes[i] == Lf || lone ? 1 : 0;
        }

        return count;
    }

    /// <returns>The closing quote; −1 when there is none within the limit; −2 when more bytes are needed.</returns>
    private static int FindClose(ReadOnlySpan<byte> bytes, int at, bool isEnd)
    {
        int within = Math.Min(bytes.Length, Limit + 1);
        while (at < within)
        {
            int found = bytes[at..within].IndexOf(Quote);
            if (found < 0)
            {
                break;
            }

            int quote = at + found;
            if (quote + 1 == bytes.Length)
            {
                return isEnd ? quote : -2;
            }

            if (bytes[quote + 1] != Quote)
            {
                return quote;
            }

            at = quote + 2;
        }

        return bytes.Length > Limit || isEnd ? -1 : -2;
    }

    private static Result ToLineEnd(ReadOnlySpan<byte> bytes, int from, Outcome kind, bool isEnd)
    {
        int found = bytes[from..].IndexOfAny(Cr, Lf);
        if (found >= 0)
        {
            return AtLineEnd(bytes, from + found, kind, isEnd);
        }

        if (isEnd)
        {
            return new(kind, bytes.Length, bytes.Length);
        }

        return bytes.Length < Decisive ? new(Outcome.NeedMore, 0, 0) : new(Outcome.EndlessLine, 0, 0, kind);
    }

    private static Result AtLineEnd(ReadOnlySpan<byte> bytes, int position, Outcome kind, bool isEnd)
    {
        if (bytes[position] == Lf)
        {
            return new(kind, position, position + 1);
        }

        if (position + 1 == bytes.Length)
        {
            return isEnd ? new(kind, position, position + 1) : new(Outcome.NeedMore, 0, 0);
        }

        return new(kind, position, bytes[position + 1] == Lf ? position + 2 : position + 1);
    }
}
