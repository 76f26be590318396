using System.Text;

namespace Clientele.LocalHost.Generate;

/// <summary>What a generated history of invoices is like.</summary>
public sealed record TransactionsOptions
{
    /// <summary>Customers who may come; null: one for 110 lines. Most buy a little, some never do.</summary>
    public int? Customers { get; init; }

    /// <summary>Half of the invoices have no more lines than this. At least 1.</summary>
    public double MedianLines { get; init; } = Math.Exp(2.3);
}

/// <summary>
/// Invoice lines of a wholesaler of gifts, in the layout of the public Online Retail data (comma, CRLF, ISO-8859-1, <c>29-Nov-16</c>, an empty ninth column):
/// invoices of several lines in order of time, few customers who buy much and many who buy little, invoices without a customer, returns of what was
/// bought shortly before, postage and manual entries, and lines without a price.
/// </summary>
public static class TransactionsGenerator
{
    private const int Products = 3_800;
    private const int Days = 373;
    private const int Remembered = 512;
    private static readonly DateOnly FirstDay = new(2016, 11, 29);

    private static readonly (byte[] Name, double Share)[] Countries =
    [
        .. new (string Name, double Share)[]
        {
            ("United Kingdom", 0.905), ("Germany", 0.022), ("France", 0.02), ("EIRE", 0.014), ("Spain", 0.007), ("Netherlands", 0.006), ("Belgium", 0.006),
            ("Switzerland", 0.005), ("Portugal", 0.005), ("Norway", 0.003), ("Italy", 0.003), ("Unspecified", 0.002), ("European Community", 0.002),
        }.Select(each => (Encoding.Latin1.GetBytes(each.Name), each.Share)),
    ];

    private static readonly double[] CountryShares = [.. Countries.Select(each => each.Share)];

    /// <summary>Writes the header and <paramref name="rows"/> lines in constant memory. The same arguments give the same bytes.</summary>
    /// <param name="output">Left open.</param>
    /// <param name="rows">0 or more.</param>
    /// <param name="seed">Any number.</param>
    /// <param name="cancellation">Ends early, between blocks.</param>
    public static Task WriteAsync(Stream output, long rows, int seed, CancellationToken cancellation) => WriteAsync(output, rows, seed, new TransactionsOptions(), cancellation);

    /// <inheritdoc cref="WriteAsync(Stream, long, int, CancellationToken)"/>
    /// <param name="options">What the shop is like.</param>
    public static async Task WriteAsync(Stream output, long rows, int seed, TransactionsOptions options, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentNullException.ThrowIfNull(options);
        CsvBytes csv = new(output, (byte)',', "\r\n");
        Shop shop = new(unchecked((ulong)seed), rows, options);
        csv.Raw("InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country,\r\n"u8);
        for (long row = 0; row < rows; row++)
        {
            shop.Write(csv, row);
            if (csv.IsNearlyFull)
            {
                await csv.FlushAsync(cancellation);
            }
        }

        await csv.FlushAsync(cancellation);
    }

    /// <summary>The invoice being written, and the last lines that could still come back.</summary>
    private sealed class Shop(ulong seed, long rows, TransactionsOptions options)
    {
        private readonly Randomness _random = new(seed);
        private readonly int _customers = options.Customers ?? (int)Math.Clamp(rows / 110, 60, 50_000_000);
        private readonly double _lines = Math.Log(options.MedianLines);
        private readonly Line[] _recent = new Line[Remembered];
        private long _bought;
        private long _number = 536_364;
        private int _linesLeft;
        private bool _isReturn;
        private int _customer;

        public void Write(CsvBytes csv, long row)
        {
            if (_linesLeft-- == 0)
            {
                Open();
            }

            Line line = _isReturn ? Returned() : Bought();
            csv.Raw(_isReturn ? "C"u8 : default);
            csv.Integer(_number);
            Catalogue.Write(csv, line.Product);
            csv.Integer(line.Quantity);
            csv.Date(FirstDay.AddDays((int)(row * Days / rows)), "dd-MMM-yy");
            csv.Price(line.Price);
            if (line.Customer < 0)
            {
                csv.Empty();
            }
            else
            {
                csv.Integer(12_346 + line.Customer);
            }

            csv.Text(Countries[Country(line.Customer)].Name);
            csv.Empty();
            csv.EndLine();
        }

        private void Open()
        {
            _number++;
            _isReturn = _bought > 40 && _random.Chance(0.15);
            _linesLeft = (_isReturn ? 1 + _random.Below(3) : Math.Clamp((int)Math.Exp(_lines + (1.15 * _random.Normal())), 1, 1_000)) - 1;

            // A power of a uniform number: the first tenth of the customers makes about half of the invoices.
            _customer = _random.Chance(0.2) ? -1 : (int)(_customers * Math.Pow(_random.Uniform(), 3));
        }

        private Line Bought()
        {
            int product = (int)(Products * Math.Pow(_random.Uniform(), 1.8));
            decimal price = Catalogue.Price(product);
            int quantity = Math.Clamp((int)Math.Exp(1.1 + Wholesale() + (1.0 * _random.Normal())), 1, 4_800);
            if (_random.Chance(0.004))
            {
                (product, quantity, price) = (Catalogue.Postage, 1 + _random.Below(3), 18m);
            }
            else if (_random.Chance(0.0045))
            {
                price = 0m;
            }

            Line line = new(_customer, product, quantity, price);
            _recent[_bought++ % Remembered] = line;
            return line;
        }

        private Line Returned()
        {
            Line back = _recent[_random.Below((int)Math.Min(_bought, Remembered))];
            return back with { Quantity = -Math.Max(1, (int)(back.Quantity * _random.Uniform())) };
        }

        /// <summary>How much more than a private customer this one takes at a time, as a logarithm: a trait for life.</summary>
        private double Wholesale() => _customer < 0 ? -0.6 : 1.8 * Math.Pow(Trait(_customer, 1), 2);

        private int Country(int customer)
        {
            double hit = customer < 0 ? 0 : Trait(customer, 2);
            int index = 0;
            while (index < CountryShares.Length - 1 && hit >= CountryShares[index])
            {
                hit -= CountryShares[index++];
            }

            return index;
        }

        private double Trait(int customer, ulong which) => (Randomness.Mix(seed ^ ((ulong)customer << 8) ^ which) >> 11) * (1.0 / (1UL << 53));
    }

    private readonly record struct Line(int Customer, int Product, int Quantity, decimal Price);
}
