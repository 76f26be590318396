using Azure.Data.Tables;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Customers;

/// <summary>A customer's row of <c>customerscores</c>, and the one of <c>customers&lt;schema&gt;</c>.</summary>
internal readonly record struct StoredCustomer(TableEntity Scores, TableEntity Own);

/// <summary>
/// Reads the rows of customers that the index names. A row that is newer than the index is read as it is; a customer of whom a row is gone was erased meanwhile.
/// </summary>
internal sealed class CustomerTableReader(ClienteleStorage storage, Schema schema)
{
    /// <summary>Customers at once, each with two requests.</summary>
    private const int AtOnce = 8;

    private readonly ITable _own = storage.Customers(schema.Id);

    /// <summary>By key, in the order of the keys; null where a row is gone.</summary>
    public async Task<StoredCustomer?[]> FindAsync(IReadOnlyList<(int Bucket, string Key)> customers, CancellationToken cancellation)
    {
        var found = new StoredCustomer?[customers.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForAsync(0, found.Length, options, async (i, stop) =>
        {
            string partition = CustomerKey.Partition(schema.Id, customers[i].Bucket);
            Task<TableEntity?> scores = storage.CustomerScores.FindAsync(partition, customers[i].Key, stop);
            Task<TableEntity?> own = _own.FindAsync(partition, customers[i].Key, stop);
            await Task.WhenAll(scores, own);
            found[i] = await scores is { } first && await own is { } second ? new StoredCustomer(first, second) : null;
        });
        return found;
    }

    /// <summary>Through both partitions of a bucket side by side, page by page, from one key to another.</summary>
    /// <param name="bucket">Its number.</param>
    /// <param name="first">Where to begin.</param>
    /// <param name="last">Where to end; it is read, too.</param>
    /// <param name="scoreColumns">Columns wanted of the one table.</param>
    /// <param name="ownColumns">Columns wanted of the other.</param>
    public CustomerPartition OpenPartition(
        int bucket, string first, string last, IReadOnlyList<string> scoreColumns, IReadOnlyList<string> ownColumns, CancellationToken cancellation)
    {
        string partition = CustomerKey.Partition(schema.Id, bucket);
        string before = last + "\0";
        return new CustomerPartition(
            storage.CustomerScores.ReadAsync(partition, first, before, scoreColumns, cancellation).GetAsyncEnumerator(cancellation),
            _own.ReadAsync(partition, first, before, ownColumns, cancellation).GetAsyncEnumerator(cancellation));
    }
}

/// <summary>Both partitions of a bucket, read forward. Holds a page of each.</summary>
internal sealed class CustomerPartition(IAsyncEnumerator<TablePage> scores, IAsyncEnumerator<TablePage> own) : IAsyncDisposable
{
    private readonly ForwardRows _scores = new(scores);
    private readonly ForwardRows _own = new(own);

    /// <summary>Null where a row is gone.</summary>
    /// <param name="key">After that of the call before.</param>
    public async ValueTask<StoredCustomer?> SeekAsync(string key)
    {
        TableEntity? first = await _scores.SeekAsync(key);
        TableEntity? second = await _own.SeekAsync(key);
        return first is not null && second is not null ? new StoredCustomer(first, second) : null;
    }

    public async ValueTask DisposeAsync()
    {
        await scores.DisposeAsync();
        await own.DisposeAsync();
    }

    private sealed class ForwardRows(IAsyncEnumerator<TablePage> pages)
    {
        private IReadOnlyList<TableEntity> _page = [];
        private int _next;

        public async ValueTask<TableEntity?> SeekAsync(string key)
        {
            while (true)
            {
                for (; _next < _page.Count; _next++)
                {
                    int order = string.CompareOrdinal(_page[_next].RowKey, key);
                    if (order >= 0)
                    {
                        return order == 0 ? _page[_next] : null;
                    }
                }

                if (!await pages.MoveNextAsync())
                {
                    return null;
                }

                (_page, _next) = (pages.Current.Rows, 0);
            }
        }
    }
}
