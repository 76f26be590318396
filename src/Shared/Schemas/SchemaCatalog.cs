using System.Collections;

namespace Clientele.Schemas;

/// <summary>The kinds of file that are known. Immutable.</summary>
public sealed class SchemaCatalog : IReadOnlyList<Schema>
{
    private readonly Schema[] _schemas;

    public SchemaCatalog(IEnumerable<Schema> schemas) => _schemas = [.. schemas];

    public int Count => _schemas.Length;

    public Schema this[int index] => _schemas[index];

    /// <exception cref="SchemaFileException">A file is wrong, or two have the same name.</exception>
    public static SchemaCatalog Load(IEnumerable<(string Source, BinaryData Json)> files)
    {
        ArgumentNullException.ThrowIfNull(files);
        var sources = new Dictionary<string, string>(StringComparer.Ordinal);
        var schemas = new List<Schema>();
        foreach ((string source, BinaryData json) in files)
        {
            Schema schema = SchemaFile.Parse(json, source);
            if (!sources.TryAdd(schema.Id, source))
            {
                throw new SchemaFileException(source, "name", $"'{schema.Id}', the same as in {sources[schema.Id]}", "a name of its own");
            }

            schemas.Add(schema);
        }

        return new SchemaCatalog(schemas);
    }

    /// <summary>Every <c>*.json</c> of a folder, in the order of their names.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static SchemaCatalog LoadFolder(string path) =>
        Load(Directory.EnumerateFiles(path, "*.json").Order(StringComparer.Ordinal).Select(file => (Path.GetFileName(file), BinaryData.FromBytes(File.ReadAllBytes(file)))));

    public Schema? Find(string id) => Array.Find(_schemas, schema => schema.Id == id);

    public IEnumerator<Schema> GetEnumerator() => ((IEnumerable<Schema>)_schemas).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
