using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>The customers and invoices that a chunk's lines name, found by hash. Not safe for two threads.</summary>
internal sealed class CollectedInvoices : IDisposable
{
    private const int FirstSlots = 1024;

    private readonly CustomerPlace _place;
    private readonly HashSet<ulong> _droppedCustomers;
    private readonly ByteBuffer _texts = new(64 * 1024);
    private CollectedCustomer[] _customers = new CollectedCustomer[FirstSlots];
    private CollectedInvoice[] _invoices = new CollectedInvoice[FirstSlots];
    private SlotTable _customerTable = new(FirstSlots);
    private SlotTable _invoiceTable = new(FirstSlots);

    // Of the line before: its invoice, and whether it named a customer.
    private int _last = -1;
    private bool _lastIsKnown;

    public CollectedInvoices(CustomerPlace place, HashSet<ulong> droppedCustomers)
    {
        ArgumentNullException.ThrowIfNull(place);
        (_place, _droppedCustomers) = (place, droppedCustomers);
    }

    public int CustomerCount { get; private set; }

    public int InvoiceCount { get; private set; }

    public ReadOnlySpan<CollectedCustomer> Customers => _customers.AsSpan(0, CustomerCount);

    public ReadOnlySpan<CollectedInvoice> Invoices => _invoices.AsSpan(0, InvoiceCount);

    public ReadOnlySpan<byte> Text(TextPlace place) => _texts.Written.Span.Slice(place.Start, place.Length);

    /// <param name="id">Empty where the customer is not known.</param>
    /// <param name="number">As the file has it.</param>
    /// <returns>The invoice's slot; −1 where its customer is left out.</returns>
    public int Find(ReadOnlySpan<byte> id, ReadOnlySpan<byte> number)
    {
        bool isKnown = !id.IsEmpty;
        if (_last >= 0 && isKnown == _lastIsKnown)
        {
            ref readonly CollectedInvoice last = ref _invoices[_last];
            if (number.SequenceEqual(Text(last.Number)) && (!isKnown || id.SequenceEqual(Text(_customers[last.Customer].Id))))
            {
                return _customers[last.Customer].IsDropped ? -1 : _last;
            }
        }

        Span<byte> room = stackalloc byte[SectionWriter.LongestInvoice];
        Span<byte> madeUp = stackalloc byte[SectionWriter.LongestId];
        ReadOnlySpan<byte> shortNumber = InvoiceNumber.Short(number, room);
        int customer = FindCustomer(isKnown ? id : InvoiceNumber.MadeUpId(shortNumber, madeUp), isKnown);
        _last = FindInvoice(customer, shortNumber);
        _lastIsKnown = isKnown;
        return _customers[customer].IsDropped ? -1 : _last;
    }

    /// <summary>One more line.</summary>
    public void Count(int invoice, int day)
    {
        ref CollectedInvoice counted = ref _invoices[invoice];
        counted.FirstDay = counted.Lines == 0 ? day : Math.Min(counted.FirstDay, day);
        counted.Lines++;
    }

    public void Dispose() => _texts.Dispose();

    private int FindCustomer(ReadOnlySpan<byte> id, bool isKnown)
    {
        ulong hash = LineHash.Of(id);
        for (int at = _customerTable.First(hash); ; at = _customerTable.Next(at))
        {
            int slot = _customerTable[at];
            if (slot < 0)
            {
                _customerTable.Set(at, CustomerCount);
                AddCustomer(id, hash, isKnown);
                return CustomerCount - 1;
            }

            if (_customers[slot].Hash == hash && id.SequenceEqual(Text(_customers[slot].Id)))
            {
                // A file may call a customer what is made up for another's invoice: then they are one, and known.
                _customers[slot].IsIdentified |= isKnown;
                return slot;
            }
        }
    }

    private void AddCustomer(ReadOnlySpan<byte> id, ulong hash, bool isKnown)
    {
        Span<byte> key = stackalloc byte[SectionWriter.LongestKey];
        int length = _place(id, key, out int bucket);
        Grow(ref _customers, CustomerCount);
        _customers[CustomerCount++] = new CollectedCustomer
        {
            Hash = hash,
            Id = Keep(id),
            Key = Keep(key[..length]),
            Bucket = bucket,
            IsIdentified = isKnown,
            IsDropped = isKnown && _droppedCustomers.Contains(hash),
        };
        if (_customerTable.IsFull(CustomerCount))
        {
            _customerTable = new SlotTable(_customerTable.Size * 2);
            for (int slot = 0; slot < CustomerCount; slot++)
            {
                _customerTable.Add(_customers[slot].Hash, slot);
            }
        }
    }

    private int FindInvoice(int customer, ReadOnlySpan<byte> number)
    {
        ulong hash = LineHash.Combine(LineHash.Of(number), (ulong)customer);
        for (int at = _invoiceTable.First(hash); ; at = _invoiceTable.Next(at))
        {
            int slot = _invoiceTable[at];
            if (slot < 0)
            {
                _invoiceTable.Set(at, InvoiceCount);
                AddInvoice(customer, number, hash);
                return InvoiceCount - 1;
            }

            ref readonly CollectedInvoice found = ref _invoices[slot];
            if (found.Hash == hash && found.Customer == customer && number.SequenceEqual(Text(found.Number)))
            {
                return slot;
            }
        }
    }

    private void AddInvoice(int customer, ReadOnlySpan<byte> number, ulong hash)
    {
        Grow(ref _invoices, InvoiceCount);
        _invoices[InvoiceCount++] = new CollectedInvoice { Hash = hash, Customer = customer, Number = Keep(number) };
        if (_invoiceTable.IsFull(InvoiceCount))
        {
            _invoiceTable = new SlotTable(_invoiceTable.Size * 2);
            for (int slot = 0; slot < InvoiceCount; slot++)
            {
                _invoiceTable.Add(_invoices[slot].Hash, slot);
            }
        }
    }

    private TextPlace Keep(ReadOnlySpan<byte> text)
    {
        var place = new TextPlace(_texts.Length, text.Length);
        _texts.Bytes(text);
        return place;
    }

    private static void Grow<T>(ref T[] items, int count)
    {
        if (count == items.Length)
        {
            Array.Resize(ref items, count * 2);
        }
    }
}

internal readonly record struct TextPlace(int Start, int Length);

internal struct CollectedCustomer
{
    public ulong Hash;
    public TextPlace Id;
    public TextPlace Key;
    public int Bucket;
    public bool IsIdentified;
    public bool IsDropped;
}

internal struct CollectedInvoice
{
    public ulong Hash;
    public TextPlace Number;
    public int Customer;
    public int Lines;
    public int FirstDay;
}

/// <summary>Open addressing with linear steps: slots by hash, −1 where there is none. Half of it stays free.</summary>
internal readonly struct SlotTable
{
    private readonly int[] _slots;

    /// <param name="size">A power of two.</param>
    public SlotTable(int size)
    {
        _slots = new int[size];
        Array.Fill(_slots, -1);
    }

    public int Size => _slots.Length;

    public int this[int at] => _slots[at];

    public int First(ulong hash) => (int)(hash >> 32) & (_slots.Length - 1);

    public int Next(int at) => (at + 1) & (_slots.Length - 1);

    public void Set(int at, int slot) => _slots[at] = slot;

    public bool IsFull(int count) => 2 * count >= _slots.Length;

    public void Add(ulong hash, int slot)
    {
        int at = First(hash);
        while (_slots[at] >= 0)
        {
            at = Next(at);
        }

        _slots[at] = slot;
    }
}
