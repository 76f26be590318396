using System.Globalization;
using Clientele.Benchmarks.Campaign;
using Clientele.LocalHost.Generate;

namespace Clientele.Benchmarks.Pipeline;

/// <summary>
/// Read, score, explain, bucketed blobs, publish: a generated campaign file through the run engine into storage in memory, scored with the quickest learner
/// alone and with the champion that training chooses on the 2,240 real customers (a blend of three learners), both with reasons in three languages.
/// </summary>
public static class PipelineBench
{
    private const int Seed = 11;
    private const int Rounds = 3;
    private const double LeastRowsPerSecond = 200_000;
    private const double MostMegabytes = 400;
    private const double LeastChampionRowsPerSecond = 20_000;
    private const string ManyLabelled = "20000";

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        (double rate, double peak) = await MeasureAsync(context, 1_000_000, Rounds, "quick", ManyLabelled);
        (double rateMany, double peakMany) = await MeasureAsync(context, 5_000_000, 1, "quick", ManyLabelled);
        (double champion, double championPeak) = await MeasureAsync(context, 1_000_000, Rounds, PipelineOurs.Champion, CampaignRows.FileOf("marketing_campaign.csv"));
        return
        [
            Figure.AtLeast("pipeline.rows_per_s", rate, "rows/s", LeastRowsPerSecond),
            Figure.AtMost("pipeline.peak_mb", peak, "MB", MostMegabytes),
            Figure.AtLeast("pipeline.rows_per_s_5m", rateMany, "rows/s", LeastRowsPerSecond),
            Figure.AtMost("pipeline.peak_mb_5m", peakMany, "MB", MostMegabytes),
            Figure.AtLeast("pipeline.champion_rows_per_s", champion, "rows/s", LeastChampionRowsPerSecond),
            Figure.AtMost("pipeline.champion_peak_mb", championPeak, "MB", MostMegabytes),
        ];
    }

    private static async Task<(double RowsPerSecond, double PeakMegabytes)> MeasureAsync(
        BenchContext context, int rows, int rounds, string model, string labelled)
    {
        string file = await InputAsync(context, rows);
        var rates = new List<double>();
        double peak = 0;
        for (int round = 1; round <= rounds; round++)
        {
            context.Log.WriteLine($"{rows.ToString("N0", CultureInfo.InvariantCulture)} customers, {model} of {Path.GetFileName(labelled)}, round {round} of {rounds}");
            double[] told = [.. (await PeerProcess.ChildAsync(context, "pipeline-ours", file, model, labelled)).Split(' ').Select(each => double.Parse(each, CultureInfo.InvariantCulture))];
            rates.Add(told[0] / told[1]);
            peak = Math.Max(peak, told[2]);
        }

        return (rates.Order().ElementAt(rates.Count / 2), peak);
    }

    private static async Task<string> InputAsync(BenchContext context, int rows)
    {
        string file = Path.Combine(context.WorkFolder, $"pipeline-{rows}.csv");
        if (!File.Exists(file))
        {
            context.Log.WriteLine($"writing {rows.ToString("N0", CultureInfo.InvariantCulture)} customers");
            await using (FileStream output = File.Create(file + ".part"))
            {
                await CampaignGenerator.WriteAsync(output, rows, Seed, new CampaignOptions { Labels = false }, context.CancellationToken);
            }

            File.Move(file + ".part", file);
        }

        return file;
    }
}
