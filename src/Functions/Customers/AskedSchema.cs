using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>Which kind of customers a request is about, where it may leave that out.</summary>
internal static class AskedSchema
{
    public const string Parameter = "schema";

    /// <summary>Null where none is named and none is meant without a name: the only one, else <see cref="Predict.DefaultSchema"/>.</summary>
    public static Schema? Of(SchemaCatalog catalog, string? name, out HttpAnswer? problem)
    {
        Schema[] customers = [.. catalog.Where(schema => schema.Grain == Grain.Customer)];
        Schema? found = name is not null ? Array.Find(customers, schema => schema.Id == name)
            : customers is [var only] ? only
            : Array.Find(customers, schema => schema.Id == Predict.DefaultSchema);
        string known = string.Join(", ", customers.Select(schema => schema.Id));
        problem = found is not null ? null
            : name is not null ? HttpAnswer.Problem(404, "No such schema", $"There is no schema '{QueryValues.Shown(name)}' of customers. Known: {known}.")
            : HttpAnswer.Problem(
                400, "The request cannot be used", "The parameter schema is missing.",
                new Dictionary<string, string[]>(StringComparer.Ordinal) { [Parameter] = [$"schema is one of {known}."] });
        return found;
    }
}
