using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs;

/// <summary>
/// The schemas in force: those shipped with the app, and those in the container <c>schemas</c>, which win, with the economics that were changed since.
/// Read again when a minute old.
/// </summary>
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
        Reading reading = await ReadAsync(time.GetUtcNow(), cancellation);
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

    /// <summary>The names that people gave to segments of a schema, as of now; none where the file can't be used.</summary>
    public async Task<SegmentNamesFile> SegmentNamesAsync(string schema, CancellationToken cancellation)
        => (await ReadSegmentNamesAsync(schema, cancellation)).Names;

    /// <summary>The same from memory: at most a minute old.</summary>
    public async Task<SegmentNamesFile> RecentSegmentNamesAsync(string schema, CancellationToken cancellation)
    {
        await CurrentAsync(cancellation);
        return _last?.Names.GetValueOrDefault(schema) ?? SegmentNamesFile.Empty;
    }

    /// <summary>Gives a segment a name, or takes it away (null). Of two changes at once both happen.</summary>
    /// <exception cref="SchemaFileException">The file of names can't be used; it is not overwritten.</exception>
    /// <exception cref="IOException">Others kept changing it; try again.</exception>
    public async Task NameSegmentAsync(string schema, string proposal, int segment, LocalText? name, CancellationToken cancellation)
    {
        const int tries = 20;
        for (int attempt = 0; attempt < tries; attempt++)
        {
            (SegmentNamesFile names, string? etag, SchemaFileException? refusal) = await ReadSegmentNamesAsync(schema, cancellation);
            if (refusal is not null)
            {
                throw refusal;
            }

            if (await container.TryReplaceAsync(SegmentNamesFile.NameOf(schema), etag, names.With(proposal, segment, name).ToJson(), cancellation) is not null)
            {
                return;
            }
        }

        throw new IOException($"The names of the segments of {schema} were changed by others {tries} times in a row.");
    }

    private async Task<(SegmentNamesFile Names, string? ETag, SchemaFileException? Refusal)> ReadSegmentNamesAsync(string schema, CancellationToken cancellation)
    {
        string name = SegmentNamesFile.NameOf(schema);
        if ((await container.FindAsync(name, cancellation)).Facts is not { } found)
        {
            return (SegmentNamesFile.Empty, null, null);
        }

        try
        {
            return found.Length > SegmentNamesFile.LargestFile
                ? throw new SchemaFileException($"{name}: {found.Length} bytes; expected at most {SegmentNamesFile.LargestFile}.")
                : await container.ReadAsync(name, cancellation) is { } file ? (SegmentNamesFile.Parse(file.Content, name), file.Facts.ETag, null) : (SegmentNamesFile.Empty, null, null);
        }
        catch (SchemaFileException e)
        {
            Log.NamesRefused(logger, e.Message);
            return (SegmentNamesFile.Empty, found.ETag, e);
        }
    }

    private async Task<Reading> ReadAsync(DateTimeOffset now, CancellationToken cancellation)
    {
        var stored = new List<(string Source, BinaryData Json)>();
        var changed = new HashSet<string>(StringComparer.Ordinal);
        await foreach (BlobFacts blob in container.ListAsync(prefix: null, cancellation))
        {
            if (blob.Name.StartsWith(EconomicsFile.Folder, StringComparison.Ordinal) || blob.Name.StartsWith(SegmentNamesFile.Folder, StringComparison.Ordinal))
            {
                changed.Add(blob.Name);
            }
            else if (IsRead(blob.Name, blob.Length) && await container.ReadAsync(blob.Name, cancellation) is { } file)
            {
                stored.Add((blob.Name, file.Content));
            }
        }

        var names = new Dictionary<string, SegmentNamesFile>(StringComparer.Ordinal);
        Schema[] schemas = [.. Combine(shipped, stored, e => Log.Refused(logger, e.Message))];
        for (int i = 0; i < schemas.Length; i++)
        {
            if (changed.Contains(EconomicsFile.NameOf(schemas[i].Id)) && await ChangedEconomicsAsync(schemas[i].Id, cancellation) is { } economics)
            {
                schemas[i] = schemas[i] with { Economics = economics };
            }

            if (changed.Contains(SegmentNamesFile.NameOf(schemas[i].Id)))
            {
                names[schemas[i].Id] = await SegmentNamesAsync(schemas[i].Id, cancellation);
            }
        }

        return new Reading(new SchemaCatalog(schemas), names, now);
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

    /// <summary>Whether a blob of the container <c>schemas</c> is taken for a schema file.</summary>
    public static bool IsRead(string name, long length)
    {
        ArgumentNullException.ThrowIfNull(name);
        return length <= LargestSchema && name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)
            && !name.StartsWith(EconomicsFile.Folder, StringComparison.Ordinal) && !name.StartsWith(SegmentNamesFile.Folder, StringComparison.Ordinal);
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

    private sealed record Reading(SchemaCatalog Catalog, IReadOnlyDictionary<string, SegmentNamesFile> Names, DateTimeOffset At);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Error, "A schema file can't be used: {Sentence}")]
        public static partial void Refused(ILogger logger, string sentence);

        [LoggerMessage(LogLevel.Error, "Changed economics can't be used, the schema's own hold: {Sentence}")]
        public static partial void EconomicsRefused(ILogger logger, string sentence);

        [LoggerMessage(LogLevel.Error, "Names of segments can't be used, the generated ones hold: {Sentence}")]
        public static partial void NamesRefused(ILogger logger, string sentence);
    }
}
