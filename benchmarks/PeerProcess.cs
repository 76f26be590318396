using System.Diagnostics;

namespace Clientele.Benchmarks;

/// <summary>Runs a program to its end and gives its last line of output.</summary>
internal static class PeerProcess
{
    /// <summary>This program again, in a fresh process.</summary>
    public static Task<string> ChildAsync(BenchContext context, params string[] arguments)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("The process has no path.");
        string[] start = Path.GetFileNameWithoutExtension(program) == "dotnet" ? [typeof(PeerProcess).Assembly.Location, "child"] : ["child"];
        return RunAsync(context, program, [.. start, .. arguments]);
    }

    /// <exception cref="InvalidOperationException">The program ended with an error.</exception>
    public static async Task<string> RunAsync(BenchContext context, string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start.");
        Task<string> errors = process.StandardError.ReadToEndAsync(context.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(context.CancellationToken);
        await process.WaitForExitAsync(context.CancellationToken);
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments.Select(a => a.Length > 60 ? "..." : a))} ended with {process.ExitCode}: {await errors}");
        }

        return output.TrimEnd().Split('\n')[^1];
    }

    /// <summary>The most memory that this process ever held, in MB of 10^6 bytes.</summary>
    public static double PeakMegabytes() => StatusMegabytes("self", "VmHWM:");

    /// <summary>A line of a process's status, in MB of 10^6 bytes.</summary>
    public static double StatusMegabytes(string process, string field)
    {
        string line = File.ReadLines($"/proc/{process}/status").First(l => l.StartsWith(field, StringComparison.Ordinal));
        return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024 / 1e6;
    }
}
