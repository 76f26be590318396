using System.Globalization;
using System.Text.Json;

namespace Clientele.Schemas;

/// <summary>One field of a schema file.</summary>
internal static class SchemaFieldFile
{
    private const int MaxNameLength = 128;

    public static SchemaField Build(FieldDocument? document, IReadOnlyList<string> missingValues, string source, string place)
    {
        if (document is null)
        {
            throw new SchemaFileException(source, place, "null", "a field");
        }

        if (string.IsNullOrWhiteSpace(document.Name) || document.Name.Length > MaxNameLength || NameKey.Of(document.Name).Length == 0)
        {
            throw new SchemaFileException(source, place + ".name", SchemaFile.Shown(document.Name), $"a name of 1 to {MaxNameLength} characters with a letter or digit");
        }

        place = $"field {document.Name}";
        FieldType type = TypeOf(document.Type, source, place);
        FieldRole role = RoleOf(document.Role, source, place);
        if (role == FieldRole.Target && type != FieldType.Boolean)
        {
            throw new SchemaFileException(source, place + ".type", SchemaFile.Shown(document.Type), "boolean, because its role is target");
        }

        if (role == FieldRole.Id && type is not (FieldType.Integer or FieldType.Text))
        {
            throw new SchemaFileException(source, place + ".type", SchemaFile.Shown(document.Type), "integer or string, because its role is id");
        }

        string[] categories = document.Constraints?.Enum is { } values ? SchemaFile.Texts(values, source, place + ".constraints.enum") : [];
        if (categories.Length > 0 && type != FieldType.Text)
        {
            throw new SchemaFileException(source, place + ".constraints.enum", $"{categories.Length} values", $"none, because the type is {document.Type}");
        }

        double? minimum = Bound(document.Constraints?.Minimum, type, source, place + ".constraints.minimum");
        double? maximum = Bound(document.Constraints?.Maximum, type, source, place + ".constraints.maximum");
        if (minimum > maximum)
        {
            throw new SchemaFileException(source, place + ".constraints", "a minimum above the maximum", "minimum ≤ maximum");
        }

        return new SchemaField
        {
            Name = document.Name,
            Type = type,
            Role = role,
            Group = document.Group,
            Aliases = document.Aliases is { } aliases ? SchemaFile.Texts(aliases, source, place + ".aliases") : [],
            Required = document.Constraints?.Required ?? false,
            ColumnRequired = ColumnRequired(document.Column, source, place),
            Minimum = minimum,
            Maximum = maximum,
            Categories = categories,
            CategoryAliases = CategoryAliases(document, categories, source, place),
            MissingValues = document.MissingValues is { } missing ? SchemaFile.Texts(missing, source, place + ".missingValues") : missingValues,
            IsYear = document.Type == "year",
            IsOrdered = Ordered(document, categories, source, place),
            IsSensitive = document.Sensitive ?? false,
            Description = document.Description,
            Wording = SchemaWordingFile.Build(document.Wording, categories, source, place + ".wording"),
        };
    }

    private static bool Ordered(FieldDocument document, string[] categories, string source, string place) =>
        document.CategoriesOrdered is true && categories.Length == 0
            ? throw new SchemaFileException(source, place + ".categoriesOrdered", "true without categories", "constraints.enum, lowest first")
            : document.CategoriesOrdered ?? false;

    private static FieldType TypeOf(string? type, string source, string place) => type switch
    {
        "integer" or "year" => FieldType.Integer,
        "number" => FieldType.Number,
        "date" or "datetime" => FieldType.Date,
        "boolean" => FieldType.Boolean,
        "string" => FieldType.Text,
        _ => throw new SchemaFileException(source, place + ".type", SchemaFile.Shown(type), "integer, number, date, boolean or string"),
    };

    private static FieldRole RoleOf(string? role, string source, string place) => role switch
    {
        null or "feature" => FieldRole.Feature,
        "attribute" => FieldRole.Attribute,
        "id" => FieldRole.Id,
        "target" => FieldRole.Target,
        "ignored" => FieldRole.Ignored,
        _ => throw new SchemaFileException(source, place + ".role", SchemaFile.Shown(role), "id, target, feature, attribute or ignored"),
    };

    private static bool ColumnRequired(string? column, string source, string place) => column switch
    {
        null or "optional" => false,
        "required" => true,
        _ => throw new SchemaFileException(source, place + ".column", SchemaFile.Shown(column), "required or optional"),
    };

    private static double? Bound(JsonElement? bound, FieldType type, string source, string place)
    {
        if (bound is not { } value)
        {
            return null;
        }

        if (type == FieldType.Date
            && value.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly date))
        {
            return date.DayNumber;
        }

        if (type is FieldType.Integer or FieldType.Number && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && double.IsFinite(number))
        {
            return number;
        }

        string expected = type switch
        {
            FieldType.Date => "a date such as \"2012-09-04\"",
            FieldType.Integer or FieldType.Number => "a number",
            _ => "nothing: this type has no bounds",
        };
        throw new SchemaFileException(source, place, value.GetRawText(), expected);
    }

    private static Dictionary<string, string> CategoryAliases(FieldDocument document, string[] categories, string source, string place)
    {
        var aliases = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((string alias, string? category) in document.CategoryAliases ?? [])
        {
            aliases[alias] = category is not null && categories.Contains(category, StringComparer.Ordinal)
                ? category
                : throw new SchemaFileException(source, $"{place}.categoryAliases['{alias}']", SchemaFile.Shown(category), "one of constraints.enum");
        }

        return aliases;
    }
}
