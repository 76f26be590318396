namespace Clientele.Features.Drift;

/// <summary>How far a column, or the score, is from training, as a word that programs may read.</summary>
public static class DriftVerdict
{
    /// <summary>As in training, or no further than chance.</summary>
    public const string Alike = "alike";

    public const string Moderate = "moderate";
    public const string Large = "large";

    /// <summary>Too few records to tell.</summary>
    public const string NotCompared = "not_compared";
}

/// <summary>A text that training did not have.</summary>
/// <param name="Rows">Records with it.</param>
public sealed record NewCategory(string Text, long Rows);

/// <summary>One feature of a file beside training.</summary>
public sealed record FeatureDrift
{
    public required string Column { get; init; }

    /// <summary>One of <see cref="DriftVerdict"/>.</summary>
    public required string Verdict { get; init; }

    /// <summary>Population stability index of the values that are there; null where too few are to compare.</summary>
    public required double? Psi { get; init; }

    /// <summary>What the index may be by chance alone.</summary>
    public required double? ByChance { get; init; }

    /// <summary>Share of the file's records without a usable value.</summary>
    public required double Missing { get; init; }

    public required double MissingInTraining { get; init; }

    /// <summary>Share of the file's records with a text that training did not have.</summary>
    public required double New { get; init; }

    /// <summary>The most frequent of those texts.</summary>
    public required IReadOnlyList<NewCategory> NewCategories { get; init; }

    /// <summary>The difference in words; null where the verdict has none.</summary>
    public required string? Finding { get; init; }
}

/// <summary>The probabilities of a file beside those that training gave, out of fold, to its own rows.</summary>
public sealed record ScoreDrift(string Verdict, double? Psi, double? ByChance);

/// <summary>A file beside what its model learnt from. Made of counts alone, so the same for the same file, model and reference date.</summary>
public sealed record DriftReport
{
    /// <summary>Records compared: accepted ones, of a repeated id each.</summary>
    public required long Rows { get; init; }

    public required long TrainingRows { get; init; }

    /// <summary>Says that the file does not look like what the model knows; null when it does, or when there is too little to tell.</summary>
    public required string? Sentence { get; init; }

    /// <summary>The largest index of a feature; 0 where none was compared.</summary>
    public required double Psi { get; init; }

    /// <summary>The feature of the largest index; empty for none.</summary>
    public required string Feature { get; init; }

    public required ScoreDrift Score { get; init; }

    public required IReadOnlyList<FeatureDrift> Features { get; init; }

    /// <summary>Compares what was counted of a file with the profile that it was counted by.</summary>
    public static DriftReport Of(TrainingProfile profile, ProfileCounter counter)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(counter);
        return new DriftComparison(profile, counter).Report();
    }
}
