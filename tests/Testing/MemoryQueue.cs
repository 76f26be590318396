using System.Text;
using Clientele.Storage;

namespace Clientele.Testing;

/// <summary>A message as the service keeps it.</summary>
/// <param name="PopReceipt">Changes with each receive; an older one no longer deletes.</param>
public sealed record MemoryMessage(string Id, string Text, int DequeueCount, DateTimeOffset VisibleFrom, string PopReceipt);

/// <summary>
/// A queue in memory: see <see cref="MemoryStorage"/>. Receiving is for the test, which plays the host: it has no hooks, and moving messages
/// that were received too often to the poison queue is the test's to do.
/// </summary>
public sealed class MemoryQueue(MemoryStorage storage, string name) : IMessageQueue
{
    // 64 KiB on the wire, base64.
    private const int MostBytes = 48 * 1024;

    private readonly Lock _lock = new();
    private readonly List<MemoryMessage> _messages = [];
    private bool _exists;

    public string Name => name;

    /// <summary>All of them, hidden ones included, oldest first.</summary>
    public IReadOnlyList<MemoryMessage> Messages
    {
        get
        {
            lock (_lock)
            {
                return [.. _messages];
            }
        }
    }

    /// <summary>Those that could be received now, oldest first.</summary>
    public IReadOnlyList<MemoryMessage> Visible => [.. Messages.Where(message => message.VisibleFrom <= storage.Now)];

    public async Task EnsureExistsAsync(CancellationToken cancellation) =>
        await storage.RunAsync(StorageOperationKind.EnsureExists, Name, "", () => _exists = true, cancellation);

    public async Task SendAsync(string message, TimeSpan? visibleAfter, CancellationToken cancellation) =>
        await storage.RunAsync(StorageOperationKind.Send, Name, message, () => Send(message, visibleAfter ?? TimeSpan.Zero), cancellation);

    /// <summary>Takes up to <paramref name="count"/> visible messages, oldest first, and hides them for <paramref name="visibility"/>.</summary>
    public IReadOnlyList<MemoryMessage> Receive(int count, TimeSpan visibility) =>
        [.. Visible.Take(count).Select(message => Receive(message.Id, visibility)).OfType<MemoryMessage>()];

    /// <summary>Takes one message out of order; null when it is hidden or gone.</summary>
    public MemoryMessage? Receive(string id, TimeSpan visibility)
    {
        lock (_lock)
        {
            int index = _messages.FindIndex(message => message.Id == id && message.VisibleFrom <= storage.Now);
            if (index < 0)
            {
                return null;
            }

            MemoryMessage message = _messages[index];
            return _messages[index] = message with
            {
                DequeueCount = message.DequeueCount + 1,
                VisibleFrom = storage.Now + visibility,
                PopReceipt = NextReceipt(),
            };
        }
    }

    /// <summary>False when the message is gone or was received again since.</summary>
    public bool Delete(MemoryMessage message)
    {
        lock (_lock)
        {
            return _messages.RemoveAll(each => each.Id == message.Id && each.PopReceipt == message.PopReceipt) > 0;
        }
    }

    /// <summary>Shows or hides a received message from now on, as a host does after a failure. False as in <see cref="Delete"/>.</summary>
    public bool ChangeVisibility(MemoryMessage message, TimeSpan visibility)
    {
        lock (_lock)
        {
            int index = _messages.FindIndex(each => each.Id == message.Id && each.PopReceipt == message.PopReceipt);
            if (index < 0)
            {
                return false;
            }

            _messages[index] = message with { VisibleFrom = storage.Now + visibility, PopReceipt = NextReceipt() };
            return true;
        }
    }

    private bool Send(string message, TimeSpan visibleAfter)
    {
        if (!_exists && !storage.CreatesOnUse)
        {
            throw MemoryStorage.Refuse(404, "QueueNotFound", $"There is no queue {Name}.");
        }

        if (Encoding.UTF8.GetByteCount(message) > MostBytes)
        {
            throw MemoryStorage.Refuse(413, "RequestBodyTooLarge", $"A message to {Name} is longer than {MostBytes} bytes.");
        }

        lock (_lock)
        {
            _messages.Add(new MemoryMessage($"message-{storage.NextVersion():D9}", message, 0, storage.NextWriteTime() + visibleAfter, NextReceipt()));
            return true;
        }
    }

    private string NextReceipt() => $"receipt-{storage.NextVersion():D9}";
}
