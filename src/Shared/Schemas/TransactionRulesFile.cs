using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Clientele.Schemas;

/// <summary>The cleaning rules in a schema file, and where the columns are that they speak of.</summary>
internal static class TransactionRulesFile
{
    private const int MostTexts = 10_000;
    private const int LongestPrefix = 16;

    /// <summary>Null for a schema of customers, which must not have rules.</summary>
    public static TransactionRules? Build(TransactionsDocument? document, Grain grain, IReadOnlyList<SchemaField> fields, string source)
    {
        if (grain == Grain.Customer)
        {
            return document is null ? null : throw new SchemaFileException(source, "transactions", "given", "nothing, because the grain is customer");
        }

        var rules = new TransactionRules { Fields = FieldsOf(fields, source) };
        return document is null ? rules : Build(document, rules, source);
    }

    /// <summary>Bounds of quantities and prices: the widest ones where the file gives none.</summary>
    public static SchemaField[] WithBounds(SchemaField[] fields, Grain grain, string source) =>
        grain == Grain.Customer ? fields : [.. fields.Select(field => field.Group is "quantity" or "price" ? WithBounds(field, source) : field)];

    /// <summary>All that decides what a customer's numbers are.</summary>
    public static void AppendTo(StringBuilder text, TransactionRules rules)
    {
        text.Append("transactions|").Append(rules.MissingCustomer).Append('|').Append(rules.PriceAbove.ToString("R", CultureInfo.InvariantCulture)).Append('|')
            .Append(rules.Returns).Append('|').Append(rules.Returns == ReturnMark.Prefix ? $"\"{JsonEncodedText.Encode(rules.ReturnPrefix)}\"" : "").Append('|')
            .Append(rules.ExactDuplicates).Append('|').Append(rules.History).Append('|').Append(rules.Frequency).Append('\n');
        foreach (IReadOnlyList<string> texts in (IReadOnlyList<string>[])[rules.DropStockCodes, rules.DropCountries, rules.DropCustomers])
        {
            // In another order they are the same rules.
            text.AppendJoin(',', texts.Order(StringComparer.Ordinal).Select(each => $"\"{JsonEncodedText.Encode(each)}\"")).Append('\n');
        }
    }

    private static TransactionRules Build(TransactionsDocument document, TransactionRules rules, string source)
    {
        foreach (string unknown in document.Unknown?.Keys ?? Enumerable.Empty<string>())
        {
            throw new SchemaFileException(
                source, $"transactions.{unknown}", "not known",
                "missingCustomer, minimumPrice, dropStockCodes, dropCountries, dropCustomers, returns, returnPrefix, exactDuplicates, history or frequency");
        }

        return rules with
        {
            MissingCustomer = Choice(document.MissingCustomer, "missingCustomer", source, ("invoice", MissingCustomer.Invoice), ("drop", MissingCustomer.Drop)),
            PriceAbove = PriceAbove(document.MinimumPrice, source),
            DropStockCodes = Texts(document.DropStockCodes, "dropStockCodes", source),
            DropCountries = Texts(document.DropCountries, "dropCountries", source),
            DropCustomers = Texts(document.DropCustomers, "dropCustomers", source),
            Returns = Choice(document.Returns, "returns", source, ("sign", ReturnMark.Sign), ("prefix", ReturnMark.Prefix)),
            ReturnPrefix = Prefix(document.ReturnPrefix, rules.ReturnPrefix, source),
            ExactDuplicates = Choice(document.ExactDuplicates, "exactDuplicates", source, ("keep", ExactDuplicates.Keep), ("drop", ExactDuplicates.Drop)),
            History = Choice(document.History, "history", source, ("whole", TransactionHistory.Whole), ("append", TransactionHistory.Append)),
            Frequency = Choice(document.Frequency, "frequency", source, ("sinceFirst", PurchaseFrequency.SinceFirst), ("firstToLast", PurchaseFrequency.FirstToLast)),
        };
    }

    /// <summary>The first of the choices where nothing is said.</summary>
    private static T Choice<T>(string? text, string property, string source, (string Text, T Value) first, (string Text, T Value) second) =>
        text is null || text == first.Text ? first.Value
        : text == second.Text ? second.Value
        : throw new SchemaFileException(source, $"transactions.{property}", SchemaFile.Shown(text), $"{first.Text} or {second.Text}");

