using Clientele.Campaign;
using Clientele.Features;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Tests.Learning;

namespace Clientele.Tests.Campaign;

public class ResponseTrainingTests
{
    /// <summary>The learners that are quick to fit; the others have tests of their own.</summary>
    private static readonly ResponseTrainingOptions Quick = new() { Repeats = 1, Learners = [SplineLogisticMember.Learner, BoostedTreesMember.Learner] };

    private static readonly TrainedResponse Trained = Train(SampleCustomers.Rows(800));
    private static readonly PricedResponse Priced = Trained.Model.Price(SampleCustomers.Schema.Economics!, new ObjectiveRules());

    [Fact]
    public void The_signal_in_the_sample_is_found()
    {
        Trained.Evaluation.RocAuc.ShouldBeInRange(0.70, 0.95);
        Trained.Evaluation.Brier.ShouldBeLessThan(Trained.Evaluation.BaseRate * (1 - Trained.Evaluation.BaseRate));
        Trained.Evaluation.Rows.ShouldBe(800);
        Trained.Model.SchemaId.ShouldBe("gym");
    }

    [Fact]
    public void Labels_without_a_signal_are_not_predicted_out_of_fold()
    {
        var rows = new TrainingRows(SampleCustomers.Schema);
        var random = new Random(12);
        for (int i = 0; i < 800; i++)
        {
            TypedRecord record = SampleCustomers.Customer(i);
            record.Numbers[SampleCustomers.Accepted] = random.NextDouble() < 0.2 ? 1 : 0;
            rows.Add(record);
        }

        Train(rows).Evaluation.RocAuc.ShouldBeInRange(0.42, 0.58);
    }

    [Fact]
    public void Copies_of_a_customer_do_not_leak_their_label_across_folds()
    {
        // Labels are noise, every customer is there four times: parted, the copies would be recognised by their income.
        var rows = new TrainingRows(SampleCustomers.Schema);
        var random = new Random(3);
        for (int i = 0; i < 40; i++)
        {
            TypedRecord record = SampleCustomers.Customer(i);
            record.SetText(SampleCustomers.Town, System.Text.Encoding.UTF8.GetBytes("T" + i));
            record.Numbers[SampleCustomers.Accepted] = random.Next(2);
            for (int copy = 0; copy < 4; copy++)
            {
                rows.Add(record, $"{i}/{copy}");
            }
        }

        var options = Quick with { Features = new FeatureSpaceOptions { MinimumLevelRows = 1 } };
        ResponseTraining.Fit(rows, options, null, default).Evaluation.RocAuc.ShouldBeLessThan(0.7);
    }

    [Fact]
    public void Training_twice_gives_identical_bytes_and_another_seed_other_folds()
    {
        TrainedResponse again = Train(SampleCustomers.Rows(800));
        TrainedResponse other = ResponseTraining.Fit(SampleCustomers.Rows(800), Quick with { Seed = 5 }, null, default);

        again.Model.ToJson().ToArray().ShouldBe(Trained.Model.ToJson().ToArray());
        again.Evaluation.ToJson().ToArray().ShouldBe(Trained.Evaluation.ToJson().ToArray());
        other.Evaluation.LogLoss.ShouldNotBe(Trained.Evaluation.LogLoss);
    }

    [Fact]
    public void Saved_and_loaded_it_scores_the_same_bits()
    {
        ResponseModel loaded = ResponseModel.FromJson(Trained.Model.ToJson());
        ResponseScorer before = Priced.CreateScorer();
        ResponseScorer after = loaded.Price(Priced.Economics, Priced.Rules).CreateScorer();

        for (int i = 2000; i < 2300; i++)
        {
            after.Score(SampleCustomers.Customer(i)).ShouldBe(before.Score(SampleCustomers.Customer(i)));
        }

        loaded.ToJson().ToArray().ShouldBe(Trained.Model.ToJson().ToArray());
    }

    [Fact]
    public void A_customer_scores_the_same_alone_and_after_any_other()
    {
        ResponseScorer one = Priced.CreateScorer();
        var reused = new TypedRecord(SampleCustomers.Schema);
        for (int i = 0; i < 200; i++)
        {
            one.Score(SampleCustomers.Customer(i, reused)).ShouldBe(Priced.CreateScorer().Score(SampleCustomers.Customer(i)));
        }
    }

    [Fact]
    public void A_score_follows_from_its_probability()
    {
        ResponseScorer scorer = Priced.CreateScorer();
        for (int i = 0; i < 300; i++)
        {
            CustomerScore score = scorer.Score(SampleCustomers.Customer(i));
            score.Probability.ShouldBeInRange(0, 1);
            score.Decile.ShouldBeInRange(1, 10);
            score.ExpectedProfit.ShouldBe((score.Probability * 11) - 3);
            score.Verdicts.HasFlag(ObjectiveVerdicts.Balanced).ShouldBe(score.Probability >= Priced.Objectives.Balanced.CutOff);
            score.Verdicts.HasFlag(ObjectiveVerdicts.Aggressive).ShouldBe(score.Probability >= Priced.Objectives.Aggressive.CutOff);
        }
    }

