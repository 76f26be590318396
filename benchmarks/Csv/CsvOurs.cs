using System.Buffers;
using System.Diagnostics;
using System.Threading.Channels;
using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.Benchmarks.Csv;

/// <summary>
/// Our way through a file with the parts of a run, in chunks of 8 MiB on two threads: one reads chunks from the first that is cut, the other cuts them and then reads too.
/// </summary>
internal static class CsvOurs
{
    private const int ChunkBytes = 8 << 20;

    public static async Task RunAsync(string[] arguments)
    {
        Schema schema = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas")).Find("campaign")
            ?? throw new InvalidOperationException("The campaign schema is not beside the program.");
        var seconds = new List<double>();
        var split = new List<double>();
        Pass pass = default;
        TimeSpan cpu = default;
        for (int i = 1 - CsvRound.WarmingPasses; i <= CsvRound.TimedPasses; i++)
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
        var chunks = Channel.CreateUnbounded<CsvChunk>(new UnboundedChannelOptions { SingleWriter = true });
        Task<double> cutting = Task.Run(() => CutAsync(stream, sniff, chunks.Writer));
        Task<(long Rows, double Spend)>[] workers =
        [
            Task.Run(() => WorkAsync(stream, chunks.Reader, sniff, match)),
            cutting.ContinueWith(_ => WorkAsync(stream, chunks.Reader, sniff, match), TaskScheduler.Default).Unwrap(),
        ];
        (long Rows, double Spend)[] done = await Task.WhenAll(workers);
        return new Pass(done.Sum(d => d.Rows), done.Sum(d => d.Spend), Stopwatch.GetElapsedTime(start).TotalSeconds, await cutting);
    }

    private static async Task<double> CutAsync(FileStream stream, CsvSniff sniff, ChannelWriter<CsvChunk> chunks)
    {
        long start = Stopwatch.GetTimestamp();
        try
        {
            await foreach (CsvChunk chunk in CsvSplitter.CutAsync(stream, sniff, ChunkBytes, CancellationToken.None))
            {
                await chunks.WriteAsync(chunk);
            }
        }
        finally
        {
            chunks.Complete();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static async Task<(long Rows, double Spend)> WorkAsync(FileStream stream, ChannelReader<CsvChunk> chunks, CsvSniff sniff, HeaderMatch match)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        var reader = new CsvReader(sniff.Dialect);
        var typer = new RecordTyper(match, sniff.Dialect);
        var record = new TypedRecord(match.Schema);
        int wines = match.Schema.Fields.ToList().FindIndex(field => field.Name == "MntWines");
        long rows = 0;
        double spend = 0;
        await foreach (CsvChunk chunk in chunks.ReadAllAsync())
        {
            int length = checked((int)chunk.Length);
            if (buffer.Length < length)
            {
                ArrayPool<byte>.Shared.Return(buffer);
                buffer = ArrayPool<byte>.Shared.Rent(length);
            }

            RandomAccess.Read(stream.SafeFileHandle, buffer.AsSpan(0, length), chunk.Offset);
            reader.Reset(buffer.AsMemory(0, length), chunk.FirstLine);
            rows += Read(reader, typer, record, wines, ref spend);
        }

        ArrayPool<byte>.Shared.Return(buffer);
        return (rows, spend);
    }

    private static long Read(CsvReader reader, RecordTyper typer, TypedRecord record, int wines, ref double spend)
    {
        long rows = 0;
        while (reader.Read())
        {
            if (!typer.TryType(reader, record, out Reject reject))
            {
                throw new InvalidOperationException($"Line {reader.Line}: {RejectText.Sentence(record.Schema, reject)}");
            }

            rows++;
            spend += record.Numbers[wines];
        }

        return rows;
    }

    private readonly record struct Pass(long Rows, double Spend, double Seconds, double SplitSeconds);
}
