using System.Net;
using System.Text;
using System.Text.Json;
using Clientele.Runs.Insiders;
using Clientele.Unit.Runs.Transactions;
using Microsoft.Extensions.DependencyInjection;

namespace Clientele.Unit.Functions;

public sealed class InsidersFunctionTests
{
    private static readonly Lazy<Task<Wholesaler>> Worked = new(() => Task.Run(async () =>
    {
        Wholesaler shop = await Wholesaler.WithChampionAsync();
        shop.Drop("lines.csv", Wholesaler.Year());
        shop.Work("lines.csv");
        return shop;
    }));

    [Fact]
    public async Task A_page_has_the_names_that_scripts_read()
    {
        await using RunningApp app = await StartAsync(await Worked.Value);

        JsonElement page = JsonElement.Parse(await app.Client.GetStringAsync("/api/insiders?insider=true&size=3&code=key"));

        page.EnumerateObject().Select(each => each.Name).ShouldBe(
            ["schema", "run", "modelVersion", "insider", "cluster", "change", "sort", "page", "size", "pages", "count", "revenue", "revenueShare", "expectedRevenue90", "customers"],
            ignoreOrder: true);
        page.GetProperty("customers").GetArrayLength().ShouldBe(3);
        JsonElement customer = page.GetProperty("customers")[0];
        customer.GetProperty("insider").GetBoolean().ShouldBeTrue();
        customer.GetProperty("why").GetProperty("pt").GetString()!.Length.ShouldBeGreaterThan(5);
        customer.GetProperty("features").GetProperty("Revenue").GetDouble().ShouldBeGreaterThan(0);
        customer.GetProperty("expected")[1].GetProperty("days").GetInt32().ShouldBe(90);
        page.GetProperty("revenueShare").GetDouble().ShouldBeInRange(0.01, 1);
    }

    [Theory]
    [InlineData("insider=yes", "insider")]
    [InlineData("cluster=0", "cluster")]
    [InlineData("change=gone", "change")]
    [InlineData("sort=name", "sort")]
    [InlineData("page=0&size=500", "page", "size")]
    [InlineData("insder=true", "insder")]
    public async Task Each_bad_parameter_is_named_with_what_is_expected(string query, params string[] bad)
    {
        await using RunningApp app = await StartAsync(await Worked.Value);
        using HttpResponseMessage answer = await app.Client.GetAsync("/api/insiders?" + query);
        JsonElement problem = JsonElement.Parse(await answer.Content.ReadAsStringAsync());

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        problem.GetProperty("errors").EnumerateObject().Select(each => each.Name).ShouldBe(bad, ignoreOrder: true);
    }

    [Fact]
    public async Task Before_the_first_upload_there_is_nothing_and_it_says_what_to_do()
    {
        await using RunningApp app = await StartAsync(new Wholesaler());
        foreach (string address in new[] { "/api/insiders", "/api/insiders/report" })
        {
            using HttpResponseMessage answer = await app.Client.GetAsync(address);
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("Drop a file of invoice lines.");
        }

        using HttpResponseMessage other = await app.Client.GetAsync("/api/insiders?schema=campaign");
        other.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await other.Content.ReadAsStringAsync()).ShouldContain("Known: transactions.");
    }

    [Fact]
    public async Task The_report_comes_as_data_page_and_text()
    {
        await using RunningApp app = await StartAsync(await Worked.Value);

        JsonElement data = JsonElement.Parse(await app.Client.GetStringAsync("/api/insiders/report"));
        data.GetProperty("answers").GetArrayLength().ShouldBe(9);
        using HttpResponseMessage page = await app.Client.GetAsync("/api/insiders/report?format=html");
        page.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        page.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem().ShouldStartWith("default-src 'none'");
        (await page.Content.ReadAsStringAsync()).ShouldContain("</html>");
        (await app.Client.GetStringAsync("/api/insiders/report?format=md")).ShouldStartWith("# ");
    }

    [Theory]
    [InlineData("""{"customer":"10012"}""", HttpStatusCode.OK)]
    [InlineData("""{"customer":10012,"schema":"transactions"}""", HttpStatusCode.OK)]
    [InlineData("""{"customer":"99"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"customer":"10012","schema":"campaign"}""", HttpStatusCode.NotFound)]
    [InlineData("""{"id":"10012"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"customer":""}""", HttpStatusCode.BadRequest)]
    [InlineData("[1]", HttpStatusCode.BadRequest)]
    [InlineData("what?", HttpStatusCode.BadRequest)]
    public async Task One_customer_is_asked_for_in_the_body(string body, HttpStatusCode expected)
    {
        await using RunningApp app = await StartAsync(await Worked.Value);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await app.Client.PostAsync("/api/insiders/customer", content);

        answer.StatusCode.ShouldBe(expected);
        if (expected == HttpStatusCode.OK)
        {
            JsonElement.Parse(await answer.Content.ReadAsStringAsync()).GetProperty("id").GetString().ShouldBe("10012");
        }
    }

    private static Task<RunningApp> StartAsync(Wholesaler shop) => RunningApp.StartAsync(services => services.AddSingleton(new InsiderList(shop.Storage.Open())).AddSingleton(shop.Schemas()));
}
