using Azure.Data.Tables;
using Clientele.Runs.Customers;
using Clientele.Runs.Scoring;
using Clientele.Runs.Transactions;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Insiders;

/// <summary>
/// Lists the customers of a programme as of the newest upload: which, in which order and what they come to is told by the index; their rows are read by key. The
/// index of a run never changes, so the last one asked for is kept in memory. Safe from any thread.
/// </summary>
public sealed class InsiderList(ClienteleStorage storage)
{
    public const int LargestPage = 200;

    private const int AtOnce = 8;
    private const int MostKept = 4;

    private readonly Lock _lock = new();
    private readonly LinkedList<(string Key, Task<ProgrammeIndex> Index)> _kept = [];

    /// <summary>Sorts by the names that they have in addresses.</summary>
    public static IReadOnlyList<(string Name, InsiderSort Sort)> Sorts { get; } =
    [
        ("-revenue", InsiderSort.MostRevenue),
        ("revenue", InsiderSort.LeastRevenue),
        ("-expected", InsiderSort.MostExpected),
        ("expected", InsiderSort.LeastExpected),
        ("customer", InsiderSort.Customer),
    ];

    /// <param name="selection">Which customers.</param>
    /// <param name="page">From 1; past the last one there are no customers.</param>
    /// <param name="size">1 to <see cref="LargestPage"/>.</param>
    /// <returns>Null while no upload of the schema has finished.</returns>
    public async Task<InsiderPage?> PageAsync(InsiderSelection selection, int page, int size, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentOutOfRangeException.ThrowIfLessThan(page, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(size, LargestPage);
        Schema schema = selection.Schema;
        if (await CurrentAsync(schema.Id, cancellation) is not { } programme)
        {
            return null;
        }

        ProgrammeIndex index = await IndexAsync(schema, programme, cancellation).WaitAsync(cancellation);
        SelectedInsiders selected = index.Select(selection, (page - 1L) * size, size);
        return new InsiderPage
        {
            Schema = schema.Id,
            Run = programme.Run,
            ModelVersion = programme.Version,
            Insider = selection.Insider,
            Cluster = selection.Cluster,
            Change = selection.Change,
            Sort = Sorts.First(each => each.Sort == selection.Sort).Name,
            Page = page,
            Size = size,
            Pages = (int)((selected.Count + (size - 1L)) / size),
            Count = selected.Count,
            Revenue = selected.Revenue,
            RevenueShare = index.Revenue > 0 ? selected.Revenue / index.Revenue : 0,
            ExpectedRevenue90 = selected.Expected,
            Customers = await RowsAsync(schema, selected.Page, cancellation),
        };
    }

    /// <summary>One customer, by the id that files have, at most <see cref="CustomerList.LongestId"/> bytes of UTF-8; null where there is none.</summary>
    public async Task<InsiderView?> FindAsync(Schema schema, string id, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(id);
        if (id.Length == 0 || System.Text.Encoding.UTF8.GetByteCount(id) > CustomerList.LongestId)
        {
            return null;
        }

        TableEntity? row = await RowAsync(schema, id, cancellation);
        return row is null ? null : InsiderView.Of(row);
    }

    /// <summary>The whole selection as a CSV, with a header row even where no upload has finished.</summary>
    /// <param name="selection">Which customers; <c>Rank</c> is their place in its order.</param>
    /// <param name="language">Of the reasons.</param>
    /// <param name="delimiter">With <c>;</c> numbers have a decimal comma.</param>
    /// <param name="output">Written as it is made.</param>
    /// <param name="cancellation">Ends the call early.</param>
    public async Task WriteCsvAsync(InsiderSelection selection, Language language, char delimiter, Stream output, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(selection);
        ArgumentNullException.ThrowIfNull(output);
        ProgrammeIndex index = await CurrentAsync(selection.Schema.Id, cancellation) is { } programme
            ? await IndexAsync(selection.Schema, programme, cancellation).WaitAsync(cancellation)
            : new ProgrammeIndex([], isFirst: true);
        await new InsiderCsv(storage.Insiders, selection.Schema, language, delimiter).WriteAsync(index, selection, output, cancellation);
    }

    /// <summary>The clusters as of the newest upload, with who came and went: the one with the most revenue per customer first. Empty while no upload has finished.</summary>
    public async Task<IReadOnlyList<InsiderGroup>> GroupsAsync(Schema schema, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (await CurrentAsync(schema.Id, cancellation) is not { } programme)
        {
            return [];
        }

        ProgrammeIndex index = await IndexAsync(schema, programme, cancellation).WaitAsync(cancellation);
        IReadOnlyDictionary<int, ClusterCounts> counts = index.Clusters();
        var groups = new List<InsiderGroup>();
        await foreach (TablePage page in storage.InsiderClusters.ReadAsync(schema.Id, from: null, before: null, select: null, cancellation))
        {
            foreach (TableEntity row in page.Rows)
            {
                int id = row.GetInt32("Cluster") ?? 0;
                if (counts.TryGetValue(id, out ClusterCounts count))
                {
                    var name = new LocalText(row.Text("Name"), row.Text("NameEs"), row.Text("NamePt"));
                    groups.Add(new InsiderGroup(id, name, row.GetBoolean("Insider") ?? false, count.Customers, count.Members, count.Entered, count.New, count.Left));
                }
            }
        }

        return [.. groups.OrderByDescending(group => counts[group.Id].Revenue / group.Customers).ThenBy(group => group.Id)];
    }

    /// <summary>The report of the newest upload in a form; null while no upload has finished.</summary>
    public async Task<InsiderReportFile?> ReportAsync(Schema schema, InsiderReportForm form, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schema);
        if (await CurrentAsync(schema.Id, cancellation) is not { } programme || !RunId.TryParse(programme.Run, out RunId run))
        {
            return null;
        }

        string name = form switch
        {
            InsiderReportForm.Page => TransactionFiles.ReportPage(run),
            InsiderReportForm.Text => TransactionFiles.ReportText(run),
            _ => TransactionFiles.ReportData(run),
        };
        return new InsiderReportFile(programme.Run, (await storage.Results.ReadAsync(name, cancellation))?.Content);
    }

