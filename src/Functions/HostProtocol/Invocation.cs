using System.IO.Pipelines;
using System.Text.Json;

namespace Clientele.Functions.HostProtocol;

/// <summary>The few values of a host's call that a function works on.</summary>
internal sealed class Invocation
{
    /// <summary>A queue message has at most 64 KiB; escaped twice, every byte can take eight.</summary>
    private const int MostBytes = 1024 * 1024;

    private readonly IReadOnlyDictionary<string, ReadOnlyMemory<byte>> _values;

    private Invocation(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> values) => _values = values;

    /// <summary>Streams the body to its end and keeps only the values at <paramref name="wanted"/> (<c>Data.message</c>, <c>Metadata.name</c>).</summary>
    /// <exception cref="InvalidDataException">Not a call, or a wanted value is too large.</exception>
    public static async Task<Invocation> ReadAsync(PipeReader body, IReadOnlyCollection<string> wanted, CancellationToken cancellation)
    {
        InvocationSieve sieve = new(wanted, MostBytes);
        while (true)
        {
            ReadResult read = await body.ReadAsync(cancellation);
            foreach (ReadOnlyMemory<byte> segment in read.Buffer)
            {
                sieve.Feed(segment.Span);
            }

            body.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return new Invocation(sieve.Finish());
            }
        }
    }

    /// <summary>
    /// A value as text, or null when it is absent or null. The host puts JSON inside a JSON string (<c>x</c> arrives as <c>"\"x\""</c>), older ones do not:
    /// a string whose content is JSON is decoded once more, everything else is taken as it stands.
    /// </summary>
    public string? Text(string path)
    {
        if (!TryRead(path, out JsonElement value))
        {
            return null;
        }

        if (value.ValueKind != JsonValueKind.String)
        {
            return value.GetRawText();
        }

        string outer = value.GetString()!;
        return TryParse(outer, out JsonElement inner) && inner.ValueKind == JsonValueKind.String ? inner.GetString() : outer;
    }

    /// <summary>A property of a value that is an object, or a string that holds one.</summary>
    public bool Flag(string path, string property)
    {
        if (!TryRead(path, out JsonElement value))
        {
            return false;
        }

        if (value.ValueKind == JsonValueKind.String && TryParse(value.GetString()!, out JsonElement inner))
        {
            value = inner;
        }

        return value.ValueKind == JsonValueKind.Object && value.TryGetProperty(property, out JsonElement flag) && flag.ValueKind == JsonValueKind.True;
    }

    private bool TryRead(string path, out JsonElement value)
    {
        value = default;
        if (!_values.TryGetValue(path, out ReadOnlyMemory<byte> json))
        {
            return false;
        }

        try
        {
            value = JsonElement.Parse(json.Span);
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"The value {path} of the host's call is not JSON.", error);
        }

        return value.ValueKind != JsonValueKind.Null;
    }

    private static bool TryParse(string text, out JsonElement value)
    {
        try
        {
            value = JsonElement.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            // Plain text, which is as good an answer: there is no parser that says so without throwing.
            value = default;
            return false;
        }
    }
}
