using Clientele.Csv;
using Clientele.Schemas;

namespace Clientele.LocalHost.Run;

/// <summary>Which schema a labelled file on this machine belongs to, by its header, as the app would find it.</summary>
internal static class TrainingSchema
{
    private const int HeadBytes = 64 * 1024;

    /// <exception cref="LocalHostException">No schema claims the file.</exception>
    public static string Of(FileInfo file)
    {
        var catalog = SchemaCatalog.LoadFolder(Path.Combine(AppContext.BaseDirectory, "schemas"));
        byte[] head = new byte[Math.Min(HeadBytes, file.Length)];
        using (FileStream stream = file.OpenRead())
        {
            stream.ReadExactly(head);
        }

        try
        {
            CsvSniff sniff = CsvSniffer.Sniff(head, head.Length == file.Length, CsvDialectOverrides.None);
            return HeaderMatcher.Best(catalog, sniff.Header, HeaderPurpose.Train, out string? sentence)?.Schema.Id
                ?? throw new LocalHostException($"{file.Name} can't be trained on. {sentence}");
        }
        catch (CsvFormatException exception)
        {
            throw new LocalHostException($"{file.Name} can't be trained on. {exception.Message}", exception);
        }
    }
}
