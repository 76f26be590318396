using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Clientele.Campaign;
using Clientele.Runs;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;

namespace Clientele.Benchmarks.Segments;

/// <summary>Customers whose index, and as many of their rows as are wanted, are written without a run. Their ids are whole numbers; the same ones each time.</summary>
internal sealed class MadeUpCustomers(Schema schema, int count)
{
    private const string Run = "20260101T000000Z-0a1b2c3d-01";
    private const int RowsOfATransaction = 100;
    private const int Writers = 4;

    private static readonly (ObjectiveVerdicts Verdict, double CutOff)[] CutOffs =
        [(ObjectiveVerdicts.Aggressive, 0.1), (ObjectiveVerdicts.Moderate, 0.2), (ObjectiveVerdicts.Balanced, 3.0 / 11), (ObjectiveVerdicts.Frugal, 0.6)];

    private static readonly DateTimeOffset Uploaded = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>By bucket, in the order of keys, which for whole numbers is theirs.</summary>
    private readonly List<int>[] _buckets = Deal(count);

    public async Task WriteIndexAsync(ClienteleStorage storage, CancellationToken cancellation)
    {
        for (int bucket = 0; bucket < _buckets.Length; bucket++)
        {
            using var file = new IndexFile(_buckets[bucket].Count);
            foreach (int id in _buckets[bucket])
            {
                file.Add(Encoding.UTF8.GetBytes(IdOf(id)), Run, ScoreOf(id), SegmentsOf(id));
            }

            if (await storage.Index.TryReplaceAsync(IndexFile.Name(schema.Id, bucket), ifMatch: null, file.ToBlob(), cancellation) is null)
            {
                throw new InvalidOperationException($"There is an index of {schema.Id} already.");
            }
        }
    }

    /// <summary>Both rows of every customer.</summary>
    public Task WriteRowsAsync(ClienteleStorage storage, CancellationToken cancellation) =>
        Parallel.ForAsync(0, _buckets.Length, new ParallelOptions { MaxDegreeOfParallelism = Writers, CancellationToken = cancellation }, async (bucket, stop) =>
            await WriteRowsAsync(storage, bucket, _buckets[bucket], stop));

    /// <summary>Both rows of some customers of a bucket.</summary>
    public async Task WriteRowsAsync(ClienteleStorage storage, int bucket, IEnumerable<int> ids, CancellationToken cancellation)
    {
        foreach ((ITable table, TableDefinition definition) in new[] { (storage.CustomerScores, CustomerTables.Scores), (storage.Customers(schema.Id), CustomerTables.Of(schema)) })
        {
            foreach (int[] some in ids.Chunk(RowsOfATransaction))
            {
                if (!await table.TryWriteAsync([.. some.Select(id => new TableWrite(RowOf(definition, bucket, id), IfMatch: null))], cancellation))
                {
                    throw new InvalidOperationException($"Rows of {table.Name} are there already.");
                }
            }
        }
    }

    /// <summary>Every column, as the table's definition has them.</summary>
    private TableEntity RowOf(TableDefinition table, int bucket, int id)
    {
        (CustomerScore score, SegmentAssignment segments) = (ScoreOf(id), SegmentsOf(id));
        var row = new TableEntity(CustomerKey.Partition(schema.Id, bucket), CustomerKey.Of(IdOf(id), isInteger: true));
        foreach (ColumnDefinition column in table.Columns)
        {
            row[column.Name] = column.Name switch
            {
                "Customer" => IdOf(id),
                "Probability" => score.Probability,
                "ExpectedProfit" => score.ExpectedProfit,
                "Decile" => score.Decile,
                "Segment2" => segments.Two,
                "Segment3" => segments.Three,
                "Segment" => segments.Recommended,
                "Run" => Run,
                _ => Enum.TryParse(column.Name, out ObjectiveVerdicts verdict) ? score.Verdicts.HasFlag(verdict) : Filled(column, id),
            };
        }

        return row;
    }

    private static object Filled(ColumnDefinition column, int id) => column.Type switch
    {
        ColumnType.String => string.Create(CultureInfo.InvariantCulture, $"▲ {column.Name} says {id % 1000} of this customer"),
        ColumnType.Boolean => id % 3 == 0,
        ColumnType.Int32 => id % 100,
        ColumnType.Int64 => (long)(id % 100),
        ColumnType.Double => Share(id, column.Name.Length) * 1000,
        _ => Uploaded,
    };

    private static CustomerScore ScoreOf(int id)
    {
        double share = Share(id, 0);
        double probability = share * share * share;
        ObjectiveVerdicts verdicts = ObjectiveVerdicts.None;
        foreach ((ObjectiveVerdicts verdict, double cutOff) in CutOffs)
        {
            verdicts |= probability >= cutOff ? verdict : ObjectiveVerdicts.None;
        }

        return new CustomerScore(probability, 10 - (int)(share * 10), verdicts, (11 * probability) - 3, TopReasons.None);
    }

    private static SegmentAssignment SegmentsOf(int id) => new(1 + (int)(Share(id, 1) * 2), 1 + (int)(Share(id, 2) * 3), 1 + (int)(Share(id, 3) * 4));

    private static string IdOf(int id) => id.ToString(CultureInfo.InvariantCulture);

    /// <summary>0 up to 1, by SplitMix64.</summary>
    private static double Share(int id, int what)
    {
        ulong z = ((ulong)id * 0x9E3779B97F4A7C15) + ((ulong)what * 0xD1B54A32D192ED03);
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
    }

    private static List<int>[] Deal(int count)
    {
        List<int>[] buckets = [.. Enumerable.Range(0, RunSettings.Buckets).Select(_ => new List<int>())];
        byte[] key = new byte[CustomerKey.Longest];
        for (int id = 1; id <= count; id++)
        {
            int length = CustomerKey.Write(Encoding.ASCII.GetBytes(IdOf(id)), isInteger: true, key);
            buckets[CustomerKey.Bucket(key.AsSpan(0, length))].Add(id);
        }

        return buckets;
    }
}
