using System.Globalization;
using Clientele.Functions;
using Clientele.Functions.Web;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Functions.Web;

/// <summary>The page over the real model of a small business.</summary>
public sealed class PredictPagesTests
{
    private readonly MemoryStorage _memory = new();
    private readonly PredictPages _pages;

    public PredictPagesTests()
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("en-US");
        var schemas = new SchemaSource([], _memory.Open().Schemas, TimeProvider.System, NullLogger<SchemaSource>.Instance);
        var models = new ScoringModels(_memory.Open().Models, TimeProvider.System);
        var settings = new RunSettings();
        _pages = new PredictPages(new ChampionPredictor(schemas, models, settings, NullLogger<ChampionPredictor>.Instance), schemas, models, settings);
    }

    [Fact]
    public async Task A_visit_shows_a_typical_customer_and_what_the_model_says_of_them()
    {
        await GymModel.PutAsync(_memory);

        PredictModel model = await VisitAsync();

        model.Fields.Count.ShouldBe(GymModel.Model.Compact.Features.Questions.Count);
        model.Fields.ShouldAllBe(field => field.Value.Length > 0 && field.Error == null);
        model.Prediction!.Probability.ShouldBeInRange(0, 1);
        model.CutOffs.Keys.ShouldBe(["aggressive", "moderate", "balanced", "frugal"]);
        (model.Objective, model.Missing.Count).ShouldBe(("balanced", 0));
    }

    [Fact]
    public async Task What_is_typed_is_what_is_asked()
    {
        await GymModel.PutAsync(_memory);

        PredictModel gold = await AskAsync(("f-Plan", "Gold"), ("objective", "frugal"));
        PredictModel basic = await AskAsync(("f-Plan", "Basic"), ("objective", "frugal"));

        gold.Objective.ShouldBe("frugal");
        gold.Prediction!.Probability.ShouldBeGreaterThan(basic.Prediction!.Probability);
        gold.Missing.ShouldNotContain("Plan");
        gold.Missing.Count.ShouldBe(gold.Fields.Count - 1);
    }

    [Fact]
    public async Task A_number_is_taken_as_its_reader_writes_it()
    {
        await GymModel.PutAsync(_memory);
        PredictModel plain = await AskAsync(("f-Income", "2500.5"), ("f-Plan", "Gold"));
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("pt-BR");

        PredictModel comma = await AskAsync(("f-Income", "2.500,5"), ("f-Plan", "Gold"));

        comma.HasErrors.ShouldBeFalse();
        comma.Prediction!.Probability.ShouldBe(plain.Prediction!.Probability);
    }

    [Theory]
    [InlineData("f-Visits", "many", "Error.integer")]
    [InlineData("f-Visits", "-1", "Error.range")]
    [InlineData("f-Income", "-5", "Error.least")]
    [InlineData("f-Plan", "Platinum", "Error.category")]
    [InlineData("f-Since", "30 June", "Error.date")]
    public async Task A_value_that_cannot_be_used_is_explained_at_its_field_and_kept(string field, string value, string error)
    {
        await GymModel.PutAsync(_memory);

        var view = (PageAnswer.View)await _pages.AskAsync(Call(("f-Plan", "Gold"), (field, value)), default);

        var model = (PredictModel)view.Model;
        PredictField? asked = model.Fields.FirstOrDefault(each => each.Id == field);
        if (asked is null)
        {
            // The compact model of this business need not ask it.
            GymModel.Model.Compact.Features.Questions.ShouldNotContain(question => "f-" + question.Name == field);
            return;
        }

        view.Status.ShouldBe(400);
        (asked.Error!.Key, asked.Value).ShouldBe((error, value));
        model.Prediction.ShouldBeNull();
    }

    [Fact]
    public async Task A_value_beyond_what_training_saw_is_said_to_be()
    {
        await GymModel.PutAsync(_memory);

        PredictModel model = await AskAsync(("f-Plan", "Gold"), ("f-Visits", "900"), ("f-Income", "900000"));

        model.Fields.Where(field => field.Value is "900" or "900000").ShouldAllBe(field => field.Beyond != null && field.Error == null);
        model.Prediction.ShouldNotBeNull();
    }

    [Fact]
    public async Task Without_a_model_the_page_says_so()
        => (await VisitAsync("campaign")).NotReady.ShouldNotBeNull();

    private async Task<PredictModel> VisitAsync(string? other = null)
    {
        if (other is not null)
        {
            await using Stream schema = BinaryData.FromString(GymModel.SchemaJson.Replace("\"gym\"", $"\"{other}\"", StringComparison.Ordinal)).ToStream();
            await _memory.Open().Schemas.UploadAsync($"{other}.json", schema, null, default);
        }

        return (PredictModel)((PageAnswer.View)await _pages.VisitAsync(Call(), default)).Model;
    }

    private async Task<PredictModel> AskAsync(params (string Name, string Value)[] form) =>
        (PredictModel)((PageAnswer.View)await _pages.AskAsync(Call(form), default)).Model;

    private static PageCall Call(params (string Name, string Value)[] form) => new(
        PredictPages.Path,
        new Dictionary<string, string>(),
        new Dictionary<string, string>(),
        new PageForm(form.GroupBy(each => each.Name).Select(each => KeyValuePair.Create(each.Key, each.Select(one => one.Value).Reverse().ToArray()))),
        new Visitor(null, IsOperator: false),
        Language.English);
}
