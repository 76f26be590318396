using System.Text.Json;

namespace Clientele.LocalHost.Host;

/// <summary>The app settings: what the handler finds in its environment and <c>%name%</c> in a function.json stands for. Names compare without case.</summary>
public sealed class AppSettings
{
    public const string StorageName = "AzureWebJobsStorage";

    private readonly Dictionary<string, string> _values;

    public AppSettings(IEnumerable<KeyValuePair<string, string>> values) =>
        _values = new Dictionary<string, string>(values, StringComparer.OrdinalIgnoreCase);

    public IReadOnlyDictionary<string, string> Values => _values;

    /// <summary>The setting, from the environment where it is not among the values, or null.</summary>
    public string? this[string name] => _values.TryGetValue(name, out string? value) ? value : Environment.GetEnvironmentVariable(name);

    /// <summary>
    /// Reads the <c>Values</c> of a local.settings.json. As with Core Tools the environment wins over the file; <paramref name="decided"/> wins over both.
    /// </summary>
    /// <exception cref="LocalHostException">The file is not readable as settings.</exception>
    public static AppSettings Load(string file, IReadOnlyDictionary<string, string> decided)
    {
        AppSettings settings = new([]);
        foreach ((string name, string value) in ReadFile(file))
        {
            settings._values[name] = Environment.GetEnvironmentVariable(name) ?? value;
        }

        foreach ((string name, string value) in decided)
        {
            settings._values[name] = value;
        }

        return settings;
    }

    public AppSettings With(IReadOnlyDictionary<string, string> more)
    {
        AppSettings settings = new(_values);
        foreach ((string name, string value) in more)
        {
            settings._values[name] = value;
        }

        return settings;
    }

    /// <summary>Replaces each <c>%name%</c> by that setting.</summary>
    /// <exception cref="LocalHostException">There is no such setting.</exception>
    public string Resolve(string text)
    {
        int start = text.IndexOf('%', StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf('%', start + 1);
        if (end < 0)
        {
            return text;
        }

        string name = text[(start + 1)..end];
        string value = this[name] ?? throw new LocalHostException($"The app setting {name}, which a function.json names as %{name}%, is not set.");
        return text[..start] + value + Resolve(text[(end + 1)..]);
    }

    public bool IsDisabled(string function) => this[$"AzureWebJobs.{function}.Disabled"] is { } value && (value == "1" || (bool.TryParse(value, out bool yes) && yes));

    /// <summary>The connection string behind a binding's <c>connection</c>, with or without the prefix AzureWebJobs.</summary>
    /// <exception cref="LocalHostException">There is no such setting.</exception>
    public string Connection(string? name) =>
        (name is null ? this[StorageName] : this[name] ?? this["AzureWebJobs" + name])
        ?? throw new LocalHostException($"The app setting {name ?? StorageName} holds no storage connection string.");

    private static IEnumerable<KeyValuePair<string, string>> ReadFile(string file)
    {
        using JsonDocument document = JsonFile.Read(file);
        return document.RootElement.TryGetProperty(nameof(Values), out JsonElement values)
            ? [.. values.EnumerateObject().Select(each => KeyValuePair.Create(each.Name, each.Value.ToString()))]
            : [];
    }
}
