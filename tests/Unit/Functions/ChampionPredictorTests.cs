using System.Globalization;
using System.Text.Json;
using Clientele.Campaign;
using Clientele.Functions;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Functions;

/// <summary>Predictions of the real model, from storage in memory.</summary>
public sealed class ChampionPredictorTests
{
    private const string Gold = """{"Code":"X1","Income":2500,"Visits":12,"Since":"2021-05-04","Plan":"Gold"}""";

    private readonly MemoryStorage _memory = new();
    private readonly Today _time = new();
    private readonly ChampionPredictor _predictor;

    public ChampionPredictorTests()
        => _predictor = new ChampionPredictor(
            new SchemaSource([("file.json", BinaryData.FromString(FileOnly))], _memory.Open().Schemas, _time, NullLogger<SchemaSource>.Instance),
            new ScoringModels(_memory.Open().Models, _time),
            new RunSettings(),
            NullLogger<ChampionPredictor>.Instance);

    private static string FileOnly => GymModel.SchemaJson.Replace("\"gym\"", "\"files\"", StringComparison.Ordinal);

    [Fact]
    public async Task A_customer_gets_what_the_model_says_of_the_same_record()
    {
        await GymModel.PutAsync(_memory);

        Prediction found = (await ScoredAsync(Gold)).ShouldHaveSingleItem();

        CustomerScore expected = Score(Gold, GymModel.Day);
        found.Probability.ShouldBe(expected.Probability);
        found.Decile.ShouldBe(expected.Decile);
        found.ExpectedProfit.ShouldBe(expected.ExpectedProfit);
        found.Verdicts.Where(verdict => verdict.Value).Select(verdict => verdict.Key).ShouldBe(
            Enum.GetValues<ObjectiveVerdicts>().Where(each => each != ObjectiveVerdicts.None && expected.Verdicts.HasFlag(each)).Select(each => each.ToString().ToLowerInvariant()));
        found.Verdicts.Count.ShouldBe(4);
        (found.Id, found.Model, found.ModelVersion, found.SeenInTraining).ShouldBe(("X1", "full", GymModel.Version, false));
        found.Missing.ShouldBeEmpty();
        found.Repairs.ShouldBeEmpty();
    }

    [Fact]
    public async Task Missing_values_repairs_and_a_trained_id_are_told()
    {
        await GymModel.PutAsync(_memory);

        Prediction found = (await ScoredAsync("""{"code":"M3","Visits":3.7,"Plan":"golden","Since":null}""")).ShouldHaveSingleItem();

        found.Missing.ShouldBe(["Income", "Since"]);
        found.Repairs.ShouldBe([new PredictionRepair("Visits", "rounded"), new PredictionRepair("Plan", "category_mapped")]);
        found.SeenInTraining.ShouldBeTrue();
        (await ScoredAsync("{}")).ShouldHaveSingleItem().Id.ShouldBeNull();
    }

    [Fact]
    public async Task Many_at_once_and_one_after_the_other_are_the_same()
    {
        await GymModel.PutAsync(_memory);
        string[] customers = [.. Enumerable.Range(0, 200).Select(Json)];
        Prediction[] one = [.. (await Task.WhenAll(customers.Select(each => Task.Run(() => ScoredAsync(each))))).Select(each => each.Single())];

        IReadOnlyList<Prediction> list = await ScoredAsync(customers);

        list.Select(each => (each.Id, each.Probability, each.Decile)).ShouldBe(one.Select(each => (each.Id, each.Probability, each.Decile)));
        list.Select(each => each.Probability).Distinct().Count().ShouldBeGreaterThan(100);
    }

    [Fact]
    public async Task Every_bad_field_of_a_list_is_named_with_its_customer_and_nobody_is_scored()
    {
        await GymModel.PutAsync(_memory);

        PredictionOutcome.BadFields bad = (await AskAsync([Gold, """{"Income":"lots","Colour":1}""", Gold, "5", """{"Visits":-1}"""], isList: true)).ShouldBeOfType<PredictionOutcome.BadFields>();

        bad.Fields.Select(field => field.Column).ShouldBe(["[1].Income", "[1].Colour", "[3]", "[4].Visits"]);
        bad.Fields[0].Sentence.ShouldBe("'lots' in Income is not a number.");
        (await AskAsync(["""{"Income":"lots"}"""], isList: false)).ShouldBeOfType<PredictionOutcome.BadFields>().Fields.ShouldHaveSingleItem().Column.ShouldBe("Income");
    }

    [Fact]
    public async Task Bad_fields_are_told_up_to_a_bound()
    {
        await GymModel.PutAsync(_memory);

        PredictionOutcome outcome = await AskAsync([.. Enumerable.Repeat("""{"Income":"a","Visits":"b","Since":"c"}""", 1000)], isList: true);

        outcome.ShouldBeOfType<PredictionOutcome.BadFields>().Fields.Count.ShouldBe(SingleRecord.MaxProblems);
    }

