using System.Text.Json.Serialization;

namespace Clientele.Features.Drift;

/// <summary>How the training rows lay in the bins of the score.</summary>
/// <param name="Edges">Inclusive upper ends of all bins but the last, ascending.</param>
/// <param name="Counts">Training rows in each bin.</param>
public sealed record ScoreProfile(IReadOnlyList<double> Edges, IReadOnlyList<long> Counts);

/// <summary>
/// What the training data looked like, column by column, and the scores that training gave it: what files to score are compared with.
/// A few KB, whatever the number of rows. Immutable.
/// </summary>
public sealed record TrainingProfile
{
    private const long MostRows = 1L << 40;

    /// <exception cref="InvalidDataException">The parts do not belong together.</exception>
    [JsonConstructor]
    public TrainingProfile(long rows, IReadOnlyList<FieldProfile> fields, ScoreProfile score)
    {
        ArgumentNullException.ThrowIfNull(fields);
        ArgumentNullException.ThrowIfNull(score);
        if (rows is < 0 or > MostRows || fields.Contains(null!) || fields.Select(field => field.Field).Distinct().Count() != fields.Count)
        {
            throw new InvalidDataException($"the profile is of {rows} rows, or has a field twice");
        }

        foreach (FieldProfile field in fields)
        {
            field.Check(rows);
        }

        if (score.Edges.Count >= FieldProfile.MostBins || score.Counts.Count != score.Edges.Count + 1 || !FieldProfile.AreAscending(score.Edges))
        {
            throw new InvalidDataException($"the profile of the score has {score.Edges.Count} edges and {score.Counts.Count} counts that do not belong together");
        }

        FieldProfile.CheckCounts("score", score.Counts, 0, rows);
        Rows = rows;
        Fields = [.. fields];
        Score = score;
    }

    /// <summary>Training rows counted.</summary>
    public long Rows { get; }

    /// <summary>One for each feature, in the order of the schema's fields.</summary>
    public IReadOnlyList<FieldProfile> Fields { get; }

    public ScoreProfile Score { get; }

    /// <param name="rows">All rows of training.</param>
    /// <param name="probabilities">Of each row, by a model that had not seen it.</param>
    public static TrainingProfile Fit(TrainingRows rows, ReadOnlySpan<double> probabilities)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return probabilities.Length == rows.Count
            ? TrainingProfileFit.Run(rows, probabilities)
            : throw new ArgumentException($"There are {rows.Count} rows and {probabilities.Length} probabilities.", nameof(probabilities));
    }

    /// <summary>Refuses a profile that was not made for a schema with so many fields.</summary>
    /// <exception cref="InvalidDataException"/>
    internal void Check(int fields)
    {
        if (Fields.FirstOrDefault(field => field.Field >= fields) is { } outside)
        {
            throw new InvalidDataException($"the profile of '{outside.Name}' is of field {outside.Field}; there are {fields}");
        }
    }
}
