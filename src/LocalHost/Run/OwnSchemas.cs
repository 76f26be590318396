using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.LocalHost.Run;

/// <summary>The schema files named on the command line, checked before anything starts.</summary>
internal static class OwnSchemas
{
    /// <exception cref="LocalHostException">A file is no schema, or two are the same one.</exception>
    public static IReadOnlyList<(string Id, BinaryData Json)> Read(IReadOnlyList<FileInfo> files)
    {
        List<(string Id, BinaryData Json)> schemas = [];
        foreach (FileInfo file in files)
        {
            if (file.Length > SchemaSource.LargestSchema)
            {
                throw new LocalHostException($"{file.Name} has {file.Length} bytes; a schema file has at most {SchemaSource.LargestSchema}.");
            }

            BinaryData json = BinaryData.FromBytes(File.ReadAllBytes(file.FullName));
            string id = IdOf(file, json);
            if (schemas.Exists(each => each.Id == id))
            {
                throw new LocalHostException($"{file.Name}: another file of --schema has the name '{id}', too.");
            }

            schemas.Add((id, json));
        }

        return schemas;
    }

    private static string IdOf(FileInfo file, BinaryData json)
    {
        try
        {
            return SchemaFile.Parse(json, file.Name).Id;
        }
        catch (SchemaFileException exception)
        {
            throw new LocalHostException(exception.Message, exception);
        }
    }
}
