using Clientele.Campaign;
using Clientele.Features;
using Clientele.Learning;
using Clientele.Schemas;
using Clientele.Tests.Features;

namespace Clientele.Tests.Campaign;

public class BlendScorerTests
{
    private const double LeastReason = 0.005;

    [Fact]
    public void Contributions_add_up_from_what_is_expected_to_the_log_odds_of_all_four_learners()
    {
        BlendScorer scorer = TrainedShop.Blend.CreateScorer();
        for (int i = 5000; i < 5040; i++)
        {
            scorer.Read(TrainedShop.Customer(i));
            double logOdds = scorer.Explain();

            (scorer.Expected + Sum(scorer.Contributions)).ShouldBe(logOdds, 1e-9);
        }
    }

    [Fact]
    public void The_top_reasons_are_the_heaviest_contributions_in_order()
    {
        BlendScorer scorer = TrainedShop.Blend.CreateScorer();
        for (int i = 5000; i < 5040; i++)
        {
            scorer.Read(TrainedShop.Customer(i));
            scorer.Explain();
            TopReasons top = scorer.Top();

            double[] contributions = scorer.Contributions.ToArray();
            int[] heaviest = [.. Enumerable.Range(0, contributions.Length).Where(topic => Math.Abs(contributions[topic]) >= LeastReason)
                .OrderByDescending(topic => Math.Abs(contributions[topic])).Take(TopReasons.Count)];
            Topics(top).ShouldBe([.. heaviest.Select(topic => (short)topic), .. Enumerable.Repeat((short)-1, TopReasons.Count - heaviest.Length)]);
            for (int k = 0; k < heaviest.Length; k++)
            {
                top[k].Contribution.ShouldBe((float)contributions[heaviest[k]]);
            }
        }
    }

    [Fact]
    public void Of_equal_contributions_the_first_topics_are_told()
    {
        BlendScorer scorer = Additive(0.4, -0.4, 0.4, 0.4, -0.4).CreateScorer();
        scorer.Answers.AsSpan().Fill(1);
        scorer.Explain();

        Topics(scorer.Top()).ShouldBe([0, 1, 2]);
    }

    [Fact]
    public void What_hardly_counts_is_no_reason_and_reasons_have_no_gap()
    {
        BlendScorer scorer = Additive(0.001, -0.2, 0.004, 0.3, -0.001).CreateScorer();
        scorer.Answers.AsSpan().Fill(1);
        scorer.Explain();

        Topics(scorer.Top()).ShouldBe([3, 1, -1]);
        scorer.Top().Third.ShouldBe(Reason.Nothing);

        scorer.Answers.AsSpan().Clear();
        scorer.Explain();
        scorer.Top().ShouldBe(TopReasons.None);
    }

    [Fact]
    public void Values_are_years_days_sums_counts_and_indices_of_categories()
    {
        BlendScorer scorer = TrainedShop.Blend.CreateScorer();
        TypedRecord record = SampleShop.Customer(1);
        record.Numbers[SampleShop.Born] = 1980;
        record.Numbers[SampleShop.Joined] = SampleShop.AsOf - 100;
        record.Numbers[SampleShop.Books] = 12.5;
        record.Numbers[SampleShop.Toys] = 30;
        int level = SampleShop.Born + 1;
        record.Numbers[level] = 2;
        record.SetText(level, "high"u8);
        int offer = Field("Offer1");
        (record.Numbers[offer], record.Numbers[offer + 1], record.Numbers[offer + 2]) = (1, 0, 1);
        scorer.Read(record);

        scorer.ValueOf(SampleShop.Born).ShouldBe(43);
        scorer.ValueOf(SampleShop.Joined).ShouldBe(100);
        scorer.ValueOf(SampleShop.Books).ShouldBe(12.5);
        scorer.ValueOf(level).ShouldBe(2);
        scorer.ValueOf(Group("spend")).ShouldBe(42.5);
        scorer.ValueOf(Group("offers")).ShouldBe(2);
        scorer.ValueOf(SampleShop.Schema.IdField).ShouldBe(double.NaN);
        scorer.ValueOf(-1).ShouldBe(double.NaN);
        scorer.ValueOf(1000).ShouldBe(double.NaN);
    }

