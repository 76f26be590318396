using System.Globalization;
using System.Net;
using System.Text.Json;

namespace Clientele.LocalHost.Host;

/// <summary>How a call ended. <paramref name="Reason"/> is null when it succeeded.</summary>
internal readonly record struct CallResult(string? Reason)
{
    public bool Succeeded => Reason is null;
}

/// <summary>Calls functions and judges the answers as the host does.</summary>
internal sealed class HandlerCalls(Handler handler, TimeSpan? functionTimeout, TimeProvider time, HostLog log, Wake wake) : IDisposable
{
    // No limit but functionTimeout, and no proxy of the machine between two programs on it.
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, UseCookies = false })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Never throws for what the handler does; only when <paramref name="stop"/> is cancelled.</summary>
    public async Task<CallResult> CallAsync(string function, HttpContent content, CancellationToken stop)
    {
        using CancellationTokenSource timeout = new(functionTimeout ?? Timeout.InfiniteTimeSpan, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, stop);
        CallResult result;
        try
        {
            Uri address = await handler.ReadyAsync(either.Token);
            result = await SendAsync(function, new Uri(address, function), content, either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !stop.IsCancellationRequested)
        {
            handler.Kill();
            result = new CallResult(string.Create(CultureInfo.InvariantCulture, $"It took longer than functionTimeout ({functionTimeout}), and the handler was killed with every other call in flight."));
        }
        catch (HttpRequestException exception)
        {
            result = new CallResult(exception.InnerException?.Message ?? exception.Message);
        }
        catch (IOException exception)
        {
            result = new CallResult(exception.Message);
        }

        if (!result.Succeeded)
        {
            log(HostLogLevel.Error, function, result.Reason!);
        }

        // Whatever it did, there may be something new in a queue.
        wake.Everyone();
        return result;
    }

    public void Dispose() => _client.Dispose();

    private async Task<CallResult> SendAsync(string function, Uri address, HttpContent content, CancellationToken cancellation)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, address) { Content = content };
        request.Headers.TransferEncodingChunked = true;
        request.Headers.Add("X-Azure-Functions-InvocationId", Guid.NewGuid().ToString());
        request.Headers.Add("X-Azure-Functions-HostVersion", "4.0.0-clientele-localhost");
        using HttpResponseMessage response = await _client.SendAsync(request, cancellation);
        byte[] body = await response.Content.ReadAsByteArrayAsync(cancellation);
        if (!response.IsSuccessStatusCode)
        {
            return new CallResult(string.Create(CultureInfo.InvariantCulture, $"The handler answered {(int)response.StatusCode} {response.StatusCode}: {Excerpt(body)}"));
        }

        if (body.Length == 0 || response.StatusCode == HttpStatusCode.NoContent)
        {
            log(HostLogLevel.Warning, function, "The handler's answer is empty. The Functions host waits for one until functionTimeout, and so does this one.");
            await Task.Delay(Timeout.InfiniteTimeSpan, time, cancellation);
        }

        return Judge(function, body);
    }

    private CallResult Judge(string function, byte[] body)
    {
        try
        {
            using JsonDocument answer = JsonDocument.Parse(body);
            if (answer.RootElement.ValueKind != JsonValueKind.Object)
            {
                return new CallResult($"The handler's answer is not a JSON object: {Excerpt(body)}");
            }

            foreach (JsonElement line in Property(answer.RootElement, "Logs") is { ValueKind: JsonValueKind.Array } logs ? logs.EnumerateArray() : default)
            {
                log(HostLogLevel.Information, function, line.ToString());
            }

            if (Property(answer.RootElement, "Outputs") is { ValueKind: JsonValueKind.Object } outputs && outputs.EnumerateObject().Any())
            {
                log(HostLogLevel.Warning, function, "The handler's answer has outputs. LocalHost plays no output bindings and drops them.");
            }

            return default;
        }
        catch (JsonException)
        {
            return new CallResult($"The handler's answer is not JSON: {Excerpt(body)}");
        }
    }

    private static JsonElement? Property(JsonElement answer, string name)
    {
        foreach (JsonProperty each in answer.EnumerateObject())
        {
            if (string.Equals(each.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return each.Value;
            }
        }

        return null;
    }

    private static string Excerpt(byte[] body) => System.Text.Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 500)));
}
