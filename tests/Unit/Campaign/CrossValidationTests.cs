using Clientele.Campaign;
using Clientele.Features;
using Clientele.Tests.Features;

namespace Clientele.Tests.Campaign;

public class CrossValidationTests
{
    private static readonly TrainingRows Rows = SampleShop.Rows(60);
    private static readonly int[] Folds = [.. Enumerable.Range(0, 60).Select(row => row % 3)];
    private static readonly ResponseTrainingOptions Options = new() { Folds = 3, Repeats = 1 };

    [Fact]
    public void Each_row_is_judged_by_a_fit_that_has_not_seen_it()
    {
        var seen = new SeenRows();
        CrossValidated validated = Run(Rows, seen.Candidate(1000));

        validated.FirstFits.Count.ShouldBe(3);
        for (int row = 0; row < 60; row++)
        {
            FittedLearners fit = validated.FirstFits[Folds[row]];
            seen.Groups[fit.Members[0]].ShouldNotContain(Rows.ContentGroups[row]);
            seen.Groups[fit.Members[0]].Length.ShouldBe(40);
            validated.LogOdds[0][0][row].ShouldBe(fit.Members[0].LogOdds(fit.Features.Encode(Rows, [row]))[0]);
        }
    }

    [Fact]
    public void A_learner_sees_no_more_rows_than_it_takes_and_the_same_ones_in_every_order()
    {
        var seen = new SeenRows();
        var backwards = new TrainingRows(SampleShop.Schema);
        for (int i = 59; i >= 0; i--)
        {
            backwards.Add(SampleShop.Customer(i));
        }

        long[] one = Fit(Rows);
        long[] other = Fit(backwards);

        one.Order().ShouldBe(Rows.ContentGroups.ToArray().Order().Take(25));
        other.Order().ShouldBe(one.Order());

        long[] Fit(TrainingRows rows)
        {
            var validation = new CrossValidation(rows, [seen.Candidate(25)], Options);
            return seen.Groups[validation.Fit([.. Enumerable.Range(0, 60)], FeatureSpace.Fit(rows), 1, default).Members[0]];
        }
    }

    [Fact]
    public void The_same_rows_in_the_same_order_give_the_same_bits_on_however_many_cores()
    {
        CrossValidation validation = new(Rows, [.. ResponseCandidates.All.Select(ResponseCandidates.Find)], Options);
        double[][][] together = validation.Run([Folds], known => FeatureSpace.Fit(Rows, known), () => { }, default).LogOdds;
        for (int fold = 0; fold < 3; fold++)
        {
            // Piece by piece on this thread, the last one first.
            int[] known = [.. Enumerable.Range(0, 60).Where(row => Folds[row] != 2 - fold)];
            int[] held = [.. Enumerable.Range(0, 60).Where(row => Folds[row] == 2 - fold)];
            FittedLearners alone = validation.Fit(known, FeatureSpace.Fit(Rows, known), Options.Seed + 2 - fold, default);
            for (int learner = 0; learner < alone.Members.Count; learner++)
            {
                alone.Members[learner].LogOdds(alone.Features.Encode(Rows, held)).ShouldBe(held.Select(row => together[0][learner][row]));
            }
        }
    }

    [Fact]
    public void What_a_fit_throws_comes_out_as_it_is()
    {
        var fails = new ResponseCandidate("fails", 1000, (_, _, _, _, _, _) => throw new TrainingDataException("nothing to learn"));
        var failsOnCores = new ResponseCandidate("fails", 1000, (_, _, _, _, _, _) =>
        {
            Parallel.For(0, 4, _ => throw new TrainingDataException("nothing on any core"));
            throw new InvalidOperationException();
        });

        Should.Throw<TrainingDataException>(() => Run(Rows, fails)).Message.ShouldBe("nothing to learn");
        Should.Throw<TrainingDataException>(() => Run(Rows, failsOnCores)).Message.ShouldBe("nothing on any core");
    }

    [Fact]
    public void Cancelled_it_ends_with_that_and_not_with_an_error()
    {
        using var cancellation = new CancellationTokenSource();
        var cancels = new ResponseCandidate("cancels", 1000, (inputs, labels, _, _, _, token) =>
        {
            cancellation.Cancel();
            return SplineLogisticMember.Fit(inputs, labels, [], 1, token);
        });

        Should.Throw<OperationCanceledException>(() => new CrossValidation(Rows, [cancels], Options).Run([Folds], known => FeatureSpace.Fit(Rows, known), () => { }, cancellation.Token));
    }

    [Fact]
    public void Features_that_are_the_same_for_all_are_refused_in_a_sentence()
    {
        var nothing = new FeatureSpaceOptions { Topics = [] };
        Should.Throw<TrainingDataException>(() => new CrossValidation(Rows, [new SeenRows().Candidate(10)], Options).Run([Folds], known => FeatureSpace.Fit(Rows, known, nothing), () => { }, default))
            .Message.ShouldContain("same value");
    }

    private static CrossValidated Run(TrainingRows rows, ResponseCandidate learner) =>
        new CrossValidation(rows, [learner], Options).Run([Folds], known => FeatureSpace.Fit(rows, known), () => { }, default);

    /// <summary>A learner that remembers which rows it was given.</summary>
    private sealed class SeenRows
    {
        private readonly Lock _gate = new();

        public Dictionary<ResponseMember, long[]> Groups { get; } = new(ReferenceEqualityComparer.Instance);

        public ResponseCandidate Candidate(int mostRows) => new("seen", mostRows, (inputs, labels, groups, _, _, cancellation) =>
        {
            SplineLogisticMember member = SplineLogisticMember.Fit(inputs, labels, [], 1, cancellation);
            lock (_gate)
            {
                Groups.Add(member, groups);
            }

            inputs.Rows.ShouldBe(groups.Length);
            return member;
        });
    }
}
