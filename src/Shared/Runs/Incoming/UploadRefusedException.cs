namespace Clientele.Runs.Incoming;

/// <summary>Why an upload is not taken, for pages that say it in the reader's language.</summary>
public enum UploadRefusal
{
    /// <summary>It has no bytes.</summary>
    Empty,

    /// <summary>It is larger than <see cref="UploadBlocks.MostBytes"/>.</summary>
    TooLarge,

    /// <summary>Its name is empty or longer than <see cref="UploadFileName.Longest"/> characters.</summary>
    FileName,

    /// <summary>What a person said of it is too long or cannot be read.</summary>
    Corrections,

    /// <summary>It cannot be used as it is understood.</summary>
    NotUsable,
}

/// <summary>An upload that is not taken, now or later, unless the person changes something. The message is a sentence for that person.</summary>
public sealed class UploadRefusedException(UploadRefusal reason, string message) : Exception(message)
{
    public UploadRefusal Reason { get; } = reason;
}
