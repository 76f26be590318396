using System.Globalization;
using Clientele.Csv;
using Clientele.Features;
using Clientele.LocalHost;
using Clientele.Schemas;

namespace Clientele.Benchmarks.Campaign;

/// <summary>The real customers as the pipeline reads them, with the fold of each in three repeats of five.</summary>
internal sealed class CampaignRows
{
    public const int Folds = 5;

    private readonly byte[] _bytes;
    private readonly CsvSniff _sniff;
    private readonly int _asOf;

    private CampaignRows(Schema schema, byte[] bytes, int[][] folds)
    {
        (Schema, _bytes, FoldOf) = (schema, bytes, folds);
        _sniff = CsvSniffer.Sniff(bytes, true, CsvDialectOverrides.None);
        double newest = 0;
        int date = schema.Fields.ToList().FindIndex(field => field is { Type: FieldType.Date, Role: FieldRole.Feature });
        Read(record => newest = Math.Max(newest, record.Numbers[date]));
        _asOf = (int)newest;
    }

    public Schema Schema { get; }

    /// <summary>By repeat and row.</summary>
    public int[][] FoldOf { get; }

    /// <exception cref="InvalidOperationException">A file is missing.</exception>
    public static CampaignRows Load()
    {
        byte[] bytes = File.ReadAllBytes(FileOf("marketing_campaign_comma.csv"));
        Dictionary<string, int[]> folds = File.ReadLines(FileOf(Path.Combine("..", "reference", "campaign_folds.csv"))).Skip(1)
            .Select(line => line.Split(','))
            .ToDictionary(cells => cells[0], cells => cells[1..].Select(cell => int.Parse(cell, CultureInfo.InvariantCulture)).ToArray(), StringComparer.Ordinal);
        Schema schema = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas")).Find("campaign")!;
        var ids = new List<string>();
        new CampaignRows(schema, bytes, []).Read(record => ids.Add(record.TextString(schema.IdField)));
        return new CampaignRows(schema, bytes, [.. Enumerable.Range(0, folds.Values.First().Length).Select(repeat => ids.Select(id => folds[id][repeat]).ToArray())]);
    }

    /// <summary>The path of a real file, from $CLIENTELE_DATA or else data/ at the project's root.</summary>
    /// <exception cref="InvalidOperationException">It is missing.</exception>
    public static string FileOf(string name)
    {
        string data = Environment.GetEnvironmentVariable("CLIENTELE_DATA") is { Length: > 0 } folder ? folder : Path.Combine(ProjectRoot.Find(), "data");
        string path = Path.Combine(data, name);
        return File.Exists(path)
            ? path
            : throw new InvalidOperationException($"The bench needs {Path.GetFileName(path)}: set CLIENTELE_DATA to the folder of marketing_campaign.csv, with ../reference/campaign_folds.csv beside it.");
    }

    public TrainingRows All() => Where(_ => true);

    /// <summary>The rows of all folds of a repeat but one.</summary>
    public TrainingRows Without(int repeat, int fold) => Where(row => FoldOf[repeat][row] != fold);

    /// <summary>Every record in the order of the file.</summary>
    public void Read(Action<TypedRecord> each)
    {
        var typer = new RecordTyper(HeaderMatcher.Match(Schema, _sniff.Header, HeaderPurpose.Train), _sniff.Dialect);
        var record = new TypedRecord(Schema) { AsOf = _asOf };
        foreach (CsvChunk chunk in CsvSplitter.SplitAsync(new MemoryStream(_bytes), _sniff, 64 << 20, CancellationToken.None).GetAwaiter().GetResult())
        {
            var csv = new CsvReader(_sniff.Dialect, _bytes.AsMemory((int)chunk.Offset, (int)chunk.Length), chunk.FirstLine);
            while (csv.Read())
            {
                if (!typer.TryType(csv, record, out Reject reject))
                {
                    throw new InvalidOperationException($"A record of the real file is rejected: {reject}.");
                }

                each(record);
            }
        }
    }

    private TrainingRows Where(Func<int, bool> isTaken)
    {
        var rows = new TrainingRows(Schema);
        int at = 0;
        Read(record =>
        {
            if (isTaken(at++))
            {
                rows.Add(record);
            }
        });
        return rows;
    }
}
