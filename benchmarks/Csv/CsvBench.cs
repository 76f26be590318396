using System.Globalization;
using System.Text.Json;
using Clientele.LocalHost.Generate;

namespace Clientele.Benchmarks.Csv;

/// <summary>Reading and typing a campaign file of a million customers, against pandas and CsvHelper: same file, same run, each in fresh processes by turns.</summary>
public static class CsvBench
{
    private const int Rows = 1_000_000;
    private const int ManyRows = 5_000_000;
    private const int Rounds = 3;
    private const int Seed = 7;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string file = await InputAsync(context, Rows);
        bool hasPandas = await PandasPeer.InstallAsync(context);
        var ours = new List<CsvRound>();
        var csvHelper = new List<CsvRound>();
        var pandas = new List<CsvRound>();
        for (int round = 1; round <= Rounds; round++)
        {
            context.Log.WriteLine($"round {round} of {Rounds}");
            ours.Add(await RoundAsync(context, "csv-ours", file));
            csvHelper.Add(await RoundAsync(context, "csv-csvhelper", file));
            if (hasPandas)
            {
                pandas.Add(CsvRound.Parse(await PandasPeer.ReadAsync(context, file)));
            }
        }

        CheckSame(ours.Concat(csvHelper).Concat(pandas));
        CsvRound many = await RoundAsync(context, "csv-ours", await InputAsync(context, ManyRows));
        double rate = Median(ours, r => r.RowsPerSecond);
        var figures = new List<Figure>
        {
            Figure.Told("csv.rows_per_s", rate, "rows/s"),
            Against("csv.vs_csvhelper", rate, csvHelper, csvHelper[0].Version),
            Figure.AtMost("csv.peak_mb", ours.Max(r => r.PeakMegabytes), "MB", 150, csvHelper[0].Version, Median(csvHelper, r => r.PeakMegabytes)),
            Figure.AtMost("csv.peak_mb_5m", many.PeakMegabytes, "MB", 150),
            Figure.Told("csv.rows_per_s_5m", many.RowsPerSecond, "rows/s"),
            Figure.Told("csv.cpu_ns_per_row", Median(ours, r => r.CpuNanosecondsPerRow), "ns"),
            Figure.Told("csv.cpu_ns_per_row_csvhelper", Median(csvHelper, r => r.CpuNanosecondsPerRow), "ns"),
            Figure.Told("csv.split_gb_per_s", Median(ours, r => r.SplitGigabytesPerSecond), "GB/s"),
        };
        figures.Insert(1, hasPandas
            ? Against("csv.vs_pandas", rate, pandas, pandas[0].Version)
            : new Figure("csv.vs_pandas", 0, "times", "pandas (not installed, and apt-get could not install it)", null, "≥ 5", Holds: false));
        return figures;
    }

    private static Figure Against(string id, double rate, List<CsvRound> peer, string version)
    {
        double peerRate = Median(peer, r => r.RowsPerSecond);
        return Figure.AtLeast(id, rate / peerRate, "times", 5, version + ", rows/s", peerRate);
    }

    private static async Task<string> InputAsync(BenchContext context, int rows)
    {
        string file = Path.Combine(context.WorkFolder, $"customers-{rows}.csv");
        if (!File.Exists(file))
        {
            context.Log.WriteLine($"writing {rows.ToString("N0", CultureInfo.InvariantCulture)} customers");
            await using (FileStream part = File.Create(file + ".part"))
            {
                // Without flaws: the other readers throw where a record is cut short.
                await CampaignGenerator.WriteAsync(part, rows, Seed, new CampaignOptions { Flaws = 0 }, context.CancellationToken);
            }

            File.Move(file + ".part", file);
        }

        return file;
    }

    private static async Task<CsvRound> RoundAsync(BenchContext context, string child, string file) =>
        CsvRound.Parse(await PeerProcess.ChildAsync(context, child, file));

    /// <summary>Whoever skips rows or columns is not measured.</summary>
    private static void CheckSame(IEnumerable<CsvRound> rounds)
    {
        CsvRound[] different = [.. rounds.DistinctBy(r => (r.Rows, Math.Round(r.SpendSum)))];
        if (different.Length > 1)
        {
            throw new InvalidOperationException($"The readers do not agree: {string.Join("; ", different.Select(d => d.ToString()))}");
        }
    }

    private static double Median(List<CsvRound> rounds, Func<CsvRound, double> value) => rounds.Select(value).Order().ElementAt(rounds.Count / 2);
}

/// <summary>What one process measured: the median of its timed passes, after passes to warm up.</summary>
internal sealed record CsvRound(string Version, long Rows, double SpendSum, double RowsPerSecond, double PeakMegabytes, double CpuNanosecondsPerRow, double SplitGigabytesPerSecond)
{
    public const int TimedPasses = 3;

    /// <summary>.NET compiles what is hot a second time, some tenths of a second later: a pass that short would time the compiler.</summary>
    public const int WarmingPasses = 5;

    public static CsvRound Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        double[] seconds = [.. root.GetProperty("seconds").EnumerateArray().Select(s => s.GetDouble()).Order()];
        long rows = root.GetProperty("rows").GetInt64();
        return new CsvRound(
            root.GetProperty("version").GetString() ?? "",
            rows,
            root.GetProperty("spend").GetDouble(),
            rows / seconds[seconds.Length / 2],
            root.GetProperty("peakMb").GetDouble(),
            root.TryGetProperty("cpuNsPerRow", out JsonElement cpu) ? cpu.GetDouble() : 0,
            root.TryGetProperty("splitGbPerS", out JsonElement split) ? split.GetDouble() : 0);
    }

    /// <param name="cpu">Of all the timed passes, over all threads: what the pass costs, whatever else the machine does meanwhile.</param>
    public static string Json(string version, long rows, double spend, IEnumerable<double> seconds, TimeSpan cpu, double splitGigabytesPerSecond = 0) =>
        FormattableString.Invariant($"{{\"version\":\"{version}\",\"rows\":{rows},\"spend\":{spend:R},\"seconds\":[{string.Join(',', seconds.Select(s => s.ToString("R", CultureInfo.InvariantCulture)))}],\"peakMb\":{PeerProcess.PeakMegabytes():0.0},\"cpuNsPerRow\":{cpu.TotalNanoseconds / TimedPasses / rows:0},\"splitGbPerS\":{splitGigabytesPerSecond:0.00}}}");
}
