using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Clientele.Features.Drift;
using Clientele.Runs;
using Clientele.Runs.Scoring;
using Clientele.Unit.Runs.Simulation;

namespace Clientele.Unit.Runs.Drift;

public sealed class DriftRunTests
{
    [Fact]
    public async Task A_file_unlike_training_says_so_in_its_summary_its_row_and_its_view()
    {
        World world = await World.CreateAsync();
        RunView view = await ScoreAsync(world, Customers(400, age: i => i % 5 < 3 ? "" : "40", spend: random => 3000 + (random.NextDouble() * 100)));

        RunSummary summary = RunSummary.FromJson(BinaryData.FromString(world.Result($"{view.Id}/summary.json")!));
        DriftReport drift = summary.Drift.ShouldNotBeNull();
        drift.Rows.ShouldBe(400, "all chunks are counted");
        drift.TrainingRows.ShouldBe(299);
        drift.Feature.ShouldBe("spend");
        drift.Sentence.ShouldNotBeNull().ShouldMatch(
            @"^This file does not look like the one the model learnt from: .*age is missing in 60% of the rows \(0% in training\).*; the predicted probabilities differ strongly \(PSI \d+\.\d\d\)\.$");
        drift.Sentence.ShouldContain("spend differs strongly (PSI ");
        summary.Warnings.ShouldBe([drift.Sentence]);

        TableEntity row = world.Storage.Table("runs").Rows.Single(each => each.RowKey == view.Id);
        row.GetDouble("DriftPsi").ShouldBe(drift.Psi);
        row.GetString("DriftFeature").ShouldBe("spend");
        row.GetDouble("DriftScorePsi").ShouldBe(drift.Score.Psi);
        row.GetString("Warnings").ShouldBe(drift.Sentence);

        view.DriftPsi.ShouldBe(drift.Psi);
        view.DriftFeature.ShouldBe("spend");
        view.DriftScorePsi.ShouldBe(drift.Score.Psi!.Value);
        view.Warnings.ShouldBe([drift.Sentence]);
    }

    [Fact]
    public async Task A_file_like_training_has_its_figures_and_no_sentence()
    {
        World world = await World.CreateAsync();
        RunView view = await ScoreAsync(world, Customers(400, age: i => (18 + (i * 7919 % 72)).ToString(CultureInfo.InvariantCulture), spend: random => random.NextDouble() * 1000));

        view.Warnings.ShouldBeEmpty();
        view.DriftPsi.ShouldBeInRange(0.001, 0.1);
        view.DriftFeature.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_small_file_is_not_compared()
    {
        World world = await World.CreateAsync();
        RunView view = await ScoreAsync(world, Customers(20, age: _ => "", spend: _ => 1e6));

        view.Warnings.ShouldBeEmpty();
        view.DriftPsi.ShouldBe(0);
        view.DriftFeature.ShouldBeNull();
        view.DriftScorePsi.ShouldBe(0);
        RunSummary.FromJson(BinaryData.FromString(world.Result($"{view.Id}/summary.json")!)).Drift!.Features.Select(each => each.Missing).ShouldBe([1, 0]);
    }

    private static async Task<RunView> ScoreAsync(World world, string csv)
    {
        world.Upload("uploads", "a.csv", csv);
        using (var schedule = new Schedule(1, world.Storage, Roughness.None, world.Start))
        {
            schedule.Call(engine => engine.PlanUploadAsync("a.csv", CancellationToken.None));
            schedule.Run();
        }

        RunRow run = world.Runs.ShouldHaveSingleItem();
        run.State.ShouldBe(RunState.Completed, run.Error);
        return (await world.Start().Engine.FindAsync(run.Id.Value, CancellationToken.None)).ShouldNotBeNull();
    }

    private static string Customers(int count, Func<int, string> age, Func<Random, double> spend)
    {
        var random = new Random(5);
        var csv = new StringBuilder("id;age;spend\n");
        for (int id = 0; id < count; id++)
        {
            csv.Append(CultureInfo.InvariantCulture, $"{100_000 + id};{age(id)};{spend(random):F2}\n");
        }

        return csv.ToString();
    }
}
