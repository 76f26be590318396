using System.Globalization;
using Clientele.Benchmarks.Csv;
using Clientele.LocalHost;
using CsvHelper;

namespace Clientele.Benchmarks.Campaign;

/// <summary>The 2,240 customers of marketing_campaign.csv and, for each, its fold in three repeats of five (duplicates together).</summary>
internal sealed record CampaignData(IReadOnlyList<CampaignRow> Customers, double[] Responded, int[][] Folds)
{
    public const int FoldsPerRepeat = 5;

    /// <summary>From $CLIENTELE_DATA, else data/ at the project's root; the folds lie in reference/ beside it.</summary>
    /// <exception cref="InvalidOperationException">A file is missing, or the folds are those of other customers.</exception>
    public static CampaignData Read()
    {
        string data = Environment.GetEnvironmentVariable("CLIENTELE_DATA") is { Length: > 0 } folder ? folder : Path.Combine(ProjectRoot.Find(), "data");
        string file = Existing(Path.Combine(data, "marketing_campaign.csv"));
        string folds = Existing(Path.Combine(data, "..", "reference", "campaign_folds.csv"));
        using CsvReader reader = CsvReader.FromFile(file, new CsvReaderOptions { Separator = ';' });
        CampaignRow[] customers = [.. reader.GetRecords<CampaignRow>()];
        Dictionary<int, int[]> foldsOf = File.ReadLines(folds).Skip(1)
            .Select(line => line.Split(',').Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)).ToArray())
            .ToDictionary(cells => cells[0], cells => cells[1..]);
        int repeats = foldsOf.First().Value.Length;
        if (foldsOf.Count != customers.Length || customers.Any(customer => !foldsOf.ContainsKey(customer.ID)))
        {
            throw new InvalidOperationException($"{folds} holds the folds of other customers than {file}.");
        }

        return new CampaignData(
            customers,
            [.. customers.Select(customer => customer.Response ? 1.0 : 0.0)],
            [.. Enumerable.Range(0, repeats).Select(repeat => customers.Select(customer => foldsOf[customer.ID][repeat]).ToArray())]);
    }

    private static string Existing(string path) =>
        File.Exists(path) ? path : throw new InvalidOperationException($"The bench needs {Path.GetFileName(path)}: set CLIENTELE_DATA to the folder of marketing_campaign.csv, with ../reference/campaign_folds.csv beside it.");
}
