using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Clientele.WebTests.App;
using Clientele.WebTests.Browsing;
using Microsoft.Playwright;

namespace Clientele.WebTests.Pages;

public sealed class PredictTests
{
    private static readonly CultureInfo British = CultureInfo.GetCultureInfo("en-GB");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_answer_is_what_the_API_says_of_the_same_customer(bool withoutScript)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { WithoutScript = withoutScript }.VisitAsync(app.Address, async visit =>
        {
            await visit.OpenAsync("/predict");
            await Assertions.Expect(visit.Page.Locator("#result")).ToContainTextAsync("Do not contact");
            await visit.Page.GetByLabel("Earlier campaigns accepted").FillAsync("5");
            await visit.Page.GetByLabel("Marital status").SelectOptionAsync("Widow");
            if (withoutScript)
            {
                await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Predict" }).ClickAsync();
            }

            await Assertions.Expect(visit.Page.Locator("#result .verdict")).ToContainTextAsync("Contact", new() { UseInnerText = true });
            JsonElement expected = await AskAsync(app, await FormAsync(visit));
            string probability = expected.GetProperty("probability").GetDouble().ToString("P1", British);
            await Assertions.Expect(visit.Page.Locator("#result .gauge")).ToHaveAttributeAsync("aria-label", Words.Pattern("^" + probability.Replace(".", "\\.", StringComparison.Ordinal)));
            await Assertions.Expect(visit.Page.Locator("#result .reasons li")).ToHaveCountAsync(expected.GetProperty("reasons").GetArrayLength());
            await Assertions.Expect(visit.Page.Locator("#result .reasons")).ToContainTextAsync(expected.GetProperty("reasons")[0].GetProperty("en").GetString()!);
            if (!withoutScript)
            {
                await Assertions.Expect(visit.Page.Locator("#status")).ToContainTextAsync(probability);
                await visit.ShouldBeAccessibleAsync();
            }
        });
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Wrong_input_is_explained_at_its_field_and_forgotten_when_it_is_put_right(bool withoutScript)
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { Language = "es", WithoutScript = withoutScript }.VisitAsync(app.Address, async visit =>
        {
            if (withoutScript)
            {
                visit.Expect(400, "/predict");
            }

            await visit.OpenAsync("/predict");
            ILocator field = visit.Page.Locator("#f-Recency");
            await field.FillAsync("mucho");
            await SendAsync();
            await Assertions.Expect(field).ToHaveAttributeAsync("aria-invalid", "true");
            await Assertions.Expect(visit.Page.Locator("#f-Recency-error")).ToHaveTextAsync(Words.Of<PredictTexts>("es", "Error.integer", "51"));
            await Assertions.Expect(field).ToHaveAttributeAsync("aria-describedby", Words.Pattern("f-Recency-error"));
            await Assertions.Expect(visit.Page.Locator("#result")).ToContainTextAsync(Words.Of<PredictTexts>("es", "Errors"));
            await Assertions.Expect(field).ToHaveValueAsync("mucho");
            if (!withoutScript)
            {
                await visit.ShouldBeAccessibleAsync();
            }

            await visit.Page.Locator("#f-Recency").FillAsync("12");
            await SendAsync();
            await Assertions.Expect(visit.Page.Locator("#result .gauge")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.Locator("#f-Recency-error")).ToHaveTextAsync("");

            Task SendAsync() => withoutScript ? visit.Page.GetByRole(AriaRole.Button, new() { Name = Words.Of<PredictTexts>("es", "Submit") }).ClickAsync() : Task.CompletedTask;
        });
    }

    [Fact]
    public async Task Numbers_are_taken_as_the_reader_writes_them_and_the_verdict_follows_the_goal()
    {
        StartedApp app = await StartedApp.SharedAsync();

        await new Reader { Language = "pt", OnPhone = true }.VisitAsync(app.Address, async visit =>
        {
            await visit.OpenAsync("/predict");
            await visit.Page.Locator("#f-MntMeatProducts").FillAsync("1.042,5");
            await Assertions.Expect(visit.Page.Locator("#result .gauge")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.Locator("#f-MntMeatProducts-error")).ToHaveTextAsync("");
            foreach (string objective in new[] { "frugal", "aggressive" })
            {
                string name = Words.Of<LayoutTexts>("pt", "Objective." + objective);
                await visit.Page.GetByRole(AriaRole.Radio, new() { Name = name }).CheckAsync();
                await Assertions.Expect(visit.Page.Locator("#result .verdict")).ToContainTextAsync(name);
            }
        });
    }

    private static async Task<Dictionary<string, string>> FormAsync(Visit visit)
    {
        Dictionary<string, string> values = new(StringComparer.Ordinal);
        foreach (ILocator field in await visit.Page.Locator("[name^='f-']").AllAsync())
        {
            values[(await field.GetAttributeAsync("name"))![2..]] = await field.InputValueAsync();
        }

        return values;
    }

    private static async Task<JsonElement> AskAsync(StartedApp app, Dictionary<string, string> customer)
    {
        using HttpClient client = new() { BaseAddress = app.Address };
        using HttpResponseMessage answer = await client.PostAsJsonAsync("api/predict", customer.ToDictionary(each => each.Key, each => double.TryParse(each.Value, CultureInfo.InvariantCulture, out double number) ? (object)number : each.Value, StringComparer.Ordinal));
        answer.EnsureSuccessStatusCode();
        return JsonElement.Parse(await answer.Content.ReadAsStringAsync());
    }
}
