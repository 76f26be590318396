namespace Clientele.Models;

/// <summary>A model file is not what it should be: tampered with, cut short, of another format or for another schema. Permanent.</summary>
public sealed class ModelRefusedException : Exception
{
    /// <param name="file">The file at fault, with its path where it has one.</param>
    /// <param name="found">What is there.</param>
    /// <param name="expected">What should be.</param>
    public ModelRefusedException(string file, string found, string expected, Exception? inner = null)
        : base($"The model file {file} is refused: found {found}, expected {expected}.", inner)
    {
        File = file;
        Found = found;
        Expected = expected;
    }

    public string File { get; }

    public string Found { get; }

    public string Expected { get; }
}
