using System.Text.Json.Nodes;

namespace Clientele.LocalHost.Host;

/// <summary>What makes a function run. <paramref name="Binding"/> is the name under which the handler finds the value in <c>Data</c>.</summary>
internal abstract record Trigger(string Binding);

internal sealed record QueueTrigger(string Binding, string Queue, string? Connection) : Trigger(Binding);

internal sealed record BlobTrigger(string Binding, BlobPath Path, string? Connection) : Trigger(Binding);

internal sealed record TimerTrigger(string Binding, TimerSchedule Schedule, bool RunOnStartup, RetryPolicy? Retry) : Trigger(Binding);

/// <param name="Methods">Upper case; empty: all.</param>
internal sealed record HttpTrigger(string Binding, IReadOnlyList<string> Methods, string Route) : Trigger(Binding);

/// <summary>A retry policy of a timer. Delays double from the first to the last; they are equal for a fixed delay.</summary>
internal sealed record RetryPolicy(int MaxRetryCount, TimeSpan FirstDelay, TimeSpan LastDelay)
{
    public TimeSpan DelayBefore(int retry) => TimeSpan.FromTicks((long)Math.Min(FirstDelay.Ticks * Math.Pow(2, retry - 1), LastDelay.Ticks));
}

/// <summary>One function: a folder with a function.json.</summary>
internal sealed record FunctionFile(string Name, Trigger Trigger, bool Disabled)
{
    /// <summary>Every function of the app, by name.</summary>
    /// <exception cref="LocalHostException">A function.json is wrong, or there is none.</exception>
    public static IReadOnlyList<FunctionFile> ReadAll(string app, AppSettings settings)
    {
        List<FunctionFile> functions = [];
        foreach (string folder in Directory.EnumerateDirectories(app).Order(StringComparer.Ordinal))
        {
            string file = Path.Combine(folder, "function.json");
            if (File.Exists(file))
            {
                functions.Add(Parse(Path.GetFileName(folder), JsonFile.ReadObject(file), settings));
            }
        }

        return functions.Count > 0 ? functions : throw new LocalHostException($"No folder in {app} holds a function.json.");
    }

    internal static FunctionFile Parse(string name, JsonObject function, AppSettings settings)
    {
        JsonObject[] triggers = [.. (function.At("bindings") as JsonArray ?? []).OfType<JsonObject>()
            .Where(each => each.At("type").Text()?.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase) == true)];
        if (triggers.Length != 1)
        {
            throw new LocalHostException($"The function {name} has {triggers.Length} triggers in its function.json; a function has exactly one.");
        }

        bool disabled = function.At("disabled").Text() is { } text
            && (bool.TryParse(text, out bool yes) ? yes : bool.TryParse(settings[text], out yes) && yes);
        return new FunctionFile(name, ParseTrigger(name, triggers[0], function.At("retry"), settings), disabled || settings.IsDisabled(name));
    }

    private static Trigger ParseTrigger(string function, JsonObject trigger, JsonNode? retry, AppSettings settings)
    {
        string Needed(string property) =>
            settings.Resolve(trigger.At(property).Text() ?? throw new LocalHostException($"The trigger of the function {function} has no {property}."));

        string binding = Needed("name");
        string? connection = trigger.At("connection").Text();
        return trigger.At("type").Text()!.ToUpperInvariant() switch
        {
            "QUEUETRIGGER" => new QueueTrigger(binding, Needed("queueName"), connection),
            "BLOBTRIGGER" => new BlobTrigger(binding, BlobPath.Parse(Needed("path")), connection),
            "TIMERTRIGGER" => new TimerTrigger(binding, TimerSchedule.Parse(Needed("schedule")), trigger.At("runOnStartup").Text() == "true", ParseRetry(retry)),
            "HTTPTRIGGER" => new HttpTrigger(
                binding,
                [.. (trigger.At("methods") as JsonArray ?? []).Select(each => each.Text()!.ToUpperInvariant())],
                trigger.At("route").Text() ?? function),
            string other => throw new LocalHostException($"The function {function} has a trigger that LocalHost does not play: {other}."),
        };
    }

    private static RetryPolicy? ParseRetry(JsonNode? retry)
    {
        if (retry is null)
        {
            return null;
        }

        TimeSpan first = retry.At("delayInterval").Time() ?? retry.At("minimumInterval").Time() ?? TimeSpan.Zero;
        return new RetryPolicy(retry.At("maxRetryCount").Integer() ?? 0, first, retry.At("maximumInterval").Time() ?? first);
    }
}
