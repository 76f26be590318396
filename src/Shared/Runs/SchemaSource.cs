using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>The schemas in force: those shipped with the app, and those in the container <c>schemas</c>, which win. Read again when a minute old.</summary>
public sealed class SchemaSource(IReadOnlyList<(string Source, BinaryData Json)> shipped, IBlobContainer container, TimeProvider time)
{
    private const int LargestSchema = 1 << 20;
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);
    private volatile Reading? _last;

    public async Task<SchemaCatalog> CurrentAsync(CancellationToken cancellation)
    {
        if (_last is { } last && time.GetUtcNow() - last.At < Fresh)
        {
            return last.Catalog;
        }

        // Callers that come at the same time may read the same files twice; that costs less than making them wait for each other.
        var reading = new Reading(await ReadAsync(cancellation), time.GetUtcNow());
        _last = reading;
        return reading.Catalog;
    }

    private async Task<SchemaCatalog> ReadAsync(CancellationToken cancellation)
    {
        var files = shipped.ToDictionary(file => Path.GetFileName(file.Source), StringComparer.OrdinalIgnoreCase);
        await foreach (BlobFacts blob in container.ListAsync(prefix: null, cancellation))
        {
            if (blob.Length <= LargestSchema && blob.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                && await container.ReadAsync(blob.Name, cancellation) is { } file)
            {
                files[blob.Name] = (blob.Name, file.Content);
            }
        }

        return SchemaCatalog.Load(files.Values.OrderBy(file => file.Source, StringComparer.Ordinal));
    }

    private sealed record Reading(SchemaCatalog Catalog, DateTimeOffset At);
}
