using Clientele.Schemas;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>The schemas in force: those shipped with the app, and those in the container <c>schemas</c>, which win. Read again when a minute old.</summary>
public sealed partial class SchemaSource(IReadOnlyList<(string Source, BinaryData Json)> shipped, IBlobContainer container, TimeProvider time, ILogger<SchemaSource> logger)
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

        return await RefreshAsync(cancellation);
    }

    /// <summary>Reads the files now: for a caller that knows of a schema that the catalog does not.</summary>
    public async Task<SchemaCatalog> RefreshAsync(CancellationToken cancellation)
    {
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

        return new SchemaCatalog(files.Values.OrderBy(file => file.Source, StringComparer.Ordinal).SelectMany(Usable).DistinctBy(schema => schema.Id, StringComparer.Ordinal));
    }

    /// <summary>A file that is no schema is left out and named in the log: it must not stop the files of every other schema.</summary>
    private IEnumerable<Schema> Usable((string Source, BinaryData Json) file)
    {
        try
        {
            return [SchemaFile.Parse(file.Json, file.Source)];
        }
        catch (SchemaFileException e)
        {
            Log.Refused(logger, e.Message);
            return [];
        }
    }

    private sealed record Reading(SchemaCatalog Catalog, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A schema file can't be used: {Sentence}")]
        public static partial void Refused(ILogger logger, string sentence);
    }
}
