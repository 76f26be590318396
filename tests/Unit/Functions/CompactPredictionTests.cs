using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Clientele.Campaign;
using Clientele.Functions;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Testing;
using Clientele.Tests.Features;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Functions;

/// <summary>Which model answers, and what totals are to it.</summary>
public sealed class CompactPredictionTests : IAsyncLifetime
{
    private static readonly string[] Others = ["Born", "Level", "Salary", "Joined"];
    private static readonly string[] Members = ["Books", "Toys", "Web", "Shop", "Offer1", "Offer2", "Offer3"];
    private static readonly string[] Totals = ["spend_total", "orders_total", "offers_total"];

    private readonly MemoryStorage _memory = new();
    private readonly ChampionPredictor _predictor;
    private readonly SchemaSource _schemas;
    private readonly ScoringModels _models;

    public CompactPredictionTests()
    {
        _schemas = new SchemaSource([], _memory.Open().Schemas, TimeProvider.System, NullLogger<SchemaSource>.Instance);
        _models = new ScoringModels(_memory.Open().Models, TimeProvider.System);
        _predictor = new ChampionPredictor(_schemas, _models, new RunSettings(), NullLogger<ChampionPredictor>.Instance);
    }

    /// <summary>What the compact model asks beside the totals.</summary>
    private static IEnumerable<string> AskedAlone => ShopModel.Model.Compact.Features.Questions.Where(question => question.Topic < SampleShop.Schema.Fields.Count).Select(question => question.Name);

    public Task InitializeAsync() => ShopModel.PutAsync(_memory);

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task The_full_model_answers_from_four_fifths_of_the_features_on_and_the_compact_one_below()
    {
        string[] all = [.. Others, .. Members];
        JsonObject[] customers = [.. Enumerable.Range(0, all.Length + 1).Select(given => ShopModel.Json(SampleShop.Customer(7), all.Take(given)))];

        IReadOnlyList<Prediction> found = await ScoredAsync(customers);

        // 9 of 11 are 82%, 8 are 73%.
        found.Select(each => each.Model).ShouldBe([.. Enumerable.Repeat("compact", 9), .. Enumerable.Repeat("full", 3)]);
        found.Select(each => each.Missing.Count).ShouldBe(Enumerable.Range(0, 12).Select(given => 11 - given));
        ResponseScorer scorer = Scorer();
        found[^1].Probability.ShouldBe(scorer.Score(SampleShop.Customer(7)).Probability);
        found[0].Probability.ShouldBe(scorer.ScoreCompact(new TypedRecord(SampleShop.Schema) { AsOf = SampleShop.AsOf }, []).Probability);
    }

    [Fact]
    public async Task A_total_is_the_same_as_all_its_members_bit_for_bit()
    {
        ShopModel.Model.Compact.Features.Questions.ShouldContain(question => question.Name == "offers");
        TypedRecord[] customers = [.. Enumerable.Range(1000, 100).Select(SampleShop.Customer)];

        IReadOnlyList<Prediction> byMembers = await ScoredAsync([.. customers.Select(each => ShopModel.Json(each, [.. Members, .. AskedAlone.Except(Others)]))]);
        IReadOnlyList<Prediction> byTotals = await ScoredAsync([.. customers.Select(each => ShopModel.Json(each, [.. Totals, .. AskedAlone.Except(Others)]))]);

        byMembers.Concat(byTotals).ShouldAllBe(each => each.Model == "compact");
        byTotals.Select(each => each.Probability).ShouldBe(byMembers.Select(each => each.Probability));
        byTotals.Select(each => each.Reasons[0]).ShouldBe(byMembers.Select(each => each.Reasons[0]));
        byTotals.Select(each => each.Probability).Distinct().Count().ShouldBeGreaterThan(3);
    }

    [Fact]
    public async Task A_total_counts_whatever_its_members_say_in_either_model()
    {
        string[] all = [.. Others, .. Members];
        TypedRecord customer = SampleShop.Customer(3);
        JsonObject full = ShopModel.Json(customer, all);
        JsonObject withTotals = ShopModel.Json(customer, [.. all, .. Totals]);
        JsonObject withMore = ShopModel.Json(customer, all);
        customer.Numbers.AsSpan(9, 3).ToArray().Sum().ShouldBeLessThan(3);
        withMore["offers_total"] = 3;
        JsonObject none = new() { ["Offer1"] = false, ["Offer2"] = false, ["Offer3"] = false, ["offers_total"] = 3 };

        IReadOnlyList<Prediction> found = await ScoredAsync([full, withTotals, withMore, none, new JsonObject { ["offers_total"] = 3 }]);

        found.Select(each => each.Model).ShouldBe(["full", "full", "full", "compact", "compact"]);
        found[1].Probability.ShouldBe(found[0].Probability);
        found[2].Probability.ShouldBeGreaterThan(found[0].Probability);
        AskedAlone.ShouldNotContain(name => name.StartsWith("Offer", StringComparison.Ordinal));
        found[3].Probability.ShouldBe(found[4].Probability);
    }