    [Fact]
    public void A_missing_value_is_none_and_a_text_that_the_schema_does_not_list_is_another()
    {
        BlendScorer shop = TrainedShop.Blend.CreateScorer();
        shop.Read(new TypedRecord(SampleShop.Schema) { AsOf = SampleShop.AsOf });
        for (int topic = 0; topic < SampleShop.Schema.Fields.Count + SampleShop.Schema.Groups.Count; topic++)
        {
            shop.ValueOf(topic).ShouldBe(double.NaN);
        }

        FeatureSpace gym = FeatureSpace.Fit(SampleCustomers.Rows(200));
        BlendScorer scorer = new ResponseBlend(gym, [Linear([.. gym.Columns.Select(_ => 0.1)])], 1, 0).CreateScorer();
        TypedRecord member = SampleCustomers.Customer(1);
        member.SetText(SampleCustomers.Town, "Köln"u8);
        (member.Numbers[SampleCustomers.Plan], member.Numbers[SampleCustomers.Member]) = (1, 0);
        scorer.Read(member);
        scorer.ValueOf(SampleCustomers.Town).ShouldBe(-1);
        scorer.ValueOf(SampleCustomers.Plan).ShouldBe(1);
        scorer.ValueOf(SampleCustomers.Member).ShouldBe(0);

        member.Numbers[SampleCustomers.Plan] = -1;
        member.SetText(SampleCustomers.Plan, "Platinum"u8);
        scorer.Read(member);
        scorer.ValueOf(SampleCustomers.Plan).ShouldBe(-1);
    }

    [Fact]
    public void Members_of_a_small_group_speak_through_its_count_and_those_of_a_large_one_for_themselves()
    {
        FeatureSpace features = TrainedShop.Blend.Features;
        ResponseMember linear = Linear([.. Enumerable.Range(0, features.Columns.Count).Select(column => 1.0 + column)]);
        BlendScorer scorer = new ResponseBlend(features, [linear], 1, 0).CreateScorer();
        scorer.Read(SampleShop.Customer(3));
        scorer.Explain();

        int offer = Field("Offer1");
        scorer.Contributions[offer].ShouldBe(0);
        scorer.Contributions[offer + 1].ShouldBe(0);
        scorer.Contributions[Group("offers")].ShouldNotBe(0);
        scorer.Contributions[SampleShop.Books].ShouldNotBe(0);
        scorer.Contributions[Group("spend")].ShouldNotBe(0);
    }

    [Fact]
    public void What_is_published_of_a_stranger_follows_from_the_contributions()
    {
        BlendScorer explained = TrainedShop.Trained.Model.Full.CreateScorer();
        ResponseScorer published = TrainedShop.Priced.CreateScorer();
        for (int i = 5000; i < 5040; i++)
        {
            CustomerScore score = published.Score(TrainedShop.Customer(i));
            explained.Read(TrainedShop.Customer(i));
            explained.Explain();

            LogisticRegressionModel.Sigmoid(explained.Expected + Sum(explained.Contributions)).ShouldBe(score.Probability, 1e-12);
            for (int k = 0; k < TopReasons.Count && !score.Reasons[k].IsNothing; k++)
            {
                score.Reasons[k].Contribution.ShouldBe((float)explained.Contributions[score.Reasons[k].Topic]);
                score.Reasons[k].Value.ShouldBe(explained.ValueOf(score.Reasons[k].Topic));
            }
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (double value in values)
        {
            sum += value;
        }

        return sum;
    }

    private static short[] Topics(in TopReasons reasons) => [reasons.First.Topic, reasons.Second.Topic, reasons.Third.Topic];

    private static int Field(string name) => SampleShop.Schema.Fields.ToList().FindIndex(field => field.Name == name);

    private static int Group(string name) => SampleShop.Schema.Fields.Count + SampleShop.Schema.Groups.ToList().FindIndex(group => group.Name == name);

    /// <summary>A question for each contribution, answered with 0 or 1.</summary>
    private static ResponseBlend Additive(params double[] contributions)
    {
        Question[] questions = [.. contributions.Select((_, i) => new Question
        {
            Name = $"q{i}",
            Kind = QuestionKind.Number,
            Topic = i,
            Fields = [i],
            MemberTypical = [0],
            Typical = 0,
            IsKnown = true,
            Low = 0,
            High = 1,
        })];
        FeatureColumn[] columns = [.. questions.Select((question, i) => new FeatureColumn(question.Name, ColumnKind.Value, i))];
        return new ResponseBlend(new FeatureSpace(contributions.Length, questions, columns), [Linear(contributions)], 1, 0);
    }

    private static SplineLogisticMember Linear(double[] coefficients) => new(
        coefficients.Length,
        [],
        null,
        new Standardizer(new double[coefficients.Length], Enumerable.Repeat(1.0, coefficients.Length).ToArray()),
        new LogisticRegressionModel(-1, coefficients, iterations: 1, converged: true, objective: 0));
}
