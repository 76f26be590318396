using Clientele.Campaign;
using Clientele.Runs;

namespace Clientele.Functions.Web;

/// <summary>What of the models is asked for; null for the usual.</summary>
/// <param name="Version">To show.</param>
/// <param name="First">To put side by side with the next.</param>
/// <param name="Cost">Of a contact, as typed.</param>
/// <param name="Value">Of a response, as typed.</param>
/// <param name="NeedsAmounts">Amounts left out are wrong, instead of those in force.</param>
internal sealed record AskedModels(
    string? Schema, string? Kind, string? Version, string? First = null, string? Second = null, string? Cost = null, string? Value = null, bool NeedsAmounts = false)
{
    public static AskedModels Of(IReadOnlyDictionary<string, string> query) => new(
        query.GetValueOrDefault("schema"),
        query.GetValueOrDefault("kind"),
        query.GetValueOrDefault("version"),
        query.GetValueOrDefault("first"),
        query.GetValueOrDefault("second"),
        query.GetValueOrDefault("cost"),
        query.GetValueOrDefault("value"));

    public static AskedModels Of(PageForm form) => new(form["schema"], form["kind"], form["version"]);

    /// <summary>The usual one is the first response model that is in use.</summary>
    public ModelFamily? Family(IReadOnlyList<ModelFamily> families)
    {
        ModelFamily[] meant = [.. families.Where(each => (string.IsNullOrEmpty(Schema) || each.Schema == Schema) && (string.IsNullOrEmpty(Kind) || each.Kind == Kind))];
        return Array.Find(meant, each => each is { Kind: ResponseModel.Kind, Champion: not null }) ?? Array.Find(meant, each => each.Champion is not null) ?? meant.FirstOrDefault();
    }
}
