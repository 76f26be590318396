using System.Diagnostics;
using System.Globalization;

namespace Clientele.LocalHost.Processes;

/// <summary>
/// A shell beside this process that ends the processes it was told of when this process ends, in whatever way, SIGKILL included:
/// it reads their ids from a pipe, and the end of the pipe is the end of this process.
/// </summary>
/// <remarks>PR_SET_PDEATHSIG would be shorter, but it fires when the <em>thread</em> that started the child ends, and .NET ends pool threads at will.</remarks>
internal static class ProcessWatchdog
{
    // Two seconds between the polite and the impolite signal let Azurite write its files.
    private const string Script = """
        trap '' INT TERM HUP QUIT
        alive=''
        while read -r what pid; do
          case $what in
            guard) alive="$alive $pid" ;;
            forget) rest=''; for each in $alive; do [ "$each" = "$pid" ] || rest="$rest $each"; done; alive=$rest ;;
            interrupt) kill -INT "$pid" 2>/dev/null ;;
          esac
        done
        [ -n "$alive" ] || exit 0
        kill -INT $alive 2>/dev/null
        sleep 2
        kill -KILL $alive 2>/dev/null
        """;

    private static readonly Lock Gate = new();
    private static Process? _shell;

    public static void Guard(int process) => Tell("guard", process);

    public static void Forget(int process) => Tell("forget", process);

    /// <summary>Sends SIGINT, which .NET itself cannot. Azurite's table service writes its files on no other signal.</summary>
    public static void Interrupt(int process) => Tell("interrupt", process);

    private static void Tell(string what, int process)
    {
        lock (Gate)
        {
            if (_shell is null || _shell.HasExited)
            {
                _shell = Start();
            }

            _shell.StandardInput.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what} {process}"));
            _shell.StandardInput.Flush();
        }
    }

    private static Process Start()
    {
        // Its output goes nowhere of ours: a pipe that it kept open would keep whoever reads this program's output waiting.
        ProcessStartInfo start = new() { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        OwnSession.Prepare(start, "/bin/sh", ["-c", Script]);
        return Process.Start(start) ?? throw new InvalidOperationException("The system started no process for /bin/sh.");
    }
}
