using Clientele.Campaign;
using Clientele.Functions.Web;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Testing;
using Clientele.Unit.Runs.Simulation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Clientele.Unit.Functions.Web;

public sealed class ModelsPagesTests
{
    [Fact]
    public async Task The_champion_of_the_response_is_shown_beside_the_newest_other_version()
    {
        World world = await World.CreateAsync();
        string[] versions = [.. await World.VersionsAsync()];

        ModelsModel model = (await Open(world).ShowAsync(Visits.To(), default)).Model<ModelsModel>();

        (model.Family!.Kind, model.Family.Champion).ShouldBe((ResponseModel.Kind, versions[0]));
        model.Shown!.View.Version.ShouldBe(versions[0]);
        model.Shown.Response!.Gains.Count.ShouldBeGreaterThan(10);
        model.Shown.Manifest!.TrainingBlobs.ShouldHaveSingleItem().Name.ShouldBe("tiny/labelled.csv");
        (model.Pair!.First.View.Version, model.Pair.Second.View.Version).ShouldBe((versions[0], versions[1]));
        model.Priced!.Figures!.Economics.ShouldBe(new Economics(3, 11));
        model.IsOperator.ShouldBeFalse();
    }

    [Fact]
    public async Task Another_version_and_two_others_side_by_side_can_be_asked_for()
    {
        World world = await World.CreateAsync();
        string[] versions = [.. await World.VersionsAsync()];

        ModelsModel model = (await Open(world).ShowAsync(
            Visits.To(("schema", World.SchemaId), ("kind", "response"), ("version", versions[1]), ("first", versions[1]), ("second", versions[0])), default)).Model<ModelsModel>();

        model.Shown!.View.Version.ShouldBe(versions[1]);
        (model.Pair!.First.View.Version, model.Pair.Second.View.Version).ShouldBe((versions[1], versions[0]));
    }

    [Fact]
    public async Task Other_amounts_show_what_follows_and_change_nothing()
    {
        World world = await World.CreateAsync();

        PageAnswer answer = await Open(world).ShowAsync(Visits.To(("cost", "8"), ("value", "11")), default);

        PricedVersion priced = answer.Model<ModelsModel>().Priced!;
        answer.View().Status.ShouldBe(200);
        priced.Figures!.Economics.ShouldBe(new Economics(8, 11));
        priced.InForce.ShouldBe(new Economics(3, 11));
        priced.Figures.Objectives[2].CutOff.ShouldBeGreaterThan(3.0 / 11);
        world.Storage.Container("schemas").ListAsync(null, default).ToBlockingEnumerable().ShouldBeEmpty();
    }

    [Fact]
    public async Task Wrong_amounts_are_told_at_their_fields_with_status_400()
    {
        World world = await World.CreateAsync();

        PageAnswer answer = await Open(world).ShowAsync(Visits.To(("cost", "12"), ("value", "eleven")), default);

        answer.View().Status.ShouldBe(400);
        PricedVersion priced = answer.Model<ModelsModel>().Priced!;
        (priced.Asked.Cost, priced.Asked.CostProblem, priced.Asked.Value, priced.Asked.ValueProblem).ShouldBe(("12", null, "eleven", AskedEconomics.NotNumber));
        priced.Figures.ShouldBeNull();
    }

    [Fact]
    public async Task Segments_have_versions_too_and_what_there_is_not_is_no_page()
    {
        World world = await World.CreateAsync();

        ModelsModel model = (await Open(world).ShowAsync(Visits.To(("schema", World.SchemaId), ("kind", "segments")), default)).Model<ModelsModel>();

        model.Shown!.Segments!.Proposals.Count.ShouldBe(3);
        model.Priced.ShouldBeNull();
        (await Open(world).ShowAsync(Visits.To(("schema", "nobody")), default)).ShouldBe(PageAnswer.NotFound);
        (await Open(world).ShowAsync(Visits.To(("kind", "insiders")), default)).ShouldBe(PageAnswer.NotFound);
    }

    [Fact]
    public async Task Before_the_first_training_the_page_says_that_there_is_nothing()
    {
        World world = await World.CreateAsync(withModels: false);

        ModelsModel model = (await Open(world).ShowAsync(Visits.To(), default)).Model<ModelsModel>();

        model.Family!.Champion.ShouldBeNull();
        model.Shown.ShouldBeNull();
        model.Pair.ShouldBeNull();
        model.Priced.ShouldBeNull();
    }

    [Fact]
    public async Task A_version_whose_files_are_refused_says_so_and_the_page_stands()
    {
        World world = await World.CreateAsync();
        string second = (await World.VersionsAsync())[1];
        await world.Storage.Container("models").UploadAsync($"{World.SchemaId}/response/{second}/evaluation.json", BinaryData.FromString("{").ToStream(), null, default);

        ModelsModel model = (await Open(world).ShowAsync(Visits.To(("version", second)), default)).Model<ModelsModel>();

        model.Shown!.Refusal.ShouldNotBeNull();
        model.Shown.Response.ShouldBeNull();
        model.Priced.ShouldBeNull();
        model.Pair!.First.Refusal.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_form_came_to_is_told_and_nothing_that_an_address_makes_up()
    {
        World world = await World.CreateAsync();
        string champion = (await World.VersionsAsync())[0];

        ModelsModel told = (await Open(world).ShowAsync(Visits.To(("done", "savedAndScored"), ("runs", "3"), ("waiting", "1")), default)).Model<ModelsModel>();
        ModelsModel silent = (await Open(world).ShowAsync(Visits.To(("done", "deleted")), default)).Model<ModelsModel>();

        told.Notice!.Key.ShouldBe("savedAndScored");
        told.Notice.Arguments.ShouldBe([ModelsModel.Short(champion), "3", "1"]);
        silent.Notice.ShouldBeNull();
    }

    internal static ModelsPages Open(World world)
    {
        var models = new ScoringModels(world.Storage.Container("models"), TimeProvider.System);
        SchemaSource schemas = world.Schemas();
        return new ModelsPages(
            new ModelRegistry(world.Storage.Open(), schemas, models, QuickTraining.Settings, NullLogger<ModelRegistry>.Instance),
            new VersionFiles(models),
            models,
            new CampaignObjectives(world.Storage.Open(), schemas, models, QuickTraining.Settings),
            schemas,
            QuickTraining.Settings);
    }
}
