using System.Text;
using Clientele.Bytes;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Adds up what each customer bought and returned, and writes a bucket's <see cref="PurchaseFile"/>. Customers without a purchase are counted and left out.</summary>
internal sealed class PurchaseSink : ILineSink, IDisposable
{
    private const int Enough = 1 << 20;

    private readonly Stream _into;
    private readonly PurchaseSums _sums;
    private readonly ByteBuffer _buffer = new(Enough + (Enough / 4));
    private readonly byte[] _key = new byte[SectionWriter.LongestKey];
    private readonly byte[] _id = new byte[SectionWriter.LongestId];
    private int _keyLength;
    private int _idLength;
    private bool _isIdentified;
    private PurchaseTotals _totals;

    /// <param name="rules">Which lines are returns, and what duplicates count.</param>
    /// <param name="into">Left open.</param>
    public PurchaseSink(TransactionRules rules, Stream into)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentNullException.ThrowIfNull(into);
        _into = into;
        _sums = new PurchaseSums(rules.Returns == ReturnMark.Prefix ? Encoding.UTF8.GetBytes(rules.ReturnPrefix) : [], rules.ExactDuplicates == ExactDuplicates.Drop);
        _buffer.Byte(PurchaseFile.Version);
    }

    /// <summary>Of all customers, once it is finished.</summary>
    public PurchaseTotals Totals => _totals with
    {
        PurchaseLines = _sums.PurchaseLines,
        ReturnLines = _sums.ReturnLines,
        Duplicates = _sums.Duplicates,
        FirstDay = _sums.FirstDay == int.MaxValue ? 0 : _sums.FirstDay,
        LastDay = _sums.LastDay,
    };

    public void Customer(ReadOnlySpan<byte> key, ReadOnlySpan<byte> id, bool identified)
    {
        EndCustomer();
        key.CopyTo(_key);
        id.CopyTo(_id);
        (_keyLength, _idLength, _isIdentified) = (key.Length, id.Length, identified);
    }

    public void Invoice(ReadOnlySpan<byte> number, int firstDay, ReadOnlySpan<byte> lines) => _sums.Add(number, firstDay, lines);

    public ValueTask FlushAsync(CancellationToken cancellation) => _buffer.Length < Enough ? ValueTask.CompletedTask : WriteAsync(cancellation);

    public ValueTask FinishAsync(CancellationToken cancellation)
    {
        EndCustomer();
        _buffer.Byte(SectionWriter.EndMark);
        Totals.Write(_buffer);
        return WriteAsync(cancellation);
    }

    public void Dispose() => _buffer.Dispose();

    private void EndCustomer()
    {
        if (_keyLength == 0)
        {
            return;
        }

        IReadOnlyList<Purchase> purchases = _sums.InOrder();
        bool bought = purchases.Count > 0;
        _totals = _totals with
        {
            Customers = _totals.Customers + (bought ? 1 : 0),
            Identified = _totals.Identified + (bought && _isIdentified ? 1 : 0),
            Purchases = _totals.Purchases + purchases.Count,
            WithoutPurchase = _totals.WithoutPurchase + (!bought && _sums.HasLines ? 1 : 0),
            MadeUp = _totals.MadeUp + (_isIdentified ? 0 : 1),
            ExactRevenue = _totals.ExactRevenue + _sums.Revenue,
        };
        if (bought)
        {
            _buffer.Byte(SectionWriter.CustomerMark);
            SectionWriter.WriteCustomer(_buffer, _key.AsSpan(0, _keyLength), _id.AsSpan(0, _idLength), _isIdentified);
            PurchaseFile.Write(_buffer, _sums.Customer, purchases);
        }

        _sums.Clear();
        _keyLength = 0;
    }

    private async ValueTask WriteAsync(CancellationToken cancellation)
    {
        await _into.WriteAsync(_buffer.Written, cancellation);
        _buffer.Clear();
    }
}
