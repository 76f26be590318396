using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class TrainTestSplitTests
{
    [Fact]
    public void The_nearest_whole_number_of_each_class_is_set_aside()
    {
        Prop.ForAll(Arb.From(Gen.Choose(3, 60)), Arb.From(Gen.Choose(3, 60)), Arb.From(Gen.Choose(20, 80)), (zeros, ones, percent) =>
        {
            double[] labels = [.. Enumerable.Repeat(0.0, zeros), .. Enumerable.Repeat(1.0, ones)];
            double share = percent / 100.0;
            bool[] test = TrainTestSplit.Assign(labels, [], share, seed: percent);
            int testOnes = labels.Where((label, i) => label == 1 && test[i]).Count();
            int testZeros = labels.Where((label, i) => label == 0 && test[i]).Count();
            return Math.Abs(testOnes - (share * ones)) <= 0.5 + 1e-9 && Math.Abs(testZeros - (share * zeros)) <= 0.5 + 1e-9;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Groups_stay_whole_and_the_share_is_about_what_was_asked()
    {
        double[] labels = [.. Enumerable.Range(0, 400).Select(i => i % 5 == 0 ? 1.0 : 0.0)];
        long[] groups = [.. Enumerable.Range(0, 400).Select(i => (long)(i * i % 97))];
        bool[] test = TrainTestSplit.Assign(labels, groups, 0.25, seed: 3);

        groups.Zip(test).GroupBy(pair => pair.First).ShouldAllBe(group => group.Select(pair => pair.Second).Distinct().Count() == 1);
        test.Count(each => each).ShouldBeInRange(95, 105);
        labels.Where((label, i) => label == 1 && test[i]).Count().ShouldBeInRange(17, 23);
    }

    [Fact]
    public void The_seed_alone_decides()
    {
        double[] labels = [.. Enumerable.Range(0, 100).Select(i => i % 3 == 0 ? 1.0 : 0.0)];
        bool[] first = TrainTestSplit.Assign(labels, [], 0.3, seed: 1);

        TrainTestSplit.Assign(labels, [], 0.3, seed: 1).ShouldBe(first);
        TrainTestSplit.Assign(labels, [], 0.3, seed: 2).ShouldNotBe(first);
    }

    [Fact]
    public void A_side_without_rows_is_refused()
    {
        Should.Throw<ArgumentException>(() => TrainTestSplit.Assign([0, 1], [], 0.1, 1)).Message.ShouldContain("2 groups");
        Should.Throw<ArgumentException>(() => TrainTestSplit.Assign([0, 1, 0], [4, 4, 4], 0.5, 1)).Message.ShouldContain("1 groups");
        Should.Throw<ArgumentOutOfRangeException>(() => TrainTestSplit.Assign([0, 1], [], 1, 1));
        Should.Throw<ArgumentException>(() => TrainTestSplit.Assign([0, 2], [], 0.5, 1)).Message.ShouldContain("0 or 1");
    }
}
