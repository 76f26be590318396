using System.Diagnostics;
using System.Globalization;
using Clientele.Benchmarks.Storage;
using Clientele.LocalHost.Host;

namespace Clientele.Benchmarks.Predict;

/// <summary>
/// <c>POST /api/predict</c> at the published handler on loopback, without a host in between, with a model that the pipeline trained on generated customers
/// and storage in Azurite. Cold: from starting the process to its first prediction, with the files in the system's cache; the median of five. Warm: 200
/// requests a second over four connections for 20 seconds, on a fixed schedule and measured from when each was due, so that queueing counts; the three
/// seconds before that are not in the figures.
/// </summary>
public static class PredictBench
{
    private const int TrainingRows = 2_240;
    private const int Seed = 5;
    private const int Starts = 5;
    private const int PerSecond = 200;
    private const int Connections = 4;
    private const int LongestList = 1_000;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Measured = TimeSpan.FromSeconds(20);

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        string app = await PublishedApp.PublishAsync(context);
        byte[][] customers = await PredictRequests.MakeAsync(LongestList, Seed + 1, context.CancellationToken);
        await using ScratchAzurite azurite = await ScratchAzurite.StartAsync(context);
        context.Log.WriteLine($"training on {TrainingRows} customers");
        await (await TrainedHost.StartAsync(azurite, app, TrainingRows, Seed, context)).DisposeAsync();
        AppSettings settings = TrainedHost.Settings(azurite);

        double cold = await ColdAsync(app, settings, customers[0], context);
        (double[] warm, double list) = await WarmAsync(app, settings, customers, context);
        return
        [
            Figure.AtMost("predict.cold_start_ms", cold, "ms", 1500),
            Figure.AtMost("predict.p50_ms", OpenLoop.Percentile(warm, 0.50), "ms", 3),
            Figure.AtMost("predict.p99_ms", OpenLoop.Percentile(warm, 0.99), "ms", 15),
            Figure.Told("predict.list_1000_ms", list, "ms"),
        ];
    }

    private static async Task<double> ColdAsync(string app, AppSettings settings, byte[] customer, BenchContext context)
    {
        var times = new List<double>();
        for (int start = 1; start <= Starts; start++)
        {
            long began = Stopwatch.GetTimestamp();
            await using StartedHandler handler = StartedHandler.Start(app, settings);
            await handler.FirstAnswerAsync(customer, context.CancellationToken);
            times.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            context.Log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"start {start} of {Starts}: {times[^1]:F0} ms"));
        }

        return Median(times);
    }

    private static async Task<(double[] Single, double List)> WarmAsync(string app, AppSettings settings, byte[][] customers, BenchContext context)
    {
        await using StartedHandler handler = StartedHandler.Start(app, settings);
        await handler.FirstAnswerAsync(customers[0], context.CancellationToken);
        using var client = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections }) { BaseAddress = handler.Address };
        context.Log.WriteLine($"{PerSecond} requests a second for {Measured.TotalSeconds} s");
        await OpenLoop.RunAsync(client, customers, PerSecond, WarmUp, context.CancellationToken);
        double[] single = await OpenLoop.RunAsync(client, customers, PerSecond, Measured, context.CancellationToken);

        byte[] body = PredictRequests.List(customers);
        var lists = new List<double>();
        for (int i = 0; i < Starts; i++)
        {
            long began = Stopwatch.GetTimestamp();
            using HttpResponseMessage answer = await client.PostAsync("api/predict", PredictRequests.Content(body), context.CancellationToken);
            answer.EnsureSuccessStatusCode();
            lists.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return (single, Median(lists));
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
