using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>Which kind of files a page is about, where there are several of a grain.</summary>
/// <param name="All">Of that grain.</param>
/// <param name="Chosen">As asked, else the usual one; null where the one asked for is not there.</param>
public sealed record SchemaChoice(IReadOnlyList<Schema> All, Schema? Chosen)
{
    /// <summary>For addresses: nothing where there is no choice.</summary>
    public string? Parameter => All.Count > 1 ? Chosen?.Id : null;

    /// <param name="asked">An id; null for the usual one.</param>
    public static SchemaChoice Of(SchemaCatalog catalog, string? asked, Grain grain)
    {
        Schema[] all = [.. catalog.Where(schema => schema.Grain == grain)];
        string usual = grain == Grain.Customer ? Predict.DefaultSchema : AskedSchema.DefaultTransactions;
        return new SchemaChoice(
            all,
            string.IsNullOrEmpty(asked) ? Array.Find(all, schema => schema.Id == usual) ?? all.FirstOrDefault() : Array.Find(all, schema => schema.Id == asked));
    }
}
