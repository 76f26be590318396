using System.Text;
using Clientele.Bytes;
using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Where a customer stands among all.</summary>
/// <param name="id">Canonical id, UTF-8, at most <see cref="SectionWriter.LongestId"/> bytes.</param>
/// <param name="key">Room for <see cref="SectionWriter.LongestKey"/> bytes of what orders customers within a bucket.</param>
/// <param name="bucket">From 0.</param>
/// <returns>Length of the key.</returns>
internal delegate int CustomerPlace(ReadOnlySpan<byte> id, Span<byte> key, out int bucket);

/// <summary>
/// The invoice lines of one chunk: what the schema's rules leave of them, by customer and invoice. Which lines stand together in a file is left to chance,
/// but nearly always a line has the invoice of the one before. Not safe for two threads.
/// </summary>
internal sealed class LineCollector : IDisposable
{
    private readonly TransactionRules _rules;
    private readonly TransactionFields _fields;
    private readonly bool _dropsMissing;
    private readonly double _priceAbove;
    private readonly HashSet<ulong> _products;
    private readonly HashSet<ulong> _countries;
    private readonly CollectedInvoices _invoices;
    private readonly CollectedLines _lines = new();
    private readonly InvoiceOrder _order;

    private long _read;
    private long _withoutCustomer;
    private long _droppedByPrice;
    private long _droppedByProduct;
    private long _droppedByCountry;
    private long _droppedByCustomer;

    /// <param name="schema">Of transactions.</param>
    /// <param name="place">Asked once for each customer.</param>
    public LineCollector(Schema schema, CustomerPlace place)
    {
        ArgumentNullException.ThrowIfNull(schema);
        _rules = schema.Transactions ?? throw new ArgumentException($"The schema {schema.Id} is none of transactions.", nameof(schema));
        _fields = _rules.Fields;
        _dropsMissing = _rules.MissingCustomer == MissingCustomer.Drop;
        _priceAbove = _rules.PriceAbove;
        _products = Hashes(_rules.DropStockCodes);
        _countries = Hashes(_rules.DropCountries);
        _invoices = new CollectedInvoices(place, Hashes(_rules.DropCustomers));
        _order = new InvoiceOrder(_invoices, _lines);
    }

    public LineCounts Counts => new(
        _read, _withoutCustomer, _dropsMissing ? _withoutCustomer : 0, _droppedByPrice, _droppedByProduct, _droppedByCountry, _droppedByCustomer);

    /// <param name="record">As the schema's typer accepted it: all fields but customer, country and description have values.</param>
    /// <exception cref="ArgumentException">They have not.</exception>
    public void Add(TypedRecord record)
    {
        ArgumentNullException.ThrowIfNull(record);
        _read++;
        ReadOnlySpan<byte> id = record.Text(_fields.Customer);
        int invoice = -1;
        if (id.IsEmpty)
        {
            _withoutCustomer++;
            if (_dropsMissing)
            {
                return;
            }

            // Made before the other rules: the invoice is a customer although none of its lines may count.
            invoice = _invoices.Find(id, record.Text(_fields.Invoice));
        }

        double price = record.Numbers[_fields.Price];
        double quantity = record.Numbers[_fields.Quantity];
        double day = record.Numbers[_fields.Date];
        if (!(Math.Abs(price) <= TransactionFields.LargestAmount && Math.Abs(quantity) <= TransactionFields.LargestAmount && day is >= 0 and <= int.MaxValue))
        {
            throw new ArgumentException("A line has no price, quantity or date, or one beyond its bounds.", nameof(record));
        }

        if (price <= _priceAbove)
        {
            _droppedByPrice++;
            return;
        }

        ulong product = LineHash.Of(record.Text(_fields.Product));
        if (_products.Contains(product))
        {
            _droppedByProduct++;
            return;
        }

        ulong country = _fields.Country < 0 ? 0 : LineHash.Of(record.Text(_fields.Country));
        if (_countries.Contains(country))
        {
            _droppedByCountry++;
            return;
        }

        invoice = invoice >= 0 ? invoice : _invoices.Find(id, record.Text(_fields.Invoice));
        if (invoice < 0)
        {
            _droppedByCustomer++;
            return;
        }

        ulong description = _fields.Description < 0 ? 0 : LineHash.Of(record.Text(_fields.Description));
        _invoices.Count(invoice, (int)day);
        _lines.Add(
            invoice, new InvoiceLine(product, (uint)LineHash.Combine(description, country), Fixed(quantity), Fixed(price), (int)day, 1));
    }

    /// <summary>The section of one bucket, also where it has no customers.</summary>
    /// <param name="bucket">From 0; ask for each once all lines are added.</param>
    /// <param name="into">Where the section's bytes go, behind what is there.</param>
    public void Write(int bucket, ByteBuffer into)
    {
        ArgumentNullException.ThrowIfNull(into);
        _order.Write(bucket, new SectionWriter(into));
    }

    public void Dispose()
    {
        _lines.Dispose();
        _order.Dispose();
        _invoices.Dispose();
    }

    private static long Fixed(double value) => (long)Math.Round(value * InvoiceLine.Scale);

    private static HashSet<ulong> Hashes(IReadOnlyList<string> texts) => [.. texts.Select(text => LineHash.Of(Encoding.UTF8.GetBytes(text)))];
}
