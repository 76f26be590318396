using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class RepeatedFoldsTests
{
    [Fact]
    public void Each_repeat_is_another_split_and_more_repeats_change_none_of_the_first()
    {
        int[][] three = RepeatedFolds.Assign(3, seed: 6, each => KFold.Assign(50, 5, each));

        three.Length.ShouldBe(3);
        three[0].ShouldNotBe(three[1]);
        three[1].ShouldNotBe(three[2]);
        RepeatedFolds.Assign(5, seed: 6, each => KFold.Assign(50, 5, each)).Take(3).ShouldBe(three);
        RepeatedFolds.Assign(3, seed: 7, each => KFold.Assign(50, 5, each)).ShouldNotBe(three);
    }

    [Fact]
    public void Whatever_splits_can_be_repeated()
    {
        double[] labels = [.. Enumerable.Range(0, 60).Select(i => i % 4 == 0 ? 1.0 : 0.0)];
        long[] groups = [.. Enumerable.Range(0, 60).Select(i => (long)(i / 2))];
        int[][] repeats = RepeatedFolds.Assign(2, seed: 1, each => StratifiedKFold.Assign(labels, groups, 5, each));

        repeats.ShouldAllBe(folds => groups.Zip(folds).Distinct().Count() == 30);
        Should.Throw<ArgumentOutOfRangeException>(() => RepeatedFolds.Assign(0, 1, each => KFold.Assign(4, 2, each)));
    }
}
