using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Azure.Data.Tables;
using Clientele.Bytes;
using Clientele.Csv;
using Clientele.Insiders;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Insiders;

/// <summary>
/// Writes the customers of a selection as UTF-8 with a byte order mark, bucket by bucket; the column Rank is their place in the order that was asked for. A
/// bucket of which much is taken is read through, of another one each customer by key.
/// </summary>
/// <param name="language">Of the reasons and of the clusters' names.</param>
/// <param name="delimiter">With <c>;</c> numbers have a decimal comma: where spreadsheets part cells by semicolons, they read numbers so.</param>
internal sealed class InsiderCsv(ITable table, Schema schema, Language language, char delimiter)
{
    private const int PieceBytes = 64 * 1024;

    // Below one in so many, reading by key is less work than reading through.
    private const int Sparse = 20;
    private const int KeysAtOnce = 64;

    private static readonly string[] Names =
    [
        "Rank", "Customer", "Identified", "Insider", "Change", "Cluster", "ClusterName", "Why", "Missing",
        .. PurchaseFeatures.All.Select(InsiderTables.ColumnOf),
        "FirstPurchase", "LastPurchase", "Alive",
        .. ValueModel.Horizons.SelectMany(days => new[] { $"Purchases{days}", $"Revenue{days}", $"Revenue{days}Low", $"Revenue{days}High" }),
        "Run", "Uploaded",
    ];

    /// <summary>The header row is written at once.</summary>
    public async Task WriteAsync(ProgrammeIndex index, InsiderSelection selection, Stream output, CancellationToken cancellation)
    {
        using var lines = new ByteBuffer(PieceBytes * 2);
        var csv = new CsvWriter(lines, delimiter, decimalComma: delimiter == ';');
        lines.Bytes(Encoding.UTF8.Preamble);
        Array.ForEach(Names, csv.WriteText);
        csv.EndRecord();
        await SendAsync(lines, output, cancellation);

        int[] ranks = index.Ranks(selection);
        for (int bucket = 0; bucket < index.Buckets; bucket++)
        {
            List<(string Id, int Rank)> ranked = index.Ranked(bucket, ranks, out int size);
            await foreach ((TableEntity row, int rank) in ReadAsync(bucket, ranked, size, cancellation))
            {
                Write(csv, InsiderView.Of(row), rank);
                if (lines.Length >= PieceBytes)
                {
                    await SendAsync(lines, output, cancellation);
                }
            }
        }

        await SendAsync(lines, output, cancellation);
    }

    private static async Task SendAsync(ByteBuffer lines, Stream output, CancellationToken cancellation)
    {
        await output.WriteAsync(lines.Written, cancellation);
        await output.FlushAsync(cancellation);
        lines.Clear();
    }

    private IAsyncEnumerable<(TableEntity Row, int Rank)> ReadAsync(int bucket, List<(string Id, int Rank)> ranked, int size, CancellationToken cancellation)
    {
        string partition = CustomerKey.Partition(schema.Id, bucket);
        List<(string Key, int Rank)> keys = ranked.ConvertAll(each => (CustomerKey.Of(each.Id, schema.HasIntegerIds), each.Rank));
        return keys.Count == 0 ? AsyncEnumerable.Empty<(TableEntity, int)>()
            : (long)keys.Count * Sparse < size ? ReadByKeyAsync(partition, keys, cancellation)
            : ReadThroughAsync(partition, keys, cancellation);
    }

    private async IAsyncEnumerable<(TableEntity Row, int Rank)> ReadByKeyAsync(
        string partition, List<(string Key, int Rank)> keys, [EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach ((string Key, int Rank)[] some in keys.Chunk(KeysAtOnce))
        {
            TableEntity?[] found = await Task.WhenAll(some.Select(each => table.FindAsync(partition, each.Key, cancellation)));
            for (int i = 0; i < found.Length; i++)
            {
                if (found[i] is { } row)
                {
                    yield return (row, some[i].Rank);
                }
            }
        }
    }

    private async IAsyncEnumerable<(TableEntity Row, int Rank)> ReadThroughAsync(
        string partition, List<(string Key, int Rank)> keys, [EnumeratorCancellation] CancellationToken cancellation)
    {
        // Customers of earlier uploads stand in between: the table keeps them.
        Dictionary<string, int> ranks = keys.ToDictionary(each => each.Key, each => each.Rank, StringComparer.Ordinal);
        await foreach (TablePage page in table.ReadAsync(partition, from: null, before: null, select: null, cancellation))
        {
            foreach (TableEntity row in page.Rows)
            {
                if (ranks.TryGetValue(row.RowKey, out int rank))
                {
                    yield return (row, rank);
                }
            }
        }
    }

    private void Write(CsvWriter csv, InsiderView customer, int rank)
    {
        csv.WriteNumber(rank);
        csv.WriteOriginal(Encoding.UTF8.GetBytes(customer.Id), isTextColumn: !schema.HasIntegerIds);
        csv.WriteBoolean(customer.Identified);
        csv.WriteBoolean(customer.Insider);
        csv.WriteText(customer.Change);
        csv.WriteNumber(customer.Cluster);
        csv.WriteText(customer.ClusterName.In(language));
        csv.WriteText(customer.Why.In(language));
        csv.WriteText(customer.Missing?.In(language));
        foreach (PurchaseFeature feature in PurchaseFeatures.All)
        {
            csv.WriteNumber(customer.Features[InsiderTables.ColumnOf(feature)]);
        }

        csv.WriteDate(customer.FirstPurchase);
        csv.WriteDate(customer.LastPurchase);
        csv.WriteNumber(customer.Alive);
        foreach (ExpectedView expected in customer.Expected)
        {
            csv.WriteNumber(expected.Purchases);
            csv.WriteNumber(expected.Revenue);
            csv.WriteNumber(expected.RevenueLow);
            csv.WriteNumber(expected.RevenueHigh);
        }

        csv.WriteText(customer.Run);
        csv.WriteValue(Encoding.ASCII.GetBytes(customer.Uploaded.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)));
        csv.EndRecord();
    }
}