    private static double PriceAbove(MinimumPriceDocument? document, string source)
    {
        if (document is null)
        {
            return 0;
        }

        return document.Above is { } above && Math.Abs(above) <= TransactionFields.LargestAmount && document.Unknown is null
            ? above
            : throw new SchemaFileException(
                source, "transactions.minimumPrice", document.Unknown is { } unknown ? $"given {string.Join(", ", unknown.Keys)}" : string.Create(CultureInfo.InvariantCulture, $"above {document.Above?.ToString(CultureInfo.InvariantCulture) ?? "nothing"}"), "{ \"above\": a price }");
    }

    private static string Prefix(string? text, string otherwise, string source) =>
        text is null ? otherwise
        : text.Length is > 0 and <= LongestPrefix && !string.IsNullOrWhiteSpace(text) ? text
        : throw new SchemaFileException(source, "transactions.returnPrefix", SchemaFile.Shown(text), $"1 to {LongestPrefix} characters");

    private static string[] Texts(List<string?>? values, string property, string source)
    {
        string place = $"transactions.{property}";
        string[] texts = values is null ? [] : SchemaFile.Texts(values, source, place);
        int blank = Array.FindIndex(texts, string.IsNullOrWhiteSpace);
        if (blank >= 0)
        {
            throw new SchemaFileException(source, $"{place}[{blank}]", "blank", "a text");
        }

        return texts.Length <= MostTexts ? texts : throw new SchemaFileException(source, place, $"a list of {texts.Length}", $"at most {MostTexts}");
    }

    private static TransactionFields FieldsOf(IReadOnlyList<SchemaField> fields, string source)
    {
        int customer = fields.ToList().FindIndex(field => field.Role == FieldRole.Id);
        return new TransactionFields(
            Needed("invoice", "the number of the invoice", FieldType.Text),
            Needed("product", "the code of the product", FieldType.Text),
            Needed("quantity", "how many units", FieldType.Integer, FieldType.Number),
            Needed("date", "the day of the invoice", FieldType.Date),
            Needed("price", "the price of one unit", FieldType.Number, FieldType.Integer),
            customer,
            Find("country", FieldType.Text),
            Find("description", FieldType.Text));

        int Needed(string group, string meaning, params FieldType[] types)
        {
            int at = Find(group, types);
            if (at < 0)
            {
                throw new SchemaFileException(source, "fields", $"without one of the group {group}", $"exactly one, {meaning}: without it, lines cannot be made customers");
            }

            return fields[at].Required
                ? at
                : throw new SchemaFileException(source, $"field {fields[at].Name}", "not required", $"constraints.required true, because it says {meaning}");
        }

        int Find(string group, params FieldType[] types)
        {
            int[] found = [.. Enumerable.Range(0, fields.Count).Where(i => fields[i].Group == group)];
            if (found.Length > 1)
            {
                throw new SchemaFileException(source, "fields", $"{found.Length} of the group {group}", "one at most in transactions");
            }

            return found.Length == 0 ? -1 : types.Contains(fields[found[0]].Type) && fields[found[0]].Role is not (FieldRole.Id or FieldRole.Target)
                ? found[0]
                : throw new SchemaFileException(
                    source, $"field {fields[found[0]].Name}", $"of type {TypeName([fields[found[0]].Type])} with the role {fields[found[0]].Role.ToString().ToLowerInvariant()}", $"type {TypeName(types)} and neither id nor target, because its group is {group}");
        }
    }

    private static string TypeName(FieldType[] types) => string.Join(" or ", types.Select(type => type == FieldType.Text ? "string" : type.ToString().ToLowerInvariant()));

    private static SchemaField WithBounds(SchemaField field, string source)
    {
        const double Largest = TransactionFields.LargestAmount;
        return field.Minimum is not < -Largest && field.Maximum is not > Largest
            ? field with { Minimum = field.Minimum ?? -Largest, Maximum = field.Maximum ?? Largest }
            : throw new SchemaFileException(
                source, $"field {field.Name}.constraints", string.Create(CultureInfo.InvariantCulture, $"{field.Minimum} to {field.Maximum}"), string.Create(CultureInfo.InvariantCulture, $"bounds within ±{Largest:0}"));
    }
}
