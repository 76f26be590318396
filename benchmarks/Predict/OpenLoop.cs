using System.Diagnostics;

namespace Clientele.Benchmarks.Predict;

/// <summary>
/// Requests on a fixed schedule, whatever became of those before them, each measured from the moment at which it was due: a request that waits for a
/// connection, or for this program, waits in the figure.
/// </summary>
internal static class OpenLoop
{
    private static readonly TimeSpan TooFarToSpin = TimeSpan.FromMilliseconds(2);

    /// <returns>Milliseconds from due to answered, in ascending order.</returns>
    /// <exception cref="HttpRequestException">An answer was not a success.</exception>
    public static async Task<double[]> RunAsync(HttpClient client, byte[][] bodies, int perSecond, TimeSpan length, CancellationToken cancellation)
    {
        int count = (int)(perSecond * length.TotalSeconds);
        var answers = new Task<double>[count];
        var dispatched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // A thread of its own: timers of the pool are a millisecond and more late.
        var dispatcher = new Thread(() =>
        {
            try
            {
                long start = Stopwatch.GetTimestamp();
                for (int i = 0; i < count; i++)
                {
                    long due = start + (i * Stopwatch.Frequency / perSecond);
                    WaitFor(due, cancellation);
                    cancellation.ThrowIfCancellationRequested();
                    answers[i] = AskAsync(client, bodies[i % bodies.Length], due, cancellation);
                }

                dispatched.SetResult();
            }
            catch (Exception failure)
            {
                dispatched.SetException(failure);
            }
        });
        dispatcher.Start();
        await dispatched.Task;
        return [.. (await Task.WhenAll(answers)).Order()];
    }

    /// <param name="ascending">At least one.</param>
    /// <param name="share">0 to 1; the nearest rank.</param>
    public static double Percentile(double[] ascending, double share) => ascending[Math.Max(0, (int)Math.Ceiling(share * ascending.Length) - 1)];

    private static async Task<double> AskAsync(HttpClient client, byte[] body, long due, CancellationToken cancellation)
    {
        using HttpResponseMessage answer = await client.PostAsync("api/predict", PredictRequests.Content(body), cancellation);
        answer.EnsureSuccessStatusCode();
        await answer.Content.LoadIntoBufferAsync(cancellation);
        return Stopwatch.GetElapsedTime(due).TotalMilliseconds;
    }

    private static void WaitFor(long due, CancellationToken cancellation)
    {
        for (TimeSpan left = Left(due); left > TimeSpan.Zero; left = Left(due))
        {
            if (left > TooFarToSpin)
            {
                cancellation.WaitHandle.WaitOne(1);
            }
            else
            {
                Thread.Yield();
            }
        }
    }

    private static TimeSpan Left(long due) => Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due);
}
