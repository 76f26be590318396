using System.Diagnostics;
using Clientele.Runs;
using Clientele.Storage;
using Clientele.Testing;

namespace Clientele.Benchmarks.Pipeline;

/// <summary>How long a stage took.</summary>
/// <param name="Busy">Time of all workers together.</param>
/// <param name="Ended">When its last part was done, counted from the begin of the work.</param>
/// <param name="PeakMegabytes">Of the process, up to then.</param>
internal sealed record StageTime(TimeSpan Busy, TimeSpan Ended, double PeakMegabytes);

/// <summary>Two workers on the queue of parts, as a host with two cores would have them.</summary>
internal static class BenchWorkers
{
    private const int Workers = 2;

    /// <summary>Works the queue empty. Returns the time of each stage.</summary>
    public static async Task<IReadOnlyDictionary<string, StageTime>> WorkAsync(MemoryStorage memory, RunEngine engine)
    {
        var stages = new Dictionary<string, StageTime>(StringComparer.Ordinal);
        long begun = Stopwatch.GetTimestamp();
        int busy = 0;
        async Task OneAsync()
        {
            while (true)
            {
                MemoryMessage? message;
                lock (stages)
                {
                    message = memory.Queue(ClienteleStorage.PartsQueueName).Receive(1, TimeSpan.FromHours(1)) is [var first] ? first : null;
                    busy += message is null ? 0 : 1;
                }

                if (message is null)
                {
                    if (Volatile.Read(ref busy) == 0)
                    {
                        return;
                    }

                    await Task.Delay(1);
                    continue;
                }

                long start = Stopwatch.GetTimestamp();
                try
                {
                    await engine.WorkAsync(message.Text, CancellationToken.None);
                }
                catch
                {
                    // The other worker must not wait for this one for ever.
                    Volatile.Write(ref busy, 0);
                    throw;
                }

                memory.Queue(ClienteleStorage.PartsQueueName).Delete(message);
                lock (stages)
                {
                    busy--;
                    string stage = PartMessage.Parse(message.Text).Stage;
                    TimeSpan before = stages.GetValueOrDefault(stage)?.Busy ?? TimeSpan.Zero;
                    stages[stage] = new StageTime(before + Stopwatch.GetElapsedTime(start), Stopwatch.GetElapsedTime(begun), PeerProcess.PeakMegabytes());
                }
            }
        }

        await Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(OneAsync)));
        return stages;
    }

    /// <summary>A folder of this process's own, in memory where the machine has one there.</summary>
    public static string MemoryFolder()
        => Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath().TrimEnd('/'), $"clientele-bench-{Environment.ProcessId}");
}
