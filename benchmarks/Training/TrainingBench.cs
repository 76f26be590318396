using System.Globalization;
using Clientele.Benchmarks.Campaign;
using Clientele.LocalHost.Generate;

namespace Clientele.Benchmarks.Training;

/// <summary>A train run from labelled file to champion, in storage in memory, each in a process of its own: the 2,240 real customers, and 200,000 made up.</summary>
public static class TrainingBench
{
    private const int Many = 200_000;
    private const int Seed = 5;
    private const int Rounds = 3;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string real = CampaignRows.FileOf("marketing_campaign.csv");
        var few = new List<double>();
        for (int round = 1; round <= Rounds; round++)
        {
            context.Log.WriteLine($"2,240 customers, round {round} of {Rounds}");
            few.Add((await MeasureAsync(context, real)).Seconds);
        }

        string made = await MadeUpAsync(context);
        context.Log.WriteLine($"{Many.ToString("N0", CultureInfo.InvariantCulture)} customers");
        (double seconds, double peak) = await MeasureAsync(context, made);
        return
        [
            Figure.AtMost("train.seconds_2240", few.Order().ElementAt(Rounds / 2), "s", 180),
            Figure.AtMost("train.seconds_200k", seconds, "s", 600),
            Figure.AtMost("train.peak_mb", peak, "MB", 2_000),
        ];
    }

    private static async Task<(double Seconds, double PeakMegabytes)> MeasureAsync(BenchContext context, string file)
    {
        double[] told = [.. (await PeerProcess.ChildAsync(context, "training-ours", file)).Split(' ').Select(each => double.Parse(each, CultureInfo.InvariantCulture))];
        return (told[0], told[1]);
    }

    private static async Task<string> MadeUpAsync(BenchContext context)
    {
        string file = Path.Combine(context.WorkFolder, $"training-{Many}.csv");
        if (!File.Exists(file))
        {
            await using (FileStream output = File.Create(file + ".part"))
            {
                await CampaignGenerator.WriteAsync(output, Many, Seed, new CampaignOptions(), context.CancellationToken);
            }

            File.Move(file + ".part", file);
        }

        return file;
    }
}
