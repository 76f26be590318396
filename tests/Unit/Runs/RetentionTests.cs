using Clientele.Runs;
using Clientele.Storage;
using Clientele.Unit.Runs.Simulation;

namespace Clientele.Unit.Runs;

public sealed class RetentionTests
{
    [Fact]
    public async Task Watch_forgets_old_results_and_the_rows_of_runs_whose_upload_is_gone()
    {
        World world = await World.CreateAsync();
        world.Upload("uploads", "kept.csv", World.Customers(1, 30, seed: 1));
        world.Upload("uploads", "gone.csv", World.Customers(30, 60, seed: 2));
        Run(world, engine => engine.PlanUploadAsync("kept.csv", default), engine => engine.PlanUploadAsync("gone.csv", default));
        world.Runs.ShouldAllBe(run => run.State == RunState.Completed);
        int parts = world.Storage.Table("runparts").Rows.Count;
        await world.Storage.Container("uploads").DeleteAsync("gone.csv", CancellationToken.None);

        world.Storage.Now += TimeSpan.FromDays(80);
        Run(world, engine => engine.WatchAsync(default));
        world.Runs.Count.ShouldBe(2);
        (await Results(world)).ShouldNotBeEmpty();

        world.Storage.Now += TimeSpan.FromDays(20);
        Run(world, engine => engine.WatchAsync(default));
        world.Runs.ShouldHaveSingleItem().Source.ShouldBe("uploads/kept.csv");
        world.Storage.Table("runparts").Rows.Count.ShouldBeLessThan(parts);
        (await Results(world)).ShouldBeEmpty();
        world.Storage.Table("customerscores").Rows.ShouldNotBeEmpty();
    }

    private static void Run(World world, params Func<RunEngine, Task>[] calls)
    {
        using var schedule = new Schedule(1, world.Storage, Roughness.None, world.Start);
        Array.ForEach(calls, schedule.Call);
        schedule.Run();
    }

    private static async Task<List<BlobFacts>> Results(World world)
    {
        var files = new List<BlobFacts>();
        await foreach (BlobFacts file in world.Storage.Container("results").ListAsync(null, CancellationToken.None))
        {
            files.Add(file);
        }

        return files;
    }
}
