using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class FoldPredictionsTests
{
    [Fact]
    public void Each_row_is_predicted_from_the_rows_of_the_other_folds()
    {
        double[] targets = [1, 2, 4, 8, 16];
        double[] predictions = FoldPredictions.Run([0, 2, 0, 7, 2], (train, test) => [.. test.Select(_ => train.Sum(row => targets[row]))]);

        predictions.ShouldBe([26, 13, 26, 23, 13]);
    }

    [Fact]
    public void Every_row_is_predicted_once_and_never_seen_in_its_training()
    {
        Gen<int[]> folds = Gen.Choose(0, 4).ArrayOf().Select(each => each.Append(0).Append(3).ToArray());
        Prop.ForAll(Arb.From(folds), each =>
        {
            var times = new int[each.Length];
            double[] predictions = FoldPredictions.Run(each, (train, test) =>
            {
                train.Concat(test).Order().ShouldBe(Enumerable.Range(0, each.Length));
                train.Select(row => each[row]).Intersect(test.Select(row => each[row])).ShouldBeEmpty();
                Array.ForEach(test, row => times[row]++);
                return [.. test.Select(row => (double)row)];
            });
            return times.All(count => count == 1) && predictions.SequenceEqual(Enumerable.Range(0, each.Length).Select(row => (double)row));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Folds_and_learners_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => FoldPredictions.Run([], (_, _) => [])).Message.ShouldContain("0 folds");
        Should.Throw<ArgumentException>(() => FoldPredictions.Run([3, 3], (_, test) => new double[test.Length])).Message.ShouldContain("1 folds");
        Should.Throw<ArgumentException>(() => FoldPredictions.Run([0, -1], (_, test) => new double[test.Length])).Message.ShouldContain("Row 1");
        Should.Throw<ArgumentException>(() => FoldPredictions.Run([0, 1], (_, _) => [1, 2])).Message.ShouldContain("2 predictions");
        Should.Throw<ArgumentException>(() => FoldPredictions.Run([0, 1], (_, _) => [double.NaN])).Message.ShouldContain("row 0");
    }

    [Fact]
    public void Cancellation_is_honoured_between_folds_and_progress_grows_to_one()
    {
        using var source = new CancellationTokenSource();
        int calls = 0;
        Should.Throw<OperationCanceledException>(() => FoldPredictions.Run(
            [0, 1, 2],
            (_, test) =>
            {
                calls++;
                source.Cancel();
                return new double[test.Length];
            },
            null,
            source.Token));
        calls.ShouldBe(1);

        var seen = new SeenProgress();
        FoldPredictions.Run([0, 1, 2, 3], (_, test) => new double[test.Length], seen);
        seen.Shares.ShouldBe([0.25, 0.5, 0.75, 1]);
    }
}
