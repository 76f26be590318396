namespace Clientele.LocalHost;

/// <summary>Something that the person at the terminal can put right. The message is a sentence for them; nothing else is shown.</summary>
public sealed class LocalHostException : Exception
{
    public LocalHostException(string sentence)
        : base(sentence)
    {
    }

    public LocalHostException(string sentence, Exception cause)
        : base(sentence, cause)
    {
    }
}
