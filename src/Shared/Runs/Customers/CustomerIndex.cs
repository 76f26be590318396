using Clientele.Bytes;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Customers;

/// <summary>
/// The current customers of schemas in memory. Each call lists the index blobs of its schema, once, and reads those that have changed since; callers that want
/// the same version of a blob share one read. Safe from any thread.
/// </summary>
public sealed class CustomerIndex(ClienteleStorage storage) : IDisposable
{
    /// <summary>Those asked for last stay.</summary>
    public const int MostSchemas = 8;

    private const int MostChanges = 20;
    private const int MostReads = 4;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KeptSchema> _schemas = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _reads = new(MostReads);
    private long _calls;

    public void Dispose() => _reads.Dispose();

    /// <exception cref="InvalidDataException">A blob is not an index file; the message names it.</exception>
    internal async Task<CustomerColumns> CurrentAsync(Schema schema, CancellationToken cancellation)
    {
        KeptSchema kept = Find(schema.Id);
        for (int changes = 0; ; changes++)
        {
            try
            {
                CustomerBucket[] buckets = await Task.WhenAll(await ListAsync(schema.Id, kept, cancellation)).WaitAsync(cancellation);
                return kept.Combine(buckets, schema.HasIntegerIds);
            }
            catch (BlobChangedException) when (changes < MostChanges)
            {
                // Published between the listing and the read: list again.
                continue;
            }
        }
    }

    private async Task<Task<CustomerBucket>[]> ListAsync(string schema, KeptSchema kept, CancellationToken cancellation)
    {
        var buckets = new Task<CustomerBucket>[RunSettings.Buckets];
        Array.Fill(buckets, Task.FromResult(CustomerBucket.Empty));
        string[] names = [.. Enumerable.Range(0, buckets.Length).Select(bucket => IndexFile.Name(schema, bucket))];

        // With the slash: "gym" is a prefix of "gymnasium", too.
        await foreach (BlobFacts blob in storage.Index.ListAsync(schema + "/", cancellation))
        {
            int bucket = Array.IndexOf(names, blob.Name);
            if (bucket >= 0)
            {
                buckets[bucket] = kept.Bucket(bucket, blob.ETag, () => ReadAsync(blob));
            }
        }

        return buckets;
    }

    /// <summary>Not cancelled with the caller who wanted it first: others may wait for it.</summary>
    private async Task<CustomerBucket> ReadAsync(BlobFacts blob)
    {
        await _reads.WaitAsync(CancellationToken.None);
        byte[]? bytes = null;
        try
        {
            int length = checked((int)blob.Length);
            bytes = LargeArrays.Pool.Rent(length);
            await using Stream content = await storage.Index.OpenReadAsync(blob.Name, blob.ETag, 0, length, CancellationToken.None);
            await content.ReadExactlyAsync(bytes.AsMemory(0, length), CancellationToken.None);
            return CustomerBucket.Parse(bytes.AsSpan(0, length));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{storage.Index.Name}/{blob.Name}: {e.Message}", e);
        }
        finally
        {
            _reads.Release();
            if (bytes is not null)
            {
                LargeArrays.Pool.Return(bytes);
            }
        }
    }

    private KeptSchema Find(string schema)
    {
        lock (_lock)
        {
            if (!_schemas.TryGetValue(schema, out KeptSchema? kept))
            {
                if (_schemas.Count == MostSchemas)
                {
                    _schemas.Remove(_schemas.MinBy(each => each.Value.LastCall).Key);
                }

                _schemas[schema] = kept = new KeptSchema();
            }

            kept.LastCall = ++_calls;
            return kept;
        }
    }

    /// <summary>What is in memory of a schema: each bucket in the version that was read last, and the columns made of them.</summary>
    private sealed class KeptSchema
    {
        private readonly Lock _lock = new();
        private readonly (string ETag, Task<CustomerBucket> Read)[] _buckets = new (string, Task<CustomerBucket>)[RunSettings.Buckets];
        private CustomerColumns? _columns;

        public long LastCall { get; set; }

        public Task<CustomerBucket> Bucket(int bucket, string etag, Func<Task<CustomerBucket>> read)
        {
            lock (_lock)
            {
                (string known, Task<CustomerBucket> task) = _buckets[bucket];
                if (known == etag && !task.IsFaulted)
                {
                    return task;
                }

                task = Task.Run(read);
                _buckets[bucket] = (etag, task);
                return task;
            }
        }

        public CustomerColumns Combine(CustomerBucket[] buckets, bool integerIds)
        {
            lock (_lock)
            {
                return _columns is { } same && same.IsOf(buckets, integerIds) ? same : _columns = new CustomerColumns(buckets, integerIds);
            }
        }
    }
}
