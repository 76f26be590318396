using Clientele.Campaign;
using Clientele.Schemas;

namespace Clientele.Tests.Campaign;

public class ObjectivesTests
{
    private static readonly Economics Costs = new(3, 11);

    [Fact]
    public void Cut_offs_of_twenty_customers_are_those_counted_by_hand()
    {
        // From the top: 8 responders but one in the first 9, then one at rank 14, none after: 10 responders of 20 with ranks 1–5, 7–9, 11, 14.
        int[] responders = [1, 2, 3, 4, 5, 7, 8, 9, 11, 14];
        double[] probabilities = [.. Enumerable.Range(1, 20).Select(rank => 1 - (rank * 0.04))];
        double[] labels = [.. Enumerable.Range(1, 20).Select(rank => responders.Contains(rank) ? 1.0 : 0.0)];

        Objectives objectives = Objectives.Choose(labels, probabilities, Costs);

        objectives.Aggressive.ShouldBe(new Objective("aggressive", probabilities[10], 9.0 / 11, 0.9, 11, (9 * 11) - 33));
        objectives.Moderate.ShouldBe(new Objective("moderate", probabilities[8], 8.0 / 9, 0.8, 9, (8 * 11) - 27));
        // 14 contacts: 110 − 42 = 68, against 66 for 11.
        objectives.Balanced.ShouldBe(new Objective("balanced", probabilities[13], 10.0 / 14, 1, 14, 68));
        // Precision at 12 is 9/12.
        objectives.Frugal.ShouldBe(new Objective("frugal", probabilities[11], 0.75, 0.9, 12, (9 * 11) - 36));
    }

    [Fact]
    public void Customers_with_equal_probabilities_are_contacted_together()
    {
        double[] labels = [1, 0, 1, 0, 0, 0];
        double[] probabilities = [0.8, 0.8, 0.8, 0.1, 0.1, 0.1];

        Objective aggressive = Objectives.Choose(labels, probabilities, Costs).Aggressive;

        aggressive.CutOff.ShouldBe(0.8);
        aggressive.Contacts.ShouldBe(3);
        aggressive.Precision.ShouldBe(2.0 / 3);
    }

    [Fact]
    public void A_frugal_goal_out_of_reach_is_replaced_and_says_so()
    {
        double[] probabilities = [.. Enumerable.Range(1, 100).Select(rank => 1 - (rank * 0.005))];
        double[] labels = [.. Enumerable.Range(1, 100).Select(rank => rank % 4 == 1 ? 1.0 : 0.0)];

        Objective frugal = Objectives.Choose(labels, probabilities, Costs).Frugal;

        // 4 of 13 is the most among at least ten contacts; 1 of 1 at the very top is luck.
        frugal.Contacts.ShouldBe(13);
        frugal.Note.ShouldNotBeNull().ShouldContain("0.31");
    }

    [Fact]
    public void A_campaign_that_cannot_pay_says_so()
    {
        Objective balanced = Objectives.Choose([0, 1, 0, 0], [0.9, 0.5, 0.4, 0.3], new Economics(10, 11)).Balanced;

        balanced.Profit.ShouldBe(-9);
        balanced.Note.ShouldNotBeNull().ShouldContain("loses least");
    }

    [Fact]
    public void Verdicts_are_the_cut_offs_at_or_below_the_probability()
    {
        var objectives = new Objectives(At(0.1), At(0.2), At(0.3), At(0.6));

        objectives.Judge(0.05).ShouldBe(ObjectiveVerdicts.None);
        objectives.Judge(0.2).ShouldBe(ObjectiveVerdicts.Aggressive | ObjectiveVerdicts.Moderate);
        objectives.Judge(0.9).ShouldBe(ObjectiveVerdicts.Aggressive | ObjectiveVerdicts.Moderate | ObjectiveVerdicts.Balanced | ObjectiveVerdicts.Frugal);
    }

    private static Objective At(double cutOff) => new("any", cutOff, 1, 1, 1, 1);
}
