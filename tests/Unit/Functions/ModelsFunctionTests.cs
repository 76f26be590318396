using System.Text.Json;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.Unit.Functions;

public sealed class ModelsFunctionTests
{
    private static readonly ChampionAlias Alias = new(1, "b", Pinned: true, Demonstration: false, [new("a", "Trained by run 1."), new("b", "Promoted by hand.")]);

    [Fact]
    public async Task Models_are_listed_with_their_champion_their_history_and_their_versions()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Registry.Families =
        [
            new ModelFamily("gym", "response", "b", true, false, Alias.History,
            [
                new ModelView { Version = "b", Status = "champion", Current = true, Pinned = true, Demonstration = false, Grade = "A", GradeSentence = "A: …", Reason = "Promoted by hand.", Rows = 600, Metrics = new ModelMetrics { RocAuc = 0.9 } },
            ])
            {
                Compact = [new FormField { Name = "visits_total", Title = new LocalText("Visits", "Visitas", "Visitas"), Kind = "integer", Minimum = 0, Maximum = 12.0, Typical = 3, Values = [] }],
            },
        ];

        (int status, JsonElement answer) = await SendAsync(app, HttpMethod.Get, "/api/models?schema=gym&kind=response");

        status.ShouldBe(200);
        JsonElement family = answer.GetProperty("models")[0];
        family.GetProperty("champion").GetString().ShouldBe("b");
        family.GetProperty("history").GetArrayLength().ShouldBe(2);
        family.GetProperty("versions")[0].GetProperty("metrics").GetProperty("rocAuc").GetDouble().ShouldBe(0.9);
        JsonElement.DeepEquals(family.GetProperty("compact"), JsonElement.Parse("""
            [{ "name": "visits_total", "title": { "en": "Visits", "es": "Visitas", "pt": "Visitas" }, "kind": "integer", "minimum": 0, "maximum": 12, "typical": 3, "values": [] }]
            """)).ShouldBeTrue(family.GetProperty("compact").GetRawText());
        app.Registry.Calls.ShouldBe(["list gym response"]);
    }

    [Fact]
    public async Task A_model_that_is_asked_for_by_name_and_is_not_there_is_a_problem_and_an_empty_list_is_not()
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (await SendAsync(app, HttpMethod.Get, "/api/models?schema=x")).Status.ShouldBe(404);
        (await SendAsync(app, HttpMethod.Get, "/api/models")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("gym/response/b/promote", "promote gym response b")]
    [InlineData("gym/response/b/rollback", "rollback gym response b")]
    [InlineData("gym/response/rollback", "rollback gym response")]
    [InlineData("gym/response/b/release", "release gym response b")]
    [InlineData("gym/response/release", "release gym response")]
    public async Task Each_address_asks_its_own_and_is_answered_with_the_alias_as_it_is_now(string path, string call)
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Registry.Change = new ModelChange(AliasOutcome.RolledBack, "Version b is the champion again.", Alias);

        (int status, JsonElement answer) = await SendAsync(app, HttpMethod.Post, "/api/models/" + path);

        status.ShouldBe(200);
        answer.GetProperty("outcome").GetString().ShouldBe("rolledBack");
        answer.GetProperty("champion").GetProperty("version").GetString().ShouldBe("b");
        app.Registry.Calls.ShouldBe([call]);
    }

    [Theory]
    [InlineData(AliasOutcome.AlreadyChampion, 200)]
    [InlineData(AliasOutcome.NotPinned, 200)]
    [InlineData(AliasOutcome.NoSuchVersion, 404)]
    [InlineData(AliasOutcome.NoChampion, 404)]
    [InlineData(AliasOutcome.NotChampion, 409)]
    [InlineData(AliasOutcome.NoEarlierChampion, 409)]
    [InlineData(AliasOutcome.Refused, 409)]
    [InlineData(AliasOutcome.Conflict, 409)]
    public async Task Each_outcome_has_its_status_and_a_sentence(AliasOutcome outcome, int expected)
    {
        await using RunningApp app = await RunningApp.StartAsync();
        app.Registry.Change = new ModelChange(outcome, "So it is.", expected == 200 ? Alias : null);

        (int status, JsonElement answer) = await SendAsync(app, HttpMethod.Post, "/api/models/gym/response/b/promote");

        status.ShouldBe(expected);
        answer.GetProperty(expected == 200 ? "sentence" : "detail").GetString().ShouldBe("So it is.");
    }

    [Theory]
    [InlineData("GET", "gym/response/b/promote", 405)]
    [InlineData("GET", "gym/response/rollback", 405)]
    [InlineData("POST", "", 405)]
    [InlineData("POST", "gym/response/b/erase", 404)]
    [InlineData("POST", "gym/response", 404)]
    [InlineData("GET", "gym", 404)]
    public async Task What_is_no_address_of_models_asks_nothing(string method, string path, int expected)
    {
        await using RunningApp app = await RunningApp.StartAsync();

        (await SendAsync(app, new HttpMethod(method), "/api/models/" + path)).Status.ShouldBe(expected);
        app.Registry.Calls.ShouldBeEmpty();
    }

    private static async Task<(int Status, JsonElement Json)> SendAsync(RunningApp app, HttpMethod method, string path)
    {
        using HttpRequestMessage request = new(method, path);
        using HttpResponseMessage response = await app.Client.SendAsync(request);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsByteArrayAsync()));
    }
}