    [Fact]
    public async Task Values_are_true_on_the_models_day_unless_they_are_newer_or_the_caller_says_when()
    {
        await GymModel.PutAsync(_memory);
        string future = Gold.Replace("2021-05-04", "2026-06-30", StringComparison.Ordinal);

        (await ScoredAsync(Gold))[0].Probability.ShouldBe(Score(Gold, GymModel.Day).Probability);
        (await ScoredAsync(future))[0].Probability.ShouldBe(Score(future, new DateOnly(2026, 6, 30)).Probability);
        Prediction said = ((PredictionOutcome.Scored)await AskAsync([Gold], isList: false, new DateOnly(2022, 1, 1))).Predictions[0];
        said.Probability.ShouldBe(Score(Gold, new DateOnly(2022, 1, 1)).Probability);
    }

    [Fact]
    public async Task Without_a_model_or_after_a_change_of_the_schema_there_is_a_reason_instead_of_an_answer()
    {
        (await AskAsync([Gold], isList: false, schema: "files")).ShouldBeOfType<PredictionOutcome.NotReady>().Sentence.ShouldContain("No model is in use for 'files'");
        (await AskAsync([Gold], isList: false, schema: "nothing")).ShouldBeOfType<PredictionOutcome.UnknownSchema>().Known.ShouldBe(["files"]);

        await GymModel.PutAsync(_memory);
        string changed = GymModel.SchemaJson.Replace("\"Income\"", "\"Salary\"", StringComparison.Ordinal);
        await _memory.Open().Schemas.TryReplaceAsync("gym.json", (await _memory.Open().Schemas.ReadAsync("gym.json", default))!.Value.Facts.ETag, BinaryData.FromString(changed), default);
        _time.Advance(TimeSpan.FromMinutes(2));
        (await AskAsync(["{}"], isList: false)).ShouldBeOfType<PredictionOutcome.NotReady>().Sentence.ShouldContain($"has changed since model {GymModel.Version}");
    }

    [Fact]
    public async Task A_schema_without_economics_cannot_be_judged()
    {
        string poor = GymModel.SchemaJson.Replace("\"economics\": { \"contactCost\": 3, \"responseValue\": 11 },", "", StringComparison.Ordinal);
        await _memory.Open().Schemas.TryCreateAsync("gym.json", BinaryData.FromString(poor), default);

        (await AskAsync([Gold], isList: false)).ShouldBeOfType<PredictionOutcome.NotReady>().Sentence.ShouldContain("economics");
    }

    [Fact]
    public async Task Warming_reads_the_models_and_never_fails()
    {
        await GymModel.PutAsync(_memory);
        int reads = 0;
        _memory.Before = operation =>
        {
            Interlocked.Increment(ref reads);
            return ValueTask.CompletedTask;
        };

        await _predictor.WarmAsync(default);

        int warm = reads;
        warm.ShouldBeGreaterThan(2);
        await ScoredAsync(Gold);
        reads.ShouldBe(warm);

        _memory.Before = _ => throw new IOException("Storage is away.");
        _time.Advance(TimeSpan.FromHours(1));
        await _predictor.WarmAsync(default);
    }

    private static CustomerScore Score(string json, DateOnly asOf)
    {
        var record = new TypedRecord(GymModel.Schema) { AsOf = asOf.DayNumber };
        using JsonDocument document = JsonDocument.Parse(json);
        SingleRecord.Read(document.RootElement, GymModel.Schema, record, []).ShouldBeTrue();
        return GymModel.Model.Price(GymModel.Schema.Economics!, new ObjectiveRules()).CreateScorer().Score(record);
    }

    private static string Json(int number)
    {
        TypedRecord member = GymModel.Member(number);
        return JsonSerializer.Serialize(new Dictionary<string, object>
        {
            ["Code"] = member.TextString(0),
            ["Income"] = member.Numbers[1],
            ["Visits"] = member.Numbers[2],
            ["Since"] = DateOnly.FromDayNumber((int)member.Numbers[3]).ToString("O", CultureInfo.InvariantCulture),
            ["Plan"] = member.TextString(4),
        });
    }

    private async Task<IReadOnlyList<Prediction>> ScoredAsync(params string[] customers)
        => (await AskAsync(customers, isList: customers.Length > 1)).ShouldBeOfType<PredictionOutcome.Scored>().Predictions;

    private Task<PredictionOutcome> AskAsync(string[] customers, bool isList, DateOnly? asOf = null, string schema = "gym")
        => _predictor.PredictAsync(new PredictionRequest(schema, [.. customers.Select(each => JsonElement.Parse(each))], isList, asOf), CancellationToken.None);

    private sealed class Today : TimeProvider
    {
        private DateTimeOffset _now = new(2025, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => _now;

        public override long GetTimestamp() => _now.UtcTicks;

        public void Advance(TimeSpan by) => _now += by;
    }
}
