using System.Globalization;
using Clientele.Csv;

namespace Clientele.Schemas;

/// <summary>
/// Which column of a file holds a field, as a person says it where the header does not, or not rightly. Fields that are not named are found by the header.
/// Written as <c>Income=3,Town=none</c>: columns from 1; in names <c>, = %</c>, blanks and all but ASCII are percent-encoded, so that blob metadata can carry it.
/// </summary>
public sealed class ColumnMapping
{
    /// <summary>The setting, in blob metadata or a retry call, that carries a mapping.</summary>
    public const string Setting = "columns";

    /// <summary>Characters of a mapping as text: metadata has 8 KiB for everything.</summary>
    public const int Longest = 4096;

    public const int NoColumn = -1;

    private const string NoColumnText = "none";
    private const int MostColumns = 100_000;

    private readonly SortedDictionary<string, int> _columns;

    private ColumnMapping(SortedDictionary<string, int> columns) => _columns = columns;

    public static ColumnMapping None { get; } = new([]);

    /// <summary>By field, the column from 0, or <see cref="NoColumn"/>.</summary>
    public IReadOnlyDictionary<string, int> Columns => _columns;

    public bool IsEmpty => _columns.Count == 0;

    /// <param name="columns">By field, the column from 0, or <see cref="NoColumn"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A column below <see cref="NoColumn"/>, or further right than any file goes.</exception>
    public static ColumnMapping Of(IEnumerable<KeyValuePair<string, int>> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var ordered = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach ((string field, int column) in columns)
        {
            ordered[field] = column is >= NoColumn and < MostColumns ? column : throw new ArgumentOutOfRangeException(nameof(columns), column, "It is no column of a file.");
        }

        return ordered.Count == 0 ? None : new ColumnMapping(ordered);
    }

    /// <summary>The mapping among the settings of an upload; the last one stands.</summary>
    /// <exception cref="CsvFormatException">It is not written as a mapping is.</exception>
    public static ColumnMapping Find(IEnumerable<KeyValuePair<string, string>> settings)
        => Parse(settings.LastOrDefault(setting => setting.Key.Equals(Setting, StringComparison.OrdinalIgnoreCase)).Value);

    /// <exception cref="CsvFormatException">It is not written as a mapping is, or too long.</exception>
    public static ColumnMapping Parse(string? text)
    {
        if (string.IsNullOrWhiteSpace(text))
        {
            return None;
        }

        if (text.Length > Longest)
        {
            throw new CsvFormatException($"The setting '{Setting}' has {text.Length:N0} characters; {Longest:N0} is the most.");
        }

        var columns = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (string entry in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            int sign = entry.IndexOf('=', StringComparison.Ordinal);
            string field = sign > 0 ? Uri.UnescapeDataString(entry[..sign].TrimEnd()) : "";
            if (field.Length == 0 || ColumnOf(entry[(sign + 1)..].Trim()) is not { } column)
            {
                throw new CsvFormatException($"The setting '{Setting}' holds '{Short(entry)}'; expected a field and its column, such as Income=3 or Income={NoColumnText}.");
            }

            if (!columns.TryAdd(field, column))
            {
                throw new CsvFormatException($"The setting '{Setting}' names {Short(field)} twice.");
            }
        }

        return columns.Count == 0 ? None : new ColumnMapping(columns);
    }

    /// <summary>For people: why the mapping cannot be followed; null where it can.</summary>
    public string? Problem(Schema schema, IReadOnlyList<string> header)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(header);
        var taken = new Dictionary<int, string>();
        foreach ((string field, int column) in _columns)
        {
            if (!schema.Fields.Any(each => each.Name == field))
            {
                return $"The mapping of columns names {Short(field)}, which is no field of {schema.Title}.";
            }

            if (column >= header.Count)
            {
                return $"The mapping of columns takes {Short(field)} from column {column + 1}, and the file has {header.Count}.";
            }

            if (column >= 0 && !taken.TryAdd(column, field))
            {
                return $"The mapping of columns takes both {Short(taken[column])} and {Short(field)} from column {column + 1} ({Short(header[column])}).";
            }
        }

        return null;
    }

    /// <summary>The same mapping without what the header says by itself.</summary>
    public ColumnMapping Beside(Schema schema, IReadOnlyList<string> header, HeaderPurpose purpose)
    {
        if (IsEmpty)
        {
            return this;
        }

        HeaderMatch alone = HeaderMatcher.Match(schema, header, purpose);
        return Of(_columns.Where(entry => !IsSaid(alone, entry.Key, entry.Value)));
    }

    /// <summary>As <see cref="Parse"/> reads it; empty for none.</summary>
    public override string ToString() => string.Join(
        ',', _columns.Select(entry => $"{Uri.EscapeDataString(entry.Key)}={(entry.Value < 0 ? NoColumnText : (entry.Value + 1).ToString(CultureInfo.InvariantCulture))}"));

    private static bool IsSaid(HeaderMatch alone, string field, int column)
    {
        for (int i = 0; i < alone.ColumnOfField.Length; i++)
        {
            SchemaField each = alone.Schema.Fields[i];
            if (each.Name == field)
            {
                return alone.ColumnOfField[i] == column && !alone.Ambiguous.Any(claimed => claimed.Field == each);
            }
        }

        return false;
    }

    private static int? ColumnOf(string text) => text.Equals(NoColumnText, StringComparison.OrdinalIgnoreCase) ? NoColumn
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int column) && column is >= 1 and <= MostColumns ? column - 1
        : null;

    private static string Short(string text) => text.Length > 60 ? text[..57] + "..." : text;
}
