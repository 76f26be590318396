using Clientele.Csv;
using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.LocalHost.Run;

/// <summary>Which schema a labelled file on this machine belongs to, by its header, as the app would find it.</summary>
/// <param name="stored">The files of the container <c>schemas</c>.</param>
internal sealed class TrainingSchema(IReadOnlyList<(string Name, BinaryData Json)> stored)
{
    private const int HeadBytes = 64 * 1024;

    private readonly SchemaCatalog _catalog = SchemaSource.Combine(
        Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "schemas"), "*.json").Select(file => (file, BinaryData.FromBytes(File.ReadAllBytes(file)))),
        stored,
        static _ => { });

    /// <exception cref="LocalHostException">No schema claims the file.</exception>
    public string Of(FileInfo file)
    {
        byte[] head = new byte[Math.Min(HeadBytes, file.Length)];
        using (FileStream stream = file.OpenRead())
        {
            stream.ReadExactly(head);
        }

        try
        {
            CsvSniff sniff = CsvSniffer.Sniff(head, head.Length == file.Length, CsvDialectOverrides.None);
            return HeaderMatcher.Best(_catalog, sniff.Header, HeaderPurpose.Train, out string? sentence)?.Schema.Id
                ?? throw new LocalHostException($"{file.Name} can't be trained on. {sentence}");
        }
        catch (CsvFormatException exception)
        {
            throw new LocalHostException($"{file.Name} can't be trained on. {exception.Message}", exception);
        }
    }
}
