using Clientele.Schemas;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>The schemas in force: those shipped with the app, and those in the container <c>schemas</c>, which win. Read again when a minute old.</summary>
public sealed partial class SchemaSource(IReadOnlyList<(string Source, BinaryData Json)> shipped, IBlobContainer container, TimeProvider time, ILogger<SchemaSource> logger)
{
    public const int LargestSchema = 1 << 20;

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
        var stored = new List<(string Source, BinaryData Json)>();
        await foreach (BlobFacts blob in container.ListAsync(prefix: null, cancellation))
        {
            if (IsRead(blob.Name, blob.Length) && await container.ReadAsync(blob.Name, cancellation) is { } file)
            {
                stored.Add((blob.Name, file.Content));
            }
        }

        return Combine(shipped, stored, e => Log.Refused(logger, e.Message));
    }

    /// <summary>Whether a blob of the container <c>schemas</c> is taken for a schema file.</summary>
    public static bool IsRead(string name, long length)
    {
        ArgumentNullException.ThrowIfNull(name);
        return length <= LargestSchema && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>The schemas of both; a stored file takes the place of a shipped one of its name.</summary>
    /// <param name="shipped">Files that came with the app.</param>
    /// <param name="stored">Files of the container <c>schemas</c>.</param>
    /// <param name="refused">Told of each file that is no schema. It is left out: it must not stop the files of every other schema.</param>
    public static SchemaCatalog Combine(IEnumerable<(string Source, BinaryData Json)> shipped, IEnumerable<(string Source, BinaryData Json)> stored, Action<SchemaFileException> refused)
    {
        ArgumentNullException.ThrowIfNull(stored);
        ArgumentNullException.ThrowIfNull(refused);
        var files = shipped.ToDictionary(file => Path.GetFileName(file.Source), StringComparer.OrdinalIgnoreCase);
        foreach ((string Source, BinaryData Json) file in stored)
        {
            files[file.Source] = file;
        }

        return new SchemaCatalog(files.Values.OrderBy(file => file.Source, StringComparer.Ordinal).SelectMany(Usable).DistinctBy(schema => schema.Id, StringComparer.Ordinal));

        IEnumerable<Schema> Usable((string Source, BinaryData Json) file)
        {
            try
            {
                return [SchemaFile.Parse(file.Json, file.Source)];
            }
            catch (SchemaFileException e)
            {
                refused(e);
                return [];
            }
        }
    }

    private sealed record Reading(SchemaCatalog Catalog, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A schema file can't be used: {Sentence}")]
        public static partial void Refused(ILogger logger, string sentence);
    }
}
