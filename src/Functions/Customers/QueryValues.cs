using System.Globalization;

namespace Clientele.Functions;

/// <summary>Reads the values of an address's query one by one and keeps what is wrong, by name. An empty value is none: forms send them.</summary>
internal sealed class QueryValues(IReadOnlyDictionary<string, string> query)
{
    /// <summary>Where the Functions host takes its key; it passes them on.</summary>
    private static readonly string[] OfTheHost = ["code", "clientId"];

    private readonly List<(string Name, string Sentence)> _problems = [];
    private readonly List<string> _known = [];

    public string? Text(string name)
    {
        _known.Add(name);
        return query.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;
    }

    /// <summary>Null where there is none, or none that is within the bounds.</summary>
    public int? Number(string name, int least, int most)
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= least && number <= most)
        {
            return number;
        }

        Refuse(name, string.Create(CultureInfo.InvariantCulture, $"{name} is a whole number from {least} to {most}, found '{Shown(text)}'."));
        return null;
    }

    /// <summary>Null where there is none, or none of the choices.</summary>
    public T? Choice<T>(string name, IEnumerable<(string Name, T Value)> choices)
        where T : struct
    {
        if (Text(name) is not { } text)
        {
            return null;
        }

        (string Name, T Value)[] all = [.. choices];
        int chosen = Array.FindIndex(all, each => each.Name == text);
        if (chosen >= 0)
        {
            return all[chosen].Value;
        }

        Refuse(name, $"{name} is one of {string.Join(", ", all.Select(each => each.Name))}; found '{Shown(text)}'.");
        return null;
    }

    public void Refuse(string name, string sentence) => _problems.Add((name, sentence));

    /// <summary>What is wrong, with every name that was not asked for: a filter misspelt must not become a list of everybody. Null when all is well.</summary>
    public HttpAnswer? Problem()
    {
        foreach (string name in query.Keys.Where(name => !_known.Concat(OfTheHost).Contains(name, StringComparer.OrdinalIgnoreCase)))
        {
            Refuse(Shown(name), $"There is no such parameter; expected {string.Join(", ", _known)}.");
        }

        return _problems.Count == 0 ? null : HttpAnswer.Problem(
            400,
            "The request cannot be used",
            $"These parameters cannot be used: {string.Join(", ", _problems.Select(problem => problem.Name))}.",
            _problems.GroupBy(problem => problem.Name, StringComparer.Ordinal).ToDictionary(field => field.Key, field => field.Select(problem => problem.Sentence).ToArray(), StringComparer.Ordinal));
    }

    public static string Shown(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
