namespace Clientele.Schemas;

public enum HeaderPurpose
{
    /// <summary>A target column is allowed and not read.</summary>
    Score,

    /// <summary>The target column is needed.</summary>
    Train,
}

/// <summary>A column that the file must have and has not.</summary>
/// <param name="Field">The schema's field.</param>
/// <param name="Nearest">Headers of the file that may be meant, nearest first; often none.</param>
public sealed record MissingColumn(SchemaField Field, IReadOnlyList<string> Nearest);

/// <summary>How a file's header fits a schema. Made by <see cref="HeaderMatcher"/>.</summary>
public sealed record HeaderMatch
{
    public required Schema Schema { get; init; }

    public required HeaderPurpose Purpose { get; init; }

    /// <summary>How many fields a record has.</summary>
    public required int ColumnCount { get; init; }

    /// <summary>For each field of the schema its column in the file, −1 where the file has none.</summary>
    public required int[] ColumnOfField { get; init; }

    /// <summary>Headers that mean no field; they are reported and not read.</summary>
    public required IReadOnlyList<string> UnknownColumns { get; init; }

    public required IReadOnlyList<MissingColumn> Missing { get; init; }

    /// <summary>Headers that may be meant as the id of a file without one, nearest first; often none.</summary>
    public required IReadOnlyList<string> LikelyIds { get; init; }

    /// <summary>Fields that two headers claim with equal right, each with those headers.</summary>
    public required IReadOnlyList<MissingColumn> Ambiguous { get; init; }

    /// <summary>Whether the file names its customers. Where it does not, they are named by their lines.</summary>
    public bool HasIds => Schema.IdField >= 0 && ColumnOfField[Schema.IdField] >= 0;

    /// <summary>For people: why the columns that a person named cannot be taken; null where they can.</summary>
    public string? MappingProblem { get; init; }

    public bool IsComplete => Missing.Count == 0 && Ambiguous.Count == 0 && MappingProblem is null;

    /// <summary>For people: what is missing, claimed twice or mapped wrongly; null where the match is complete.</summary>
    public required string? Sentence { get; init; }
}
