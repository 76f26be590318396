using System.Text.Json;
using Clientele.Campaign;
using Clientele.Learning;

namespace Clientele.Tests.Campaign.Members;

public class ResponseMemberTests
{
    private const double Tolerance = 1e-9;

    public static TheoryData<string> Learners { get; } = new(ResponseCandidates.All);

    [Theory]
    [MemberData(nameof(Learners))]
    public void Contributions_add_up_from_what_is_expected_to_the_log_odds(string learner)
    {
        MemberScorer scorer = Member(learner).CreateScorer();
        Matrix rows = Strangers(30);
        var contributions = new double[rows.Columns];
        for (int i = 0; i < rows.Rows; i++)
        {
            double explained = scorer.Explain(rows.Row(i), contributions);

            explained.ShouldBe(scorer.LogOdds(rows.Row(i)), Tolerance);
            (scorer.Expected + contributions.Sum()).ShouldBe(explained, Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void A_scorer_keeps_nothing_of_the_rows_before(string learner)
    {
        ResponseMember member = Member(learner);
        MemberScorer used = member.CreateScorer();
        Matrix rows = Strangers(15);
        var after = new double[rows.Columns];
        var alone = new double[rows.Columns];
        double[] together = member.LogOdds(rows);
        for (int i = 0; i < rows.Rows; i++)
        {
            MemberScorer fresh = member.CreateScorer();
            used.Explain(rows.Row(i), after).ShouldBe(fresh.Explain(rows.Row(i), alone));
            after.ShouldBe(alone);
            used.LogOdds(rows.Row(i)).ShouldBe(together[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Learners))]
    public void Saved_and_loaded_in_a_blend_it_says_and_explains_the_same_bits(string learner)
    {
        var blend = new ResponseBlend(TrainedShop.Blend.Features, [Member(learner)], 1.25, -0.5);
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(blend, CampaignJson.Default.ResponseBlend);
        ResponseBlend loaded = JsonSerializer.Deserialize(json, CampaignJson.Default.ResponseBlend)!;
        MemberScorer before = Member(learner).CreateScorer();
        MemberScorer after = loaded.Members.ShouldHaveSingleItem().CreateScorer();
        Matrix rows = Strangers(15);
        var one = new double[rows.Columns];
        var other = new double[rows.Columns];

        JsonSerializer.SerializeToUtf8Bytes(loaded, CampaignJson.Default.ResponseBlend).ShouldBe(json);
        loaded.Members[0].Name.ShouldBe(learner);
        after.Expected.ShouldBe(before.Expected);
        for (int i = 0; i < rows.Rows; i++)
        {
            after.LogOdds(rows.Row(i)).ShouldBe(before.LogOdds(rows.Row(i)));
            after.Explain(rows.Row(i), other).ShouldBe(before.Explain(rows.Row(i), one));
            other.ShouldBe(one);
        }
    }

    [Theory]
    [InlineData(SplineLogisticMember.Learner)]
    [InlineData(BoostedTreesMember.Learner)]
    [InlineData(SupportVectorMember.Learner)]
    public void Scoring_and_explaining_allocate_nothing(string learner)
    {
        MemberScorer scorer = Member(learner).CreateScorer();
        Matrix rows = Strangers(20);
        var contributions = new double[rows.Columns];
        AllRows();
        long before = GC.GetAllocatedBytesForCurrentThread();
        AllRows();
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);

        void AllRows()
        {
            for (int i = 0; i < rows.Rows; i++)
            {
                scorer.LogOdds(rows.Row(i));
                scorer.Explain(rows.Row(i), contributions);
            }
        }
    }

    [Fact]
    public void A_forest_explains_a_row_whose_votes_are_the_expected_share_by_what_pulls_either_way()
    {
        // Two columns that pull alike: rows that agree are sure, rows that do not are as likely as all together.
        var inputs = new Matrix(80, 2);
        var labels = new double[80];
        for (int i = 0; i < 80; i++)
        {
            (double left, double right) = (i & 1, (i >> 1) & 1);
            (inputs.RowToWrite(i)[0], inputs.RowToWrite(i)[1]) = (left, right);
            labels[i] = left + right == 1 ? (i >> 2) & 1 : left;
        }

        var options = new ForestOptions { Trees = 1, Bootstrap = false, FeaturesPerSplit = FeaturesPerSplit.All, Threads = 1 };
        MemberScorer scorer = ForestMember.Fit(inputs, labels, options, default).CreateScorer();
        var contributions = new double[2];

        double logOdds = scorer.Explain([1, 0], contributions);

        logOdds.ShouldBe(scorer.Expected, Tolerance);
        contributions[0].ShouldBeGreaterThan(0.5);
        contributions.Sum().ShouldBe(0, Tolerance);
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        var blend = new ResponseBlend(TrainedShop.Blend.Features, [Member(SplineLogisticMember.Learner), Member(SupportVectorMember.Learner)], 1, 0);
        string json = JsonSerializer.Serialize(blend, CampaignJson.Default.ResponseBlend);

        Refused(json, "\"curves\": [", "\"curves\": [ 500,", "spline logistic");
        Refused(json, "\"width\": ", "\"width\": 1", "spline logistic");
        Refused(json, "\"learner\": \"support_vectors\"", "\"learner\": \"oracle\"", "oracle");
    }

    private static void Refused(string json, string what, string by, string named)
    {
        json.ShouldContain(what);
        string changed = json.Replace(what, by, StringComparison.Ordinal);
        Should.Throw<Exception>(() => JsonSerializer.Deserialize(changed, CampaignJson.Default.ResponseBlend)).Message.ShouldContain(named);
    }

    private static ResponseMember Member(string learner) => TrainedShop.Blend.Members.Single(member => member.Name == learner);

    /// <summary>Customers whom the learners were not fitted on.</summary>
    private static Matrix Strangers(int count)
    {
        var rows = new Matrix(count, TrainedShop.Blend.Features.Columns.Count);
        for (int i = 0; i < count; i++)
        {
            TrainedShop.Blend.Features.Write(TrainedShop.Customer(5000 + i), rows.RowToWrite(i));
        }

        return rows;
    }
}
