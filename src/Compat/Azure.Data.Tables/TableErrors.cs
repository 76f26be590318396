using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>Reads the service's error: <c>{"odata.error":{"code":"…","message":{"lang":"…","value":"…"}}}</c>.</summary>
internal sealed class TableErrors : RequestFailedDetailsParser
{
    public static readonly TableErrors Parser = new();

    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        data = null;
        (string Code, string Message)? found = response.ContentStream is MemoryStream ? Read(response.Content) : null;
        error = found is { } value ? new ResponseError(value.Code, value.Message) : null;
        return error is not null;
    }

    public static (string Code, string Message)? Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            JsonElement error = document.RootElement.GetProperty("odata.error");
            return (error.GetProperty("code").GetString() ?? "", error.GetProperty("message").GetProperty("value").GetString() ?? "");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            // A proxy's page or an empty body: the status alone tells what is known.
            return null;
        }
    }
}
