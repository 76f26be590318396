using System.Globalization;
using Clientele.LocalHost.Generate;

namespace Clientele.Benchmarks.Insiders;

/// <summary>
/// Invoice lines to customers: a generated history through the run engine, with storage in memory and the table <c>insiders</c> behind the real client. The rate is
/// of lines from the upload's event to the last merged customer (plan, read, merge); the whole run, with fit, publish and report, is told beside it.
/// </summary>
public static class InsidersSpeedBench
{
    private const long Lines = 20_000_000;
    private const int Seed = 17;
    private const double LeastLinesPerSecond = 1_000_000;
    private const double MostMegabytes = 1_500;
    private const double LeastCustomers = 1_000_000;

    // With these a million customers buy something, invoices without a customer among them.
    private static readonly TransactionsOptions Shop = new() { Customers = 900_000, MedianLines = 5 };

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string file = await InputAsync(context);
        double[] told = [.. (await PeerProcess.ChildAsync(context, "insiders-ours", file)).Split(' ').Select(each => double.Parse(each, CultureInfo.InvariantCulture))];
        (double lines, double customers, double mergedAt, double seconds, double peak) = (told[0], told[1], told[2], told[3], told[4]);
        return
        [
            Figure.AtLeast("lines.per_s", lines / mergedAt, "lines/s", LeastLinesPerSecond),
            Figure.AtMost("lines.peak_mb", peak, "MB", MostMegabytes),
            Figure.AtLeast("lines.customers", customers, "customers", LeastCustomers),
            Figure.Told("lines.whole_run_s", seconds, "s"),
        ];
    }

    private static async Task<string> InputAsync(BenchContext context)
    {
        string file = Path.Combine(context.WorkFolder, $"lines-{Lines}-{Shop.Customers}.csv");
        if (!File.Exists(file))
        {
            context.Log.WriteLine($"writing {Lines.ToString("N0", CultureInfo.InvariantCulture)} lines");
            await using (FileStream output = File.Create(file + ".part"))
            {
                await TransactionsGenerator.WriteAsync(output, Lines, Seed, Shop, context.CancellationToken);
            }

            File.Move(file + ".part", file);
        }

        return file;
    }
}
