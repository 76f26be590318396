namespace Clientele.Insiders;

/// <summary>No insiders can be found among these customers. Permanent: the message is a sentence for whoever supplied the file.</summary>
public sealed class InsiderDataException(string message) : Exception(message);
