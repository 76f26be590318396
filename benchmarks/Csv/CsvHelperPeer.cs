using System.Diagnostics;
using CsvHelper;

namespace Clientele.Benchmarks.Csv;

/// <summary>The same file into a class, the way CsvHelper's documentation does it.</summary>
internal static class CsvHelperPeer
{
    public static Task RunAsync(string[] arguments)
    {
        var seconds = new List<double>();
        long rows = 0;
        double spend = 0;
        TimeSpan cpu = default;
        for (int i = 1 - CsvRound.WarmingPasses; i <= CsvRound.TimedPasses; i++)
        {
            cpu = i == 1 ? Environment.CpuUsage.TotalTime : cpu;
            long start = Stopwatch.GetTimestamp();
            rows = 0;
            spend = 0;
            using (CsvReader reader = CsvReader.FromFile(arguments[0], new CsvReaderOptions { Separator = ';' }))
            {
                foreach (CampaignRow row in reader.GetRecords<CampaignRow>())
                {
                    rows++;
                    spend += row.MntWines;
                }
            }

            if (i > 0)
            {
                seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        cpu = Environment.CpuUsage.TotalTime - cpu;
        string version = typeof(CsvReader).Assembly.GetName().Version?.ToString(3) ?? "";
        Console.WriteLine(CsvRound.Json("CsvHelper " + version, rows, spend, seconds, cpu));
        return Task.CompletedTask;
    }
}

/// <summary>A customer of the campaign file.</summary>
[CsvRecord]
public sealed partial class CampaignRow
{
    public int ID { get; set; }
    [CsvColumn("Year_Birth")]
    public int YearBirth { get; set; }
    public string Education { get; set; } = "";
    [CsvColumn("Marital_Status")]
    public string MaritalStatus { get; set; } = "";
    public double? Income { get; set; }
    public int Kidhome { get; set; }
    public int Teenhome { get; set; }
    [CsvColumn("Dt_Customer")]
    public DateOnly DtCustomer { get; set; }
    public int Recency { get; set; }
    public double MntWines { get; set; }
    public double MntFruits { get; set; }
    public double MntMeatProducts { get; set; }
    public double MntFishProducts { get; set; }
    public double MntSweetProducts { get; set; }
    public double MntGoldProds { get; set; }
    public int NumDealsPurchases { get; set; }
    public int NumWebPurchases { get; set; }
    public int NumCatalogPurchases { get; set; }
    public int NumStorePurchases { get; set; }
    public int NumWebVisitsMonth { get; set; }
    public bool AcceptedCmp3 { get; set; }
    public bool AcceptedCmp4 { get; set; }
    public bool AcceptedCmp5 { get; set; }
    public bool AcceptedCmp1 { get; set; }
    public bool AcceptedCmp2 { get; set; }
    public bool Complain { get; set; }
    [CsvColumn("Z_CostContact")]
    public double CostContact { get; set; }
    [CsvColumn("Z_Revenue")]
    public double Revenue { get; set; }
    public bool Response { get; set; }
}
