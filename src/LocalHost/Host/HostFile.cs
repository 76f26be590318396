using System.Text.Json.Nodes;

namespace Clientele.LocalHost.Host;

/// <summary>How queue messages are taken and retried (<c>extensions.queues</c>).</summary>
internal sealed record QueueSettings
{
    /// <summary>Messages per request, 1 to 32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>More are taken when no more than this many are being worked on, so that at most the sum of both is. 0 or more.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Tries before a message goes to the poison queue.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>How long a failed message stays hidden before its next try.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>False: the message's text is the content; true: its base64.</summary>
    public bool Base64 { get; init; } = true;
}

/// <summary>How blobs are taken and retried (<c>extensions.blobs</c>).</summary>
internal sealed record BlobSettings
{
    public int MaxDegreeOfParallelism { get; init; } = 8;

    /// <summary>Tries before a blob goes to the poison queue.</summary>
    public int PoisonBlobThreshold { get; init; } = 5;
}

/// <summary>What <c>customHandler.description</c> says to start.</summary>
internal sealed record HandlerDescription(string Executable, IReadOnlyList<string> Arguments, string WorkingDirectory);

/// <summary>What host.json says, with the host's defaults where it is silent.</summary>
internal sealed record HostFile
{
    /// <summary>Null: no limit.</summary>
    public TimeSpan? FunctionTimeout { get; init; }

    public required HandlerDescription Handler { get; init; }

    public QueueSettings Queues { get; init; } = new();

    public BlobSettings Blobs { get; init; } = new();

    /// <summary>Before every route; may be empty.</summary>
    public string RoutePrefix { get; init; } = "api";

    /// <summary>Reads <c>host.json</c> in the app's folder. App settings named <c>AzureFunctionsJobHost__a__b</c> replace its values, as on the real host.</summary>
    /// <exception cref="LocalHostException">The file is missing, is not JSON, or asks for what a custom handler of this app can't have.</exception>
    public static HostFile Read(string app, AppSettings settings)
    {
        string file = Path.Combine(app, "host.json");
        if (!File.Exists(file))
        {
            throw new LocalHostException($"There is no functions app in {app}: host.json is missing. Build src/Functions, or name its folder with --app.");
        }

        return Parse(JsonFile.ReadObject(file), settings);
    }

    internal static HostFile Parse(JsonObject host, AppSettings settings)
    {
        Override(host, settings);
        JsonNode? description = host.At("customHandler", "description");
        string executable = description.At("defaultExecutablePath").Text()
            ?? throw new LocalHostException("host.json names no program to start: customHandler.description.defaultExecutablePath is missing.");
        if (host.At("customHandler", "enableProxyingHttpRequest").Text() is not "true")
        {
            throw new LocalHostException("host.json must set customHandler.enableProxyingHttpRequest to true: LocalHost passes HTTP requests on as they are.");
        }

        return new HostFile
        {
            FunctionTimeout = ReadTimeout(host),
            Handler = new HandlerDescription(
                executable,
                [.. (description.At("arguments") as JsonArray ?? []).Select(each => each.Text() ?? "")],
                description.At("workingDirectory").Text() ?? ""),
            Queues = ReadQueues(host.At("extensions", "queues")),
            Blobs = ReadBlobs(host.At("extensions", "blobs")),
            RoutePrefix = host.At("extensions", "http", "routePrefix").Text() ?? "api",
        };
    }

    private static void Override(JsonObject host, AppSettings settings)
    {
        const string Prefix = "AzureFunctionsJobHost__";
        foreach ((string name, string value) in settings.Values.Where(each => each.Key.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)))
        {
            string[] path = name[Prefix.Length..].Split("__");
            JsonObject inner = host;
            foreach (string step in path[..^1])
            {
                if (inner[step] is not JsonObject next)
                {
                    inner[step] = next = [];
                }

                inner = next;
            }

            inner[path[^1]] = value;
        }
    }

    private static TimeSpan? ReadTimeout(JsonObject host)
    {
        JsonNode? timeout = host.At("functionTimeout");
        return timeout.Text() == "-1" ? null : timeout.Time() ?? TimeSpan.FromMinutes(30);
    }

    private static QueueSettings ReadQueues(JsonNode? queues)
    {
        QueueSettings defaults = new();
        int batch = queues.At("batchSize").Integer() ?? defaults.BatchSize;
        if (batch is < 1 or > 32)
        {
            throw new LocalHostException($"host.json sets extensions.queues.batchSize to {batch}; the service gives 1 to 32 messages at a time.");
        }

        return new QueueSettings
        {
            BatchSize = batch,
            NewBatchThreshold = queues.At("newBatchThreshold").Integer() ?? batch / 2,
            MaxDequeueCount = queues.At("maxDequeueCount").Integer() ?? defaults.MaxDequeueCount,
            VisibilityTimeout = queues.At("visibilityTimeout").Time() ?? defaults.VisibilityTimeout,
            Base64 = !string.Equals(queues.At("messageEncoding").Text(), "none", StringComparison.OrdinalIgnoreCase),
        };
    }

    private static BlobSettings ReadBlobs(JsonNode? blobs)
    {
        BlobSettings defaults = new();
        return new BlobSettings
        {
            MaxDegreeOfParallelism = blobs.At("maxDegreeOfParallelism").Integer() ?? defaults.MaxDegreeOfParallelism,
            PoisonBlobThreshold = blobs.At("poisonBlobThreshold").Integer() ?? defaults.PoisonBlobThreshold,
        };
    }
}
