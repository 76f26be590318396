using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>Which kind of customers a request is about, where it may leave that out.</summary>
internal static class AskedSchema
{
    public const string Parameter = "schema";

    public const string DefaultTransactions = "transactions";

    /// <summary>Null where none is named and none is meant without a name: the only one, else <see cref="Predict.DefaultSchema"/>.</summary>
    public static Schema? Of(SchemaCatalog catalog, string? name, out HttpAnswer? problem) => Of(catalog, name, Grain.Customer, Predict.DefaultSchema, "customers", out problem);

    /// <summary>The same for schemas of transactions.</summary>
    public static Schema? OfTransactions(SchemaCatalog catalog, string? name, out HttpAnswer? problem) => Of(catalog, name, Grain.Transaction, DefaultTransactions, "transactions", out problem);

    private static Schema? Of(SchemaCatalog catalog, string? name, Grain grain, string usual, string rows, out HttpAnswer? problem)
    {
        Schema[] all = [.. catalog.Where(schema => schema.Grain == grain)];
        Schema? found = name is not null ? Array.Find(all, schema => schema.Id == name)
            : all is [var only] ? only
            : Array.Find(all, schema => schema.Id == usual);
        string known = string.Join(", ", all.Select(schema => schema.Id));
        problem = found is not null ? null
            : name is not null ? HttpAnswer.Problem(404, "No such schema", $"There is no schema '{QueryValues.Shown(name)}' of {rows}. Known: {known}.")
            : HttpAnswer.Problem(
                400, "The request cannot be used", "The parameter schema is missing.",
                new Dictionary<string, string[]>(StringComparer.Ordinal) { [Parameter] = [$"schema is one of {known}."] });
        return found;
    }
}
