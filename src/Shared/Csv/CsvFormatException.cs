namespace Clientele.Csv;

/// <summary>
/// The file as a whole cannot be read as CSV, now or later: a permanent failure. The message is a sentence for the person who uploaded it.
/// </summary>
public sealed class CsvFormatException : Exception
{
    public CsvFormatException()
    {
    }

    public CsvFormatException(string message)
        : base(message)
    {
    }

    public CsvFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
