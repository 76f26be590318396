using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Csv;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>Writes <c>scores.csv</c>: the customers of one run with their scores, bucket by bucket in key order.</summary>
internal sealed class ScoresCsv(IBlobContainer results, RunRow run, PublishedReasons reasons)
{
    private static readonly string[] Columns =
        ["customer", "probability", "decile", "aggressive", "moderate", "balanced", "frugal", "expected_profit", "segment_2", "segment_3", "segment", "seen_in_training", "repaired", "line", "run", "model_version", "reason_1", "reason_2", "reason_3"];

    private const int TypicalLine = 260;

    public static void WriteHeader(ByteBuffer into)
    {
        var writer = new CsvWriter(into);
        foreach (string column in Columns)
        {
            writer.WriteText(column);
        }

        writer.EndRecord();
    }

    /// <summary>Stages the bucket's lines and counts its customers on the way; returns the number of blocks.</summary>
    public async Task<int> StageAsync(BucketRows rows, int bucket, PublishCounter counter, CancellationToken cancellation)
    {
        using var lines = new ByteBuffer(BlockStaging.CapacityFor(rows.Count * TypicalLine));
        var writer = new CsvWriter(lines);
        byte[] runId = System.Text.Encoding.ASCII.GetBytes(run.Id.Value);
        byte[] version = System.Text.Encoding.ASCII.GetBytes(run.ModelVersion);
        var blocks = new BlockStaging(results, ScoreFiles.Scores(run.Id), "publish", bucket);
        for (int i = 0; i < rows.Count; i++)
        {
            WriteAndCount(writer, rows[i], runId, version, counter);
            if (BlockStaging.IsFull(lines))
            {
                await blocks.TakeRestAsync(lines, cancellation);
            }
        }

        await blocks.TakeRestAsync(lines, cancellation);
        return blocks.Count;
    }

    private void WriteAndCount(CsvWriter writer, in ScoredRow row, byte[] run, byte[] version, PublishCounter counter)
    {
        counter.Add(row);
        Write(writer, row, run, version);
    }

    private void Write(CsvWriter writer, in ScoredRow row, byte[] run, byte[] version)
    {
        CustomerScore score = row.Score;
        writer.WriteText(row.Id);
        writer.WriteNumber(score.Probability);
        writer.WriteNumber(score.Decile);
        foreach (ObjectiveVerdicts verdict in ScoreFiles.Verdicts)
        {
            writer.WriteBoolean(score.Verdicts.HasFlag(verdict));
        }

        writer.WriteNumber(score.ExpectedProfit);
        writer.WriteNumber(row.Segments.Two);
        writer.WriteNumber(row.Segments.Three);
        writer.WriteNumber(row.Segments.Recommended);
        writer.WriteBoolean(row.SeenInTraining);
        writer.WriteBoolean(!row.Repairs.IsEmpty);
        writer.WriteNumber(row.Line);
        writer.WriteValue(run);
        writer.WriteValue(version);
        for (int i = 0; i < TopReasons.Count; i++)
        {
            writer.WriteText(reasons.English(row, i));
        }

        writer.EndRecord();
    }
}
