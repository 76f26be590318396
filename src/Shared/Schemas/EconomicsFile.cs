using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.Schemas;

/// <summary>Economics changed without touching the schema file: <c>economics/&lt;schema&gt;.json</c> beside the schema files. They win over the schema's own.</summary>
public static class EconomicsFile
{
    /// <summary>Where they are in the container of schemas; nothing there is a schema.</summary>
    public const string Folder = "economics/";

    public const int LargestFile = 4 * 1024;

    /// <summary>No amount is above it, in whatever currency: sums over millions of customers stay exact enough.</summary>
    public const double Largest = 1e9;

    public static string NameOf(string schema) => $"{Folder}{schema}.json";

    public static BinaryData ToJson(Economics economics) => new(JsonSerializer.SerializeToUtf8Bytes(economics, EconomicsJson.Default.Economics));

    /// <exception cref="SchemaFileException">Not JSON, or amounts that no campaign has.</exception>
    public static Economics Parse(BinaryData json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        try
        {
            Economics read = JsonSerializer.Deserialize(json.ToMemory().Span, EconomicsJson.Default.Economics)
                ?? throw new SchemaFileException(source, "the file", "null", "an object");
            return ProblemsOf(read.ContactCost, read.ResponseValue) is [var first, ..]
                ? throw new SchemaFileException($"{source}: {first.Sentence}")
                : read;
        }
        catch (JsonException e)
        {
            throw new SchemaFileException($"{source}: not the economics of a schema ({e.Message})", e);
        }
    }

    /// <summary>What keeps amounts from being economics, by field; empty when they are.</summary>
    public static IReadOnlyList<(string Field, string Sentence)> ProblemsOf(double contactCost, double responseValue)
    {
        var problems = new List<(string Field, string Sentence)>();
        Require(nameof(contactCost), contactCost);
        Require(nameof(responseValue), responseValue);
        if (problems.Count == 0 && contactCost >= responseValue)
        {
            problems.Add((nameof(contactCost), string.Create(
                CultureInfo.InvariantCulture, $"contactCost is {contactCost}; it must be below responseValue, {responseValue}, or no contact ever pays.")));
        }

        return problems;

        void Require(string field, double amount)
        {
            if (!(amount is > 0 and <= Largest))
            {
                problems.Add((field, string.Create(CultureInfo.InvariantCulture, $"{field} is {amount}; it must be above 0 and at most {Largest:0}.")));
            }
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(Economics))]
internal sealed partial class EconomicsJson : JsonSerializerContext;
