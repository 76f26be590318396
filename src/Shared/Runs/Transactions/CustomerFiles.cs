using Clientele.Insiders;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>Reads what merging left of customers, and keeps what they are expected to buy.</summary>
internal sealed class CustomerFiles(ClienteleStorage storage)
{
    /// <summary>All buckets.</summary>
    public async Task<PurchaseTable> ReadAllAsync(RunId run, Schema schema, PurchaseTotals totals, CancellationToken cancellation)
    {
        var files = new List<ReadOnlyMemory<byte>>(RunSettings.Buckets);
        for (int bucket = 0; bucket < RunSettings.Buckets; bucket++)
        {
            files.Add(await ReadAsync(TransactionFiles.Customers(run, bucket), cancellation));
        }

        return PurchaseTables.Build(files, totals, schema.Transactions!.Frequency);
    }

    /// <param name="totals">Of all buckets.</param>
    public async Task<PurchaseTable> ReadBucketAsync(RunId run, Schema schema, PurchaseTotals totals, int bucket, CancellationToken cancellation)
        => PurchaseTables.Build([await ReadAsync(TransactionFiles.Customers(run, bucket), cancellation)], totals, schema.Transactions!.Frequency);

    /// <summary>Create-only: the first stands, and another worker's is the same.</summary>
    public Task WriteValueAsync(RunId run, ValueModel value, CancellationToken cancellation) => storage.Results.TryCreateAsync(TransactionFiles.Value(run), value.ToJson(), cancellation);

    public async Task<ValueModel> ReadValueAsync(RunId run, CancellationToken cancellation) => ValueModel.FromJson(BinaryData.FromBytes(await ReadAsync(TransactionFiles.Value(run), cancellation)));

    /// <summary>Gone are such files once their run is completed: a worker that comes late has nothing left to do.</summary>
    private async Task<ReadOnlyMemory<byte>> ReadAsync(string name, CancellationToken cancellation)
        => await storage.Results.ReadAsync(name, cancellation) is { } file ? file.Content.ToMemory() : throw new BlobChangedException(storage.Results.Name, name, gone: true);
}
