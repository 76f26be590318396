using Clientele.Functions.Web;
using Clientele.Schemas;

namespace Clientele.Unit.Functions.Web;

/// <summary>Visits of pages and forms sent from them, without a server.</summary>
internal static class Visits
{
    public static PageCall To(params (string Name, string Value)[] query) =>
        Call(new PageForm([]), query.ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal), isOperator: false);

    public static PageCall Form(bool isOperator, params (string Name, string Value)[] values) =>
        Call(new PageForm(values.Select(each => KeyValuePair.Create(each.Name, new[] { each.Value }))), new Dictionary<string, string>(StringComparer.Ordinal), isOperator);

    public static PageAnswer.View View(this PageAnswer answer) => answer.ShouldBeOfType<PageAnswer.View>();

    public static TModel Model<TModel>(this PageAnswer answer) => answer.View().Model.ShouldBeOfType<TModel>();

    public static string Address(this PageAnswer answer) => answer.ShouldBeOfType<PageAnswer.Redirect>().Path;

    private static PageCall Call(PageForm form, Dictionary<string, string> query, bool isOperator) =>
        new("/", new Dictionary<string, string>(StringComparer.Ordinal), query, form, new Visitor(null, isOperator), Language.English);
}
