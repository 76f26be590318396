using Clientele.Campaign;
using Clientele.Models;

namespace Clientele.Runs;

/// <summary>
/// What an operator can ask of models. Every call may be made again, and by several at once: each is told what happened to its own wish.
/// </summary>
public interface IModelRegistry
{
    /// <summary>The models of a schema and kind, or of all (null), each with its versions.</summary>
    Task<IReadOnlyList<ModelFamily>> ListAsync(string? schema, string? kind, CancellationToken cancellation);

    /// <summary>Makes any complete version champion, also one that the gate kept back, and over a pin, which is gone then.</summary>
    Task<ModelChange> PromoteAsync(string schema, string kind, string version, CancellationToken cancellation);

    /// <summary>Brings back the champion before the current one, and pins it.</summary>
    /// <param name="schema">Whose model.</param>
    /// <param name="kind">Such as <c>response</c>.</param>
    /// <param name="version">Only if this is the champion; null: whichever is.</param>
    /// <param name="cancellation">Ends the call early.</param>
    Task<ModelChange> RollbackAsync(string schema, string kind, string? version, CancellationToken cancellation);

    /// <summary>Takes the pin away.</summary>
    /// <inheritdoc cref="RollbackAsync"/>
    Task<ModelChange> ReleaseAsync(string schema, string kind, string? version, CancellationToken cancellation);
}

/// <summary>What came of a wish.</summary>
/// <param name="Sentence">For people.</param>
/// <param name="Alias">As the call left or found it; null where there is none.</param>
public sealed record ModelChange(AliasOutcome Outcome, string Sentence, ChampionAlias? Alias);

/// <summary>The versions of a model that take each other's place.</summary>
/// <param name="Champion">The version in use; null when there is none.</param>
/// <param name="Pinned">It stays until it is released.</param>
/// <param name="Demonstration">It was trained on the shipped samples.</param>
/// <param name="History">Promotions, oldest first.</param>
/// <param name="Versions">Newest first.</param>
public sealed record ModelFamily(
    string Schema,
    string Kind,
    string? Champion,
    bool Pinned,
    bool Demonstration,
    IReadOnlyList<Promotion> History,
    IReadOnlyList<ModelView> Versions)
{
    /// <summary>What the champion's compact model asks; null where no champion can be used.</summary>
    public IReadOnlyList<FormField>? Compact { get; init; }
}

/// <summary>A version as people and programs outside see it.</summary>
public sealed record ModelView
{
    public required string Version { get; init; }

    /// <summary><c>champion</c>, <c>retired</c>, <c>kept</c>, <c>rejected</c> or <c>held</c>.</summary>
    public required string Status { get; init; }

    public required bool Current { get; init; }

    public required bool Pinned { get; init; }

    public required bool Demonstration { get; init; }

    /// <summary>A, B or C; null when the version was not judged.</summary>
    public string? Grade { get; init; }

    public string? GradeSentence { get; init; }

    /// <summary>How it became champion, if it did, and what the gate said of it.</summary>
    public required string Reason { get; init; }

    /// <summary>Customers learnt from.</summary>
    public required long Rows { get; init; }

    public required ModelMetrics Metrics { get; init; }

    /// <summary>The run that trained it; null when it came another way.</summary>
    public string? Run { get; init; }

    /// <summary>The champion that it was judged against; null for none.</summary>
    public string? Against { get; init; }
}
