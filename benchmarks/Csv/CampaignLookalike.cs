using System.Globalization;
using System.Text;

namespace Clientele.Benchmarks.Csv;

/// <summary>A file with the columns, spellings and lengths of a campaign file. Its values mean nothing: they are for reading.</summary>
internal static class CampaignLookalike
{
    private const string Header =
        "ID;Year_Birth;Education;Marital_Status;Income;Kidhome;Teenhome;Dt_Customer;Recency;MntWines;MntFruits;MntMeatProducts;MntFishProducts;MntSweetProducts;MntGoldProds;" +
        "NumDealsPurchases;NumWebPurchases;NumCatalogPurchases;NumStorePurchases;NumWebVisitsMonth;AcceptedCmp3;AcceptedCmp4;AcceptedCmp5;AcceptedCmp1;AcceptedCmp2;Complain;Z_CostContact;Z_Revenue;Response\r\n";

    private static readonly string[] Degrees = ["Graduation", "Graduation", "Graduation", "PhD", "Master", "2n Cycle", "Basic"];
    private static readonly string[] Statuses = ["Married", "Together", "Single", "Divorced", "Widow"];

    public static async Task WriteAsync(string path, int rows)
    {
        var random = new Random(7);
        var first = new DateOnly(2012, 7, 30);
        await using var writer = new StreamWriter(path, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), 1 << 20);
        await writer.WriteAsync(Header);
        var line = new StringBuilder();
        for (int i = 0; i < rows; i++)
        {
            line.Clear();
            string income = random.Next(100) == 0 ? "" : random.Next(4000, 110_000).ToString(CultureInfo.InvariantCulture);
            line.Append(CultureInfo.InvariantCulture, $"{i + 1};{random.Next(1940, 1997)};{Degrees[random.Next(Degrees.Length)]};{Statuses[random.Next(Statuses.Length)]};{income};");
            line.Append(CultureInfo.InvariantCulture, $"{random.Next(3)};{random.Next(3)};{first.AddDays(random.Next(700)):yyyy-MM-dd};{random.Next(100)};");
            foreach (int most in (ReadOnlySpan<int>)[1500, 200, 1000, 260, 200, 250])
            {
                line.Append((int)(most * Math.Pow(random.NextDouble(), 3))).Append(';');
            }

            foreach (int most in (ReadOnlySpan<int>)[8, 12, 10, 14, 10])
            {
                line.Append(random.Next(most)).Append(';');
            }

            for (int flag = 0; flag < 6; flag++)
            {
                line.Append(random.Next(14) == 0 ? "1;" : "0;");
            }

            line.Append("3;11;").Append(random.Next(7) == 0 ? '1' : '0').Append("\r\n");
            await writer.WriteAsync(line);
        }
    }
}
