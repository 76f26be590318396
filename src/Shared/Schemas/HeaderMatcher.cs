using System.Text;

namespace Clientele.Schemas;

/// <summary>
/// Finds a schema's fields among a file's headers, without regard to case, accents and punctuation. A field's own name goes before its aliases; two headers
/// that claim a field with equal right make the match incomplete.
/// </summary>
public static class HeaderMatcher
{
    private const int MaxNamed = 8;
    private const int MaxNearest = 3;

    /// <param name="mapping">What a person says of the columns; one that cannot be followed makes the match incomplete.</param>
    public static HeaderMatch Match(Schema schema, IReadOnlyList<string> header, HeaderPurpose purpose, ColumnMapping? mapping = null)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(header);
        string? problem = mapping?.Problem(schema, header);
        IReadOnlyDictionary<string, int> said = problem is null && mapping is not null ? mapping.Columns : ColumnMapping.None.Columns;
        string[] keys = [.. header.Select(NameKey.Of)];
        int[] columns = new int[schema.Fields.Count];
        bool[] known = new bool[header.Count];
        var ambiguous = new List<MissingColumn>();
        foreach (int column in said.Values.Where(column => column >= 0))
        {
            // No other field may claim it by its header.
            (known[column], keys[column]) = (true, "");
        }

        for (int i = 0; i < columns.Length; i++)
        {
            SchemaField field = schema.Fields[i];
            if (said.TryGetValue(field.Name, out columns[i]))
            {
                continue;
            }

            List<int> candidates = Positions(keys, NameKey.Of(field.Name));
            if (candidates.Count == 0)
            {
                candidates = [.. field.Aliases.Select(NameKey.Of).Distinct(StringComparer.Ordinal).SelectMany(alias => Positions(keys, alias)).Order()];
            }

            columns[i] = candidates.Count == 1 ? candidates[0] : -1;
            candidates.ForEach(column => known[column] = true);
            if (candidates.Count > 1)
            {
                ambiguous.Add(new MissingColumn(field, [.. candidates.Select(column => $"{header[column]} (column {column + 1})")]));
            }
        }

