using System.Globalization;
using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>Customers who share a value of a sensitive field, and how many of them each objective selects.</summary>
/// <param name="Field">Its name in the schema.</param>
/// <param name="Group">
/// A category, <c>yes</c> or <c>no</c>, a count, an age band, a range of numbers; <c>unknown</c> without a value; <c>other</c> for groups too small to judge.
/// </param>
/// <param name="ResponseRate">Share of them who accepted.</param>
/// <param name="Aggressive">Share of them at or above the objective's cut-off; the next three likewise.</param>
public sealed record SelectionGroup(
    string Field, string Group, int Customers, double ResponseRate, double Aggressive, double Moderate, double Balanced, double Frugal);

/// <summary>Whether a campaign would pass over people for what they are: selection rates by group of each sensitive field.</summary>
public static class SelectionRates
{
    /// <summary>A rate of fewer customers says nothing; their groups are merged.</summary>
    public const int FewestCustomers = 20;

    /// <summary>Groups of a field beside <c>other</c>: the largest.</summary>
    public const int MostGroups = 30;

    private const string Unknown = "unknown";
    private const string Other = "other";
    private const int Counts = 3;
    private const double DaysOfYear = 365.2425;

    private static readonly (double Below, string Name)[] AgeBands = [(30, "under 30"), (45, "30–44"), (60, "45–59"), (double.PositiveInfinity, "60 and over")];

    /// <param name="rows">Only features are kept there; a sensitive field with another role has no groups.</param>
    /// <param name="asOf">The reference day of each row, as <see cref="DateOnly.DayNumber"/>: years and dates become ages at it.</param>
    /// <param name="probabilities">Out of fold, one per row.</param>
    /// <param name="objectives">Whose cut-offs select.</param>
    public static IReadOnlyList<SelectionGroup> Of(TrainingRows rows, ReadOnlySpan<int> asOf, ReadOnlySpan<double> probabilities, Objectives objectives)
    {
        ArgumentNullException.ThrowIfNull(rows);
        ArgumentNullException.ThrowIfNull(objectives);
        if (asOf.Length != rows.Count || probabilities.Length != rows.Count)
        {
            throw new ArgumentException($"There are {rows.Count} rows, {asOf.Length} days and {probabilities.Length} probabilities; expected one of each per row.", nameof(probabilities));
        }

        var rates = new List<SelectionGroup>();
        for (int field = 0; field < rows.Schema.Fields.Count; field++)
        {
            if (rows.Schema.Fields[field] is { IsSensitive: true, Role: FieldRole.Feature } sensitive)
            {
                Group[] groups = Gather(rows, GroupsOf(rows, field, asOf), probabilities, objectives);
                rates.AddRange(Merged(groups).Select(group => group.ToRates(sensitive.Name)));
            }
        }

        return rates;
    }

    /// <summary>The name of each row's group, and where it stands among the field's groups.</summary>
    private static (int Order, string Name)[] GroupsOf(TrainingRows rows, int field, ReadOnlySpan<int> asOf)
    {
        SchemaField definition = rows.Schema.Fields[field];
        ReadOnlySpan<double> values = rows.Values(field);
        bool isAge = definition.IsYear || definition.Type == FieldType.Date;
        double[]? quarters = isAge || definition.Type is FieldType.Text or FieldType.Boolean ? null : QuartersOf(values);
        var groups = new (int Order, string Name)[rows.Count];
        for (int row = 0; row < groups.Length; row++)
        {
            double value = values[row];
            groups[row] = double.IsNaN(value) ? (int.MaxValue, Unknown)
                : definition.Type == FieldType.Text ? ((int)value, rows.TextOf(field, (int)value) ?? Other)
                : definition.Type == FieldType.Boolean ? (value == 1 ? (0, "yes") : (1, "no"))
                : isAge ? BandOf(AgeOf(definition, value, asOf[row]))
                : quarters is not null ? QuarterOf(value, quarters)
                : CountOf(value);
        }

        return groups;
    }

