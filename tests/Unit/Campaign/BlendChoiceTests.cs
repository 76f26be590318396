using Clientele.Campaign;

namespace Clientele.Tests.Campaign;

public class BlendChoiceTests
{
    private const string Spline = SplineLogisticMember.Learner;
    private const string Trees = BoostedTreesMember.Learner;
    private const string Forest = ForestMember.Learner;

    [Fact]
    public void The_learner_that_tells_customers_apart_better_is_chosen()
    {
        (double[] labels, double[] truth) = Customers(400);
        double[] vague = Noisy(truth, 4, seed: 2);

        JudgedBlend chosen = BlendChoice.Choose(labels, Said(truth, vague), [Spline, "support_vectors"]).Chosen;
        JudgedBlend other = BlendChoice.Choose(labels, Said(vague, truth), [Spline, "support_vectors"]).Chosen;

        chosen.Name.ShouldBe(Spline);
        chosen.Learners.ShouldBe([0]);
        chosen.Line.Slope.ShouldBe(1, 0.3);
        other.Name.ShouldBe("support_vectors");
        other.Learners.ShouldBe([1]);
    }

    [Fact]
    public void Learners_that_err_apart_are_blended_and_those_that_err_alike_are_not()
    {
        (double[] labels, double[] truth) = Customers(400);
        JudgedBlend blended = BlendChoice.Choose(labels, Said(Noisy(truth, 1, seed: 2), Noisy(truth, 1, seed: 3)), [Spline, Trees]).Chosen;
        (JudgedBlend chosen, IReadOnlyList<JudgedBlend> all) = BlendChoice.Choose(labels, Said(truth, truth), [Spline, Trees]);

        blended.Name.ShouldBe("spline_logistic + boosted_trees");
        blended.Learners.ShouldBe([0, 1]);
        chosen.Name.ShouldBe(Spline);
        all.Select(each => each.Name).ShouldBe([Spline, Trees, "spline_logistic + boosted_trees"]);
        all[2].LogLoss.ShouldBe(all[0].LogLoss);
    }

    [Fact]
    public void Log_odds_on_another_scale_are_put_right_by_the_line()
    {
        (double[] labels, double[] truth) = Customers(400);
        IReadOnlyList<JudgedBlend> all = BlendChoice.Choose(labels, Said(truth, [.. truth.Select(each => (0.25 * each) + 3)]), [Spline, Trees]).All;

        all[1].LogLoss.ShouldBe(all[0].LogLoss, 1e-9);
        all[1].RocAuc.ShouldBe(all[0].RocAuc);
        all[1].Line.Slope.ShouldBe(4 * all[0].Line.Slope, 1e-6);
    }

    [Fact]
    public void A_forest_must_be_better_by_more_than_chance()
    {
        (double[] labels, double[] truth) = Customers(400);
        int[] undecided = [.. Enumerable.Range(0, 400).Where(row => labels[row] == 1).OrderBy(row => Math.Abs(truth[row])).Take(2)];
        double[] nearly = [.. truth];
        nearly[undecided[0]] -= 2;
        nearly[undecided[1]] += 1;
        double[] vague = Noisy(truth, 4, seed: 3);

        (JudgedBlend chosen, IReadOnlyList<JudgedBlend> all) = BlendChoice.Choose(labels, Said(nearly, truth), [Spline, Forest]);
        all[1].LogLoss.ShouldBeLessThan(all[0].LogLoss);
        chosen.Name.ShouldBe(Spline);

        BlendChoice.Choose(labels, Said(vague, truth), [Spline, Forest]).Chosen.Name.ShouldBe(Forest);
        BlendChoice.Choose(labels, Said(truth), [Forest]).Chosen.Name.ShouldBe(Forest);
    }

    [Fact]
    public void What_is_judged_is_the_mean_of_the_repeats()
    {
        (double[] labels, double[] truth) = Customers(400);
        double[] vague = Noisy(truth, 3, seed: 2);
        var both = new CrossValidated([[truth], [vague]], new int[400], []);

        JudgedBlend judged = BlendChoice.Choose(labels, both, [Spline]).Chosen;

        double one = BlendChoice.Choose(labels, Said(truth), [Spline]).Chosen.RocAuc;
        double other = BlendChoice.Choose(labels, Said(vague), [Spline]).Chosen.RocAuc;
        judged.RocAuc.ShouldBe((one + other) / 2, 1e-12);
        BlendChoice.Mean(both, 1, [0]).ShouldBe(vague);
    }

    [Fact]
    public void Learners_that_are_worse_than_chance_are_not_turned_round()
    {
        (double[] labels, double[] truth) = Customers(400);
        JudgedBlend chosen = BlendChoice.Choose(labels, Said([.. truth.Select(each => -each)]), [Spline]).Chosen;

        chosen.Line.Slope.ShouldBeGreaterThan(0);
        chosen.Line.Slope.ShouldBeLessThan(0.01);
        chosen.Line.Predict(0).ShouldBe(labels.Average(), 0.01);
        chosen.RocAuc.ShouldBeLessThan(0.5);
    }

    /// <summary>Labels drawn with the probabilities that the log-odds say.</summary>
    private static (double[] Labels, double[] LogOdds) Customers(int count)
    {
        var random = new Random(1);
        double[] logOdds = [.. Enumerable.Range(0, count).Select(_ => (8 * random.NextDouble()) - 5)];
        return ([.. logOdds.Select(each => random.NextDouble() < 1 / (1 + Math.Exp(-each)) ? 1.0 : 0.0)], logOdds);
    }

    private static double[] Noisy(double[] logOdds, double by, int seed)
    {
        var random = new Random(seed);
        return [.. logOdds.Select(each => each + (by * ((2 * random.NextDouble()) - 1)))];
    }

    private static CrossValidated Said(params double[][] byLearner) => new([byLearner], new int[byLearner[0].Length], []);
}
