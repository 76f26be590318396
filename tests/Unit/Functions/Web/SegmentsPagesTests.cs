using Clientele.Functions.Web;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Unit.Runs.Simulation;

namespace Clientele.Unit.Functions.Web;

public sealed class SegmentsPagesTests
{
    [Fact]
    public async Task The_recommended_segments_are_shown_unless_others_are_asked_for()
    {
        World world = await World.CreateAsync();

        SegmentsModel usual = (await Open(world).ShowAsync(Visits.To(), default)).Model<SegmentsModel>();
        SegmentsModel three = (await Open(world).ShowAsync(Visits.To(("segments", "3")), default)).Model<SegmentsModel>();
        SegmentsModel unknown = (await Open(world).ShowAsync(Visits.To(("segments", "9"), ("done", "deleted")), default)).Model<SegmentsModel>();

        (usual.Key, three.Key, unknown.Key).ShouldBe(("recommended", "3", "recommended"));
        three.Chosen.Segments.Count.ShouldBe(3);
        unknown.Done.ShouldBeNull();
        usual.HasCustomers.ShouldBeFalse();
        three.ShareOf(three.Chosen, three.Chosen.Segments[0]).ShouldBe(three.Chosen.Segments[0].TrainingShare);
    }

    [Fact]
    public async Task A_name_is_in_force_until_the_generated_one_is_wished_for()
    {
        World world = await World.CreateAsync();

        PageAnswer named = await Open(world).NameAsync(Form(("en", "Big spenders"), ("es", "Grandes gastadores")), default);

        named.Address().ShouldBe("/segments?segments=3&done=named#segment-1");
        SegmentView segment = await OneAsync(world);
        segment.Name.ShouldBe(new LocalText("Big spenders", "Grandes gastadores", "Big spenders"));

        PageAnswer generated = await Open(world).NameAsync(Form(("en", "Big spenders"), ("take", "generated")), default);

        generated.Address().ShouldBe("/segments?segments=3&done=generated#segment-1");
        (await OneAsync(world)).Name.ShouldBe(segment.GeneratedName);
    }

    [Theory]
    [InlineData("", "x", "en")]
    [InlineData("two\nlines", "x", "en")]
    [InlineData("Big spenders", "two\nlines", "es")]
    public async Task What_is_no_name_is_told_at_its_field_and_kept(string english, string spanish, string wrong)
    {
        World world = await World.CreateAsync();

        PageAnswer answer = await Open(world).NameAsync(Form(("en", english), ("es", spanish)), default);

        answer.View().Status.ShouldBe(400);
        SegmentNaming naming = answer.Model<SegmentsModel>().Naming!;
        naming.Wrong.ShouldBe([wrong]);
        (naming.Segment, naming.En ?? "", naming.Es).ShouldBe((1, english, spanish));
        SegmentView segment = await OneAsync(world);
        segment.Name.ShouldBe(segment.GeneratedName);
    }

    [Fact]
    public async Task A_segment_that_is_not_there_has_no_name()
    {
        World world = await World.CreateAsync();
        foreach ((string schema, string segments, string segment) in new[] { ("nobody", "3", "1"), (World.SchemaId, "9", "1"), (World.SchemaId, "3", "99"), (World.SchemaId, "3", "one") })
        {
            (await Open(world).NameAsync(Visits.Form(isOperator: false, ("schema", schema), ("segments", segments), ("segment", segment), ("en", "Name")), default))
                .ShouldBe(PageAnswer.NotFound);
        }
    }

    [Fact]
    public async Task Before_the_first_training_there_are_no_segments()
    {
        World world = await World.CreateAsync(withModels: false);

        (await Open(world).ShowAsync(Visits.To(), default)).Model<SegmentsModel>().View.ShouldBeNull();
        (await Open(world).ShowAsync(Visits.To(("schema", "nobody")), default)).ShouldBe(PageAnswer.NotFound);
    }

    private static PageCall Form(params (string Name, string Value)[] values) =>
        Visits.Form(isOperator: false, [("schema", World.SchemaId), ("segments", "3"), ("segment", "1"), .. values]);

    private static async Task<SegmentView> OneAsync(World world) =>
        (await Open(world).ShowAsync(Visits.To(("segments", "3")), default)).Model<SegmentsModel>().Chosen.Segments.Single(segment => segment.Id == 1);

    private static SegmentsPages Open(World world)
    {
        SchemaSource schemas = world.Schemas();
        return new SegmentsPages(new CampaignSegments(world.Storage.Open(), schemas, new ScoringModels(world.Storage.Container("models"), TimeProvider.System)), schemas);
    }
}
