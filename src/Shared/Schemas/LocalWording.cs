namespace Clientele.Schemas;

/// <summary>The languages of marketing's pages, tables and reports.</summary>
public enum Language
{
    English,
    Spanish,
    Portuguese,
}

/// <summary>
/// How people are told of a field, or of the total of a group, in one language. In reasons <c>{value}</c> stands for the value, formatted for the language.
/// </summary>
/// <param name="Title">A short name, such as "Catalogue purchases".</param>
/// <param name="Reason">What a value says of a customer, such as "bought {value} times from the catalogue"; for yes/no what yes says.</param>
/// <param name="One">The same for the value 1; null: as <paramref name="Reason"/>.</param>
/// <param name="None">The same for 0, or for no; null: as <paramref name="Reason"/> where that says the value, else a general sentence.</param>
/// <param name="Missing">The same where there is no value; null: a general sentence.</param>
/// <param name="Values">A category and its name in the language; others are told as in the file.</param>
/// <param name="Help">What to fill in, in a short sentence: unit, period, whose.</param>
/// <param name="High">What customers are called of whom there is more of it than of everyone else, such as "many purchases"; of years and dates: longer ago.</param>
/// <param name="Low">The same where there is less.</param>
public sealed record Wording(
    string? Title = null,
    string? Reason = null,
    string? One = null,
    string? None = null,
    string? Missing = null,
    IReadOnlyDictionary<string, string>? Values = null,
    string? High = null,
    string? Low = null,
    string? Help = null)
{
    /// <summary>Where the value stands in a text.</summary>
    public const string ValueMark = "{value}";
}

/// <summary>The same in every language that the schema's author wrote it in.</summary>
public sealed record LocalWording(Wording? English = null, Wording? Spanish = null, Wording? Portuguese = null)
{
    public static LocalWording None { get; } = new();

    public Wording? Of(Language language) => language switch
    {
        Language.Spanish => Spanish,
        Language.Portuguese => Portuguese,
        _ => English,
    };

    /// <summary>The title, or the name with its underscores as blanks.</summary>
    internal string TitleIn(Language language, string name) => Of(language)?.Title ?? (name.Replace('_', ' ').Trim() is { Length: > 0 } readable ? readable : name);

    /// <summary>A title begins in lower case, unless it is an abbreviation or a name put together, such as MntWines.</summary>
    internal static string InSentence(string title)
    {
        int end = title.IndexOf(' ', StringComparison.Ordinal);
        ReadOnlySpan<char> first = end < 0 ? title : title.AsSpan(0, end);
        if (first.Length < 2 || !char.IsUpper(first[0]))
        {
            return title;
        }

        foreach (char c in first[1..])
        {
            if (char.IsUpper(c) || char.IsDigit(c))
            {
                return title;
            }
        }

        return string.Concat(char.ToLowerInvariant(title[0]).ToString(), title.AsSpan(1));
    }
}
