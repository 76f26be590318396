using System.Text;
using System.Text.Json;
using Azure.Data.Tables;
using Clientele.Campaign;
using Clientele.Functions;
using Clientele.Runs;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Testing;
using Clientele.Unit.Runs.Simulation;
using Clientele.Unit.Runs.Tables;

namespace Clientele.Unit.Runs;

public sealed class CampaignObjectivesTests
{
    [Fact]
    public async Task Changed_economics_change_the_verdicts_through_a_run_that_scores_again()
    {
        World world = await ScoredAsync("a.csv");
        CampaignObjectives objectives = Open(world);
        ObjectivesView before = (await objectives.ListAsync(null, default)).ShouldHaveSingleItem();
        before.VerdictsUseCurrentEconomics.ShouldBeTrue();
        before.Economics.ShouldBe(new EconomicsView(3, 11, 3.0 / 11));
        before.VerdictsRun.ShouldBe(world.Runs[0].Id.Value);
        List<TableEntity> rows = Customers(world);

        (await objectives.ChangeAsync(World.SchemaId, new Economics(7, 11), default)).ShouldBeTrue();

        ObjectivesView changed = (await objectives.ListAsync(World.SchemaId, default)).ShouldHaveSingleItem();
        changed.VerdictsUseCurrentEconomics.ShouldBeFalse();
        changed.VerdictsEconomics.ShouldBe(before.Economics);
        changed.VerdictsSentence.ShouldContain("a contact cost of 3 and a response value of 11; in force are 7 and 11");
        changed.Objectives[2].CutOff.ShouldBeGreaterThan(before.Objectives[2].CutOff);
        Customers(world).Select(row => row.GetDouble("ExpectedProfit")).ShouldBe(rows.Select(row => row.GetDouble("ExpectedProfit")));
        Costs(world).ShouldBe([3, 3, 3, 3]);

        ScoreAgainOutcome outcome = await ScoreAgainAsync(world);

        RunRow again = world.Runs[^1];
        outcome.Runs.ShouldBe([again.Id.Value]);
        again.State.ShouldBe(RunState.Completed);
        again.Id.Attempt.ShouldBe(2);
        ObjectivesView after = (await objectives.ListAsync(World.SchemaId, default)).ShouldHaveSingleItem();
        after.VerdictsUseCurrentEconomics.ShouldBeTrue();
        after.VerdictsRun.ShouldBe(again.Id.Value);
        Costs(world).ShouldBe([7, 7, 7, 7]);
        foreach (TableEntity row in Customers(world))
        {
            double probability = row.GetDouble("Probability")!.Value;
            row.GetString("Run").ShouldBe(again.Id.Value);
            row.GetDouble("ExpectedProfit").ShouldBe((probability * 11) - 7);
            row.GetBoolean("Balanced").ShouldBe(probability >= changed.Objectives[2].CutOff);
        }
    }

