using Azure.Storage.Blobs;
using Clientele.Testing;
using Clientele.WebTests.App;
using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.WebTests.Pages;

/// <summary>In an app of its own: versions are promoted and rolled back. One story, since each step builds on the one before.</summary>
public sealed class ModelsTests(OwnApp own) : IClassFixture<OwnApp>
{
    [Fact]
    public async Task A_version_is_promoted_rolled_back_and_released_each_after_a_question_and_files_are_scored_again()
    {
        await TrainAgainAsync();

        await new Reader().VisitAsync(own.App.Address, async visit =>
        {
            await visit.SettleAsync("/models");
            await Assertions.Expect(visit.Page.Locator("section[aria-labelledby=versions] tbody tr")).ToHaveCountAsync(2);
            string champion = await ChampionAsync(visit);
            await visit.Page.Locator("section[aria-labelledby=versions] tbody th a").Filter(new() { HasNotText = champion }).ClickAsync();
            string other = (await visit.Page.Locator("section[aria-labelledby=versions] tr.shown th").TextContentAsync())!.Trim();
            await Assertions.Expect(visit.Page.Locator("#compared")).ToContainTextAsync(other);
            await visit.ShouldBeAccessibleAsync();

            await ConfirmAsync(visit, "Promote", $"Version {other} is in use now.");
            (await ChampionAsync(visit)).ShouldBe(other);
            await ConfirmAsync(visit, "Roll back", $"Version {champion} is in use again, and pinned");
            (await ChampionAsync(visit)).ShouldBe(champion);
            await visit.ShouldBeAccessibleAsync();
            await ConfirmAsync(visit, "Release", $"Version {champion} is no longer pinned");
            await ConfirmAsync(visit, "Score again", "Files that are being scored again: 1.");
        });
    }

    [Fact]
    public async Task What_follows_from_other_amounts_is_seen_as_they_are_moved_and_wrong_ones_are_explained()
    {
        await new Reader { Language = "pt" }.VisitAsync(own.App.Address, async visit =>
        {
            await visit.SettleAsync("/models");
            string before = await visit.Page.Locator("#figures").InnerTextAsync();
            await visit.Page.Locator("#value").FillAsync("25");
            await Assertions.Expect(visit.Page.Locator("#figures")).Not.ToHaveTextAsync(before, new() { UseInnerText = true });
            await Assertions.Expect(visit.Page.Locator("#figures")).ToContainTextAsync(Words.Of<ModelsTexts>("pt", "SaveEconomics"));
            await visit.Page.Locator("#cost").FillAsync("99");
            await Assertions.Expect(visit.Page.Locator("#figures")).ToContainTextAsync(Words.Of<ModelsTexts>("pt", "AmountsWrong"));
        });
    }

    /// <summary>Opens a question, says no, opens it again, and says yes.</summary>
    private static async Task ConfirmAsync(Visit visit, string action, string outcome)
    {
        ILocator dialog = visit.Page.GetByRole(AriaRole.Dialog);
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).First.ClickAsync();
        await Assertions.Expect(dialog).ToBeVisibleAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Assertions.Expect(dialog).ToBeHiddenAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).First.ClickAsync();
        await dialog.GetByRole(AriaRole.Button, new() { Name = action, Exact = true }).ClickAsync();
        await Assertions.Expect(visit.Page.GetByText(outcome)).ToBeVisibleAsync();
    }

    private static async Task<string> ChampionAsync(Visit visit) =>
        (await visit.Page.Locator("#champion").TextContentAsync())!.Split(' ')[1];

    /// <summary>A second version of the models, whatever the gate says of it.</summary>
    private async Task TrainAgainAsync()
    {
        string labelled = Path.Combine(Azurite.FindRepository(), "samples", "campaign-labelled.csv");
        string text = string.Join('\n', File.ReadLines(labelled).Take(1201));
        await new BlobContainerClient(own.App.StorageConnection, "training").GetBlobClient("campaign/campaign-labelled.csv").UploadAsync(BinaryData.FromString(text), overwrite: true);
        using HttpClient client = new() { BaseAddress = own.App.Address };
        using HttpResponseMessage asked = await client.PostAsync("admin/functions/Retrain", new StringContent("{}"));
        asked.EnsureSuccessStatusCode();
        using CancellationTokenSource limit = new(TimeSpan.FromMinutes(4));
        while ((await own.App.GetAsync("api/runs")).GetProperty("runs").EnumerateArray().Count(run => run.GetProperty("kind").GetString() == "train" && run.GetProperty("state").GetString() == "completed") < 2)
        {
            await Task.Delay(500, limit.Token);
        }
    }
}