        // Customers need no ids, but something to score them on.
        bool isEmpty = schema.Grain == Grain.Customer && !schema.Fields.Where((field, i) => field.Role == FieldRole.Feature && columns[i] >= 0).Any();
        string[] unknown = [.. header.Where((name, i) => !known[i] && name.Length > 0)];
        MissingColumn[] missing =
        [
            .. schema.Fields
                .Where((field, i) => columns[i] < 0 && (IsNeeded(schema, field, purpose) || (isEmpty && field.Role == FieldRole.Feature)) && !ambiguous.Exists(a => a.Field == field))
                .Select(field => new MissingColumn(field, NearestHeaders(field, unknown))),
        ];
        return new HeaderMatch
        {
            Schema = schema,
            Purpose = purpose,
            ColumnCount = header.Count,
            ColumnOfField = columns,
            UnknownColumns = unknown,
            Missing = missing,
            LikelyIds = schema.IdField >= 0 && columns[schema.IdField] < 0 ? NearestHeaders(schema.Fields[schema.IdField], unknown) : [],
            Ambiguous = ambiguous,
            MappingProblem = problem,
            Sentence = problem ?? Sentence(schema, missing, ambiguous),
        };
    }

    /// <summary>The schema that the file belongs to: the one that it satisfies and has most columns of. A file without ids must have half of its features, lest one common header decide.</summary>
    /// <param name="sentence">Where there is none: which schema comes nearest, and what it misses.</param>
    /// <param name="mapping">What a person says of the columns; only a schema that has its fields can be the one.</param>
    public static HeaderMatch? Best(SchemaCatalog catalog, IReadOnlyList<string> header, HeaderPurpose purpose, out string? sentence, ColumnMapping? mapping = null)
    {
        HeaderMatch? best = Nearest(catalog, header, purpose, mapping);
        if (best is not null && Claims(best))
        {
            sentence = null;
            return best;
        }

        sentence = best is null || Found(best) == 0
            ? $"The file's columns ({Listed(header)}) are none of those of {Listed([.. catalog.Select(schema => schema.Title)])}."
            : $"The file fits no kind of file that is known; the nearest is {best.Schema.Title}. {best.Sentence ?? TooFew(best)}";
        return null;
    }

    /// <summary>The schema that the file comes nearest to, whether it fits or not; null where there is no schema.</summary>
    public static HeaderMatch? Nearest(SchemaCatalog catalog, IReadOnlyList<string> header, HeaderPurpose purpose, ColumnMapping? mapping = null)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return catalog
            .Select(schema => Match(schema, header, purpose, mapping))
            .OrderByDescending(Claims)
            .ThenByDescending(match => Claims(match) ? Found(match) : (double)Found(match) / match.ColumnOfField.Length)
            .ThenBy(match => match.Schema.Id, StringComparer.Ordinal)
            .FirstOrDefault();
    }

    private static bool Claims(HeaderMatch match) =>
        match.IsComplete && (match.HasIds || match.Schema.Grain == Grain.Transaction || (Features(match, found: true) is > 0 and int found && 2 * found >= Features(match, found: false)));

    private static int Features(HeaderMatch match, bool found) =>
        match.Schema.Fields.Where((field, i) => field.Role == FieldRole.Feature && (!found || match.ColumnOfField[i] >= 0)).Count();

    private static string TooFew(HeaderMatch match) =>
        $"It has no column of ids and only {Features(match, found: true)} of {Features(match, found: false)} columns of that kind; put it into the folder {match.Schema.Id} if it is one all the same.";

    private static int Found(HeaderMatch match) => match.ColumnOfField.Count(column => column >= 0);

    /// <summary>The id that every record of a customer file must have is not demanded of files without its column: there the line stands for it.</summary>
    internal static bool IsNeeded(Schema schema, SchemaField field, HeaderPurpose purpose) => field.Role switch
    {
        FieldRole.Target => purpose == HeaderPurpose.Train,
        FieldRole.Id when schema.Grain == Grain.Customer => false,
        _ => field.Required || field.ColumnRequired,
    };

    private static List<int> Positions(string[] keys, string key)
    {
        var positions = new List<int>();
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i].Length > 0 && keys[i] == key)
            {
                positions.Add(i);
            }
        }

        return positions;
    }

    private static string[] NearestHeaders(SchemaField field, string[] headers)
    {
        string[] names = [.. field.Aliases.Prepend(field.Name).Select(NameKey.Of)];
        return
        [
            .. headers
                .Select(header => (header, Key: NameKey.Of(header)))
                .Select(h => (h.header, Distance: names.Min(name => Remoteness(name, h.Key))))
                .Where(h => h.Distance <= 0.5)
                .OrderBy(h => h.Distance)
                .ThenBy(h => h.header, StringComparer.Ordinal)
                .Take(MaxNearest)
                .Select(h => h.header),
        ];
    }

    /// <summary>Edits as a share of the longer name, 0 for the same; a name inside the other is near.</summary>
    private static double Remoteness(string name, string header)
    {
        // A header of thousands of characters is no misspelling, and comparing it would take long.
        if (header.Length is 0 or > 128)
        {
            return 1;
        }

        double edits = (double)NameKey.Distance(name, header) / Math.Max(name.Length, header.Length);
        bool contains = Math.Min(name.Length, header.Length) >= 4 && (name.Contains(header, StringComparison.Ordinal) || header.Contains(name, StringComparison.Ordinal));
        return contains ? Math.Min(edits, 0.4) : edits;
    }

    private static string? Sentence(Schema schema, MissingColumn[] missing, List<MissingColumn> ambiguous)
    {
        var text = new StringBuilder();
        if (missing.Length > 0)
        {
            text.Append(schema.Title).Append(missing.Length == 1 ? " needs a column that the file does not have: " : " needs columns that the file does not have: ");
            text.AppendJoin("; ", missing.Take(MaxNamed).Select(m => m.Nearest.Count == 0 ? m.Field.Name : $"{m.Field.Name} (nearest in the file: {Listed(m.Nearest)})"));
            text.Append(missing.Length > MaxNamed ? $"; and {missing.Length - MaxNamed} more." : ".");
        }

        foreach (MissingColumn field in ambiguous)
        {
            text.Append(text.Length > 0 ? " " : "").Append("Several columns mean ").Append(field.Field.Name).Append(": ").Append(Listed(field.Nearest)).Append(". Keep one of them.");
        }

        return text.Length > 0 ? text.ToString() : null;
    }

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MaxNamed).Select(Short)) + (names.Count > MaxNamed ? $" and {names.Count - MaxNamed} more" : "");

    private static string Short(string name) => name.Length > 60 ? name[..57] + "..." : name;
}
