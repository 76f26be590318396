using Clientele.Benchmarks.Csv;
using Clientele.Learning;

namespace Clientele.Benchmarks.Campaign;

/// <summary>
/// The columns that the candidates learn from: log amounts, shares, rates, ages and flags. What it learns from customers (two medians, the newest
/// entry date) comes from the training rows alone.
/// </summary>
internal sealed class CampaignFeatures
{
    /// <summary>Above it stands one customer, with 666,666.</summary>
    private const double HighestIncome = 200_000;

    private const int OldestBirth = 1920;
    private const int YearOfTheFile = 2014;

    private static readonly string[] Educations = ["Basic", "2n Cycle", "Graduation", "Master", "PhD"];
    private static readonly string[] Maritals = ["Single", "Married", "Together", "Divorced", "Widow"];

    private readonly double _medianIncome;
    private readonly double _medianBirth;
    private readonly DateOnly _newest;

    public CampaignFeatures(IReadOnlyList<CampaignRow> training)
    {
        _medianIncome = Median([.. training.Select(IncomeOf).OfType<double>()]);
        _medianBirth = Median([.. training.Select(BirthOf).OfType<double>()]);
        _newest = training.Max(customer => customer.DtCustomer);
    }

    /// <summary>Columns with more than a handful of values, which a spline may bend; the others are flags and small counts.</summary>
    public static IReadOnlyList<int> Continuous { get; } = FindContinuous();

    public Matrix Build(IReadOnlyList<CampaignRow> customers) =>
        Matrix.FromRows([.. customers.Select(customer => Columns(customer).Select(column => column.Value).ToArray())]);

    private List<(double Value, bool Continuous)> Columns(CampaignRow customer)
    {
        var columns = new List<(double, bool)>();
        void Curve(double value) => columns.Add((value, true));
        void Flag(double value) => columns.Add((value, false));

        double income = IncomeOf(customer) ?? _medianIncome;
        double tenure = _newest.DayNumber - customer.DtCustomer.DayNumber;
        double[] amounts = [customer.MntWines, customer.MntFruits, customer.MntMeatProducts, customer.MntFishProducts, customer.MntSweetProducts, customer.MntGoldProds];
        double[] purchases = [customer.NumDealsPurchases, customer.NumWebPurchases, customer.NumCatalogPurchases, customer.NumStorePurchases];
        double spend = amounts.Sum();
        double orders = purchases.Sum();
        double children = customer.Kidhome + customer.Teenhome;
        string marital = customer.MaritalStatus is "Alone" or "Absurd" or "YOLO" ? "Single" : customer.MaritalStatus;
        double partner = marital is "Married" or "Together" ? 1 : 0;
        bool[] accepted = [customer.AcceptedCmp1, customer.AcceptedCmp2, customer.AcceptedCmp3, customer.AcceptedCmp4, customer.AcceptedCmp5];

        Flag(customer.Income is null ? 1 : 0);
        Curve(income);
        Curve(Math.Log(1 + income));
        Curve(YearOfTheFile - (BirthOf(customer) ?? _medianBirth));
        Curve(tenure);
        Curve(customer.Recency);
        Array.ForEach(amounts, amount => Curve(Math.Log(1 + amount)));
        Array.ForEach(amounts, amount => Curve(amount / Math.Max(spend, 1)));
        Curve(Math.Log(1 + spend));
        Array.ForEach(purchases, Curve);
        Array.ForEach(purchases, count => Curve(count / Math.Max(orders, 1)));
        Curve(orders);
        Curve(Math.Log(1 + (spend / Math.Max(orders, 1))));
        Curve(customer.NumWebVisitsMonth);
        Curve(customer.NumWebPurchases / (1.0 + customer.NumWebVisitsMonth));
        Curve(Math.Log(1 + (1000 * spend / Math.Max(income, 1))));
        Curve(Math.Log(1 + (30 * spend / (tenure + 30))));
        Curve(30 * orders / (tenure + 30));
        Flag(customer.Kidhome);
        Flag(customer.Teenhome);
        Flag(children);
        Flag(partner);
        Flag(1 + partner + children);
        Array.ForEach(Maritals, each => Flag(marital == each ? 1 : 0));
        Flag(Array.IndexOf(Educations, customer.Education));
        Array.ForEach(Educations, each => Flag(customer.Education == each ? 1 : 0));
        Array.ForEach(accepted, each => Flag(each ? 1 : 0));
        Flag(accepted.Count(each => each));
        Flag(customer.Complain ? 1 : 0);
        return columns;
    }

    private static int[] FindContinuous()
    {
        var any = new CampaignRow { Income = 1, YearBirth = YearOfTheFile };
        List<(double Value, bool Continuous)> columns = new CampaignFeatures([any]).Columns(any);
        return [.. Enumerable.Range(0, columns.Count).Where(j => columns[j].Continuous)];
    }

    private static double? IncomeOf(CampaignRow customer) => customer.Income is < HighestIncome ? customer.Income : null;

    private static double? BirthOf(CampaignRow customer) => customer.YearBirth > OldestBirth ? customer.YearBirth : null;

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }
}
