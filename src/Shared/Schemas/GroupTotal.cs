namespace Clientele.Schemas;

/// <summary>The sum of a group's numbers or, of yes/no fields, how many are yes. Whoever knows it need not know the members.</summary>
/// <param name="Topic">The number of fields of the schema plus the group's index.</param>
/// <param name="Members">Indices of the fields that are added up, ascending.</param>
/// <param name="Field">The total described like a field: <c>&lt;group&gt;_total</c>, worded like the group.</param>
public sealed record GroupTotal(int Topic, IReadOnlyList<int> Members, SchemaField Field)
{
    private const string Suffix = "_total";
    private const int FewestMembers = 2;

    /// <summary>Every total that can be told of a customer of the schema, in the order of its groups. A field of the same name hides a total.</summary>
    public static IReadOnlyList<GroupTotal> Of(Schema schema)
    {
        ArgumentNullException.ThrowIfNull(schema);
        HashSet<string> taken = [.. schema.Fields.SelectMany(field => field.Aliases.Prepend(field.Name)).Select(NameKey.Of)];
        var totals = new List<GroupTotal>();
        for (int group = 0; group < schema.Groups.Count; group++)
        {
            int[] members = MembersOf(schema, group, _ => true);
            if (members.Length > 0 && taken.Add(NameKey.Of(schema.Groups[group].Name + Suffix)))
            {
                totals.Add(new GroupTotal(schema.Fields.Count + group, members, Described(schema, schema.Groups[group], members)));
            }
        }

        return totals;
    }

    /// <summary>What a group's total adds up: its numbers, years aside, or else its yes/no fields; empty where there are not two of either.</summary>
    /// <param name="isUsed">Whether a field counts at all: a model may do without some.</param>
    public static int[] MembersOf(Schema schema, int group, Func<int, bool> isUsed)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(isUsed);
        int[] used = [.. schema.Groups[group].Fields.Where(isUsed)];
        int[] numbers = [.. used.Where(field => schema.Fields[field] is { Type: FieldType.Integer or FieldType.Number, IsYear: false })];
        int[] members = numbers.Length >= FewestMembers ? numbers : [.. used.Where(field => schema.Fields[field].Type == FieldType.Boolean)];
        return members.Length >= FewestMembers ? members : [];
    }

    /// <summary>Whether the total of such members says how many of them are yes.</summary>
    public static bool IsCount(Schema schema, IReadOnlyList<int> members)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(members);
        return schema.Fields[members[0]].Type == FieldType.Boolean;
    }

    private static SchemaField Described(Schema schema, SchemaGroup group, int[] members)
    {
        bool isCount = IsCount(schema, members);
        string names = string.Join(", ", members.Select(field => schema.Fields[field].Name));
        return new SchemaField
        {
            Name = group.Name + Suffix,
            Type = members.Any(field => schema.Fields[field].Type == FieldType.Number) ? FieldType.Number : FieldType.Integer,
            Minimum = isCount ? 0 : null,
            Maximum = isCount ? members.Length : null,
            Description = isCount ? $"How many of these are yes: {names}." : $"The sum of {names}.",
            Wording = group.Wording,
        };
    }
}
