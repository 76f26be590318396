using System.Collections.Concurrent;
using Clientele.Runs;
using Clientele.Storage;
using Clientele.Testing;

namespace Clientele.Unit.Runs.Simulation;

/// <summary>Seeded schedules over storage in memory: a few of each kind in a quick run, thousands in a full one, as many as asked for in a soak.</summary>
public sealed class SimulationTests
{
    private static readonly Roughness Rough = new(Kills: 12, Faults: 4, Duplicates: 12);
    private static readonly ConcurrentDictionary<(string, string, string), Lazy<Task<IReadOnlyDictionary<string, string>>>> Undisturbed = new();

    /// <summary>Schedules of each kind: CLIENTELE_SCHEDULES, or a number that fits a quick run.</summary>
    private static readonly int Schedules = int.TryParse(Environment.GetEnvironmentVariable("CLIENTELE_SCHEDULES"), out int schedules) ? Math.Max(1, schedules) : 25;

    private static readonly string First = World.Customers(1, 90, seed: 1);
    private static readonly string Second = World.Customers(60, 150, seed: 2);
    private static readonly string Third = World.Customers(1, 60, seed: 3);

    [Fact]
    public Task One_upload_survives_kills_faults_and_duplicates() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", First);
    });

    [Fact]
    public Task The_same_event_many_times_is_one_run() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", First);
        for (int i = 0; i < 6; i++)
        {
            schedule.Sometime(() => schedule.Call(engine => engine.PlanUploadAsync("a.csv", CancellationToken.None)));
        }
    }, world => world.Runs.ShouldHaveSingleItem());

    [Fact]
    public Task Two_uploads_at_once_leave_every_customer_with_the_newer_one() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", First);
        Drop(world, schedule, "b.csv", Second);
    });

    [Fact]
    public Task Three_uploads_that_come_while_others_are_at_work() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", First);
        schedule.Sometime(() => Drop(world, schedule, "b.csv", Second));
        schedule.Sometime(() => Drop(world, schedule, "c.csv", Third));
    });

    [Fact]
    public Task An_upload_replaced_at_any_moment_publishes_one_version_whole() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", First);
        schedule.Sometime(() => Drop(world, schedule, "a.csv", Second));
    }, world => world.Runs.Max(run => run.Id.Value)!.ShouldBe(world.Runs.Single(run => run.State == RunState.Completed && run.Id.Value == world.Runs.Max(each => each.Id.Value)).Id.Value));

    [Fact]
    public Task An_upload_deleted_while_it_is_read_publishes_nothing_or_everything() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", First);
        schedule.Sometime(() => world.Storage.Container("uploads").DeleteAsync("a.csv", CancellationToken.None).GetAwaiter().GetResult());
    });

    [Fact]
    public Task A_promotion_in_the_middle_scores_a_run_with_one_model() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", First);
        schedule.Sometime(() => world.Promote(World.VersionsAsync().Result[1]));
        schedule.Sometime(() => Drop(world, schedule, "b.csv", Second));
    });

    [Fact]
    public Task An_upload_before_any_model_waits_and_is_scored_once_one_is_trained() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", First);
        schedule.Sometime(() =>
        {
            world.Upload("training", "tiny/labelled.csv", World.Customers(1, 300, seed: 300, labelled: true));
            schedule.Call(engine => engine.RetrainAsync(CancellationToken.None));
        });

        // The timer ticks again: a call that was killed is not the last.
        schedule.Sometime(() => schedule.Call(engine => engine.RetrainAsync(CancellationToken.None)));
        schedule.Sometime(() => schedule.Call(engine => engine.RetrainAsync(CancellationToken.None)));
    }, world => world.Runs.Count(run => run.State == RunState.Completed).ShouldBe(2), withModels: false, roughness: new Roughness(Kills: 6, Faults: 4, Duplicates: 12));

    [Fact]
    public Task Lost_events_are_found_by_watch() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Put(world, schedule, "a.csv", First);
        Put(world, schedule, "b.csv", Second);
    }, world => world.Runs.Count(run => run.State == RunState.Completed).ShouldBe(2));

    [Fact]
    public Task A_retry_is_the_next_attempt_and_its_rows_stand() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", First);
        Drop(world, schedule, "b.csv", Second);
        schedule.Sometime(() => world.Promote(World.VersionsAsync().Result[1]));
        for (int i = 0; i < 30; i++)
        {
            schedule.Sometime(() => schedule.Call(engine => RetryOldestAsync(world, engine)));
        }
    });

    [Fact]
    public Task A_part_that_always_faults_fails_its_run_and_a_retry_completes_it() => EveryScheduleAsync(new Roughness(Kills: 4, Faults: 2, Duplicates: 6), (world, schedule) =>
    {
        schedule.Broken = operation => operation is { Kind: StorageOperationKind.StageBlock } && world.Runs.All(run => run.State != RunState.Failed);
        Drop(world, schedule, "a.csv", First);
        schedule.OnceIdle = (
            () => world.Runs.Any(run => run.State == RunState.Failed) && world.Runs.All(run => run.HasEnded),
            () => schedule.Call(engine => engine.RetryAsync(world.Runs.MaxBy(run => run.Id.Value)!.Id.Value, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None)));
    }, world =>
    {
        world.Runs.ShouldContain(run => run.State == RunState.Failed);
        world.Runs.Where(run => run.State == RunState.Failed).ShouldAllBe(run => run.Error.Contains("failed 5 times", StringComparison.Ordinal));
        world.Runs.ShouldContain(run => run.State == RunState.Completed);
    });

    [Fact]
    public Task A_file_that_cannot_be_used_fails_once_with_its_reason() => EveryScheduleAsync(Rough, (world, schedule) =>
    {
        Drop(world, schedule, "a.csv", "name;colour\nAna;red\n");
        Drop(world, schedule, "b.csv", "id;age;spend\n");
        Drop(world, schedule, "c.csv", "id;age;spend\n;1;2\n;3;4\n5;6;7\n");
    }, world =>
    {
        world.Runs.Count.ShouldBe(3);
        world.Runs.ShouldAllBe(run => run.State == RunState.Failed && run.Error.Length > 20);
        world.Storage.Table("customerscores").Rows.ShouldBeEmpty();
    });

    private static async Task RetryOldestAsync(World world, RunEngine engine)
    {
        foreach (RunRow run in world.Runs.Where(run => run is { HasEnded: true, Id.Attempt: 1 }).Take(1))
        {
            await engine.RetryAsync(run.Id.Value, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None);
        }
    }

    private static void Drop(World world, Schedule schedule, string name, string csv)
    {
        Put(world, schedule, name, csv);
        schedule.Call(engine => engine.PlanUploadAsync(name, CancellationToken.None));
    }

    private static void Put(World world, Schedule schedule, string name, string csv)
    {
        world.Upload("uploads", name, csv);
        BlobFacts facts = world.Storage.Container("uploads").FindAsync(name, CancellationToken.None).GetAwaiter().GetResult().Facts!;
        schedule.Contents[facts.ETag] = csv;
    }

    private static async Task EveryScheduleAsync(Roughness? rough, Action<World, Schedule> arrange, Action<World>? check = null, bool withModels = true, Roughness? roughness = null)
    {
        await World.VersionsAsync();
        await Parallel.ForEachAsync(Enumerable.Range(1, Schedules), new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (seed, _) =>
        {
            try
            {
                await OneScheduleAsync(seed, roughness ?? rough!, arrange, check, withModels);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"Schedule {seed}: {e.Message}", e);
            }
        });
    }

    private static async Task OneScheduleAsync(int seed, Roughness roughness, Action<World, Schedule> arrange, Action<World>? check, bool withModels)
    {
        World world = await World.CreateAsync(withModels);
        IReadOnlyDictionary<string, string> contents;
        using (var schedule = new Schedule(seed, world.Storage, roughness, world.Start))
        {
            arrange(world, schedule);
            schedule.Run();
            contents = schedule.Contents;
        }

        await Invariants.CheckAsync(world, contents, (source, content, version) => Undisturbed.GetOrAdd(
            (source, content, version), key => new Lazy<Task<IReadOnlyDictionary<string, string>>>(() => world.UndisturbedAsync(key.Item1, key.Item2, key.Item3))).Value);
        check?.Invoke(world);
    }
}
