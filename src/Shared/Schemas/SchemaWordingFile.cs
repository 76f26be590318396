using System.Text.Json;

namespace Clientele.Schemas;

/// <summary>The wording of a field or a group in a schema file.</summary>
internal static class SchemaWordingFile
{
    /// <summary>Characters of a text; what a reason comes to must fit into a cell of a table many times over.</summary>
    public const int MaxLength = 200;

    /// <param name="document">By language, then by what a text is for; null for none.</param>
    /// <param name="categories">Those whose names may be given.</param>
    public static LocalWording Build(Dictionary<string, Dictionary<string, JsonElement>?>? document, string[] categories, string source, string place)
    {
        LocalWording wording = LocalWording.None;
        foreach ((string language, Dictionary<string, JsonElement>? texts) in document ?? [])
        {
            Wording built = Build(texts ?? [], categories, source, $"{place}.{language}");
            wording = language switch
            {
                "en" => wording with { English = built },
                "es" => wording with { Spanish = built },
                "pt" => wording with { Portuguese = built },
                _ => throw new SchemaFileException(source, place, $"in the language '{language}'", "en, es or pt"),
            };
        }

        return wording;
    }

    private static Wording Build(Dictionary<string, JsonElement> texts, string[] categories, string source, string place)
    {
        var wording = new Wording();
        foreach ((string property, JsonElement value) in texts)
        {
            string at = $"{place}.{property}";
            wording = property switch
            {
                "title" => wording with { Title = Text(value, mayHoldValue: false, source, at) },
                "help" => wording with { Help = Text(value, mayHoldValue: false, source, at) },
                "reason" => wording with { Reason = Text(value, mayHoldValue: true, source, at) },
                "one" => wording with { One = Text(value, mayHoldValue: true, source, at) },
                "none" => wording with { None = Text(value, mayHoldValue: true, source, at) },
                "missing" => wording with { Missing = Text(value, mayHoldValue: false, source, at) },
                "high" => wording with { High = Text(value, mayHoldValue: false, source, at) },
                "low" => wording with { Low = Text(value, mayHoldValue: false, source, at) },
                "values" => wording with { Values = Names(value, categories, source, at) },
                _ => throw new SchemaFileException(source, at, "not known", "title, help, reason, one, none, missing, high, low or values"),
            };
        }

        return wording;
    }

    private static Dictionary<string, string> Names(JsonElement value, string[] categories, string source, string place)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw new SchemaFileException(source, place, value.ValueKind.ToString(), "an object of categories and their names");
        }

        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty category in value.EnumerateObject())
        {
            names[category.Name] = categories.Contains(category.Name, StringComparer.Ordinal)
                ? Text(category.Value, mayHoldValue: false, source, $"{place}['{category.Name}']")
                : throw new SchemaFileException(source, place, $"for '{category.Name}'", "one of constraints.enum");
        }

        return names;
    }

    private static string Text(JsonElement value, bool mayHoldValue, string source, string place)
    {
        if (value.ValueKind != JsonValueKind.String || string.IsNullOrWhiteSpace(value.GetString()))
        {
            throw new SchemaFileException(source, place, value.ValueKind == JsonValueKind.String ? "blank" : value.GetRawText(), "a text");
        }

        string text = value.GetString()!;
        if (text.Length > MaxLength || text.Any(char.IsControl))
        {
            throw new SchemaFileException(source, place, $"of {text.Length} characters", $"at most {MaxLength} characters, on one line");
        }

        int at = text.IndexOf(Wording.ValueMark, StringComparison.Ordinal);
        string rest = at < 0 ? text : text.Remove(at, Wording.ValueMark.Length);
        if (rest.AsSpan().ContainsAny('{', '}') || (at >= 0 && !mayHoldValue))
        {
            throw new SchemaFileException(source, place, $"'{text}'", mayHoldValue ? $"{Wording.ValueMark} once at most and no other braces" : "no braces: there is no value to tell");
        }

        return text;
    }
}
