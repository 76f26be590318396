using System.Globalization;
using System.Text;
using Clientele.LocalHost.Generate;

namespace Clientele.Unit.Generate;

public sealed class CampaignGeneratorTests
{
    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        byte[] first = await WriteAsync(500, 7, new());

        (await WriteAsync(500, 7, new())).ShouldBe(first);
        (await WriteAsync(500, 8, new())).ShouldNotBe(first);
    }

    [Fact]
    public async Task A_file_without_flaws_has_whole_rows_distinct_ids_and_values_within_the_ranges_of_the_real_file()
    {
        List<Dictionary<string, string>> rows = Rows(await WriteAsync(5_000, 3, new() { Flaws = 0 }));

        rows.Count.ShouldBe(5_000);
        rows.Select(row => row["ID"]).Distinct().Count().ShouldBe(5_000);
        InRange(rows, "Year_Birth", 1940, 1996);
        InRange(rows, "Income", 1_730, 162_397);
        InRange(rows, "Kidhome", 0, 2);
        InRange(rows, "Teenhome", 0, 2);
        InRange(rows, "Recency", 0, 99);
        InRange(rows, "MntWines", 0, 1_493);
        InRange(rows, "MntMeatProducts", 0, 1_725);
        InRange(rows, "NumWebPurchases", 0, 27);
        InRange(rows, "NumCatalogPurchases", 0, 28);
        InRange(rows, "NumStorePurchases", 0, 13);
        InRange(rows, "NumWebVisitsMonth", 0, 20);
        InRange(rows, "Z_CostContact", 3, 3);
        InRange(rows, "Z_Revenue", 11, 11);
        foreach (DateOnly day in rows.Select(row => DateOnly.ParseExact(row["Dt_Customer"], "yyyy-MM-dd", CultureInfo.InvariantCulture)))
        {
            day.ShouldBeInRange(new DateOnly(2012, 7, 30), new DateOnly(2014, 6, 29));
        }
    }

    [Fact]
    public async Task Averages_lie_near_those_of_the_real_file()
    {
        List<Dictionary<string, string>> rows = Rows(await WriteAsync(20_000, 4, new() { Flaws = 0 }));

        Mean(rows, "Income").ShouldBe(51_970, 1_500);
        Mean(rows, "MntWines").ShouldBe(304, 60);
        Mean(rows, "MntMeatProducts").ShouldBe(167, 35);
        Mean(rows, "NumStorePurchases").ShouldBe(5.8, 0.6);
        Mean(rows, "Response").ShouldBe(0.149, 0.02);
    }

    [Fact]
    public async Task Flaws_are_as_many_as_asked_for()
    {
        string[] lines = Encoding.UTF8.GetString(await WriteAsync(20_000, 5, new() { Flaws = 0.1 })).TrimEnd('\n').Split('\n')[1..];

        lines.Count(line => line.StartsWith(';')).ShouldBeInRange(60, 180);
        lines.Count(line => line.Split(';').Length != 29).ShouldBeInRange(50, 160);
        lines.Count(line => line.Split(';')[4].Length == 0).ShouldBeInRange(900, 1_300);
    }

    [Fact]
    public async Task A_linear_model_finds_the_signal_on_customers_it_has_not_seen()
    {
        List<(double[] Features, bool Responds)> rows = [.. Rows(await WriteAsync(8_000, 6, new() { Flaws = 0 })).Select(Features)];

        double auc = Auc(rows[4_000..], Fit(rows[..4_000]));

        // What is known of the real data: 0.87 with nine such features, 0.91 with everything.
        auc.ShouldBeInRange(0.80, 0.95);
    }

    private static (double[] Features, bool Responds) Features(Dictionary<string, string> row)
    {
        double Number(string name) => double.Parse(row[name], CultureInfo.InvariantCulture);
        double accepted = Enumerable.Range(1, 5).Sum(i => Number($"AcceptedCmp{i}"));
        double tenure = new DateOnly(2014, 6, 29).DayNumber - DateOnly.ParseExact(row["Dt_Customer"], "yyyy-MM-dd", CultureInfo.InvariantCulture).DayNumber;
        double partner = row["Marital_Status"] is "Married" or "Together" ? 1 : 0;
        return (
            [1, accepted, (Number("Recency") - 49) / 29, (tenure - 350) / 200, (Number("NumCatalogPurchases") - 2.7) / 3, (Number("NumWebVisitsMonth") - 5.3) / 2.4, partner, Number("Teenhome")],
            row["Response"] == "1");
    }

    private static double[] Fit(List<(double[] Features, bool Responds)> rows)
    {
        double[] weights = new double[rows[0].Features.Length];
        for (int step = 0; step < 300; step++)
        {
            double[] gradient = new double[weights.Length];
            foreach ((double[] features, bool responds) in rows)
            {
                double error = (1 / (1 + Math.Exp(-Dot(weights, features)))) - (responds ? 1 : 0);
                for (int i = 0; i < weights.Length; i++)
                {
                    gradient[i] += error * features[i] / rows.Count;
                }
            }

            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] -= gradient[i];
            }
        }

        return weights;
    }

    private static double Auc(List<(double[] Features, bool Responds)> rows, double[] weights)
    {
        bool[] ranked = [.. rows.OrderBy(row => Dot(weights, row.Features)).Select(row => row.Responds)];
        double positives = ranked.Count(responds => responds);
        double rankSum = ranked.Select((responds, index) => responds ? index + 1.0 : 0).Sum();
        return (rankSum - (positives * (positives + 1) / 2)) / (positives * (ranked.Length - positives));
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private static double Mean(List<Dictionary<string, string>> rows, string column) =>
        rows.Average(row => double.Parse(row[column], CultureInfo.InvariantCulture));

    private static void InRange(List<Dictionary<string, string>> rows, string column, int low, int high)
    {
        int[] values = [.. rows.Select(row => int.Parse(row[column], CultureInfo.InvariantCulture))];
        values.Min().ShouldBeGreaterThanOrEqualTo(low, column);
        values.Max().ShouldBeLessThanOrEqualTo(high, column);
    }

    private static List<Dictionary<string, string>> Rows(byte[] csv)
    {
        string[] lines = Encoding.UTF8.GetString(csv).TrimEnd('\n').Split('\n');
        string[] names = lines[0].Split(';');
        return [.. lines.Skip(1).Select(line => names.Zip(line.Split(';')).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private static async Task<byte[]> WriteAsync(long rows, int seed, CampaignOptions options)
    {
        using MemoryStream stream = new();
        await CampaignGenerator.WriteAsync(stream, rows, seed, options, CancellationToken.None);
        return stream.ToArray();
    }
}