    [Fact]
    public async Task Members_of_a_total_that_is_told_are_not_missing()
    {
        Prediction found = (await ScoredAsync([new JsonObject { ["Offers Total"] = "2", ["spend_total"] = 300.5, ["orders_total"] = null }])).Single();

        found.Model.ShouldBe("compact");
        found.Missing.ShouldBe(["Born", "Level", "Salary", "Joined", "Web", "Shop"]);
    }

    [Fact]
    public async Task Reasons_are_told_in_three_languages_and_the_interval_is_the_compact_models()
    {
        Prediction found = (await ScoredAsync([new JsonObject { ["offers_total"] = 3 }])).Single();

        PredictionReason reason = found.Reasons[0];
        (reason.En, reason.Es, reason.Pt, reason.Field).ShouldBe(("took 3 offers", "aceptó 3 ofertas", "aceitou 3 ofertas", "offers"));
        reason.Contribution.ShouldBeGreaterThan(0);
        (double low, double high) = ShopModel.Model.CompactCalibration.Of(found.Probability);
        found.Interval.ShouldBe(new PredictionInterval(low, high));
        low.ShouldBeGreaterThanOrEqualTo(0);
        high.ShouldBeGreaterThan(low);
        high.ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task A_thousand_customers_are_answered_in_their_order_each_by_the_model_that_fits()
    {
        string[] all = [.. Others, .. Members];
        JsonObject[] customers = [.. Enumerable.Range(0, Predict.MostCustomers).Select(i => ShopModel.Json(SampleShop.Customer(i), i % 2 == 0 ? all.Prepend("Id") : ["Id", "offers_total"]))];

        IReadOnlyList<Prediction> found = await ScoredAsync(customers);

        found.Select(each => each.Id).ShouldBe(Enumerable.Range(0, Predict.MostCustomers).Select(i => i.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        found.Select(each => each.Model).ShouldBe(Enumerable.Range(0, Predict.MostCustomers).Select(i => i % 2 == 0 ? "full" : "compact"));
        ResponseScorer scorer = Scorer();
        found[998].Probability.ShouldBe(scorer.Score(SampleShop.Customer(998)).Probability);
    }

    [Fact]
    public async Task A_total_that_cannot_be_used_is_named_with_its_customer()
    {
        string list = """[{}, {"offers_total":3}, {}, {"offers_total":4,"spend_total":"lots"}, {"household_total":1}]""";
        var route = new Dictionary<string, string> { ["schema"] = "shop" };

        HttpAnswer answer = await new Predict(_predictor).RunAsync(new HttpCall("POST", route, new Dictionary<string, string>(), new MemoryStream(Encoding.UTF8.GetBytes(list))), CancellationToken.None);

        (answer.Status, answer.ContentType).ShouldBe((400, "application/problem+json; charset=utf-8"));
        JsonElement errors = JsonElement.Parse(answer.Body.Span).GetProperty("errors");
        errors.EnumerateObject().Select(each => each.Name).ShouldBe(["[3].offers_total", "[3].spend_total", "[4].household_total"]);
        errors.GetProperty("[3].offers_total")[0].GetString().ShouldBe("'4' in offers_total is outside what is possible (0 to 3).");
    }

    [Fact]
    public async Task The_list_of_models_says_what_the_champions_compact_model_asks()
    {
        var registry = new ModelRegistry(_memory.Open(), _schemas, _models, new RunSettings(), NullLogger<ModelRegistry>.Instance);

        IReadOnlyList<FormField> form = (await registry.ListAsync("shop", ResponseModel.Kind, CancellationToken.None)).Single().Compact!;

        form.Count.ShouldBe(ShopModel.Model.Compact.Features.Questions.Count);
        form.Count.ShouldBeInRange(1, 9);
        FormField offers = form.Single(field => field.Name == "offers_total");
        (offers.Kind, offers.Title).ShouldBe(("integer", new LocalText("Offers taken", "Ofertas aceptadas", "Ofertas aceitas")));
        (offers.Minimum!.GetValue<double>(), offers.Maximum!.GetValue<double>()).ShouldBe((0, 3));

        // Whoever sends the form as it is gets an answer.
        Prediction typical = (await ScoredAsync([new JsonObject([.. form.Select(field => KeyValuePair.Create(field.Name, field.Typical))])])).Single();
        typical.Repairs.ShouldBeEmpty();
    }

    private static ResponseScorer Scorer() => ShopModel.Model.Price(SampleShop.Schema.Economics!, new ObjectiveRules()).CreateScorer();

    private async Task<IReadOnlyList<Prediction>> ScoredAsync(JsonObject[] customers)
    {
        JsonElement[] elements = [.. customers.Select(each => JsonSerializer.SerializeToElement(each))];
        PredictionOutcome outcome = await _predictor.PredictAsync(new PredictionRequest("shop", elements, IsList: true, AsOf: null), CancellationToken.None);
        return outcome.ShouldBeOfType<PredictionOutcome.Scored>().Predictions;
    }
}
