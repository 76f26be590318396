using Clientele.Models;

namespace Clientele.Tests.Models;

public class GateTests
{
    private static readonly ModelFigures Good = new(
        Rows: 1000, Responses: 150, RocAuc: 0.88, RocAucLow: 0.85, RocAucHigh: 0.91, LogLoss: 0.28, LogLossStandardError: 0.01, BaselineLogLoss: 0.4227, DistinctProbabilities: 900, TopTenthLift: 4.8);

    [Fact]
    public void The_first_model_that_beats_the_base_rate_is_promoted()
    {
        GateDecision decision = Gate.Decide(Evidence(Good));

        decision.Outcome.ShouldBe(GateOutcome.Promote);
        decision.Reason.ShouldBe("It beats the base rate, and there was no champion: its log-loss is 0.2800, the base rate's 0.4227; its area under the ROC curve is 0.880 (0.850 to 0.910).");
    }

    [Theory]
    [InlineData(199, 100, GateOutcome.Kept)]
    [InlineData(200, 29, GateOutcome.Kept)]
    [InlineData(200, 30, GateOutcome.Promote)]
    public void A_model_of_too_few_customers_is_kept(int rows, int responses, GateOutcome expected)
    {
        GateDecision decision = Gate.Decide(Evidence(Good with { Rows = rows, Responses = responses }));

        decision.Outcome.ShouldBe(expected);
        if (expected == GateOutcome.Kept)
        {
            decision.Reason.ShouldContain($"{rows} customers with {responses} responses");
        }
    }

    [Fact]
    public void A_model_that_gives_nearly_everyone_the_same_is_rejected()
    {
        Gate.Decide(Evidence(Good with { DistinctProbabilities = 10 })).Outcome.ShouldBe(GateOutcome.Promote);
        GateDecision decision = Gate.Decide(Evidence(Good with { DistinctProbabilities = 9 }));

        decision.Outcome.ShouldBe(GateOutcome.Rejected);
        decision.Reason.ShouldContain("only 9 different probabilities");
    }

    [Fact]
    public void Figures_that_are_no_numbers_are_rejected() =>
        Gate.Decide(Evidence(Good with { LogLoss = double.NaN })).Outcome.ShouldBe(GateOutcome.Rejected);

    [Fact]
    public void A_model_too_good_to_be_true_waits_for_an_operator()
    {
        Gate.Decide(Evidence(Good with { RocAuc = 0.969 })).Outcome.ShouldBe(GateOutcome.Promote);
        GateDecision decision = Gate.Decide(Evidence(Good with { RocAuc = 0.97 }));

        decision.Outcome.ShouldBe(GateOutcome.Held);
        decision.Reason.ShouldContain("0.970");
    }

    [Theory]
    [InlineData(0.4227, 0.85)]
    [InlineData(0.5, 0.85)]
    [InlineData(0.28, 0.5)]
    public void A_model_that_is_no_better_than_the_base_rate_or_chance_is_rejected(double logLoss, double aucLow) =>
        Gate.Decide(Evidence(Good with { LogLoss = logLoss, RocAucLow = aucLow })).Outcome.ShouldBe(GateOutcome.Rejected);

    [Theory]
    [InlineData(0.0164, GateOutcome.Promote)]
    [InlineData(0.0165, GateOutcome.Rejected)]
    [InlineData(-0.1, GateOutcome.Promote)]
    public void Paired_a_challenger_may_be_worse_within_chance(double difference, GateOutcome expected)
    {
        var paired = new PairedFigures(200, 20, 0.3 + difference, 0.3, difference, StandardError: 0.01);
        GateDecision decision = Gate.Decide(Evidence(Good, Champion(Good with { LogLoss = 0.1 }, paired)));

        decision.Outcome.ShouldBe(expected);
        decision.Reason.ShouldContain("200 customers");
        decision.Reason.ShouldContain("against 0.3000");
    }

    [Theory]
    [InlineData(199, 20)]
    [InlineData(200, 19)]
    public void Too_few_pairs_leave_the_judgement_to_each_ones_own_figures(int rows, int responses)
    {
        var paired = new PairedFigures(rows, responses, 0.3, 0.3, 0, 0.01);
        GateDecision decision = Gate.Decide(Evidence(Good, Champion(Good with { LogLoss = 0.2 }, paired)));

        decision.Outcome.ShouldBe(GateOutcome.Rejected);
        decision.Reason.ShouldContain("log-loss 0.2800, 66% of the base rate's, against 0.2000, 47% of the base rate's");
    }

