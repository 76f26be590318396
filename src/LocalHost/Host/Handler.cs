using System.Globalization;
using Clientele.LocalHost.Processes;

namespace Clientele.LocalHost.Host;

/// <summary>
/// Keeps the custom handler running as the host does: readiness is any answer to <c>GET /</c>; one that ends with an error is started again at once;
/// one that ends with exit code 0 is never started again.
/// </summary>
internal sealed class Handler : IAsyncDisposable
{
    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(25);

    private readonly string _app;
    private readonly HandlerDescription _description;
    private readonly AppSettings _settings;
    private readonly TimeProvider _time;
    private readonly TimeSpan _livesAtLeast;
    private readonly HostLog _log;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _supervision;
    private TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<string> _neverStarted = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string _lastLine = "nothing";
    private volatile bool _wasReady;
    private Uri? _address;
    private ChildProcess? _process;

    public Handler(FunctionsHostOptions options, HandlerDescription description, HostLog log)
    {
        (_app, _description, _settings, _time, _livesAtLeast, _log) = (options.App, description, options.Settings, options.Time, options.HandlerLivesAtLeast, log);
        (string file, string[] arguments) = FindProgram();
        _supervision = Task.Run(() => SuperviseAsync(file, arguments));
    }

    /// <summary>What the handler takes as the sign that a request came through this host.</summary>
    public string Key { get; } = LocalKey.Make();

    /// <summary>How often the handler was started.</summary>
    public int Starts { get; private set; }

    /// <summary>The running handler, or null.</summary>
    public int? ProcessId => _process is { Exited.IsCompleted: false } process ? process.Id : null;

    /// <summary>Completes, with the last line it wrote, when the handler has failed its first three starts or ended with exit code 0 before it was ready.</summary>
    public Task<string> NeverStarted => _neverStarted.Task;

    /// <summary>Waits while the handler starts, and gives its address; after an exit with code 0 an address at which nobody answers.</summary>
    public Task<Uri> ReadyAsync(CancellationToken cancellation) => Volatile.Read(ref _ready).Task.WaitAsync(cancellation);

    /// <summary>SIGKILL, with whatever it is doing. It is started again.</summary>
    public void Kill() => _process?.Kill();

    public async ValueTask DisposeAsync()
    {
        // The supervision kills what it supervises on its way out.
        await _stop.CancelAsync();
        await _supervision;
        _stop.Dispose();
    }

    private async Task SuperviseAsync(string file, string[] arguments)
    {
        int failures = 0;
        try
        {
            while (!_stop.IsCancellationRequested)
            {
                (int code, bool lived) = await RunOnceAsync(file, arguments);
                if (_stop.IsCancellationRequested)
                {
                    return;
                }

                if (code == 0)
                {
                    if (!_wasReady)
                    {
                        _neverStarted.TrySetResult(_lastLine);
                    }

                    _log(HostLogLevel.Error, "host", "The handler ended with exit code 0. The Functions host never starts such a handler again: every call fails from now on. A handler must not exit 0 on its own.");
                    _ready.TrySetResult(_address!);
                    return;
                }

                failures = lived ? 0 : failures + 1;
                _log(HostLogLevel.Warning, "host", string.Create(CultureInfo.InvariantCulture, $"The handler ended with exit code {code}; it is started again."));
                await BackOffAsync(failures);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }
    }

    private async Task<(int Code, bool Lived)> RunOnceAsync(string file, string[] arguments)
    {
        Uri address = _address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{FreePort.Pick(1)[0]}/"));
        if (_ready.Task.IsCompleted)
        {
            Volatile.Write(ref _ready, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        Starts++;
        await using ChildProcess process = ChildProcess.Start(
            new ChildProcessStart(file, arguments, Path.Combine(_app, _description.WorkingDirectory), HandlerEnvironment(address.Port)),
            line => Hear(HostLogLevel.Information, line),
            line => Hear(line.Contains("warn", StringComparison.OrdinalIgnoreCase) ? HostLogLevel.Warning : HostLogLevel.Error, line));
        _process = process;
        bool ready = await WaitUntilReadyAsync(process, address);
        long since = _time.GetTimestamp();
        if (ready)
        {
            _wasReady = true;
            _ready.TrySetResult(address);
        }
        else if (!process.Exited.IsCompleted)
        {
            _log(HostLogLevel.Error, "host", $"The handler did not answer within {ReadyWithin.TotalSeconds:0} s of its start and was killed.");
            process.Kill();
        }

        int code = await process.Exited.WaitAsync(_stop.Token);
        if (ready && code != 0)
        {
            Volatile.Write(ref _ready, new(TaskCreationOptions.RunContinuationsAsynchronously));
        }

        return (code, ready && _time.GetElapsedTime(since) >= _livesAtLeast);
    }

    private async Task<bool> WaitUntilReadyAsync(ChildProcess process, Uri address)
    {
        using HttpClient client = new() { Timeout = ReadyWithin };
        long since = _time.GetTimestamp();
        while (!process.Exited.IsCompleted && _time.GetElapsedTime(since) < ReadyWithin)
        {
            try
            {
                using HttpResponseMessage any = await client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, _stop.Token);
                return true;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
                await Task.Delay(PollEvery, _time, _stop.Token);
            }
        }

        return false;
    }

    private void Hear(HostLogLevel level, string line)
    {
        _lastLine = line;
        _log(level, "handler", line);
    }

    private async Task BackOffAsync(int failures)
    {
        if (failures >= 3)
        {
            if (!_wasReady)
            {
                _neverStarted.TrySetResult(_lastLine);
            }

            TimeSpan pause = TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, failures - 3)));
            _log(HostLogLevel.Error, "host", string.Create(CultureInfo.InvariantCulture, $"The handler failed {failures} times in a row. The real host stops here; this one tries again in {pause.TotalSeconds:0} s."));
            await Task.Delay(pause, _time, _stop.Token);
        }
    }

    private Dictionary<string, string> HandlerEnvironment(int port)
    {
        Dictionary<string, string> environment = new(_settings.Values, StringComparer.Ordinal)
        {
            ["FUNCTIONS_CUSTOMHANDLER_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["FUNCTIONS_CUSTOMHANDLER_WORKER_ID"] = Guid.NewGuid().ToString(),
            ["FUNCTIONS_APP_ROOT_PATH"] = _app,
            [LocalKey.Setting] = Key,
        };

        // The handler's own program file looks for .NET in the places of an installer only.
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is null && DotnetFolder() is { } dotnet)
        {
            environment["DOTNET_ROOT"] = dotnet;
        }

        return environment;
    }

    private (string File, string[] Arguments) FindProgram()
    {
        string path = Path.Combine(_app, _description.WorkingDirectory, _description.Executable);
        if (File.Exists(path))
        {
            return (path, [.. _description.Arguments]);
        }

        if (File.Exists(path + ".dll"))
        {
            string dotnet = DotnetFolder() is { } folder ? Path.Combine(folder, "dotnet") : "dotnet";
            return (dotnet, [path + ".dll", .. _description.Arguments]);
        }

        string found = ExecutablePath.Find(_description.Executable)
            ?? throw new LocalHostException($"host.json names the program {_description.Executable}, which is neither in {_app} nor on the PATH.");
        return (found, [.. _description.Arguments]);
    }

    /// <summary>Where the .NET that runs this program is installed: three folders above the runtime's own.</summary>
    private static string? DotnetFolder()
    {
        DirectoryInfo? folder = new DirectoryInfo(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory()).Parent?.Parent?.Parent;
        return folder is not null && File.Exists(Path.Combine(folder.FullName, "dotnet")) ? folder.FullName : null;
    }
}
