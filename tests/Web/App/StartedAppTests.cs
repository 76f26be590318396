using System.Text.Json;

namespace Clientele.WebTests.App;

public sealed class StartedAppTests
{
    [Fact]
    public async Task The_app_of_all_tests_is_trained_and_has_worked_through_both_samples()
    {
        StartedApp app = await StartedApp.SharedAsync();

        JsonElement answer = await app.GetAsync("api/runs");

        answer.GetProperty("runs").EnumerateArray().Select(run => (run.GetProperty("source").GetString(), run.GetProperty("state").GetString()))
            .ShouldBe([("training/campaign", "completed"), ("uploads/campaign-customers.csv", "completed"), ("uploads/transactions.csv", "completed")], ignoreOrder: true);
        app.Blobs.Port.ShouldNotBe(app.Address.Port);
    }
}
