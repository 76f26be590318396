namespace Clientele.Campaign;

/// <summary>No model can be made of these rows. Permanent: the message is a sentence for whoever supplied the files.</summary>
public sealed class TrainingDataException(string message) : Exception(message);
