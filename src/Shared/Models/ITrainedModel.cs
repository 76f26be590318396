namespace Clientele.Models;

/// <summary>A model of any kind: response, segments.</summary>
public interface ITrainedModel
{
    /// <summary>Records of a schema with another fingerprint are not scored.</summary>
    string SchemaFingerprint { get; }
}
