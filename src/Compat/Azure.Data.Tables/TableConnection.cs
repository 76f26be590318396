using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>An account's table endpoint and the pipeline that reaches it.</summary>
internal sealed record TableConnection(Uri Endpoint, HttpPipeline Pipeline)
{
    // Public knowledge: the emulator's one account, from its documentation.
    private const string EmulatorAccount = "devstoreaccount1";
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private const string TokenScope = "https://storage.azure.com/.default";

    public static TableConnection FromConnectionString(string connectionString, TableClientOptions? options)
    {
        Dictionary<string, string> parts = Parse(connectionString);
        if (parts.TryGetValue("UseDevelopmentStorage", out string? development) && bool.TryParse(development, out bool emulator) && emulator)
        {
            string host = parts.GetValueOrDefault("DevelopmentStorageProxyUri", "http://127.0.0.1").TrimEnd('/');
            return Create(new Uri($"{host}:10002/{EmulatorAccount}"), new TableSharedKeyCredential(EmulatorAccount, EmulatorKey), options);
        }

        Uri endpoint = EndpointOf(parts);
        if (parts.TryGetValue("SharedAccessSignature", out string? signature))
        {
            return Create(endpoint, new SharedAccessSignaturePolicy(() => signature), options);
        }

        return parts.TryGetValue("AccountName", out string? account) && parts.TryGetValue("AccountKey", out string? key)
            ? Create(endpoint, new TableSharedKeyCredential(account, key), options)
            : throw new FormatException("The storage connection string has neither AccountName and AccountKey nor SharedAccessSignature.");
    }

    public static TableConnection Create(Uri endpoint, TableSharedKeyCredential credential, TableClientOptions? options) =>
        Create(endpoint, new SharedKeyLitePolicy(credential, TimeProvider.System), options);

    public static TableConnection Create(Uri endpoint, TokenCredential credential, TableClientOptions? options) =>
        Create(endpoint, new BearerTokenAuthenticationPolicy(credential, TokenScope), options);

    public static TableConnection Create(Uri endpoint, AzureSasCredential credential, TableClientOptions? options) =>
        Create(endpoint, new SharedAccessSignaturePolicy(() => credential.Signature), options);

    /// <summary>With the signature, if any, in the URL.</summary>
    public static TableConnection Create(Uri endpoint, TableClientOptions? options)
    {
        string signature = endpoint.Query;
        return Create(endpoint, signature.Length > 1 ? new SharedAccessSignaturePolicy(() => signature) : null, options);
    }

    /// <summary>The URL of something in the account, as text: what a transaction names its rows with.</summary>
    public string Address(string path) => Endpoint.AbsoluteUri.TrimEnd('/') + "/" + path;

    public HttpMessage CreateMessage(RequestMethod method, string path)
    {
        HttpMessage message = Pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(Endpoint);
        message.Request.Uri.AppendPath("/" + path, escape: false);
        return message;
    }

    /// <summary>Sends; an answer other than the expected ones throws.</summary>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellation, params int[] expected)
    {
        await Pipeline.SendAsync(message, cancellation);
        return expected.Contains(message.Response.Status)
            ? message.Response
            : throw new RequestFailedException(message.Response);
    }

    private static TableConnection Create(Uri endpoint, HttpPipelinePolicy? authentication, TableClientOptions? options)
    {
        options ??= new TableClientOptions();
        var plain = new UriBuilder(endpoint) { Query = "" };
        plain.Path = plain.Path.TrimEnd('/');
        HttpPipeline pipeline = HttpPipelineBuilder.Build(new HttpPipelineOptions(options)
        {
            PerCallPolicies = { new TableHeadersPolicy(options.Version) },
            PerRetryPolicies = { authentication ?? NoPolicy.Instance },
            RequestFailedDetailsParser = TableErrors.Parser,
        });
        return new TableConnection(plain.Uri, pipeline);
    }

    private static Uri EndpointOf(Dictionary<string, string> parts)
    {
        if (parts.TryGetValue("TableEndpoint", out string? table))
        {
            return new Uri(table);
        }

        if (!parts.TryGetValue("AccountName", out string? account))
        {
            throw new FormatException("The storage connection string has neither TableEndpoint nor AccountName.");
        }

        return new Uri($"{parts.GetValueOrDefault("DefaultEndpointsProtocol", "https")}://{account}.table.{parts.GetValueOrDefault("EndpointSuffix", "core.windows.net")}");
    }

    private static Dictionary<string, string> Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(connectionString);
        var parts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (string part in connectionString.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                // The part is not shown: it may be a piece of a key.
                throw new FormatException("The storage connection string is not a list of name=value.");
            }

            parts[part[..equals]] = part[(equals + 1)..];
        }

        return parts;
    }

    private sealed class NoPolicy : HttpPipelineSynchronousPolicy
    {
        public static readonly NoPolicy Instance = new();
    }
}
