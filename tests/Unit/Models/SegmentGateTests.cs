using Clientele.Models;

namespace Clientele.Tests.Models;

public class SegmentGateTests
{
    private static readonly SegmentFigures Good = new(
        Rows: 2000, Algorithm: "k-means", Segments: 3, Silhouette: 0.28, ReferenceSilhouette: 0.15, Stability: 0.96, StabilityStandardError: 0.01, SmallestShare: 0.25, AgreementWithResponse: 0.04);

    [Fact]
    public void The_first_segments_are_promoted_with_their_figures()
    {
        GateDecision decision = Decide(Good);

        decision.Outcome.ShouldBe(GateOutcome.Promote);
        decision.Reason.ShouldBe("There were no segments before: 3 segments by k-means, an adjusted Rand index of 0.96 over resampled customers, the smallest with 25% of the customers.");
    }

    [Fact]
    public void Segments_of_too_few_customers_are_kept()
    {
        Decide(Good with { Rows = 200 }).Outcome.ShouldBe(GateOutcome.Promote);
        Decide(Good with { Rows = 199 }).Outcome.ShouldBe(GateOutcome.Kept);
    }

    [Theory]
    [InlineData(0.59, 0.25)]
    [InlineData(0.96, 0.009)]
    [InlineData(double.NaN, 0.25)]
    public void Segments_of_no_use_are_rejected(double stability, double smallest) =>
        Decide(Good with { Stability = stability, SmallestShare = smallest }).Outcome.ShouldBe(GateOutcome.Rejected);

    [Fact]
    public void Segments_that_look_like_the_response_wait_for_an_operator() =>
        Decide(Good with { AgreementWithResponse = 0.5 }).Outcome.ShouldBe(GateOutcome.Held);

    [Theory]
    [InlineData(0.70, GateOutcome.Rejected)]
    [InlineData(0.84, GateOutcome.Promote)]
    public void Less_stable_segments_follow_only_within_chance(double stability, GateOutcome expected) =>
        Decide(Good with { Stability = stability }, Champion(Good with { Stability = 0.85 })).Outcome.ShouldBe(expected);

    [Fact]
    public void Stable_segments_follow_more_stable_ones() =>
        Decide(Good with { Stability = 0.86 }, Champion(Good with { Stability = 0.99 })).Outcome.ShouldBe(GateOutcome.Promote);

    [Fact]
    public void A_pinned_champion_stands() =>
        Decide(Good, Champion(Good) with { Pinned = true }).Outcome.ShouldBe(GateOutcome.Kept);

    [Fact]
    public void A_demonstration_does_not_follow_real_segments()
    {
        GateDecision decision = Gate.Decide(new GateEvidence("new", Demonstration: true, Good, Champion(Good)));

        decision.Outcome.ShouldBe(GateOutcome.Kept);
    }

    [Theory]
    [InlineData(0.96, 0.25, "A")]
    [InlineData(0.96, 0.04, "B")]
    [InlineData(0.75, 0.25, "B")]
    [InlineData(0.65, 0.25, "C")]
    [InlineData(0.96, 0.015, "C")]
    public void The_grade_is_of_stability_and_the_smallest_segment(double stability, double smallest, string letter) =>
        ModelGrade.Of(Good with { Stability = stability, SmallestShare = smallest }).Letter.ShouldBe(letter);

    [Fact]
    public void Evidence_of_either_kind_comes_back_from_json()
    {
        var evidence = new GateEvidence("new", Demonstration: false, Good, Champion(Good));

        GateEvidence.FromJson(evidence.ToJson()).ShouldBe(evidence);
    }

    private static GateDecision Decide(SegmentFigures challenger, ChampionEvidence? champion = null) => Gate.Decide(new GateEvidence("new", Demonstration: false, challenger, champion));

    private static ChampionEvidence Champion(SegmentFigures figures) => new("old", Demonstration: false, Pinned: false, figures);
}
