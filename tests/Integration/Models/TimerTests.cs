using System.Text.Json;
using Clientele.Integration.Spine;
using Clientele.Runs;

namespace Clientele.Integration.Models;

public sealed class TimerTests
{
    [Fact]
    public async Task The_timer_alone_makes_a_model_of_labelled_files_and_what_waited_for_it_is_scored()
    {
        await using SpineApp app = await SpineApp.PrepareAsync(trained: false);
        await app.UploadAsync("campaign/labelled.csv", await LabelledFile.GoodAsync(seed: 1, firstId: 1), "training");
        await app.UploadAsync("waiting.csv", CustomerFile.Bytes(await CustomerFile.LinesAsync(50, seed: 6)));
        await app.StartAsync(("RetrainSchedule", "*/2 * * * * *"));

        RunRow scored = await app.CompletedAsync("waiting.csv");

        using HttpClient client = new() { BaseAddress = app.Host.Address };
        JsonElement family = JsonElement.Parse(await client.GetByteArrayAsync("api/models?schema=campaign")).GetProperty("models")[0];
        family.GetProperty("champion").GetString().ShouldBe(scored.ModelVersion);
        JsonElement version = family.GetProperty("versions").EnumerateArray().ShouldHaveSingleItem();
        version.GetProperty("status").GetString().ShouldBe("champion");
        version.GetProperty("grade").GetString().ShouldBeOneOf("A", "B", "C");
        version.GetProperty("reason").GetString()!.ShouldStartWith("Trained by run ");

        using HttpResponseMessage rollback = await client.PostAsync("api/models/campaign/response/rollback", content: null);
        ((int)rollback.StatusCode).ShouldBe(409);
        JsonElement.Parse(await rollback.Content.ReadAsByteArrayAsync()).GetProperty("detail").GetString().ShouldBe($"There is no champion before {scored.ModelVersion} that can be used.");
        (await app.PoisonAsync()).ShouldBeEmpty();
    }
}
