using Clientele.Insiders;
using Clientele.Learning;

namespace Clientele.Unit.Insiders.Report;

/// <summary>A shop made by hand: customers with purchases on days, and what else a report is made of.</summary>
internal sealed class ReportShop(int firstDay = ReportShop.Start, int lastDay = ReportShop.Start + 364)
{
    /// <summary>1 January 2017 as a day number.</summary>
    public const int Start = 736329;

    private readonly List<(string Id, bool Identified, (int Day, double Amount)[] Purchases, double Returns, double Lines, double Units)> _customers = [];

    public int Count => _customers.Count;

    /// <param name="purchases">Days from the first of the history, and money.</param>
    public ReportShop Add(IReadOnlyList<(int Day, double Amount)> purchases, bool identified = true, double returns = 0, double? lines = null, double? units = null, string? id = null)
    {
        _customers.Add((
            id ?? $"c{_customers.Count:0000}",
            identified,
            [.. purchases.Select(purchase => (firstDay + purchase.Day, purchase.Amount))],
            returns,
            lines ?? purchases.Count,
            units ?? purchases.Count * 10));
        return this;
    }

    /// <summary>One purchase of this money on the first day.</summary>
    public ReportShop Revenue(double revenue, double returns = 0, double lines = 1, double units = 10) => Add([(0, revenue)], returns: returns, lines: lines, units: units);

    public PurchaseTable Table()
    {
        var features = new Matrix(_customers.Count, PurchaseFeatures.Count);
        var starts = new List<int> { 0 };
        var days = new List<int>();
        var amounts = new List<double>();
        for (int customer = 0; customer < _customers.Count; customer++)
        {
            (_, _, (int Day, double Amount)[] purchases, double returns, double lines, double units) = _customers[customer];
            days.AddRange(purchases.Select(purchase => purchase.Day));
            amounts.AddRange(purchases.Select(purchase => purchase.Amount));
            starts.Add(days.Count);
            double revenue = purchases.Sum(purchase => purchase.Amount);
            int buyingDays = purchases.Select(purchase => purchase.Day).Distinct().Count();
            int tenure = lastDay - purchases[0].Day;
            Span<double> row = features.RowToWrite(customer);
            row[(int)PurchaseFeature.Revenue] = revenue;
            row[(int)PurchaseFeature.Recency] = lastDay - purchases[^1].Day;
            row[(int)PurchaseFeature.Lines] = lines;
            row[(int)PurchaseFeature.Frequency] = purchases.Length / (tenure + 1.0);
            row[(int)PurchaseFeature.Returns] = returns;
            row[(int)PurchaseFeature.Invoices] = purchases.Length;
            row[(int)PurchaseFeature.Units] = units;
            row[(int)PurchaseFeature.Ticket] = revenue / purchases.Length;
            row[(int)PurchaseFeature.DaysBetween] = buyingDays > 1 ? (purchases[^1].Day - purchases[0].Day) / (buyingDays - 1.0) : Math.Max(1, tenure);
            row[(int)PurchaseFeature.BasketUnits] = units / purchases.Length;
            row[(int)PurchaseFeature.BasketProducts] = lines / purchases.Length;
            row[(int)PurchaseFeature.Products] = lines;
            row[(int)PurchaseFeature.Tenure] = tenure;
        }

        return new PurchaseTable(
            [.. _customers.Select(customer => customer.Id)], [.. _customers.Select(customer => customer.Identified)], features, [.. starts], [.. days], [.. amounts], firstDay, lastDay);
    }

    public static InsiderRules RevenueRules(double enter, double stay) => new([new RuleCondition(PurchaseFeature.Revenue, AtLeast: true, enter, stay)], 0.9, 0.8);

    /// <summary>Sixty regular customers and a hundred and forty who buy little, in three groups, with everything a report shows.</summary>
    public static InsiderReportInput Input(string upload = "transactions/shop.csv")
    {
        var shop = new ReportShop();
        for (int customer = 0; customer < 200; customer++)
        {
            bool often = customer < 60;
            int purchases = often ? 6 + (customer % 5) : 1 + (customer % 3);
            shop.Add(
                [.. Enumerable.Range(0, purchases).Select(i => ((i * (often ? 36 : 90)) + (customer % 30), (often ? 80.0 : 30) + (7 * (customer % 11))))],
                identified: customer < 180,
                returns: customer % 4,
                lines: purchases * (1 + (customer % 3)));
        }

        PurchaseTable table = shop.Table();
        InsiderRules rules = new(
            [new(PurchaseFeature.Revenue, AtLeast: true, 600, 500), new(PurchaseFeature.Recency, AtLeast: false, 150, 170)], Precision: 0.93, Recall: 0.88);
        return new InsiderReportInput
        {
            SchemaTitle = "Ventas",
            RunId = "20170101-shop",
            UploadName = upload,
            ModelVersion = "v1",
            Demonstration = true,
            Purchases = table,
            CustomerClusters = [.. Enumerable.Range(0, 200).Select(customer => customer < 60 ? 1 : customer % 2 == 0 ? 2 : 5)],
            Members = [.. Enumerable.Range(0, 200).Select(customer => customer < 60 && rules.IsMember(table.Features.Row(customer), wasMember: false))],
            Clusters =
            [
                new(1, new("Regular, high revenue", "Regulares, ingresos altos", "Regulares, receita alta"), Insider: true),
                new(2, new("Small purchases", "Compras pequeñas", "Compras pequenas"), Insider: false),
                new(5, new("Long ago", "Hace tiempo", "Há muito tempo"), Insider: false),
            ],
            Rules = rules,
            Compared = [new(new("Log-standardised", "Logaritmos estandarizados", "Logaritmos padronizados"), new("k-means", "k-medias", "k-médias"), 3, 0.41, 0.9, 0.2, 0.6, Used: true)],
            MemberMonths = Months(0.6),
            AllMonths = Months(1),
            Holdouts = [new(new DateOnly(2017, 6, 30), 90, 1000, 950, 800, null, 0.05), new(new DateOnly(2017, 8, 31), 90, 1200, 800, 1150, 1300, 0.06)],
            ForecastMethod = new("By BG/NBD.", "Con BG/NBD.", "Por BG/NBD."),
            Movement = new InsiderMovement(Entered: 7, Left: 3, Stayed: 40, New: 2),
            Cleaning = [new(new("Price too low", "Precio demasiado bajo", "Preço baixo demais"), 2591)],
            MapX = [.. Enumerable.Range(0, 200).Select(customer => (double)(customer % 37))],
            MapY = [.. Enumerable.Range(0, 200).Select(customer => (double)(customer / 20))],
        };
    }

    private static MonthRevenue[] Months(double part) =>
    [
        .. Enumerable.Range(1, 12).Select(month => new MonthRevenue(new DateOnly(2017, month, 1), part * (20000 + (1000 * month)), 0, part * (20000 + (1000 * month)), part * (20000 + (1000 * month)), Whole: month < 12)),
        .. Enumerable.Range(1, 3).Select(month => new MonthRevenue(new DateOnly(2018, month, 1), 0, part * 12345, part * 10000, part * 15000, Whole: true)),
    ];
}
