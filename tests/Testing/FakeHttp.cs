using System.Net;
using Azure.Core.Pipeline;

namespace Clientele.Testing;

/// <summary>A request as it would have left the machine.</summary>
public sealed record SentRequest(string Method, Uri Address, IReadOnlyDictionary<string, string> Headers, byte[] Body);

/// <summary>Answers requests of an SDK client from a function, and keeps what was sent. Nothing waits.</summary>
public sealed class FakeHttp(Func<SentRequest, HttpResponseMessage> answer) : HttpMessageHandler
{
    private readonly List<SentRequest> _sent = [];

    public IReadOnlyList<SentRequest> Sent => _sent;

    /// <summary>For <c>ClientOptions.Transport</c>.</summary>
    public HttpPipelineTransport Transport => new HttpClientTransport(new HttpClient(this, disposeHandler: false));

    /// <summary>An answer with the headers that every answer of the service has.</summary>
    public static HttpResponseMessage Answer(int status, HttpContent? content = null, params (string Name, string Value)[] headers)
    {
        var response = new HttpResponseMessage((HttpStatusCode)status) { Content = content ?? new ByteArrayContent([]) };
        response.Headers.Date = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
        foreach ((string name, string value) in headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
            {
                response.Content.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return response;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Dictionary<string, string> headers = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in request.Headers.NonValidated.Select(header => (header.Key, (IEnumerable<string>)header.Value)))
        {
            headers[name] = string.Join(", ", values);
        }

        foreach ((string name, IEnumerable<string> values) in request.Content?.Headers.NonValidated.Select(header => (header.Key, (IEnumerable<string>)header.Value)) ?? [])
        {
            headers[name] = string.Join(", ", values);
        }

        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var sent = new SentRequest(request.Method.Method, request.RequestUri!, headers, body);
        _sent.Add(sent);
        HttpResponseMessage response = answer(sent);
        response.RequestMessage = request;
        return response;
    }
}