    [Fact]
    public void Scoring_allocates_nothing()
    {
        ResponseScorer scorer = Priced.CreateScorer();
        TypedRecord record = SampleCustomers.Customer(3);
        scorer.Score(record);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            scorer.Score(record);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void A_record_of_another_schema_is_not_scored()
    {
        Schema changed = SampleCustomers.Schema with { Fingerprint = "gym-2" };
        Should.Throw<ArgumentException>(() => Priced.CreateScorer().Score(new TypedRecord(changed))).Message.ShouldContain("gym-2");
    }

    [Fact]
    public void Rows_that_cannot_teach_are_refused_in_a_sentence()
    {
        Refused(SampleCustomers.Rows(20)).ShouldContain("20 labelled customers");
        Refused(With(100, record => record.Numbers[SampleCustomers.Accepted] = 0)).ShouldContain("Accepted = 0");
        Refused(With(100, record => record.Numbers[SampleCustomers.Accepted] = record.TextString(0).EndsWith("55", StringComparison.Ordinal) ? 1 : 0))
            .ShouldContain("at least 10");
        Refused(With(100, record =>
        {
            double label = record.Numbers[SampleCustomers.Accepted];
            Array.Fill(record.Numbers, 1);
            record.Numbers[SampleCustomers.Accepted] = label;
            record.SetText(SampleCustomers.Town, "x"u8);
        })).ShouldContain("different sets of values");

        var free = new TrainingRows(SampleCustomers.Schema with { Economics = null });
        for (int i = 0; i < 100; i++)
        {
            free.Add(SampleCustomers.Customer(i));
        }

        Refused(free).ShouldContain("economics");
    }

    [Fact]
    public void A_schema_without_features_is_refused()
    {
        Schema bare = SampleCustomers.Schema with
        {
            Fields = [.. SampleCustomers.Schema.Fields.Select(field => field.Role == FieldRole.Feature ? field with { Role = FieldRole.Attribute } : field)],
        };
        var rows = new TrainingRows(bare);
        for (int i = 0; i < 100; i++)
        {
            rows.Add(SampleCustomers.Customer(i));
        }

        Refused(rows).ShouldContain("no features");
    }

    [Fact]
    public void Cancellation_is_honoured_and_progress_grows_to_one()
    {
        var seen = new SeenProgress();
        ResponseTraining.Fit(SampleCustomers.Rows(200), Quick, seen, default);
        seen.Shares.ShouldBe(seen.Shares.Order());
        seen.Shares[^1].ShouldBe(1);
        Should.Throw<OperationCanceledException>(
            () => ResponseTraining.Fit(SampleCustomers.Rows(200), Quick, null, new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData("\"formatVersion\": 2", "\"formatVersion\": 3", "version 3")]
    [InlineData("clientele.response", "clientele.segments", "clientele.segments")]
    [InlineData("\"intercept\": -", "\"intercept\": 1e999, \"was\": -", "intercept")]
    [InlineData("\"coefficients\": [", "\"coefficients\": [ 0.5,", "coefficients")]
    [InlineData("\"scales\": [", "\"scales\": [ -1,", "scale")]
    [InlineData("\"of\": 0,", "\"of\": 1000,", "questions 1000")]
    [InlineData("\"fields\": [", "\"fields\": [ 77,", "fields")]
    [InlineData("\"slope\": ", "\"slope\": -", "slope")]
    [InlineData("\"outOfFold\": \"", "\"outOfFold\": \"AAAA", "trained customers")]
    public void A_changed_model_is_refused_with_the_file_and_what_was_found(string what, string by, string named)
    {
        string json = Trained.Model.ToJson().ToString();
        json.ShouldContain(what);
        var refusal = Should.Throw<ModelRefusedException>(
            () => ResponseModel.FromJson(BinaryData.FromString(json.Replace(what, by, StringComparison.Ordinal)), "models/gym/response/a/model.json"));
        refusal.Message.ShouldContain("models/gym/response/a/model.json");
        refusal.Message.ShouldContain(named);
    }

    [Fact]
    public void A_model_cut_short_is_refused_wherever_it_is_cut()
    {
        byte[] json = Trained.Model.ToJson().ToArray();
        for (int length = 0; length < json.Length - 1; length += json.Length / 50)
        {
            Should.Throw<ModelRefusedException>(() => ResponseModel.FromJson(BinaryData.FromBytes(json.AsMemory(0, length))));
        }
    }

    private static TrainedResponse Train(TrainingRows rows) => ResponseTraining.Fit(rows, Quick, null, default);

    private static string Refused(TrainingRows rows) => Should.Throw<TrainingDataException>(() => Train(rows)).Message;

    private static TrainingRows With(int count, Action<TypedRecord> change)
    {
        var rows = new TrainingRows(SampleCustomers.Schema);
        for (int i = 0; i < count; i++)
        {
            TypedRecord record = SampleCustomers.Customer(i);
            change(record);
            rows.Add(record);
        }

        return rows;
    }
}
