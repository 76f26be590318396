using System.Diagnostics;
using System.Globalization;
using Clientele.Csv;
using Clientele.Features;
using Clientele.LocalHost.Generate;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Benchmarks.Segments;

/// <summary>
/// How fast customers are placed in their three segments, from typed records in memory, with as many threads as cores; and how fast they are listed, see
/// <see cref="CustomerListBench"/>. The customers are made up; the segments are trained on 2,240 others.
/// </summary>
public static class SegmentsSpeedBench
{
    private const int Customers = 1_000_000;
    private const int AtATime = 50_000;
    private const int Trained = 2_240;
    private const int Rounds = 3;
    private const double LeastRowsPerSecond = 1_000_000;

    public static async Task<IReadOnlyList<Figure>> RunAsync(BenchContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        Schema schema = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas")).Find("campaign")!;
        var rows = new TrainingRows(schema);
        foreach (TypedRecord record in await MakeUpAsync(schema, Trained, seed: 1, labelled: true))
        {
            rows.Add(record);
        }

        SegmentModel model = SegmentTraining.Fit(rows, new SegmentTrainingOptions(), previous: null, progress: null, context.CancellationToken).Model;
        var rates = new List<double>();
        for (int round = 0; round < Rounds; round++)
        {
            rates.Add(await PlaceAsync(schema, model, context.CancellationToken));
            context.Log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"placed {Customers:N0} customers by {model.Space.Variables.Count} variables: {rates[^1]:N0} rows/s"));
        }

        return [Figure.AtLeast("segments.rows_per_s", rates.Order().ElementAt(Rounds / 2), "rows/s", LeastRowsPerSecond), .. await CustomerListBench.RunAsync(context)];
    }

    /// <summary>Only placing is timed, not making customers up.</summary>
    private static async Task<double> PlaceAsync(Schema schema, SegmentModel model, CancellationToken cancellation)
    {
        SegmentScorer[] scorers = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(_ => model.CreateScorer())];
        long placed = 0;
        double seconds = 0;
        for (int batch = 0; batch < Customers / AtATime; batch++)
        {
            TypedRecord[] records = await MakeUpAsync(schema, AtATime, seed: 100 + batch, labelled: false);
            long start = Stopwatch.GetTimestamp();
            Parallel.For(0, scorers.Length, new ParallelOptions { CancellationToken = cancellation }, worker =>
            {
                int found = 0;
                for (int i = worker; i < records.Length; i += scorers.Length)
                {
                    found += scorers[worker].Place(records[i]).Recommended > 0 ? 1 : 0;
                }

                Interlocked.Add(ref placed, found);
            });
            seconds += Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return placed == Customers ? Customers / seconds : throw new InvalidOperationException($"{placed} of {Customers} customers are in a segment.");
    }

    private static async Task<TypedRecord[]> MakeUpAsync(Schema schema, int customers, int seed, bool labelled)
    {
        using var stream = new MemoryStream();
        await CampaignGenerator.WriteAsync(stream, customers, seed, new CampaignOptions { Labels = labelled, Flaws = 0 }, CancellationToken.None);
        byte[] bytes = stream.ToArray();
        CsvSniff sniff = CsvSniffer.Sniff(bytes, true, CsvDialectOverrides.None);
        var typer = new RecordTyper(HeaderMatcher.Match(schema, sniff.Header, labelled ? HeaderPurpose.Train : HeaderPurpose.Score), sniff.Dialect);
        var records = new List<TypedRecord>(customers);
        foreach (CsvChunk chunk in await CsvSplitter.SplitAsync(new MemoryStream(bytes), sniff, 64 << 20, CancellationToken.None))
        {
            var csv = new CsvReader(sniff.Dialect, bytes.AsMemory((int)chunk.Offset, (int)chunk.Length), chunk.FirstLine);
            while (csv.Read())
            {
                var record = new TypedRecord(schema) { AsOf = new DateOnly(2014, 7, 1).DayNumber };
                if (!typer.TryType(csv, record, out Reject reject))
                {
                    throw new InvalidOperationException($"A made-up customer is rejected: {reject}.");
                }

                records.Add(record);
            }
        }

        return [.. records];
    }
}