    [Fact]
    public void Unpaired_a_challenger_may_be_worse_within_the_error_of_the_difference()
    {
        // Standard error of the difference: 0.01 × √2 = 0.0141; 1.645 of them are 0.0233.
        Gate.Decide(Evidence(Good, Champion(Good with { LogLoss = 0.2570 }))).Outcome.ShouldBe(GateOutcome.Promote);
        Gate.Decide(Evidence(Good, Champion(Good with { LogLoss = 0.2565 }))).Outcome.ShouldBe(GateOutcome.Rejected);
    }

    [Fact]
    public void More_responses_in_the_new_file_do_not_make_its_model_worse()
    {
        // Twice the log-loss, where the base rate's own is twice as high.
        ModelFigures rarer = Good with { LogLoss = 0.14, BaselineLogLoss = Good.BaselineLogLoss / 2, LogLossStandardError = 0.005 };

        Gate.Decide(Evidence(Good, Champion(rarer))).Outcome.ShouldBe(GateOutcome.Promote);
    }

    [Fact]
    public void A_real_model_need_not_beat_a_demonstration_but_must_beat_the_base_rate()
    {
        ChampionEvidence demonstration = Champion(Good with { LogLoss = 0.05 }) with { Demonstration = true };

        Gate.Decide(Evidence(Good, demonstration)).Outcome.ShouldBe(GateOutcome.Promote);
        Gate.Decide(Evidence(Good with { LogLoss = 0.5 }, demonstration)).Outcome.ShouldBe(GateOutcome.Rejected);
        Gate.Decide(Evidence(Good, demonstration) with { Demonstration = true }).Outcome.ShouldBe(GateOutcome.Rejected);
    }

    [Fact]
    public void A_demonstration_never_takes_the_place_of_a_real_champion() =>
        Gate.Decide(Evidence(Good, Champion(Good with { LogLoss = 0.4 })) with { Demonstration = true }).Outcome.ShouldBe(GateOutcome.Kept);

    [Fact]
    public void Under_a_pinned_champion_a_good_challenger_is_kept_and_a_bad_one_rejected()
    {
        ChampionEvidence pinned = Champion(Good) with { Pinned = true };

        GateDecision kept = Gate.Decide(Evidence(Good, pinned));
        kept.Outcome.ShouldBe(GateOutcome.Kept);
        kept.Reason.ShouldContain("pinned");
        Gate.Decide(Evidence(Good with { LogLoss = 0.35 }, pinned)).Outcome.ShouldBe(GateOutcome.Rejected);
    }

    [Fact]
    public void A_champion_that_cannot_be_used_need_not_be_beaten()
    {
        GateDecision decision = Gate.Decide(Evidence(Good, new ChampionEvidence("old", false, false, Figures: null, Refusal: "The file is gone.")));

        decision.Outcome.ShouldBe(GateOutcome.Promote);
        decision.Reason.ShouldContain("The file is gone.");
    }

    [Theory]
    [InlineData(0.88, 4.8, 0.15, "A")]
    [InlineData(0.88, 2.9, 0.15, "B")]
    [InlineData(0.84, 4.8, 0.15, "B")]
    [InlineData(0.84, 1.9, 0.15, "C")]
    [InlineData(0.69, 4.8, 0.15, "C")]
    [InlineData(0.88, 1.85, 0.5, "A")]
    public void The_grade_follows_from_the_area_and_the_lift_of_the_best_tenth(double auc, double lift, double baseRate, string letter) =>
        ModelGrade.Of(Good with { RocAuc = auc, TopTenthLift = lift, Responses = (int)(1000 * baseRate) }).Letter.ShouldBe(letter);

    [Fact]
    public void The_grade_says_in_a_sentence_what_it_stands_on() =>
        ModelGrade.Of(Good).Sentence.ShouldBe("A: among the 10% most probable, 4.8 times as many respond as among everyone (72% against 15%); the area under the ROC curve is 0.88.");

    private static GateEvidence Evidence(ModelFigures challenger, ChampionEvidence? champion = null) => new("new", Demonstration: false, challenger, champion);

    private static ChampionEvidence Champion(ModelFigures figures, PairedFigures? paired = null) => new("old", Demonstration: false, Pinned: false, figures, paired);
}
