using Azure.Storage.Queues;

namespace Clientele.Storage;

/// <summary>A queue of the service.</summary>
/// <param name="client">Encodes messages as base64, which is what the Functions host decodes.</param>
public sealed class AzureQueue(QueueClient client) : IMessageQueue
{
    // Days of a stopped host must not lose work: the service's own default would be seven.
    private static readonly TimeSpan Forever = TimeSpan.FromSeconds(-1);

    public string Name => client.Name;

    public async Task SendAsync(string message, TimeSpan? visibleAfter, CancellationToken cancellation) =>
        await client.SendMessageAsync(message, visibleAfter, Forever, cancellation);

    public async Task EnsureExistsAsync(CancellationToken cancellation) => await client.CreateIfNotExistsAsync(cancellationToken: cancellation);
}