    [Fact]
    public async Task A_run_that_finishes_late_does_not_put_older_economics_over_newer_ones()
    {
        World world = await ScoredAsync("a.csv");
        string later = world.Runs[0].Id.Value;
        string version = world.Runs[0].ModelVersion;
        PricedResponse other = (await new ScoringModels(world.Storage.Container("models"), TimeProvider.System).Response.OpenAsync(World.SchemaId, version, default))
            .Model.Price(new Economics(9, 11), new ObjectiveRules());
        var rows = new ObjectiveRows(world.Storage.Open());

        await rows.UpdateAsync(World.SchemaId, version, "20000101T000000Z-00000000-01", other, default);
        await rows.UpdateAsync(World.SchemaId, version, other, default);
        Costs(world).ShouldBe([3, 3, 3, 3]);
        world.Storage.Table("objectives").Rows.ShouldAllBe(row => row.GetString("Run") == later && row.GetInt64("AllCustomers") > 0);

        await rows.UpdateAsync(World.SchemaId, version, later[..^1] + "2", other, default);
        Costs(world).ShouldBe([9, 9, 9, 9]);
        world.Storage.Table("objectives").Rows.SelectMany(row => TableRows.Problems(ModelTables.Objectives, row)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Every_upload_that_is_still_there_is_scored_again_and_no_other()
    {
        World world = await ScoredAsync("kept.csv", "gone.csv", "replaced.csv", "unusable.csv");
        await world.Storage.Container("uploads").DeleteAsync("gone.csv", default);
        world.Upload("uploads", "replaced.csv", World.Customers(1, 30, seed: 9));
        world.Upload("uploads", "new.csv", World.Customers(1, 30, seed: 8));
        await world.Start().Engine.PlanUploadAsync("new.csv", default);
        string waiting = world.Runs[^1].Id.Value;

        ScoreAgainOutcome outcome = (await world.Start().Engine.ScoreAgainAsync(World.SchemaId, default))!;
        ScoreAgainOutcome twice = (await world.Start().Engine.ScoreAgainAsync(World.SchemaId, default))!;

        string kept = world.Runs.Single(run => run.Source == "uploads/kept.csv" && run.Id.Attempt == 1).Id.Upload + "-02";
        outcome.Runs.ShouldBe([kept]);
        outcome.NotEnded.ShouldBe([waiting]);
        twice.Runs.ShouldBeEmpty();
        twice.NotEnded.ShouldBe([kept, waiting]);
        (await world.Start().Engine.ScoreAgainAsync("nobody", default)).ShouldBeNull();
    }

    [Fact]
    public async Task Changed_economics_that_cannot_be_used_are_ignored_and_no_schema()
    {
        World world = await ScoredAsync("a.csv");
        foreach (string broken in new[] { "", "{", "null", """{"contactCost":12,"responseValue":11}""", """{"contactCost":1}""", new string(' ', 5000) })
        {
            await world.Storage.Container("schemas").UploadAsync($"economics/{World.SchemaId}.json", BinaryData.FromString(broken).ToStream(), null, default);
            SchemaSource schemas = world.Schemas();
            Schema schema = (await schemas.CurrentAsync(default)).ShouldHaveSingleItem();
            schema.Economics.ShouldBe(new Economics(3, 11));
            (await schemas.EconomicsAsync(schema, default)).ShouldBe(new Economics(3, 11));
        }
    }

    [Fact]
    public async Task A_run_planned_after_a_change_uses_it_even_where_the_change_was_not_seen_yet()
    {
        World world = await World.CreateAsync();
        SchemaSource stale = world.Schemas();
        Schema before = (await stale.CurrentAsync(default)).ShouldHaveSingleItem();
        await Open(world).ChangeAsync(World.SchemaId, new Economics(1, 2), default);

        (await stale.CurrentAsync(default)).ShouldHaveSingleItem().Economics.ShouldBe(before.Economics);
        (await stale.EconomicsAsync(before, default)).ShouldBe(new Economics(1, 2));
    }

    [Fact]
    public async Task Without_a_scored_file_no_verdict_is_out_of_date()
    {
        World world = await World.CreateAsync();
        CampaignObjectives objectives = Open(world);
        await objectives.ChangeAsync(World.SchemaId, new Economics(1, 2), default);

        ObjectivesView view = (await objectives.ListAsync(null, default)).ShouldHaveSingleItem();
        view.VerdictsUseCurrentEconomics.ShouldBeTrue();
        view.VerdictsRun.ShouldBeNull();
        (await Open(await World.CreateAsync(withModels: false)).ListAsync(null, default)).ShouldBeEmpty();
        (await objectives.ChangeAsync("nobody", new Economics(1, 2), default)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"contactCost":11,"responseValue":11}""", "contactCost")]
    [InlineData("""{"contactCost":0,"responseValue":11}""", "contactCost")]
    [InlineData("""{"contactCost":-1,"responseValue":11}""", "contactCost")]
    [InlineData("""{"contactCost":1,"responseValue":1e10}""", "responseValue")]
    [InlineData("""{"contactCost":1,"responseValue":1e999}""", "responseValue")]
    [InlineData("""{"contactCost":"1","responseValue":11}""", "contactCost")]
    [InlineData("""{"contactCost":1}""", "responseValue")]
    [InlineData("""{"contactCost":1,"responseValue":11,"scoreAgain":"yes"}""", "scoreAgain")]
    [InlineData("""{"contactCost":1,"responseValue":11,"price":2}""", "price")]
    [InlineData("[]", "contactCost")]
    [InlineData("{", null)]
    [InlineData("""{"contactCost":1,"contactCost":2,"responseValue":11}""", null)]
    public async Task A_bad_request_names_its_field_and_changes_nothing(string body, string? field)
    {
        World world = await World.CreateAsync();
        HttpAnswer answer = await PostAsync(world, World.SchemaId, body);

        answer.Status.ShouldBe(400);
        answer.ContentType.ShouldStartWith("application/problem+json");
        JsonElement problem = JsonElement.Parse(answer.Body.Span);
        if (field is not null)
        {
            problem.GetProperty("errors").GetProperty(field).GetArrayLength().ShouldBe(1);
        }

        world.Storage.Container("schemas").ListAsync(null, default).ToBlockingEnumerable().ShouldBeEmpty();
    }

    [Fact]
    public async Task The_function_changes_scores_again_and_answers_what_holds()
    {
        World world = await ScoredAsync("a.csv");

        HttpAnswer answer = await PostAsync(world, World.SchemaId, """{"contactCost":5,"responseValue":20,"scoreAgain":true}""");

        answer.Status.ShouldBe(202);
        JsonElement changed = JsonElement.Parse(answer.Body.Span);
        changed.GetProperty("runs")[0].GetString().ShouldBe(world.Runs[^1].Id.Value);
        changed.GetProperty("objectives").GetProperty("economics").GetRawText().ShouldBe("""{"contactCost":5,"responseValue":20,"breakEven":0.25}""");
        changed.GetProperty("objectives").GetProperty("verdictsUseCurrentEconomics").GetBoolean().ShouldBeFalse();
        (await PostAsync(world, World.SchemaId, """{"contactCost":5,"responseValue":20}""")).Status.ShouldBe(200);
        (await PostAsync(world, "nobody", """{"contactCost":5,"responseValue":20}""")).Status.ShouldBe(404);
        (await PostAsync(world, World.SchemaId, new string(' ', 5000))).Status.ShouldBe(413);

        var list = JsonElement.Parse((await AskAsync(world, "GET", null, "")).Body.Span).GetProperty("objectives");
        list.GetArrayLength().ShouldBe(1);
        list[0].GetProperty("objectives").EnumerateArray().Select(each => each.GetProperty("name").GetString()).ShouldBe(["aggressive", "moderate", "balanced", "frugal"]);
        (await AskAsync(world, "GET", "nobody", "")).Status.ShouldBe(404);
        (await AskAsync(world, "POST", null, "{}")).Status.ShouldBe(405);
    }

    private static Task<HttpAnswer> PostAsync(World world, string schema, string body) => AskAsync(world, "POST", schema, body);

    private static Task<HttpAnswer> AskAsync(World world, string method, string? schema, string body)
    {
        var route = new Dictionary<string, string>(StringComparer.Ordinal);
        if (schema is not null)
        {
            route["schema"] = schema;
        }

        var call = new HttpCall(method, route, new Dictionary<string, string>(StringComparer.Ordinal), new MemoryStream(Encoding.UTF8.GetBytes(body)));
        return new Clientele.Functions.Objectives(Open(world), world.Start().Engine).RunAsync(call, default);
    }

    private static CampaignObjectives Open(World world) =>
        new(world.Storage.Open(), world.Schemas(), new ScoringModels(world.Storage.Container("models"), TimeProvider.System), QuickTraining.Settings);

    /// <summary>Uploads, each scored; <c>unusable.csv</c> fails.</summary>
    private static async Task<World> ScoredAsync(params string[] files)
    {
        World world = await World.CreateAsync();
        foreach (string file in files)
        {
            world.Upload("uploads", file, file == "unusable.csv" ? "id;age;spend\n" : World.Customers(1, 60, seed: file.Length));
            Work(world, engine => engine.PlanUploadAsync(file, default));
        }

        return world;
    }

    private static async Task<ScoreAgainOutcome> ScoreAgainAsync(World world)
    {
        ScoreAgainOutcome? outcome = null;
        Work(world, async engine => outcome = await engine.ScoreAgainAsync(World.SchemaId, default));
        return await Task.FromResult(outcome!);
    }

    private static void Work(World world, Func<RunEngine, Task> call)
    {
        using var schedule = new Schedule(1, world.Storage, Roughness.None, world.Start);
        schedule.Call(call);
        schedule.Run();
    }

    private static List<TableEntity> Customers(World world) => [.. world.Storage.Table("customerscores").Rows];

    private static IEnumerable<double> Costs(World world) => world.Storage.Table("objectives").Rows.Select(row => row.GetDouble("ContactCost")!.Value);
}
