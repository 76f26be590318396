using System.Buffers;
using System.Diagnostics;
using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Benchmarks.Csv;

/// <summary>Our way through a file, as a run goes it: sniff, split, then chunks of 8 MiB on two threads.</summary>
internal static class CsvOurs
{
    private const int ChunkBytes = 8 << 20;
    private const int Threads = 2;

    public static async Task RunAsync(string[] arguments)
    {
        Schema schema = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas")).Find("campaign")
            ?? throw new InvalidOperationException("The campaign schema is not beside the program.");
        var seconds = new List<double>();
        var split = new List<double>();
        Pass pass = default;
        TimeSpan cpu = default;
        for (int i = 0; i <= CsvRound.TimedPasses; i++)
        {
            cpu = i == 1 ? Environment.CpuUsage.TotalTime : cpu;
            pass = await ReadAsync(arguments[0], schema);
            if (i > 0)
            {
                seconds.Add(pass.Seconds);
                split.Add(pass.SplitSeconds);
            }
        }

        cpu = Environment.CpuUsage.TotalTime - cpu;
        double gigabytes = new FileInfo(arguments[0]).Length / 1e9;
        Console.WriteLine(CsvRound.Json("Clientele", pass.Rows, pass.Spend, seconds, cpu, gigabytes / split.Order().ElementAt(split.Count / 2)));
    }

    private static async Task<Pass> ReadAsync(string file, Schema schema)
    {
        long start = Stopwatch.GetTimestamp();
        await using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        byte[] head = new byte[CsvSniffer.HeadBytes];
        int length = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false);
        CsvSniff sniff = CsvSniffer.Sniff(head.AsSpan(0, length), length < head.Length);
        HeaderMatch match = HeaderMatcher.Match(schema, sniff.Header, HeaderPurpose.Train);
        stream.Position = 0;
        long splitStart = Stopwatch.GetTimestamp();
        IReadOnlyList<CsvChunk> chunks = await CsvSplitter.SplitAsync(stream, sniff, ChunkBytes, CancellationToken.None);
        double splitSeconds = Stopwatch.GetElapsedTime(splitStart).TotalSeconds;

        int next = -1;
        Task<(long Rows, double Spend)>[] workers = [.. Enumerable.Range(0, Threads).Select(_ => Task.Run(() => Work(stream, chunks, sniff, match, ref next)))];
        (long Rows, double Spend)[] done = await Task.WhenAll(workers);
        return new Pass(done.Sum(d => d.Rows), done.Sum(d => d.Spend), Stopwatch.GetElapsedTime(start).TotalSeconds, splitSeconds);
    }

    private static (long Rows, double Spend) Work(FileStream stream, IReadOnlyList<CsvChunk> chunks, CsvSniff sniff, HeaderMatch match, ref int next)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var reader = new CsvReader(sniff.Dialect);
        var typer = new RecordTyper(match, sniff.Dialect);
        var record = new TypedRecord(match.Schema);
        int wines = match.Schema.Fields.ToList().FindIndex(field => field.Name == "MntWines");
        long rows = 0;
        double spend = 0;
        int chunk;
        while ((chunk = Interlocked.Increment(ref next)) < chunks.Count)
        {
            int length = checked((int)chunks[chunk].Length);
            if (buffer.Length < length)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(length);
            }

            RandomAccess.Read(stream.SafeFileHandle, buffer.AsSpan(0, length), chunks[chunk].Offset);
            reader.Reset(buffer.AsMemory(0, length), chunks[chunk].FirstLine);
            while (reader.Read())
            {
                if (!typer.TryType(reader, record, out Reject reject))
                {
                    throw new InvalidOperationException($"Line {reader.Line}: {RejectText.Sentence(match.Schema, reject)}");
                }

                rows++;
                spend += record.Numbers[wines];
            }
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return (rows, spend);
    }

    private readonly record struct Pass(long Rows, double Spend, double Seconds, double SplitSeconds);
}