    private static double AgeOf(SchemaField field, double value, int asOf) =>
        field.Type == FieldType.Date ? (asOf - value) / DaysOfYear : DateOnly.FromDayNumber(asOf).Year - value;

    private static (int Order, string Name) BandOf(double age)
    {
        int band = Array.FindIndex(AgeBands, each => age < each.Below);
        return (band, AgeBands[band].Name);
    }

    private static (int Order, string Name) CountOf(double value)
    {
        int count = (int)Math.Clamp(Math.Round(value), 0, Counts);
        return (count, count == Counts ? "3 or more" : count.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>Null for a small count, which is grouped by its values; a number of which most are above, such as an age, by quarters of the customers.</summary>
    private static double[]? QuartersOf(ReadOnlySpan<double> values)
    {
        double[] known = [.. values.ToArray().Where(double.IsFinite).Order()];
        return known.Length == 0 || known[known.Length / 2] <= Counts
            ? null
            : [.. new[] { known[0], known[known.Length / 4], known[known.Length / 2], known[3 * known.Length / 4], known[^1] }.Distinct()];
    }

    private static (int Order, string Name) QuarterOf(double value, double[] bounds)
    {
        int quarter = 0;
        while (quarter + 2 < bounds.Length && value >= bounds[quarter + 1])
        {
            quarter++;
        }

        // All the same value: one bound, one group.
        double end = bounds[Math.Min(quarter + 1, bounds.Length - 1)];
        return (quarter, string.Create(CultureInfo.InvariantCulture, $"{bounds[quarter]:0.##} {(quarter + 2 < bounds.Length ? "to below" : "to")} {end:0.##}"));
    }

    private static Group[] Gather(TrainingRows rows, (int Order, string Name)[] groups, ReadOnlySpan<double> probabilities, Objectives objectives)
    {
        var byName = new Dictionary<string, Group>(StringComparer.Ordinal);
        for (int row = 0; row < groups.Length; row++)
        {
            Group group = byName.GetValueOrDefault(groups[row].Name) ?? new Group(groups[row].Name) { Order = groups[row].Order };
            group.Add(rows.Labels[row], objectives.Judge(probabilities[row]));
            byName[group.Name] = group;
        }

        return [.. byName.Values];
    }

    private static IEnumerable<Group> Merged(Group[] groups)
    {
        Group[] large =
        [
            .. groups.Where(group => group.Customers >= FewestCustomers && group.Name != Other)
                .OrderByDescending(group => group.Customers).ThenBy(group => group.Order).Take(MostGroups).OrderBy(group => group.Order),
        ];
        var other = new Group(Other);
        foreach (Group small in groups.Except(large))
        {
            other.Add(small);
        }

        return other.Customers > 0 ? large.Append(other) : large;
    }

    private sealed class Group(string name)
    {
        private static readonly ObjectiveVerdicts[] Each = [ObjectiveVerdicts.Aggressive, ObjectiveVerdicts.Moderate, ObjectiveVerdicts.Balanced, ObjectiveVerdicts.Frugal];

        private readonly int[] _selected = new int[Each.Length];
        private int _responses;

        public string Name => name;

        public int Order { get; init; }

        public int Customers { get; private set; }

        public void Add(double label, ObjectiveVerdicts verdicts)
        {
            Customers++;
            _responses += (int)label;
            for (int i = 0; i < Each.Length; i++)
            {
                _selected[i] += verdicts.HasFlag(Each[i]) ? 1 : 0;
            }
        }

        public void Add(Group other)
        {
            Customers += other.Customers;
            _responses += other._responses;
            for (int i = 0; i < Each.Length; i++)
            {
                _selected[i] += other._selected[i];
            }
        }

        public SelectionGroup ToRates(string field)
        {
            double customers = Customers;
            return new SelectionGroup(
                field, name, Customers, _responses / customers, _selected[0] / customers, _selected[1] / customers, _selected[2] / customers, _selected[3] / customers);
        }
    }
}
