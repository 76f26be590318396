using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Clientele.Schemas;

/// <summary>Reads schema files. <c>docs/csv.md</c> describes their properties.</summary>
public static class SchemaFile
{
    /// <summary>What a table of ours can hold beside its own columns.</summary>
    public const int MaxFields = 200;

    /// <param name="json">The file's bytes, UTF-8.</param>
    /// <param name="source">The file's name, for errors.</param>
    /// <exception cref="SchemaFileException">Names the place, what was found and what was expected.</exception>
    public static Schema Parse(BinaryData json, string source)
    {
        ArgumentNullException.ThrowIfNull(json);
        SchemaDocument? document;
        try
        {
            ReadOnlySpan<byte> bytes = json.ToMemory().Span;
            document = JsonSerializer.Deserialize(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, SchemaJson.Default.SchemaDocument);
        }
        catch (JsonException e)
        {
            throw new SchemaFileException($"{source}: {e.Path ?? "the file"}, line {(e.LineNumber ?? 0) + 1}: not readable as a schema. {e.Message}", e);
        }

        return document is null ? throw new SchemaFileException(source, "the file", "null", "an object with name, title and fields") : Build(document, source);
    }

    private static Schema Build(SchemaDocument document, string source)
    {
        string id = document.Name ?? "";
        if (!SchemaId.IsValid(id))
        {
            throw new SchemaFileException(source, "name", Shown(document.Name), SchemaId.Rule);
        }

        Grain grain = document.Grain switch
        {
            "customer" or null => Grain.Customer,
            "transaction" => Grain.Transaction,
            _ => throw new SchemaFileException(source, "grain", Shown(document.Grain), "customer or transaction"),
        };
        if (document.Fields is not { Count: > 0 and <= MaxFields } documents)
        {
            throw new SchemaFileException(source, "fields", $"a list of {document.Fields?.Count ?? 0}", $"1 to {MaxFields} fields");
        }

        IReadOnlyList<string> missing = document.MissingValues is { } values ? Texts(values, source, "missingValues") : [];
        SchemaField[] fields = [.. documents.Select((field, i) => SchemaFieldFile.Build(field, missing, source, $"fields[{i}]"))];
        CheckWhole(fields, grain, source);
        fields = TransactionRulesFile.WithBounds(fields, grain, source);
        TransactionRules? transactions = TransactionRulesFile.Build(document.Transactions, grain, fields, source);
        return new Schema
        {
            Id = id,
            Title = string.IsNullOrWhiteSpace(document.Title) ? id : document.Title,
            Grain = grain,
            Fields = fields,
            Groups = GroupsOf(fields, document.Groups ?? [], source),
            Economics = document.Economics is { } economics ? BuildEconomics(economics, source) : null,
            Transactions = transactions,
            Fingerprint = Fingerprint(grain, fields, transactions),
        };
    }

    private static SchemaGroup[] GroupsOf(SchemaField[] fields, List<GroupDocument?> documents, string source)
    {
        SchemaGroup[] groups =
        [.. Enumerable.Range(0, fields.Length)
            .Where(i => fields[i].Role == FieldRole.Feature && fields[i].Group is not null)
            .GroupBy(i => fields[i].Group!, StringComparer.Ordinal)
            .Select(group => new SchemaGroup(group.Key, [.. group], LocalWording.None))];
        var described = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < documents.Count; i++)
        {
            string? name = documents[i]?.Name;
            int at = Array.FindIndex(groups, group => group.Name == name);
            if (at < 0)
            {
                throw new SchemaFileException(source, $"groups[{i}].name", Shown(name), "the group of a field with the role feature");
            }

            if (!described.Add(name!))
            {
                throw new SchemaFileException(source, $"groups[{i}].name", $"{Shown(name)} again", "each group once");
            }

            groups[at] = groups[at] with { Wording = SchemaWordingFile.Build(documents[i]!.Wording, [], source, $"group {name}.wording") };
        }

        return groups;
    }

    private static Economics BuildEconomics(EconomicsDocument document, string source)
    {
        if (document.ContactCost is not > 0 || document.ResponseValue is not > 0 || document.ContactCost >= document.ResponseValue)
        {
            throw new SchemaFileException(
                source, "economics", string.Create(CultureInfo.InvariantCulture, $"contactCost {document.ContactCost}, responseValue {document.ResponseValue}"), "0 < contactCost < responseValue");
        }

        return new Economics(document.ContactCost.Value, document.ResponseValue.Value);
    }

    private static void CheckWhole(SchemaField[] fields, Grain grain, string source)
    {
        int ids = fields.Count(f => f.Role == FieldRole.Id);
        if (ids > 1 || (ids == 0 && grain == Grain.Transaction))
        {
            throw new SchemaFileException(source, "fields", $"{ids} with the role id", grain == Grain.Transaction ? "exactly one in transactions" : "one at most");
        }

        int targets = fields.Count(f => f.Role == FieldRole.Target);
        if (targets > 1 || (targets == 1 && grain == Grain.Transaction))
        {
            throw new SchemaFileException(source, "fields", $"{targets} with the role target", grain == Grain.Transaction ? "none in transactions" : "one at most");
        }

        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (SchemaField field in fields)
        {
            foreach (string name in field.Aliases.Prepend(field.Name))
            {
                string key = NameKey.Of(name);
                if (owners.TryGetValue(key, out string? owner) && owner != field.Name)
                {
                    throw new SchemaFileException(source, $"'{name}' of field {field.Name}", $"also a name of field {owner}", "names and aliases that differ by more than case, accents and punctuation");
                }

                if (!owners.TryAdd(key, field.Name) && ReferenceEquals(name, field.Name))
                {
                    throw new SchemaFileException(source, $"field {field.Name}", "given twice", "each name once");
                }
            }
        }
    }

    /// <summary>Over what a model depends on, and nothing else: a new alias or description must not retire a model.</summary>
    private static string Fingerprint(Grain grain, SchemaField[] fields, TransactionRules? transactions)
    {
        var text = new StringBuilder().Append(grain).Append('\n');
        foreach (SchemaField field in fields)
        {
            text.Append(JsonEncodedText.Encode(field.Name)).Append('|').Append(field.Type).Append('|').Append(field.Role).Append('|')
                .Append(JsonEncodedText.Encode(field.Group ?? "")).Append('|')
                .AppendJoin(',', field.Categories.Select(category => $"\"{JsonEncodedText.Encode(category)}\""))
                .Append(field.IsYear ? "|year" : "").Append(field.IsOrdered ? "|ordered" : "").Append(field.IsSensitive ? "|sensitive" : "").Append('\n');
        }

        if (transactions is not null)
        {
            TransactionRulesFile.AppendTo(text, transactions);
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    internal static string[] Texts(List<string?> values, string source, string place)
    {
        int nothing = values.IndexOf(null);
        return nothing < 0 ? [.. values.Select(value => value ?? "")] : throw new SchemaFileException(source, $"{place}[{nothing}]", "null", "a text");
    }

    internal static string Shown(string? value) => value is null ? "missing" : $"'{value}'";
}
