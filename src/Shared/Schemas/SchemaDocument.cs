using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.Schemas;

/// <summary>A schema file as it is written: a Frictionless Table Schema with properties of ours. Checked and turned into a <see cref="Schema"/> by <see cref="SchemaFile"/>.</summary>
internal sealed class SchemaDocument
{
    public string? Name { get; set; }
    public string? Title { get; set; }
    public string? Grain { get; set; }
    public EconomicsDocument? Economics { get; set; }
    public TransactionsDocument? Transactions { get; set; }
    public List<string?>? MissingValues { get; set; }
    public List<FieldDocument?>? Fields { get; set; }
    public List<GroupDocument?>? Groups { get; set; }
}

internal sealed class GroupDocument
{
    public string? Name { get; set; }

    /// <summary>By language, then by what a text is for.</summary>
    public Dictionary<string, Dictionary<string, JsonElement>?>? Wording { get; set; }
}

internal sealed class EconomicsDocument
{
    public double? ContactCost { get; set; }
    public double? ResponseValue { get; set; }
}

/// <summary>See <see cref="TransactionRules"/>.</summary>
internal sealed class TransactionsDocument
{
    public string? MissingCustomer { get; set; }
    public MinimumPriceDocument? MinimumPrice { get; set; }
    public List<string?>? DropStockCodes { get; set; }
    public List<string?>? DropCountries { get; set; }
    public List<string?>? DropCustomers { get; set; }
    public string? Returns { get; set; }
    public string? ReturnPrefix { get; set; }
    public string? ExactDuplicates { get; set; }
    public string? History { get; set; }
    public string? Frequency { get; set; }

    /// <summary>A rule with a slip in its name would silently not be applied.</summary>
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

internal sealed class MinimumPriceDocument
{
    /// <summary>Not included.</summary>
    public double? Above { get; set; }

    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Unknown { get; set; }
}

internal sealed class FieldDocument
{
    public string? Name { get; set; }
    public string? Type { get; set; }
    public string? Description { get; set; }
    public string? Role { get; set; }
    public string? Group { get; set; }

    /// <summary>The values of constraints.enum stand in an order, lowest first.</summary>
    public bool? CategoriesOrdered { get; set; }

    public bool? Sensitive { get; set; }

    /// <summary>"required" or "optional".</summary>
    public string? Column { get; set; }

    public List<string?>? Aliases { get; set; }
    public Dictionary<string, string?>? CategoryAliases { get; set; }
    public List<string?>? MissingValues { get; set; }
    public ConstraintsDocument? Constraints { get; set; }

    /// <summary>By language, then by what a text is for.</summary>
    public Dictionary<string, Dictionary<string, JsonElement>?>? Wording { get; set; }
}

internal sealed class ConstraintsDocument
{
    public bool? Required { get; set; }

    /// <summary>A number, or a date as text.</summary>
    public JsonElement? Minimum { get; set; }

    public JsonElement? Maximum { get; set; }
    public List<string?>? Enum { get; set; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true,
    NumberHandling = JsonNumberHandling.Strict)]
[JsonSerializable(typeof(SchemaDocument))]
internal sealed partial class SchemaJson : JsonSerializerContext;
