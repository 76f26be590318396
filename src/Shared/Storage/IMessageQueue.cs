namespace Clientele.Storage;

/// <summary>The sending side of a queue; the host does the receiving.</summary>
public interface IMessageQueue
{
    string Name { get; }

    /// <summary>Sends JSON text, base64-encoded on the wire as the Functions host expects it.</summary>
    /// <param name="visibleAfter">How long the service hides it first; null for at once.</param>
    Task SendAsync(string message, TimeSpan? visibleAfter, CancellationToken cancellation);

    Task EnsureExistsAsync(CancellationToken cancellation);
}