    private async Task<CurrentProgramme?> CurrentAsync(string schema, CancellationToken cancellation)
        => await storage.Index.ReadAsync(TransactionIndex.Current(schema), cancellation) is { } file ? CurrentProgramme.Parse(file.Content) : null;

    private Task<ProgrammeIndex> IndexAsync(Schema schema, CurrentProgramme programme, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        string key = $"{schema.Id}/{programme.Run}";
        lock (_lock)
        {
            for (LinkedListNode<(string Key, Task<ProgrammeIndex> Index)>? node = _kept.First; node is not null; node = node.Next)
            {
                if (node.Value.Key == key && !node.Value.Index.IsFaulted)
                {
                    _kept.Remove(node);
                    _kept.AddFirst(node);
                    return node.Value.Index;
                }
            }

            // Not cancelled with the caller who wanted it first: others may wait for it.
            Task<ProgrammeIndex> index = Task.Run(() => ReadAsync(schema.Id, programme, CancellationToken.None), CancellationToken.None);
            _kept.AddFirst((key, index));
            while (_kept.Count > MostKept)
            {
                _kept.RemoveLast();
            }

            return index;
        }
    }

    private async Task<ProgrammeIndex> ReadAsync(string schema, CurrentProgramme programme, CancellationToken cancellation)
    {
        ProgrammeMember[][] buckets = await Task.WhenAll(Enumerable.Range(0, RunSettings.Buckets).Select(async bucket =>
            await storage.Index.ReadAsync(TransactionIndex.Members(schema, programme.Run, bucket), cancellation) is { } file
                ? MemberFile.Read(file.Content)
                : throw new IOException($"The index of run {programme.Run} has no bucket {bucket}.")));
        return new ProgrammeIndex(buckets, isFirst: programme.PreviousRun.Length == 0);
    }

    private async Task<IReadOnlyList<InsiderView>> RowsAsync(Schema schema, IReadOnlyList<string> ids, CancellationToken cancellation)
    {
        var found = new TableEntity?[ids.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, found.Length, options, async (i, stop) => found[i] = await RowAsync(schema, ids[i], stop));
        return [.. found.Where(row => row is not null).Select(row => InsiderView.Of(row!))];
    }

    private Task<TableEntity?> RowAsync(Schema schema, string id, CancellationToken cancellation)
    {
        string key = CustomerKey.Of(id, schema.HasIntegerIds);
        return storage.Insiders.FindAsync(CustomerKey.Partition(schema.Id, CustomerKey.Bucket(System.Text.Encoding.ASCII.GetBytes(key))), key, cancellation);
    }
}

/// <summary>In which form a report is wanted.</summary>
public enum InsiderReportForm
{
    /// <summary>JSON.</summary>
    Data,

    /// <summary>HTML.</summary>
    Page,

    /// <summary>Markdown.</summary>
    Text,
}
