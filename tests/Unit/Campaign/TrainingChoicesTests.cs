using Clientele.Campaign;
using Clientele.Features;
using Clientele.Schemas;
using Clientele.Tests.Features;

namespace Clientele.Tests.Campaign;

public class TrainingChoicesTests
{
    private static readonly ResponseTrainingOptions Quick = TrainedShop.Options with { Learners = [SplineLogisticMember.Learner] };

    [Fact]
    public void Without_what_is_sensitive_neither_model_asks_for_it()
    {
        int[] sensitive = [SampleShop.Born, SampleShop.Born + 1];
        ResponseTrainingOptions options = Quick with { Features = new FeatureSpaceOptions { WithoutSensitive = true } };
        TrainedResponse without = ResponseTraining.Fit(TrainedShop.Rows, options, null, default);
        TrainedResponse with = ResponseTraining.Fit(TrainedShop.Rows, Quick, null, default);

        Asked(without.Model.Full).ShouldNotContain(field => sensitive.Contains(field));
        Asked(without.Model.Compact).ShouldNotContain(field => sensitive.Contains(field));
        sensitive.ShouldBeSubsetOf(Asked(with.Model.Full));
        without.Evaluation.Choices["sensitive attributes"].ShouldBe("left out");
        without.Evaluation.SelectionRates.Select(group => group.Field).Distinct().ShouldBe(["Born", "Level"]);
        options.Description.ShouldNotBe(Quick.Description);
        without.Model.OutOfFold.Reasons.ShouldNotContain(reasons => sensitive.Contains(reasons.First.Topic));
    }

    [Fact]
    public void The_evaluation_tells_what_was_tried_and_what_asking_less_costs()
    {
        ResponseEvaluation evaluation = TrainedShop.Trained.Evaluation;

        evaluation.RocAuc.ShouldBeGreaterThan(0.6);
        TrainedShop.Trained.Model.OutOfFold.Reasons.Count(reasons => !reasons.Third.IsNothing).ShouldBeGreaterThan(200);
        evaluation.Candidates.Select(each => each.Name).ShouldBe(
        [
            "spline_logistic", "boosted_trees", "support_vectors", "random_forest", "spline_logistic + boosted_trees",
            "spline_logistic + boosted_trees + support_vectors", "spline_logistic + boosted_trees + support_vectors + random_forest",
        ]);
        CandidateFigures chosen = evaluation.Candidates.Where(each => each.Chosen).ShouldHaveSingleItem();
        evaluation.Choices["full learners"].ShouldBe(chosen.Name);
        TrainedShop.Trained.Model.Full.Members.Select(member => member.Name).ShouldBe(chosen.Name.Split(" + "));

        CompactComparison compactness = evaluation.Compactness.ShouldNotBeNull();
        compactness.Asks.Count.ShouldBeInRange(1, 9);
        compactness.Asks.ShouldBe(TrainedShop.Trained.Model.Compact.Features.Questions.Select(question => question.Name));
        compactness.Full.RocAuc.ShouldBe(evaluation.RocAuc);
        evaluation.Choices["compact questions"].ShouldBe(string.Join(", ", compactness.Asks));
        evaluation.Choices["folds"].ShouldBe("2, 1 times");
        evaluation.SelectionRates.ShouldNotBeEmpty();
        ResponseEvaluation.FromJson(evaluation.ToJson()).ToJson().ToArray().ShouldBe(evaluation.ToJson().ToArray());
    }

    [Fact]
    public void All_learners_trained_twice_give_identical_bytes()
    {
        TrainedResponse again = ResponseTraining.Fit(TrainedShop.RowsOf(TrainedShop.Rows.Count), TrainedShop.Options, null, default);

        again.Model.ToJson().ToArray().ShouldBe(TrainedShop.Trained.Model.ToJson().ToArray());
        again.Evaluation.ToJson().ToArray().ShouldBe(TrainedShop.Trained.Evaluation.ToJson().ToArray());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Labels_that_follow_from_nothing_give_a_model_that_says_little(int seed)
    {
        var rows = new TrainingRows(SampleShop.Schema);
        var random = new Random(seed);
        for (int i = 0; i < 80; i++)
        {
            TypedRecord record = SampleShop.Customer(i);
            record.Numbers[SampleShop.Schema.TargetField] = random.Next(4) == 0 ? 1 : 0;
            rows.Add(record);
        }

        TrainedResponse trained = ResponseTraining.Fit(rows, Quick, null, default);

        trained.Model.Full.Slope.ShouldBeGreaterThan(0);
        trained.Model.OutOfFold.Probabilities.Average().ShouldBe(trained.Evaluation.BaseRate, 0.05);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Responders_who_are_copies_of_a_few_are_refused_in_a_sentence(int different)
    {
        var rows = new TrainingRows(SampleShop.Schema);
        for (int i = 0; i < 80; i++)
        {
            bool responds = i % 4 == 0;
            TypedRecord record = SampleShop.Customer(responds ? i / 4 % different : 100 + i);
            record.Numbers[SampleShop.Schema.TargetField] = responds ? 1 : 0;
            rows.Add(record, $"{i}");
        }

        Should.Throw<TrainingDataException>(() => ResponseTraining.Fit(rows, TrainedShop.Options, null, default)).Message.ShouldContain($"only {different} different sets of values");
    }

    [Fact]
    public void Responders_who_are_copies_of_just_enough_can_be_learnt_by_all()
    {
        var rows = new TrainingRows(SampleShop.Schema);
        for (int i = 0; i < 80; i++)
        {
            bool responds = i % 4 == 0;
            TypedRecord record = SampleShop.Customer(responds ? i / 4 % 6 : 100 + i);
            record.Numbers[SampleShop.Schema.TargetField] = responds ? 1 : 0;
            rows.Add(record, $"{i}");
        }

        ResponseTraining.Fit(rows, TrainedShop.Options, null, default).Model.OutOfFold.Count.ShouldBe(80);
    }

    private static IEnumerable<int> Asked(ResponseBlend blend) => blend.Features.Questions.SelectMany(question => question.Fields).Distinct();
}
