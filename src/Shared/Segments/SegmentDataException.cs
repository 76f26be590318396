namespace Clientele.Segments;

/// <summary>No segments can be made of these rows. Permanent: the message is a sentence for whoever supplied the files.</summary>
public sealed class SegmentDataException(string message) : Exception(message);
