using System.Text.Json.Serialization;

namespace Clientele.Models;

[JsonConverter(typeof(JsonStringEnumConverter<GateOutcome>))]
public enum GateOutcome
{
    /// <summary>Becomes champion.</summary>
    [JsonStringEnumMemberName("promote")]
    Promote,

    /// <summary>Nothing speaks against the version itself: too little to judge it on, or a champion that stands whatever comes.</summary>
    [JsonStringEnumMemberName("kept")]
    Kept,

    /// <summary>No use, or worse than the champion.</summary>
    [JsonStringEnumMemberName("rejected")]
    Rejected,

    /// <summary>Too good to be believed unseen; an operator decides.</summary>
    [JsonStringEnumMemberName("held")]
    Held,
}

/// <param name="Reason">A sentence for people, with the figures.</param>
public sealed record GateDecision(GateOutcome Outcome, string Reason);

/// <summary>The gate.json of a version: what was decided, and on what ground.</summary>
public sealed record GateJudgement
{
    public const int CurrentFormatVersion = 2;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    public required GateOutcome Outcome { get; init; }

    public required string Reason { get; init; }

    /// <summary>See <see cref="ModelGrade"/>.</summary>
    public required ModelGrade Grade { get; init; }

    /// <summary>The champion that the version was judged against; null: there was none.</summary>
    public string? Against { get; init; }

    public required GateEvidence Evidence { get; init; }

    /// <summary>Judges a challenger.</summary>
    public static GateJudgement Of(GateEvidence evidence)
    {
        GateDecision decision = Gate.Decide(evidence);
        return new GateJudgement
        {
            Outcome = decision.Outcome,
            Reason = decision.Reason,
            Grade = ModelGrade.Of(evidence.Challenger),
            Against = evidence.Champion?.Version,
            Evidence = evidence,
        };
    }
}
