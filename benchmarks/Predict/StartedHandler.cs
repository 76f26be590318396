using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using Clientele.LocalHost.Host;
using Clientele.LocalHost.Processes;

namespace Clientele.Benchmarks.Predict;

/// <summary>The handler's process as the Functions host starts it, without the host.</summary>
internal sealed class StartedHandler : IAsyncDisposable
{
    private static readonly TimeSpan AnswersWithin = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(2);

    private readonly ChildProcess _process;
    private readonly ConcurrentQueue<string> _lines;
    private readonly string _key;

    private StartedHandler(ChildProcess process, ConcurrentQueue<string> lines, int port, string key)
    {
        _process = process;
        _key = key;
        _lines = lines;
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/"));
    }

    public Uri Address { get; }

    public static StartedHandler Start(string app, AppSettings settings)
    {
        int port = FreePort.Pick(1)[0];
        string key = LocalKey.Make();
        var lines = new ConcurrentQueue<string>();
        var environment = new Dictionary<string, string>(settings.Values, StringComparer.Ordinal)
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["FUNCTIONS_APP_ROOT_PATH"] = app,
            [LocalKey.Setting] = key,
        };
        ChildProcess process = ChildProcess.Start(new ChildProcessStart(Path.Combine(app, "Clientele.Functions"), [], app, environment), lines.Enqueue, lines.Enqueue);
        return new StartedHandler(process, lines, port, key);
    }

    /// <summary>A client that the handler lets in as one that comes through a host on this machine.</summary>
    public HttpClient Client()
    {
        var client = new HttpClient { BaseAddress = Address };
        client.DefaultRequestHeaders.Add(LocalKey.Header, _key);
        return client;
    }

    /// <summary>Asks until a prediction is answered with 200: refused while nothing is bound, and an answer like any other once it is.</summary>
    /// <exception cref="InvalidOperationException">It ended, or did not answer in time.</exception>
    public Task FirstAnswerAsync(byte[] customer, CancellationToken cancellation) =>
        FirstAnswerAsync(client => client.PostAsync("api/predict", PredictRequests.Content(customer), cancellation), cancellation);

    /// <summary>The same for any request.</summary>
    /// <inheritdoc cref="FirstAnswerAsync(byte[], CancellationToken)"/>
    public async Task FirstAnswerAsync(Func<HttpClient, Task<HttpResponseMessage>> ask, CancellationToken cancellation)
    {
        using HttpClient client = Client();
        long start = Stopwatch.GetTimestamp();
        while (!_process.Exited.IsCompleted && Stopwatch.GetElapsedTime(start) < AnswersWithin)
        {
            try
            {
                using HttpResponseMessage answer = await ask(client);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not bound yet.
                await Task.Delay(AskEvery, cancellation);
            }
        }

        throw new InvalidOperationException($"The handler gave no answer: {string.Join(" | ", _lines.TakeLast(5))}");
    }

    /// <summary>Memory that is the process's own now, in MB of 10^6 bytes.</summary>
    public double ResidentMegabytes() => PeerProcess.StatusMegabytes(_process.Id.ToString(CultureInfo.InvariantCulture), "VmRSS:");

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
