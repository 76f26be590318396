using Clientele.Runs;
using Clientele.Testing;
using Clientele.Unit.Runs.Simulation;

namespace Clientele.Unit.Runs;

public sealed class ForgedMessageTests
{
    [Theory]
    [InlineData("publish", 16)]
    [InlineData("read", 1000)]
    [InlineData("finish", 1)]
    [InlineData("plan", 1)]
    [InlineData("fit", 0)]
    [InlineData("", 0)]
    public async Task A_part_that_the_run_does_not_have_is_refused_and_changes_nothing(string stage, int part)
    {
        (World world, RunEngine engine, RunRow run) = await PlannedAsync();
        string forged = new PartMessage(run.Schema, run.Id.Value, stage, part, 5).ToJson();
        int parts = world.Storage.Table("runparts").Rows.Count;

        await Should.ThrowAsync<MalformedMessageException>(() => engine.WorkAsync(forged, CancellationToken.None));
        await Should.ThrowAsync<MalformedMessageException>(() => engine.PoisonedAsync(forged, CancellationToken.None));

        world.Runs.ShouldHaveSingleItem().State.ShouldBe(RunState.Running);
        world.Storage.Table("runparts").Rows.Count.ShouldBe(parts);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"schema":"tiny","run":"x","stage":"plan","part":0,"again":0}""")]
    [InlineData("""{"schema":"tiny","run":"20260101T000000Z-00000000-01","stage":"plan","part":-1,"again":0}""")]
    public async Task A_text_that_names_no_part_is_refused(string text)
    {
        (_, RunEngine engine, _) = await PlannedAsync();
        await Should.ThrowAsync<MalformedMessageException>(() => engine.WorkAsync(text, CancellationToken.None));
        await Should.ThrowAsync<MalformedMessageException>(() => engine.PoisonedAsync(text, CancellationToken.None));
    }

    private static async Task<(World World, RunEngine Engine, RunRow Run)> PlannedAsync()
    {
        World world = await World.CreateAsync();
        RunEngine engine = world.Start().Engine;
        world.Upload("uploads", "a.csv", World.Customers(1, 90, seed: 1));
        await engine.PlanUploadAsync("a.csv", CancellationToken.None);
        MemoryMessage plan = world.Storage.Queue("parts").Receive(1, TimeSpan.FromMinutes(1)).ShouldHaveSingleItem();
        await engine.WorkAsync(plan.Text, CancellationToken.None);
        return (world, engine, world.Runs.ShouldHaveSingleItem());
    }
}
