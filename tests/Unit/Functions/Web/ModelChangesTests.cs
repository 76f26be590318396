using Clientele.Functions.Web;
using Clientele.HandlerUnderTest;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Testing;
using Clientele.Unit.Runs.Simulation;

namespace Clientele.Unit.Functions.Web;

public sealed class ModelChangesTests
{
    private static readonly ChampionAlias Alias = new(1, "bbbbbbbbbbbbbbbb", Pinned: true, Demonstration: false, [new("aaaaaaaaaaaaaaaa", "Trained."), new("bbbbbbbbbbbbbbbb", "Promoted by hand.")]);
    private static readonly (string, string)[] Asked = [("schema", World.SchemaId), ("kind", "response"), ("version", "aaaaaaaaaaaaaaaa"), ("cost", "4"), ("value", "20"), ("scoreAgain", "yes")];

    [Fact]
    public async Task A_marketer_changes_nothing()
    {
        Desk desk = await Desk.OpenAsync();
        PageCall call = Visits.Form(isOperator: false, Asked);

        foreach (PageAnswer answer in new[]
        {
            await desk.Changes.PromoteAsync(call, default), await desk.Changes.RollbackAsync(call, default), await desk.Changes.ReleaseAsync(call, default),
            await desk.Changes.ScoreAgainAsync(call, default), await desk.Changes.SaveEconomicsAsync(call, default),
        })
        {
            answer.View().Status.ShouldBe(403);
            answer.Model<Problem>().Status.ShouldBe(403);
        }

        desk.Registry.Calls.ShouldBeEmpty();
        desk.Engine.Calls.ShouldBeEmpty();
        desk.Economics().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(AliasOutcome.Promoted, "promoted")]
    [InlineData(AliasOutcome.RolledBack, "rolledBack")]
    [InlineData(AliasOutcome.Released, "released")]
    [InlineData(AliasOutcome.AlreadyChampion, "alreadyChampion")]
    [InlineData(AliasOutcome.NotPinned, "notPinned")]
    public async Task What_is_so_now_is_told_after_a_redirect(AliasOutcome outcome, string done)
    {
        Desk desk = await Desk.OpenAsync();
        desk.Registry.Change = new ModelChange(outcome, "A sentence.", Alias);
        PageCall call = Visits.Form(isOperator: true, Asked);

        foreach (PageAnswer answer in new[] { await desk.Changes.PromoteAsync(call, default), await desk.Changes.RollbackAsync(call, default), await desk.Changes.ReleaseAsync(call, default) })
        {
            answer.Address().ShouldBe($"/models?schema=tiny&kind=response&done={done}");
        }

        desk.Registry.Calls.ShouldBe(["promote tiny response aaaaaaaaaaaaaaaa", "rollback tiny response aaaaaaaaaaaaaaaa", "release tiny response aaaaaaaaaaaaaaaa"]);
    }

    [Theory]
    [InlineData(AliasOutcome.NotChampion, 409)]
    [InlineData(AliasOutcome.NoEarlierChampion, 409)]
    [InlineData(AliasOutcome.Refused, 409)]
    [InlineData(AliasOutcome.Conflict, 409)]
    [InlineData(AliasOutcome.NoSuchVersion, 404)]
    [InlineData(AliasOutcome.NoChampion, 404)]
    public async Task What_could_not_be_done_is_told_on_the_page_as_it_is_now(AliasOutcome outcome, int status)
    {
        Desk desk = await Desk.OpenAsync();
        desk.Registry.Change = new ModelChange(outcome, "A sentence.", outcome is AliasOutcome.NoSuchVersion or AliasOutcome.NoChampion ? null : Alias);

        PageAnswer answer = await desk.Changes.RollbackAsync(Visits.Form(isOperator: true, Asked), default);

        answer.View().Status.ShouldBe(status);
        ModelsModel model = answer.Model<ModelsModel>();
        model.Notice!.IsGood.ShouldBeFalse();
        model.Notice.Key.ShouldBe("Outcome." + outcome);
        model.Notice.Arguments[0].ShouldBe("aaaaaaaa");
        model.Notice.Detail.ShouldBe(outcome == AliasOutcome.Refused ? "A sentence." : null);
        model.Family!.Schema.ShouldBe(World.SchemaId);
    }

