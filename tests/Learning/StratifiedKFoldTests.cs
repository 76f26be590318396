using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class StratifiedKFoldTests
{
    [Fact]
    public void Every_fold_has_its_share_of_each_class_to_within_one_row()
    {
        double[] labels = [.. Enumerable.Range(0, 103).Select(i => i % 7 == 0 ? 1.0 : 0.0)];
        int[] folds = StratifiedKFold.Assign(labels, [], 5, seed: 1);

        foreach (double label in new[] { 0.0, 1.0 })
        {
            int[] counts = [.. Enumerable.Range(0, 5).Select(fold => folds.Where((each, i) => each == fold && labels[i] == label).Count())];
            (counts.Max() - counts.Min()).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void Groups_never_straddle_folds_and_no_fold_is_empty()
    {
        Gen<(double, long)> row = from label in Gen.Elements(0.0, 1.0) from key in Gen.Choose(-20, 20) select (label, (long)key);
        Gen<(double, long)[]> rows = row.ArrayOf().Select(each => each.Concat([(0, 1), (1, 2), (0, 3)]).ToArray());
        Prop.ForAll(Arb.From(rows), Arb.From(Gen.Choose(0, 1000)), (each, seed) =>
        {
            double[] labels = [.. each.Select(row => row.Item1)];
            long[] groups = [.. each.Select(row => row.Item2)];
            int[] folds = StratifiedKFold.Assign(labels, groups, 3, seed);
            return groups.Zip(folds).GroupBy(pair => pair.First).All(group => group.Select(pair => pair.Second).Distinct().Count() == 1)
                && folds.Distinct().Count() == 3;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Without_groups_classes_and_sizes_are_even_to_within_one_row()
    {
        Prop.ForAll(Arb.From(Gen.Choose(0, 40)), Arb.From(Gen.Choose(0, 40)), Arb.From(Gen.Choose(2, 7)), (zeros, ones, folds) =>
        {
            double[] labels = [.. Enumerable.Repeat(0.0, zeros + folds), .. Enumerable.Repeat(1.0, ones)];
            int[] assigned = StratifiedKFold.Assign(labels, [], folds, seed: zeros);
            int[] onesIn = [.. Enumerable.Range(0, folds).Select(fold => assigned.Where((each, i) => each == fold && labels[i] == 1).Count())];
            int[] rowsIn = [.. Enumerable.Range(0, folds).Select(fold => assigned.Count(each => each == fold))];
            int[] zerosIn = [.. rowsIn.Zip(onesIn, (all, some) => all - some)];
            return rowsIn.Sum() == labels.Length && new[] { onesIn, zerosIn, rowsIn }.All(each => each.Max() - each.Min() <= 1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Other_keys_for_the_same_groups_give_the_same_folds()
    {
        double[] labels = [.. Enumerable.Range(0, 90).Select(i => i % 4 == 0 ? 1.0 : 0.0)];
        long[] groups = [.. Enumerable.Range(0, 90).Select(i => (long)(i * 7 % 31))];
        long[] renamed = [.. groups.Select(key => long.MaxValue - (key * 1000))];

        StratifiedKFold.Assign(labels, renamed, 4, seed: 2).ShouldBe(StratifiedKFold.Assign(labels, groups, 4, seed: 2));
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        double[] labels = [.. Enumerable.Range(0, 200).Select(i => i % 4 == 0 ? 1.0 : 0.0)];
        int[] first = StratifiedKFold.Assign(labels, [], 5, seed: 42);

        StratifiedKFold.Assign(labels, [], 5, seed: 42).ShouldBe(first);
        StratifiedKFold.Assign(labels, [], 5, seed: 43).ShouldNotBe(first);
    }

    [Fact]
    public void Too_few_groups_or_folds_are_refused()
    {
        Should.Throw<ArgumentException>(() => StratifiedKFold.Assign([0, 1, 1], [7, 7, 7], 2, 1)).Message.ShouldContain("1 groups");
        Should.Throw<ArgumentOutOfRangeException>(() => StratifiedKFold.Assign([0, 1], [], 1, 1));
        Should.Throw<ArgumentException>(() => StratifiedKFold.Assign([0, 1], [1], 2, 1)).Message.ShouldContain("groups");
    }
}
