using System.Globalization;
using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>Names of what a score run leaves in <c>results</c>.</summary>
internal static class ScoreFiles
{
    public const string CsvType = "text/csv; charset=utf-8";

    /// <summary>In the order of every list of four.</summary>
    public static readonly IReadOnlyList<ObjectiveVerdicts> Verdicts =
        [ObjectiveVerdicts.Aggressive, ObjectiveVerdicts.Moderate, ObjectiveVerdicts.Balanced, ObjectiveVerdicts.Frugal];

    public static string Chunk(RunId run, int part) => string.Create(CultureInfo.InvariantCulture, $"{run}/parts/read-{part:D6}");

    public static string Scores(RunId run) => $"{run}/scores.csv";

    public static string Rejects(RunId run) => $"{run}/rejects.csv";

    public static string Summary(RunId run) => $"{run}/summary.json";

    /// <summary>A block's name follows from who stages it, and all have one length, as Azure demands of a blob's blocks.</summary>
    public static string Block(string stage, int part, int number) => string.Create(CultureInfo.InvariantCulture, $"{stage,-8}-{part:D6}-{number:D6}").Replace(' ', '_');

    /// <summary>The first blocks of a part, by name.</summary>
    public static IEnumerable<string> Blocks(string stage, int part, int count) => Enumerable.Range(0, count).Select(number => Block(stage, part, number));
}

/// <summary>Cuts lines into blocks of a few MiB and stages them under names that a repeated part uses again.</summary>
internal sealed class BlockStaging(IBlobContainer container, string blob, string stage, int part)
{
    private const int BlockBytes = 4 << 20;

    public int Count { get; private set; }

    /// <summary>Room for so many bytes in all, block by block.</summary>
    public static int CapacityFor(long bytes) => (int)Math.Min(bytes + 1024, BlockBytes + (64 * 1024));

    public static bool IsFull(ByteBuffer lines) => lines.Length >= BlockBytes;

    /// <summary>Stages the buffer when it has a block's size, and empties it.</summary>
    public Task TakeFullAsync(ByteBuffer lines, CancellationToken cancellation) => IsFull(lines) ? TakeRestAsync(lines, cancellation) : Task.CompletedTask;

    /// <summary>Stages what there is, if anything.</summary>
    public async Task TakeRestAsync(ByteBuffer lines, CancellationToken cancellation)
    {
        if (lines.Length == 0)
        {
            return;
        }

        await container.StageBlockAsync(blob, ScoreFiles.Block(stage, part, Count), BinaryData.FromBytes(lines.Written), cancellation);
        Count++;
        lines.Clear();
    }
}