    [Fact]
    public async Task Saved_amounts_are_in_force_and_uploads_are_scored_again_only_where_that_was_ticked()
    {
        Desk desk = await Desk.OpenAsync();
        desk.Engine.ScoreAgain = new ScoreAgainOutcome(["one", "two"], ["three"]);

        PageAnswer ticked = await desk.Changes.SaveEconomicsAsync(Visits.Form(isOperator: true, Asked), default);
        PageAnswer unticked = await desk.Changes.SaveEconomicsAsync(Visits.Form(isOperator: true, Asked[..^1]), default);

        ticked.Address().ShouldBe("/models?schema=tiny&kind=response&done=savedAndScored&runs=2&waiting=1");
        unticked.Address().ShouldBe("/models?schema=tiny&kind=response&done=saved");
        desk.Engine.Calls.ShouldBe(["score again tiny"]);
        SchemaSource schemas = desk.World.Schemas();
        (await schemas.EconomicsAsync((await schemas.CurrentAsync(default))[0], default)).ShouldBe(new Economics(4, 20));
    }

    [Theory]
    [InlineData("x", "20")]
    [InlineData("", "20")]
    [InlineData("20", "20")]
    public async Task Wrong_amounts_are_not_saved_and_stay_in_their_fields(string cost, string value)
    {
        Desk desk = await Desk.OpenAsync(withRegistry: true);

        PageAnswer answer = await desk.Changes.SaveEconomicsAsync(
            Visits.Form(isOperator: true, ("schema", World.SchemaId), ("kind", "response"), ("cost", cost), ("value", value)), default);

        answer.View().Status.ShouldBe(400);
        PricedVersion priced = answer.Model<ModelsModel>().Priced!;
        (priced.Asked.Cost, priced.Asked.Value, priced.Asked.Amounts).ShouldBe((cost, value, null));
        priced.Asked.CostProblem.ShouldNotBeNull();
        desk.Economics().ShouldBeEmpty();
    }

    [Fact]
    public async Task Scoring_again_tells_how_many_and_needs_a_schema_that_is_there()
    {
        Desk desk = await Desk.OpenAsync();
        (await desk.Changes.ScoreAgainAsync(Visits.Form(isOperator: true, Asked), default)).ShouldBe(PageAnswer.NotFound);

        desk.Engine.ScoreAgain = new ScoreAgainOutcome(["one"], []);
        (await desk.Changes.ScoreAgainAsync(Visits.Form(isOperator: true, Asked), default)).Address().ShouldBe("/models?schema=tiny&kind=response&done=scored&runs=1&waiting=0");
        (await desk.Changes.PromoteAsync(Visits.Form(isOperator: true, ("schema", World.SchemaId)), default)).ShouldBe(PageAnswer.NotFound);
        (await desk.Changes.PromoteAsync(Visits.Form(isOperator: true, ("schema", new string('a', 65)), ("kind", "response"), ("version", "a")), default)).ShouldBe(PageAnswer.NotFound);
    }

    /// <summary>The forms over a registry and an engine that tests script; the page itself is of what is stored.</summary>
    private sealed record Desk(World World, ModelChanges Changes, ScriptedRegistry Registry, ScriptedEngine Engine)
    {
        public static async Task<Desk> OpenAsync(bool withRegistry = false)
        {
            World world = await World.CreateAsync(withModels: withRegistry);
            var registry = new ScriptedRegistry();
            var engine = new ScriptedEngine();
            var objectives = new CampaignObjectives(
                world.Storage.Open(), world.Schemas(), new ScoringModels(world.Storage.Container("models"), TimeProvider.System), QuickTraining.Settings);
            return new Desk(world, new ModelChanges(registry, objectives, engine, ModelsPagesTests.Open(world)), registry, engine);
        }

        public IEnumerable<string> Economics() => World.Storage.Container("schemas").ListAsync(null, default).ToBlockingEnumerable().Select(blob => blob.Name);
    }
}
