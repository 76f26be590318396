using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Clientele.Functions;

/// <summary>What an HTTP function answers with.</summary>
public sealed class HttpAnswer
{
    private HttpAnswer(int status, string contentType, byte[] body, (string Name, string Value)[] headers)
    {
        Headers = headers;
        Status = status;
        ContentType = contentType;
        Body = body;
    }

    public int Status { get; }

    public string ContentType { get; }

    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>Writes the body in place of <see cref="Body"/>, piece by piece. Where it throws, the caller sees a broken connection, never a whole answer.</summary>
    public Func<Stream, CancellationToken, Task>? Streamed { get; private init; }

    /// <summary>Headers beside the content type.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; }

    public static HttpAnswer Json<T>(int status, T value, JsonTypeInfo<T> type, params (string Name, string Value)[] headers) =>
        new(status, "application/json; charset=utf-8", JsonSerializer.SerializeToUtf8Bytes(value, type), headers);

    /// <summary>A small file as it is.</summary>
    /// <param name="contentType">With its charset.</param>
    /// <param name="content">The whole of it.</param>
    /// <param name="headers">Further headers.</param>
    public static HttpAnswer File(string contentType, BinaryData content, params (string Name, string Value)[] headers)
    {
        ArgumentNullException.ThrowIfNull(content);
        return new(200, contentType, content.ToArray(), headers);
    }

    /// <summary>An answer whose body is written as it is made.</summary>
    /// <param name="contentType">With its charset.</param>
    /// <param name="write">Writes it; its token fires at the function's time limit and when the caller has gone.</param>
    /// <param name="headers">Further headers.</param>
    public static HttpAnswer Stream(string contentType, Func<Stream, CancellationToken, Task> write, params (string Name, string Value)[] headers) =>
        new(200, contentType, [], headers) { Streamed = write };

    /// <summary>An answer as RFC 9457 has it.</summary>
    /// <param name="status">4xx or 5xx.</param>
    /// <param name="title">The kind of problem, the same for all of its kind.</param>
    /// <param name="detail">This problem, in a sentence.</param>
    /// <param name="errors">Sentences by field.</param>
    /// <param name="headers">Further headers.</param>
    public static HttpAnswer Problem(
        int status,
        string title,
        string detail,
        IReadOnlyDictionary<string, string[]>? errors = null,
        params (string Name, string Value)[] headers) =>
        new(
            status,
            "application/problem+json; charset=utf-8",
            JsonSerializer.SerializeToUtf8Bytes(new ProblemBody(title, status, detail, errors), ProblemJson.Default.ProblemBody),
            headers);
}

internal sealed record ProblemBody(string Title, int Status, string Detail, IReadOnlyDictionary<string, string[]>? Errors);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ProblemBody))]
internal sealed partial class ProblemJson : JsonSerializerContext;
