using Clientele.Functions.Access;
using Clientele.Runs;

namespace Clientele.Unit.Functions.Access;

/// <summary>Requests that another site's page makes with the person's own cookie.</summary>
public sealed class CrossSiteTests
{
    private const string Retry = "/api/runs/20261121T194358Z-0a1b2c3d-01/retry";

    [Theory]
    [InlineData(null, null, 202)]
    [InlineData("same-origin", null, 202)]
    [InlineData("same-origin", "https://shop.example", 202)]
    [InlineData("none", null, 202)]
    [InlineData(null, "https://shop.example", 202)]
    [InlineData(null, "https://SHOP.example:443", 202)]
    [InlineData("cross-site", null, 403)]
    [InlineData("same-site", null, 403)]
    [InlineData("something new", null, 403)]
    [InlineData("cross-site", "https://shop.example", 403)]
    [InlineData("same-origin", "https://elsewhere.example", 403)]
    [InlineData(null, "https://elsewhere.example", 403)]
    [InlineData(null, "http://shop.example", 403)]
    [InlineData(null, "https://shop.example:8443", 403)]
    [InlineData(null, "https://shop.example.elsewhere.example", 403)]
    [InlineData(null, "null", 403)]
    [InlineData(null, "", 403)]
    public async Task A_change_is_made_for_the_apps_own_pages_and_for_programs_only(string? site, string? origin, int expected)
    {
        await using RunningApp app = await SignedIn.StartAsync();
        app.Engine.Retry = new RetryOutcome(RetryVerdict.Queued, "20261121T194358Z-0a1b2c3d-02");
        List<(string, string)> headers = [(SignedIn.Header, SignedIn.As("operator")), ("X-Forwarded-Host", "shop.example"), ("X-Forwarded-Proto", "https")];
        headers.AddRange(site is null ? [] : [("Sec-Fetch-Site", site)]);
        headers.AddRange(origin is null ? [] : [("Origin", origin)]);

        Answer answer = await app.SendAsync("POST", Retry, [.. headers]);

        answer.Status.ShouldBe(expected);
        app.Engine.Calls.Count.ShouldBe(expected == 202 ? 1 : 0);
        if (expected == 403)
        {
            answer.Detail.ShouldBe(Refusal.CrossSite.Sentence);
        }
    }

    [Fact]
    public async Task Following_a_link_from_another_site_is_fine()
    {
        await using RunningApp app = await SignedIn.StartAsync();

        (await app.SendAsync("GET", "/api/runs", (SignedIn.Header, SignedIn.As("marketer")), ("Sec-Fetch-Site", "cross-site"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Predictions_take_a_key_and_no_cookie_so_that_it_does_not_matter_where_they_are_asked_from()
    {
        await using RunningApp app = await SignedIn.StartAsync();

        (await app.SendAsync("POST", "/api/predict", ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://elsewhere.example"))).Status.ShouldBe(400);
    }
}
