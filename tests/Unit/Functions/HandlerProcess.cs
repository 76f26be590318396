using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Clientele.Unit.Functions;

/// <summary>The handler as the host starts it: a process of its own.</summary>
internal sealed class HandlerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private readonly Process _process;

    private HandlerProcess(Process process, int port)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(2) };
        Client.DefaultRequestHeaders.Add("X-Clientele-Local-Key", RunningApp.LocalKey);
        process.OutputDataReceived += (_, line) => Output.Enqueue(line.Data ?? "");
        process.BeginOutputReadLine();
    }

    public HttpClient Client { get; }

    public ConcurrentQueue<string> Output { get; } = new();

    public static HandlerProcess Start(string? port)
    {
        ProcessStartInfo start = new(Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet")
        {
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "Clientele.HandlerUnderTest.dll") },
            UseShellExecute = false,
            RedirectStandardOutput = true,
        };
        start.Environment["FUNCTIONS_CUSTOMHANDLER_PORT"] = port;
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["CLIENTELE_LOCAL_KEY"] = RunningApp.LocalKey;
        return new HandlerProcess(Process.Start(start)!, int.TryParse(port, CultureInfo.InvariantCulture, out int number) ? number : 1);
    }

    public static async Task<HandlerProcess> StartReadyAsync()
    {
        HandlerProcess handler = Start(FreePort().ToString(CultureInfo.InvariantCulture));
        Stopwatch waited = Stopwatch.StartNew();
        while (waited.Elapsed < Patience && !handler._process.HasExited)
        {
            try
            {
                using HttpResponseMessage answer = await handler.Client.GetAsync("/");
                return handler;
            }
            catch (HttpRequestException)
            {
                // Not bound yet: the host, too, asks every 25 ms.
                await Task.Delay(25);
            }
        }

        throw new TimeoutException($"The handler did not get ready: {string.Join(" | ", handler.Output)}");
    }

    /// <summary>Memory that is the process's own now, in bytes.</summary>
    public long Resident() => Status("VmRSS");

    /// <summary>The most it ever was.</summary>
    public long PeakResident() => Status("VmHWM");

    public async Task<int> ExitCodeAsync()
    {
        using CancellationTokenSource limit = new(Patience);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Asks it to end, as a terminal or a container does.</summary>
    public async Task SignalAsync(string signal)
    {
        using Process kill = Process.Start("kill", [signal, _process.Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private long Status(string field)
    {
        string line = File.ReadLines($"/proc/{_process.Id}/status").First(each => each.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[1], CultureInfo.InvariantCulture);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
