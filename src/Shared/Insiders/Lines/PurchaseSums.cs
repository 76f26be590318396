using Clientele.Bytes;

namespace Clientele.Insiders;

/// <summary>An invoice with a purchase.</summary>
/// <param name="Day">Its first day of purchase.</param>
/// <param name="Amount">Money of the purchases on it.</param>
internal readonly record struct Purchase(int Day, Int128 Amount);

/// <summary>Adds up the invoices of one customer after the other, exactly. Not safe for two threads.</summary>
/// <param name="returnPrefix">What the numbers of returns begin with; empty where quantities alone tell.</param>
/// <param name="countsOnce">Lines that are equal in every column count once.</param>
internal sealed class PurchaseSums(byte[] returnPrefix, bool countsOnce)
{
    private readonly ProductSet _products = new();
    private readonly List<Purchase> _purchases = [];
    private Int128 _units;
    private Int128 _returned;
    private long _lines;
    private long _basketProducts;

    /// <summary>Of the customer at hand.</summary>
    public Int128 Revenue { get; private set; }

    public bool HasLines { get; private set; }

    /// <summary>Of all customers so far.</summary>
    public long PurchaseLines { get; private set; }

    public long ReturnLines { get; private set; }

    public long Duplicates { get; private set; }

    /// <summary>Of all lines so far; <see cref="int.MaxValue"/> where there is none.</summary>
    public int FirstDay { get; private set; } = int.MaxValue;

    public int LastDay { get; private set; }

    /// <summary>Of the customer at hand.</summary>
    public CustomerPurchases Customer => new(
        Money.ToDouble(Revenue), _lines, Money.UnitsToDouble(_returned), Money.UnitsToDouble(_units), _basketProducts, _products.Count);

    /// <summary>Of the customer at hand, by day and then by the invoices' order.</summary>
    public IReadOnlyList<Purchase> InOrder()
    {
        bool isInOrder = true;
        for (int i = 1; i < _purchases.Count && isInOrder; i++)
        {
            isInOrder = _purchases[i - 1].Day <= _purchases[i].Day;
        }

        // The sort keeps equals in place, and numbers of invoices nearly always rise with the days.
        return isInOrder ? _purchases : [.. _purchases.OrderBy(static purchase => purchase.Day)];
    }

    /// <summary>Begins another customer.</summary>
    public void Clear()
    {
        HasLines = false;
        Revenue = _units = _returned = 0;
        _lines = _basketProducts = 0;
        _purchases.Clear();
        _products.Clear();
    }

    /// <exception cref="InvalidDataException">The lines are none that were ever written.</exception>
    public void Add(ReadOnlySpan<byte> number, int firstDay, ReadOnlySpan<byte> lines)
    {
        bool isReturned = returnPrefix.Length > 0 && number.StartsWith(returnPrefix);
        Int128 amount = 0;
        int day = int.MaxValue;
        int products = 0;
        ulong bought = 0;
        InvoiceLine before = default;
        var cursor = new ByteCursor(lines);
        for (bool isFirst = true; !cursor.AtEnd; isFirst = false)
        {
            InvoiceLine line = InvoiceLine.Read(ref cursor, firstDay);
            if (!isFirst && InvoiceLine.Compare(before, line) >= 0)
            {
                throw new InvalidDataException("The lines of an invoice are not in order.");
            }

            before = line;
            HasLines = true;
            FirstDay = Math.Min(FirstDay, line.Day);
            LastDay = Math.Max(LastDay, line.Day);
            Duplicates += line.Count - 1;
            long count = countsOnce ? 1 : line.Count;
            if (isReturned || line.Quantity < 0)
            {
                ReturnLines += count;
                _returned += (Int128)Math.Abs(line.Quantity) * count;
                continue;
            }

            // Lines stand by product, so what was bought before is the same product or never comes again.
            bool isNew = products == 0 || line.Product != bought;
            products += isNew ? 1 : 0;
            if (isNew)
            {
                bought = line.Product;
                _products.Add(bought);
            }

            day = Math.Min(day, line.Day);
            amount += line.Amount * count;
            _units += (Int128)line.Quantity * count;
            _lines += count;
            PurchaseLines += count;
        }

        if (products > 0)
        {
            _purchases.Add(new Purchase(day, amount));
            _basketProducts += products;
            Revenue += amount;
        }
    }
}

/// <summary>Hashes of products, counted once each. Emptying it costs nothing.</summary>
internal sealed class ProductSet
{
    private ulong[] _hashes = new ulong[256];
    private int[] _rounds = new int[256];
    private int _round = 1;

    public int Count { get; private set; }

    public void Clear()
    {
        Count = 0;
        if (++_round == int.MaxValue)
        {
            Array.Clear(_rounds);
            _round = 1;
        }
    }

    public void Add(ulong hash)
    {
        int mask = _hashes.Length - 1;
        int at = (int)hash & mask;
        while (_rounds[at] == _round)
        {
            if (_hashes[at] == hash)
            {
                return;
            }

            at = (at + 1) & mask;
        }

        _hashes[at] = hash;
        _rounds[at] = _round;
        if (2 * ++Count >= _hashes.Length)
        {
            Grow();
        }
    }

    private void Grow()
    {
        (ulong[] hashes, int[] rounds, int round) = (_hashes, _rounds, _round);
        (_hashes, _rounds, _round, Count) = (new ulong[hashes.Length * 2], new int[hashes.Length * 2], 1, 0);
        for (int i = 0; i < hashes.Length; i++)
        {
            if (rounds[i] == round)
            {
                Add(hashes[i]);
            }
        }
    }
}
