using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Clientele.Runs;
using Clientele.Runs.Scoring;
using Clientele.Storage;

namespace Clientele.Integration.Spine;

/// <summary>
/// What an account holds, as text that two accounts can be compared by. What follows from the moment of the upload is left out or renamed: the run's id,
/// the times and the upload's ETag.
/// </summary>
internal static class StorageImage
{
    /// <summary>The only tables that a score run writes.</summary>
    public static readonly string[] Tables = ["customerscores", "customerscampaign", "objectives", "deciles", "rejects", "runs", "runparts"];

    /// <summary>Those that a run over transactions writes; of what is rejected there is nothing in generated lines.</summary>
    public static readonly string[] ProgrammeTables = ["insiders", "insiderclusters", "insiderreport", "insiderforecast", "models", "runs", "runparts"];

    private static readonly HashSet<string> OfTheMoment = new(StringComparer.Ordinal) { "Timestamp", "odata.etag", "Uploaded", "Started", "SourceETag" };

    /// <summary>Every row in key order, with every column in the order of their names.</summary>
    public static async IAsyncEnumerable<string> RowsAsync(SpineApp app, string table, RunId run)
    {
        await foreach (TableEntity row in new TableClient(app.Connection, table).QueryAsync<TableEntity>())
        {
            yield return Text(row, run);
        }
    }

    public static async Task<List<TableEntity>> EntitiesAsync(SpineApp app, string table)
    {
        var rows = new List<TableEntity>();
        await foreach (TableEntity row in new TableClient(app.Connection, table).QueryAsync<TableEntity>())
        {
            rows.Add(row);
        }

        return rows;
    }

    public static string Text(TableEntity row, RunId run, params string[] without)
    {
        var text = new StringBuilder();
        foreach ((string column, object value) in row.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            if (!OfTheMoment.Contains(column) && !without.Contains(column, StringComparer.Ordinal))
            {
                text.Append(column).Append(':').Append(value?.GetType().Name).Append('=').Append(Convert.ToString(value, CultureInfo.InvariantCulture)).Append('|');
            }
        }

        return text.Replace(run.Value, "<run>").ToString();
    }

    /// <summary>Names in <c>results</c>, with the content of the files that people download.</summary>
    public static async Task<List<string>> ResultsAsync(SpineApp app, RunId run)
    {
        var files = new List<string>();
        await foreach (BlobFacts blob in app.Storage.Results.ListAsync(prefix: null, CancellationToken.None))
        {
            bool moment = blob.Name.EndsWith("/plan.json", StringComparison.Ordinal);
            string content = moment ? "" : (await ReadAsync(app.Storage.Results, blob.Name)).ToString();
            files.Add($"{blob.Name}\n{content}".Replace(run.Value, "<run>", StringComparison.Ordinal));
        }

        return files;
    }

    public static async Task<string[]> LinesAsync(SpineApp app, RunId run, string file)
        => (await ReadAsync(app.Storage.Results, $"{run}/{file}")).ToString().TrimStart('\uFEFF').Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd('\r')).ToArray();

    /// <summary>The entries of all buckets, by bucket and key.</summary>
    public static async Task<List<IndexEntry>> IndexAsync(SpineApp app)
    {
        var entries = new List<IndexEntry>();
        await foreach (BlobFacts blob in app.Storage.Index.ListAsync("campaign/", CancellationToken.None))
        {
            entries.AddRange(IndexFile.Read((await ReadAsync(app.Storage.Index, blob.Name)).ToArray()));
        }

        return entries;
    }

    private static async Task<BinaryData> ReadAsync(IBlobContainer container, string name)
        => (await container.ReadAsync(name, CancellationToken.None) ?? throw new FileNotFoundException(name)).Content;
}
