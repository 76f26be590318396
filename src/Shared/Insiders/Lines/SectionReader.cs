using System.Buffers;
using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>What stands next in a section.</summary>
internal enum SectionEntry
{
    /// <summary>Nothing was read yet.</summary>
    None,
    Customer,
    Invoice,
    End,
}

/// <summary>
/// Reads a section entry by entry: from memory, or from a stream with a buffer that holds one invoice. What it shows holds until the next move.
/// Whatever is not a section, as <see cref="SectionWriter"/> writes it, is an <see cref="InvalidDataException"/>; lines are looked at by who uses them. Not safe for two threads.
/// </summary>
internal sealed class SectionReader : IDisposable
{
    /// <summary>As good as any for sections of some hundred kilobytes.</summary>
    public const int DefaultBuffer = 64 * 1024;

    // More than a customer, or than an invoice without its lines.
    private const int MostBeforeLines = 2048;

    private readonly Stream? _stream;
    private readonly byte[] _key = new byte[SectionWriter.LongestKey];
    private readonly byte[] _id = new byte[SectionWriter.LongestId];
    private readonly byte[] _number = new byte[SectionWriter.LongestInvoice];
    private byte[] _buffer = [];
    private ReadOnlyMemory<byte> _bytes;
    private int _at;
    private int _keyLength;
    private int _idLength;
    private int _numberLength;
    private int _linesLength;
    private int _linesStart;
    private bool _isEnded;
    private bool _isFirst = true;
    private bool _hasInvoice = true;

    public SectionReader(ReadOnlyMemory<byte> section) => (_bytes, _isEnded) = (section, true);

    /// <param name="section">Read to its end; left open.</param>
    /// <param name="bufferBytes">To begin with.</param>
    public SectionReader(Stream section, int bufferBytes = DefaultBuffer)
    {
        ArgumentNullException.ThrowIfNull(section);
        _stream = section;
        _buffer = ArrayPool<byte>.Shared.Rent(Math.Max(bufferBytes, 2 * MostBeforeLines));
    }

    public SectionEntry Entry { get; private set; }

    /// <summary>Of the customer that was last moved to, also while their invoices are read.</summary>
    public ReadOnlySpan<byte> Key => _key.AsSpan(0, _keyLength);

    public ReadOnlySpan<byte> Id => _id.AsSpan(0, _idLength);

    public bool IsIdentified { get; private set; }

    public ReadOnlySpan<byte> Number => _number.AsSpan(0, _numberLength);

    public int FirstDay { get; private set; }

    /// <summary>The invoice's lines as written by <see cref="InvoiceLine.Write"/>.</summary>
    public ReadOnlySpan<byte> Lines => _bytes.Span.Slice(_linesStart, _linesLength);

    /// <exception cref="InvalidDataException">The bytes are no section.</exception>
    public ValueTask<SectionEntry> MoveAsync(CancellationToken cancellation)
    {
        // What there is nearly always suffices.
        return _isEnded || _bytes.Length - _at >= MostBeforeLines ? Moved(cancellation) : FillAndMoveAsync(cancellation);
    }

    public void Dispose()
    {
        byte[] buffer = Interlocked.Exchange(ref _buffer, []);
        if (buffer.Length > 0)
        {
            _bytes = default;
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private async ValueTask<SectionEntry> FillAndMoveAsync(CancellationToken cancellation)
    {
        await FillAsync(MostBeforeLines, cancellation);
        return await Moved(cancellation);
    }

    private ValueTask<SectionEntry> Moved(CancellationToken cancellation)
    {
        Entry = Parse();
        return Entry != SectionEntry.Invoice || _bytes.Length - _linesStart >= _linesLength ? new(Entry) : FillLinesAsync(cancellation);
    }

    private async ValueTask<SectionEntry> FillLinesAsync(CancellationToken cancellation)
    {
        _at = _linesStart;
        await FillAsync(_linesLength, cancellation);
        _linesStart = _at;
        _at += _linesLength;
        return _at <= _bytes.Length ? Entry : throw new InvalidDataException("A section ends within an invoice.");
    }

    private SectionEntry Parse()
    {
        if (Entry == SectionEntry.End)
        {
            return Entry;
        }

        var cursor = new ByteCursor(_bytes.Span[_at..]);
        if (Entry == SectionEntry.None && cursor.Byte() is not SectionWriter.Version and byte version)
        {
            throw new InvalidDataException($"A section has the version {version}; {SectionWriter.Version} is read.");
        }

        SectionEntry entry = cursor.Byte() switch
        {
            SectionWriter.EndMark => ParseEnd(cursor),
            SectionWriter.CustomerMark => ParseCustomer(ref cursor),
            SectionWriter.InvoiceMark => ParseInvoice(ref cursor),
            byte mark => throw new InvalidDataException($"A section has the mark {mark}, which nothing has."),
        };
        _at = _bytes.Length - cursor.Rest().Length;
        if (entry == SectionEntry.Invoice)
        {
            _linesStart = _at;
            _at += _linesLength;
        }

        return entry;
    }

    private SectionEntry ParseEnd(ByteCursor cursor) =>
        cursor.AtEnd && _hasInvoice ? SectionEntry.End : throw new InvalidDataException("A section goes on behind its end, or a customer has no invoice.");

    private SectionEntry ParseCustomer(ref ByteCursor cursor)
    {
        Span<byte> before = stackalloc byte[SectionWriter.LongestKey];
        Key.CopyTo(before);
        before = before[.._keyLength];
        (_keyLength, _idLength, IsIdentified) = SectionWriter.ReadCustomer(ref cursor, _key, _id);
        if (!_hasInvoice || (!_isFirst && before.SequenceCompareTo(Key) >= 0))
        {
            throw new InvalidDataException("A section's customers are not in order, or one has no invoice.");
        }

        _isFirst = false;
        _hasInvoice = false;
        return SectionEntry.Customer;
    }

    private SectionEntry ParseInvoice(ref ByteCursor cursor)
    {
        ReadOnlySpan<byte> number = cursor.ShortText();
        ulong length = cursor.Varint();
        ulong day = length > 0 ? cursor.Varint() : 0;
        if (_isFirst || number.Length > SectionWriter.LongestInvoice || length > int.MaxValue / 2 || day > (ulong)DateOnly.MaxValue.DayNumber
            || (_hasInvoice && Number.SequenceCompareTo(number) >= 0))
        {
            throw new InvalidDataException("An invoice of a section has no customer, is too long, or is not in order.");
        }

        number.CopyTo(_number);
        (_numberLength, _linesLength, FirstDay, _hasInvoice) = (number.Length, (int)length, (int)day, true);
        if (_isEnded && cursor.Rest().Length < _linesLength)
        {
            throw new InvalidDataException("A section ends within an invoice.");
        }

        return SectionEntry.Invoice;
    }

    /// <summary>Reads until so many bytes lie ahead, or the stream ends.</summary>
    private async ValueTask FillAsync(int ahead, CancellationToken cancellation)
    {
        int left = _bytes.Length - _at;
        if (left >= ahead)
        {
            return;
        }

        byte[] into = _buffer;
        if (ahead > into.Length)
        {
            into = ArrayPool<byte>.Shared.Rent(ahead);
        }

        _bytes.Span[_at..].CopyTo(into);
        if (into != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = into;
        }

        _at = 0;
        while (left < ahead)
        {
            int read = await _stream!.ReadAsync(into.AsMemory(left), cancellation);
            if (read == 0)
            {
                _isEnded = true;
                break;
            }

            left += read;
        }

        _bytes = into.AsMemory(0, left);
    }
}
