using System.Globalization;
using System.Text;
using Clientele.Insiders;
using Clientele.Unit.Schemas;

namespace Clientele.Unit.Insiders.Value;

/// <summary>On the real invoices with the reference's cleaning: the forecasts of three cuts, one of them before the high season.</summary>
public class RealForecastTests
{
    private const string File = "ecommerce.csv";
    private static readonly HashSet<string> NoProducts = ["POST", "D", "DOT", "M", "S", "AMAZONFEE", "m", "DCGSSBOY", "DCGSSGIRL", "PADS", "B", "CRUK"];

    [RealFileFact(File)]
    public void Forecasts_beat_the_naive_one_and_purchases_are_as_likely_as_said()
    {
        PurchaseTable table = Read(RealFile.PathOf(File));
        table.Count.ShouldBe(5_695);
        int better = 0;
        foreach (DateOnly cut in (DateOnly[])[new(2017, 5, 31), new(2017, 6, 30), new(2017, 8, 31)])
        {
            ForecastHoldout holdout = ForecastHoldouts.Of(table, cut, 90, new());
            better += Math.Abs(holdout.Model - holdout.Actual) < Math.Abs(holdout.Naive - holdout.Actual) ? 1 : 0;
            holdout.PitDistance!.Value.ShouldBeLessThanOrEqualTo(0.08, $"cut {cut:yyyy-MM-dd}");
        }

        better.ShouldBeGreaterThanOrEqualTo(2);
        ValueTraining.Fit(table, new()).Method.ShouldBe(ForecastMethod.Model);
    }

    private static PurchaseTable Read(string path)
    {
        var invoices = new SortedDictionary<(string Customer, string Invoice), (int Day, double Amount)>();
        (int first, int last) = (int.MaxValue, 0);
        foreach (string line in System.IO.File.ReadLines(path, Encoding.Latin1).Skip(1))
        {
            List<string> csv = Fields(line);
            (string invoice, string customer) = (csv[0], csv[6]);
            customer = customer.Length > 0 ? customer : $"invoice-{invoice}";
            double price = double.Parse(csv[5], CultureInfo.InvariantCulture);
            if (!(price > 0.04) || NoProducts.Contains(csv[1]) || csv[7] is "European Community" or "Unspecified" || customer == "16446")
            {
                continue;
            }

            int quantity = int.Parse(csv[3], CultureInfo.InvariantCulture);
            int day = DateOnly.ParseExact(csv[4], "d-MMM-yy", CultureInfo.InvariantCulture).DayNumber;
            (first, last) = (Math.Min(first, day), Math.Max(last, day));
            if (quantity > 0)
            {
                (int begun, double amount) = invoices.GetValueOrDefault((customer, invoice), (day, 0));
                invoices[(customer, invoice)] = (Math.Min(begun, day), amount + (quantity * price));
            }
        }

        return Shop.Table(first, last, [.. invoices.GroupBy(each => each.Key.Customer).Select(each => (each.Key, each.Select(one => one.Value).OrderBy(one => one.Day).ToArray()))]);
    }

    /// <summary>No line of this file breaks within quotes, and quotes are of no interest.</summary>
    private static List<string> Fields(string line)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        foreach (char letter in line)
        {
            quoted ^= letter == '"';
            if (letter == ',' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
            }
            else
            {
                field.Append(letter);
            }
        }

        fields.Add(field.ToString());
        return fields;
    }
}
