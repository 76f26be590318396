using Clientele.Schemas;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>
/// The schemas in force: those shipped with the app, and those in the container <c>schemas</c>, which win, with the economics that were changed since.
/// Read again when a minute old.
/// </summary>
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

    /// <summary>
    /// The economics of a schema now, not a minute ago: a run that is planned right after a change must not pin the old ones on an instance that has not
    /// seen it. Null where the schema has none.
    /// </summary>
    public async Task<Economics?> EconomicsAsync(Schema schema, CancellationToken cancellation)
        => await ChangedEconomicsAsync(schema.Id, cancellation) ?? schema.Economics;

    /// <summary>Changes the economics of a schema, for everything that is planned or asked from now on; other instances see it within a minute.</summary>
    public async Task ChangeEconomicsAsync(string schema, Economics economics, CancellationToken cancellation)
    {
        // The last change stands, whatever was there.
        await using Stream content = EconomicsFile.ToJson(economics).ToStream();
        await container.UploadAsync(EconomicsFile.NameOf(schema), content, metadata: null, cancellation);
        await RefreshAsync(cancellation);
    }

    private async Task<SchemaCatalog> ReadAsync(CancellationToken cancellation)
    {
        var files = shipped.ToDictionary(file => Path.GetFileName(file.Source), StringComparer.OrdinalIgnoreCase);
        var changed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (BlobFacts blob in container.ListAsync(prefix: null, cancellation))
        {
            if (blob.Name.StartsWith(EconomicsFile.Folder, StringComparison.Ordinal))
            {
                changed.Add(blob.Name);
            }
            else if (blob.Length <= LargestSchema && blob.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
                && await container.ReadAsync(blob.Name, cancellation) is { } file)
            {
                files[blob.Name] = (blob.Name, file.Content);
            }
        }

        List<Schema> schemas = [.. files.Values.OrderBy(file => file.Source, StringComparer.Ordinal).SelectMany(Usable).DistinctBy(schema => schema.Id, StringComparer.Ordinal)];
        for (int i = 0; i < schemas.Count; i++)
        {
            if (changed.Contains(EconomicsFile.NameOf(schemas[i].Id)) && await ChangedEconomicsAsync(schemas[i].Id, cancellation) is { } economics)
            {
                schemas[i] = schemas[i] with { Economics = economics };
            }
        }

        return new SchemaCatalog(schemas);
    }

    /// <summary>Null when there is no change, or none that can be used: the schema's own economics hold then.</summary>
    private async Task<Economics?> ChangedEconomicsAsync(string schema, CancellationToken cancellation)
    {
        string name = EconomicsFile.NameOf(schema);
        if ((await container.FindAsync(name, cancellation)).Facts is not { } found)
        {
            return null;
        }

        try
        {
            return found.Length > EconomicsFile.LargestFile ? throw new SchemaFileException($"{name}: {found.Length} bytes; expected at most {EconomicsFile.LargestFile}.")
                : await container.ReadAsync(name, cancellation) is { } file ? EconomicsFile.Parse(file.Content, name)
                : null;
        }
        catch (SchemaFileException e)
        {
            Log.EconomicsRefused(logger, e.Message);
            return null;
        }
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

        [LoggerMessage(LogLevel.Error, "Changed economics can't be used, the schema's own hold: {Sentence}")]
        public static partial void EconomicsRefused(ILogger logger, string sentence);
    }
}
