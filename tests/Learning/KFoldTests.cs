using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class KFoldTests
{
    [Fact]
    public void Every_row_is_in_one_fold_and_sizes_differ_by_at_most_one()
    {
        Prop.ForAll(Arb.From(Gen.Choose(2, 12)), Arb.From(Gen.Choose(0, 100)), Arb.From(Gen.Choose(0, 1000)), (folds, more, seed) =>
        {
            int[] assigned = KFold.Assign(folds + more, folds, seed);
            int[] sizes = [.. Enumerable.Range(0, folds).Select(fold => assigned.Count(each => each == fold))];
            return assigned.Length == folds + more && sizes.Sum() == assigned.Length && sizes.Max() - sizes.Min() <= 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Rows_are_shuffled_by_the_seed_alone()
    {
        int[] first = KFold.Assign(100, 5, seed: 1);

        KFold.Assign(100, 5, seed: 1).ShouldBe(first);
        KFold.Assign(100, 5, seed: 2).ShouldNotBe(first);
        first.ShouldNotBe([.. first.Order()]);
    }

    [Fact]
    public void Groups_stay_whole_and_the_largest_are_dealt_first()
    {
        // Sizes 6, 4, 4, 2, 2 make three folds of 6.
        long[] groups = [1, 1, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 5, 5];
        int[] folds = KFold.Assign(groups, 3, seed: 8);

        groups.Zip(folds).GroupBy(pair => pair.First).ShouldAllBe(group => group.Select(pair => pair.Second).Distinct().Count() == 1);
        folds.GroupBy(fold => fold).Select(fold => fold.Count()).ShouldBe([6, 6, 6]);
    }

    [Fact]
    public void More_folds_than_rows_are_refused()
    {
        Should.Throw<ArgumentException>(() => KFold.Assign(3, 4, 1)).Message.ShouldContain("3 rows cannot make 4 folds");
        Should.Throw<ArgumentOutOfRangeException>(() => KFold.Assign(3, 1, 1));
        Should.Throw<ArgumentException>(() => KFold.Assign([5, 5, 5], 2, 1)).Message.ShouldContain("1 groups");
    }
}
