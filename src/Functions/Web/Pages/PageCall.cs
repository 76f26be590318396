using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>A visit of a page, or a form sent from one.</summary>
/// <param name="Path">Of the address, without its query.</param>
/// <param name="Route">Values of the route's placeholders that were given.</param>
/// <param name="Query">First value of each name.</param>
/// <param name="Form">Values of each name; empty for a visit. At most <see cref="PageForm.MostBytes"/> bytes in all.</param>
/// <param name="Visitor">Who it is.</param>
/// <param name="Language">That the page is in; numbers and dates are by <see cref="System.Globalization.CultureInfo.CurrentCulture"/>.</param>
internal sealed record PageCall(
    string Path,
    IReadOnlyDictionary<string, string> Route,
    IReadOnlyDictionary<string, string> Query,
    PageForm Form,
    Visitor Visitor,
    Language Language);

/// <summary>Who looks at a page, as the platform says.</summary>
/// <param name="Name">As they call themselves there; null on one's own machine.</param>
/// <param name="IsOperator">May promote, roll back, retry and change the economics.</param>
internal sealed record Visitor(string? Name, bool IsOperator);

/// <summary>The values of a form.</summary>
internal sealed class PageForm(IEnumerable<KeyValuePair<string, string[]>> values)
{
    public const int MostBytes = 256 * 1024;

    private readonly Dictionary<string, string[]> _values = new(values, StringComparer.Ordinal);

    public static PageForm Empty { get; } = new([]);

    /// <summary>The first value, trimmed; null where it is missing or blank.</summary>
    public string? this[string name] => _values.TryGetValue(name, out string[]? all) && all is [var first, ..] && first.Trim() is { Length: > 0 } text ? text : null;

    public IEnumerable<string> Names => _values.Keys;

    public bool IsTicked(string name) => this[name] is not null;
}
