namespace Clientele.Runs;

/// <summary>A queue message that names no part of a run. Trying again changes nothing; the host moves it to the poison queue.</summary>
public sealed class MalformedMessageException(string found, Exception? inner = null)
    : FormatException($"A message does not name a part of a run: expected {{\"run\",\"stage\",\"part\",\"again\"}}, found '{Shortened(found)}'.", inner)
{
    private const int Longest = 120;

    private static string Shortened(string text) => text.Length <= Longest ? text : string.Concat(text.AsSpan(0, Longest), "…");
}
