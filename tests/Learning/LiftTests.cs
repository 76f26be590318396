using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;
using static Clientele.Tests.Learning.LabelledScores;

namespace Clientele.Tests.Learning;

public class LiftTests
{
    [Fact]
    public void Lift_is_the_rate_at_the_top_over_the_rate_of_all()
    {
        // Two of two at the top, four of ten in all.
        Lift.At(TenLabels, TenScores, 0.2).ShouldBe(2.5, 1e-15);
        Lift.At(TenLabels, TenScores, 0.5).ShouldBe(3 / 5.0 / 0.4, 1e-15);
        Lift.At(TenLabels, TenScores, 1).ShouldBe(1, 1e-15);
    }

    [Fact]
    public void A_share_that_ends_in_a_tie_takes_the_tied_rows_in_proportion()
    {
        // Four of ten rows: .9, .8, .7 and one of the two with .6, of which half respond.
        Lift.At(TenLabels, TenScores, 0.4).ShouldBe(2.5 / 4 / 0.4, 1e-15);
        Lift.At([1, 0, 0, 0], [0.5, 0.5, 0.5, 0.5], 0.25).ShouldBe(1, 1e-15);

        // A twentieth of ten rows is half a row.
        Lift.At(TenLabels, TenScores, 0.05).ShouldBe(2.5, 1e-15);
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice()
    {
        Lift.At([1, 1, 0, 0], [0.9, 0.9, 0.5, 0.2], 0.5).ShouldBe(Lift.At([1, 0, 0, 1], [0.9, 0.5, 0.2, 0.7], 0.5, [2, 1, 1, 0]), 1e-15);
    }

    [Fact]
    public void Lift_does_not_depend_on_the_order_of_rows_and_lies_between_0_and_the_most_there_can_be()
    {
        Prop.ForAll(Tied(), Arb.From(Gen.Choose(1, 100)), (rows, percent) =>
        {
            double share = percent / 100.0;
            double lift = Lift.At(rows.Labels, rows.Scores, share);
            double most = Math.Min(1 / share, rows.Labels.Length / rows.Labels.Sum());
            return lift == Lift.At([.. rows.Labels.Reverse()], [.. rows.Scores.Reverse()], share) && lift >= 0 && lift <= most + 1e-12;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Shares_outside_0_to_1_and_rows_without_responders_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => Lift.At([1, 0], [0.5, 0.4], 0));
        Should.Throw<ArgumentOutOfRangeException>(() => Lift.At([1, 0], [0.5, 0.4], 1.1));
        Should.Throw<ArgumentOutOfRangeException>(() => Lift.At([1, 0], [0.5, 0.4], double.NaN));
        Should.Throw<ArgumentException>(() => Lift.At([0, 0], [0.5, 0.4], 0.5)).Message.ShouldContain("None of the 2 rows");
    }
}
