using System.Globalization;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Clientele.LocalHost.Host;

/// <summary>What becomes of a message.</summary>
/// <param name="Queue">Where messages come from; without client-side encoding.</param>
/// <param name="Poison">Where they go after <see cref="QueueSettings.MaxDequeueCount"/> tries; null for a queue that is itself one of poison, whose messages stay in it.</param>
/// <param name="Call">Works on the decoded text.</param>
/// <param name="ToPoison">What the poison queue gets of the decoded text.</param>
internal sealed record QueueWork(
    string Function,
    QueueClient Queue,
    QueueClient? Poison,
    Func<QueueMessage, string, CancellationToken, Task<CallResult>> Call,
    Func<string, string> ToPoison);

/// <summary>Takes messages of one queue in batches, keeps them hidden while they are worked on, and retries or poisons what failed.</summary>
internal sealed class QueueListener(QueueWork work, QueueSettings settings, TimeProvider time, Wake wake, HostLog log)
{
    private static readonly TimeSpan FastestPoll = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan SlowestPoll = TimeSpan.FromMilliseconds(500);

    // The real host hides a message for ten minutes at a time. A short lease lets work go on soon after this program was killed.
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RenewEvery = TimeSpan.FromSeconds(10);

    private int _inFlight;

    /// <summary>Runs until cancelled, and then until the calls in flight have ended.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        List<Task> running = [];
        TimeSpan pause = FastestPoll;
        try
        {
            while (true)
            {
                Task next = wake.Next;
                int taken = Volatile.Read(ref _inFlight) <= settings.NewBatchThreshold ? await TakeAsync(running, stop) : 0;
                running.RemoveAll(each => each.IsCompleted);
                pause = taken > 0 ? FastestPoll : TimeSpan.FromTicks(Math.Min(pause.Ticks * 3 / 2, SlowestPoll.Ticks));
                if (await wake.WaitAsync(next, pause, stop))
                {
                    pause = FastestPoll;
                }
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Task.WhenAll(running);
        }
    }

    private async Task<int> TakeAsync(List<Task> running, CancellationToken stop)
    {
        try
        {
            QueueMessage[] messages = await work.Queue.ReceiveMessagesAsync(settings.BatchSize, Lease, stop);
            foreach (QueueMessage message in messages)
            {
                Interlocked.Increment(ref _inFlight);
                running.Add(Task.Run(() => ProcessAsync(message, stop), CancellationToken.None));
            }

            return messages.Length;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // Nobody has sent anything yet.
            return 0;
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            log(HostLogLevel.Warning, "host", $"The queue {work.Queue.Name} can't be read: {exception.Message}");
            return 0;
        }
    }

    private async Task ProcessAsync(QueueMessage message, CancellationToken stop)
    {
        MessageLease lease = new(work.Queue, message);
        try
        {
            if (Decode(message.Body.ToString()) is not { } text)
            {
                log(HostLogLevel.Error, work.Function, $"A message of the queue {work.Queue.Name} is not base64; it goes to {work.Poison?.Name ?? "no other, it stays"}.");
                await PoisonAsync(lease, message.Body.ToString());
                return;
            }

            CallResult result = work.Poison is not null && message.DequeueCount > settings.MaxDequeueCount
                ? new CallResult("It was tried often enough.")
                : await CallHiddenAsync(lease, text, stop);
            if (result.Succeeded)
            {
                await lease.DeleteAsync();
            }
            else if (work.Poison is null || message.DequeueCount >= settings.MaxDequeueCount)
            {
                log(HostLogLevel.Error, work.Function, string.Create(CultureInfo.InvariantCulture, $"A message failed {message.DequeueCount} times and {(work.Poison is null ? "stays" : "goes to " + work.Poison.Name)}."));
                await PoisonAsync(lease, Encode(work.ToPoison(text)));
            }
            else
            {
                await lease.HideAsync(settings.VisibilityTimeout);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The host stops: the next one need not wait for the lease to run out.
            await lease.HideAsync(TimeSpan.Zero);
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            log(HostLogLevel.Warning, work.Function, $"A message of the queue {work.Queue.Name} could not be put away and will come again: {exception.Message}");
        }
        finally
        {
            Interlocked.Decrement(ref _inFlight);
            wake.Everyone();
        }
    }

    private async Task<CallResult> CallHiddenAsync(MessageLease lease, string text, CancellationToken stop)
    {
        using CancellationTokenSource done = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task renewal = lease.KeepAsync(Lease, RenewEvery, time, done.Token);
        try
        {
            return await work.Call(lease.Message, text, stop);
        }
        finally
        {
            await done.CancelAsync();
            await renewal;
        }
    }

    private async Task PoisonAsync(MessageLease lease, string body)
    {
        if (work.Poison is null)
        {
            // As the real host: it comes again when its lease has run out, and not at once, which would be a busy loop.
            return;
        }

        await work.Poison.CreateIfNotExistsAsync();
        await work.Poison.SendMessageAsync(body, timeToLive: TimeSpan.FromSeconds(-1));
        await lease.DeleteAsync();
    }

    private string? Decode(string body)
    {
        if (!settings.Base64)
        {
            return body;
        }

        byte[] bytes = new byte[body.Length];
        return Convert.TryFromBase64String(body, bytes, out int length) ? System.Text.Encoding.UTF8.GetString(bytes, 0, length) : null;
    }

    private string Encode(string text) => settings.Base64 ? Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(text)) : text;
}

/// <summary>A message that is ours for a while. Its receipt changes whenever that while is renewed.</summary>
internal sealed class MessageLease(QueueClient queue, QueueMessage message)
{
    private string _receipt = message.PopReceipt;

    public QueueMessage Message => message;

    /// <summary>Renews until cancelled. Losing the message to another worker is no error here: every function is idempotent, and the service decides.</summary>
    public async Task KeepAsync(TimeSpan lease, TimeSpan every, TimeProvider time, CancellationToken done)
    {
        try
        {
            while (true)
            {
                await Task.Delay(every, time, done);
                await HideAsync(lease);
            }
        }
        catch (OperationCanceledException) when (done.IsCancellationRequested)
        {
            return;
        }
    }

    public async Task HideAsync(TimeSpan visibleAfter)
    {
        try
        {
            UpdateReceipt update = await queue.UpdateMessageAsync(message.MessageId, _receipt, message.Body, visibleAfter);
            _receipt = update.PopReceipt;
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 400)
        {
            // Gone, or another worker's by now.
            return;
        }
    }

    public async Task DeleteAsync()
    {
        try
        {
            await queue.DeleteMessageAsync(message.MessageId, _receipt);
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 400)
        {
            // Gone, or another worker's by now.
            return;
        }
    }
}
