using System.Diagnostics;

namespace Clientele.LocalHost.Processes;

/// <summary>What to start.</summary>
/// <param name="File">Full path of the program.</param>
/// <param name="Environment">Added to this process's own.</param>
internal sealed record ChildProcessStart(
    string File,
    IReadOnlyList<string> Arguments,
    string WorkingDirectory,
    IReadOnlyDictionary<string, string> Environment);

/// <summary>A process that ends with this one, whatever ends this one.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Process _process;
    private readonly TaskCompletionSource<int> _exited = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _disposed;

    private ChildProcess(Process process)
    {
        _process = process;
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => End();
        process.Start();
        Id = process.Id;
        ProcessWatchdog.Guard(Id);
        if (process.HasExited)
        {
            // It ended before it was guarded, and its id may be another's soon.
            ProcessWatchdog.Forget(Id);
        }
    }

    public int Id { get; }

    /// <summary>Completes with the exit code; 128 + signal for a process that was killed.</summary>
    public Task<int> Exited => _exited.Task;

    /// <param name="output">Called with each line of standard output, from any thread.</param>
    /// <param name="error">The same for standard error.</param>
    public static ChildProcess Start(ChildProcessStart what, Action<string> output, Action<string> error)
    {
        ProcessStartInfo start = new()
        {
            UseShellExecute = false,
            WorkingDirectory = what.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        OwnSession.Prepare(start, what.File, what.Arguments);
        foreach ((string name, string value) in what.Environment)
        {
            start.Environment[name] = value;
        }

        Process process = new() { StartInfo = start };
        process.OutputDataReceived += (_, line) => Pass(line.Data, output);
        process.ErrorDataReceived += (_, line) => Pass(line.Data, error);
        ChildProcess child = new(process);
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return child;
    }

    /// <summary>SIGKILL, to it and to what it started.</summary>
    public void Kill()
    {
        lock (_gate)
        {
            if (!_disposed && !Exited.IsCompleted)
            {
                _process.Kill(entireProcessTree: true);
            }
        }
    }

    /// <summary>SIGINT, and SIGKILL after <paramref name="grace"/>.</summary>
    public async Task StopAsync(TimeSpan grace)
    {
        if (!Exited.IsCompleted)
        {
            ProcessWatchdog.Interrupt(Id);
            await Task.WhenAny(Exited, Task.Delay(grace));
            Kill();
            await Exited;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;

        // Its last lines may still be on their way; something that it started and that outlives it may keep the pipe open for good.
        await Task.WhenAny(_process.WaitForExitAsync(), Task.Delay(TimeSpan.FromSeconds(1)));
        lock (_gate)
        {
            _disposed = true;
            _process.Dispose();
        }
    }

    private void End()
    {
        ProcessWatchdog.Forget(_process.Id);
        _exited.TrySetResult(_process.ExitCode);
    }

    private static void Pass(string? line, Action<string> to)
    {
        if (!string.IsNullOrEmpty(line))
        {
            to(line);
        }
    }
}
