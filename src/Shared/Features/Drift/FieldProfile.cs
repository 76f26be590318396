using System.Text.Json.Serialization;

namespace Clientele.Features.Drift;

/// <summary>What is counted of a field.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ProfileMeasure>))]
public enum ProfileMeasure
{
    /// <summary>The number itself; 0 and 1 of a yes/no.</summary>
    Number,

    /// <summary>Days from a date to the day on which the record was true.</summary>
    Days,

    /// <summary>Years from a year to the one in which the record was true.</summary>
    Years,

    /// <summary>The text.</summary>
    Text,
}

/// <summary>How the training rows lay in the bins of one feature. Immutable; checked by the <see cref="TrainingProfile"/> that holds it.</summary>
public sealed record FieldProfile
{
    /// <summary>Texts of one field that are remembered, at most.</summary>
    internal const int MostLevels = 100;

    /// <summary>Bins of one field without the one for other values, at most.</summary>
    internal const int MostBins = 10;

    /// <summary>Index into the schema's fields.</summary>
    public required int Field { get; init; }

    public required string Name { get; init; }

    public required ProfileMeasure Measure { get; init; }

    /// <summary>Each edge is a value with a bin of its own, because training had few; otherwise an edge is the inclusive upper end of a bin.</summary>
    public required bool IsExact { get; init; }

    /// <summary>Ascending; none for texts. The bin after the last edge takes all that the others do not.</summary>
    public required IReadOnlyList<double> Edges { get; init; }

    /// <summary>Texts of training, the most frequent first: the first ones have a bin each, the bin after those takes all others.</summary>
    public required IReadOnlyList<string> Levels { get; init; }

    /// <summary>Training had no other text than <see cref="Levels"/>, so that one can be told to be new.</summary>
    public required bool HasAllLevels { get; init; }

    /// <summary>Training rows in each bin.</summary>
    public required IReadOnlyList<long> Counts { get; init; }

    /// <summary>Training rows without a value.</summary>
    public required long Missing { get; init; }

    [JsonIgnore]
    internal int Bins => Measure == ProfileMeasure.Text ? Math.Min(Levels.Count, MostBins - 1) + 1 : Edges.Count + 1;

    [JsonIgnore]
    internal long Known => Counts.Sum();

    internal void Check(long rows)
    {
        bool isText = Measure == ProfileMeasure.Text;
        bool fits = Field >= 0 && !string.IsNullOrEmpty(Name) && Enum.IsDefined(Measure) && Edges.Count <= MostBins && (!isText || Edges.Count == 0)
            && Levels.Count <= (isText ? MostLevels : 0) && Levels.All(level => level is not null) && Counts.Count == Bins;
        if (!fits || !AreAscending(Edges))
        {
            throw new InvalidDataException($"the profile of '{Name}' has {Edges.Count} edges, {Levels.Count} texts and {Counts.Count} counts that do not belong together");
        }

        CheckCounts(Name, Counts, Missing, rows);
    }

    internal static bool AreAscending(IReadOnlyList<double> edges)
    {
        for (int i = 0; i < edges.Count; i++)
        {
            if (!double.IsFinite(edges[i]) || (i > 0 && edges[i] <= edges[i - 1]))
            {
                return false;
            }
        }

        return true;
    }

    internal static void CheckCounts(string name, IReadOnlyList<long> counts, long missing, long rows)
    {
        // Each is bounded first, so that the sum cannot overflow.
        if (counts.Append(missing).Any(count => count < 0 || count > rows) || counts.Sum() + missing != rows)
        {
            throw new InvalidDataException($"the counts in the profile of '{name}' do not add up to {rows} rows");
        }
    }
}
