using System.Security.Claims;
using Clientele.Functions.Access;
using Clientele.Runs;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Clientele.Unit.Functions.Access;

/// <summary>App Service Authentication's headers, true and forged.</summary>
public sealed class PlatformSignInTests
{
    private const string Retry = "/api/runs/20261121T194358Z-0a1b2c3d-01/retry";

    public static TheoryData<string> NotAnIdentity =>
    [
        "marketer",
        "!!!",
        "",
        SignedIn.Encode(""),
        SignedIn.Encode("null"),
        SignedIn.Encode("[]"),
        SignedIn.Encode("""{"auth_typ":"aad"}"""),
        SignedIn.Encode("""{"claims":[{"typ":"roles","val":"operator"}],"role_typ":"roles"}"""),
        SignedIn.Encode("""{"auth_typ":"","claims":[{"typ":"roles","val":"operator"}],"role_typ":"roles"}"""),
        SignedIn.Encode("""{"auth_typ":"aad","claims":[{"typ":"roles","val":["operator"]}],"role_typ":"roles"}"""),
        SignedIn.Encode("""{"auth_typ":"aad","claims":[{"val":"operator"}],"role_typ":"roles"}"""),
        SignedIn.Encode("""{"auth_typ":"aad","claims":[null],"role_typ":"roles"}"""),
        SignedIn.Encode("""{"auth_typ":"aad","claims":[],"claims":[{"typ":"roles","val":"operator"}]}"""),
        SignedIn.Encode("""{"auth_typ":"aad","claims":[{"typ":"roles","val":"operator"}]"""),
    ];

    [Theory]
    [InlineData("marketer", 200, 403)]
    [InlineData("operator", 200, 202)]
    [InlineData("marketer operator", 200, 202)]
    [InlineData("", 403, 403)]
    [InlineData("admin", 403, 403)]
    [InlineData("Operator", 403, 403)]
    [InlineData("marketer,operator", 403, 403)]
    public async Task A_role_opens_what_it_is_for(string roles, int reading, int retrying)
    {
        await using RunningApp app = await SignedIn.StartAsync();
        app.Engine.Retry = new RetryOutcome(RetryVerdict.Queued, "20261121T194358Z-0a1b2c3d-02");
        string person = SignedIn.As(roles.Split(' '));

        (await app.SendAsync("GET", "/api/runs", (SignedIn.Header, person))).Status.ShouldBe(reading);
        (await app.SendAsync("POST", Retry, (SignedIn.Header, person))).Status.ShouldBe(retrying);

        app.Engine.Calls.Count.ShouldBe((reading == 200 ? 1 : 0) + (retrying == 202 ? 1 : 0));
    }

    [Theory]
    [InlineData("roles", "roles")]
    [InlineData(SignedIn.WsFederationRole, "roles")]
    [InlineData(SignedIn.WsFederationRole, SignedIn.WsFederationRole)]
    [InlineData("roles", SignedIn.WsFederationRole)]
    [InlineData("clientele_role", "clientele_role")]
    public async Task A_role_is_known_under_the_platforms_names_for_it(string claim, string roleType)
    {
        await using RunningApp app = await SignedIn.StartAsync();
        string person = SignedIn.Encode(SignedIn.Json([(claim, "marketer")], roleType));

        (await app.SendAsync("GET", "/api/runs", (SignedIn.Header, person))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_claim_of_another_kind_is_no_role()
    {
        await using RunningApp app = await SignedIn.StartAsync();
        string person = SignedIn.Encode(SignedIn.Json([("groups", "operator"), ("jobTitle", "operator")]));

        (await app.SendAsync("GET", "/api/runs", (SignedIn.Header, person))).Detail.ShouldContain("'marketer'");
    }

    [Fact]
    public async Task Without_an_identity_the_answer_says_to_sign_in_and_without_the_role_which_one()
    {
        await using RunningApp app = await SignedIn.StartAsync();

        Answer unknown = await app.SendAsync("GET", "/api/runs");
        Answer marketer = await app.SendAsync("POST", Retry, (SignedIn.Header, SignedIn.As("marketer")));

        (unknown.Status, marketer.Status).ShouldBe((401, 403));
        unknown.Detail.ShouldContain("Sign in");
        unknown.Headers["WWW-Authenticate"].ShouldBe("Bearer");
        marketer.Detail.ShouldContain("'operator'");
    }

    [Theory]
    [MemberData(nameof(NotAnIdentity))]
    public async Task A_header_of_another_form_is_nobody(string header)
    {
        await using RunningApp app = await SignedIn.StartAsync();

        (await app.SendAsync("GET", "/api/runs", (SignedIn.Header, header))).Status.ShouldBe(401);
        app.Engine.Calls.ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_identities_are_none()
    {
        await using RunningApp app = await SignedIn.StartAsync();

        (await app.SendAsync("GET", "/api/runs", (SignedIn.Header, SignedIn.As("marketer")), (SignedIn.Header, SignedIn.As("operator")))).Status.ShouldBe(401);
    }

    [Fact]
    public void A_header_beyond_its_bound_is_not_read()
    {
        string person = SignedIn.Encode(SignedIn.Json([("roles", "marketer"), ("groups", new string('x', 30_000))]));

        person.Length.ShouldBeGreaterThan(PlatformPrincipal.MostCharacters);
        PlatformPrincipal.Read(person).ShouldBeNull();
    }

    [Fact]
    public void Who_someone_is_does_not_change_with_the_claims_of_each_sign_in()
    {
        ClaimsPrincipal first = PlatformPrincipal.Read(SignedIn.As("operator"))!;
        ClaimsPrincipal later = PlatformPrincipal.Read(SignedIn.Encode(SignedIn.Json([("roles", "operator"), ("nonce", "other"), ("exp", "1")])))!;

        first.Claims.Select(claim => (claim.Type, claim.Value)).ShouldBe(later.Claims.Select(claim => (claim.Type, claim.Value)));
        first.FindFirstValue(ClaimTypes.NameIdentifier).ShouldBe("oid-of-ana");
        first.Identity!.Name.ShouldBe("Ana");
        first.IsInRole(Roles.Marketer).ShouldBeTrue();
    }

    [Theory]
    [InlineData("--WEBSITE_AUTH_ENABLED=False")]
    [InlineData("--WEBSITE_AUTH_ENABLED=")]
    [InlineData("--WEBSITE_AUTH_ENABLED=1")]
    [InlineData("--WEBSITE_SITE_NAME=shop")]
    public async Task Where_the_platform_does_not_sign_people_in_its_headers_are_forged_and_only_predictions_are_open(string setting)
    {
        await using RunningApp app = await RunningApp.StartUnknownAsync(_ => { }, [setting]);
        (string, string) forged = (SignedIn.Header, SignedIn.As("marketer", "operator"));

        Answer read = await app.SendAsync("GET", "/api/runs", forged);

        read.Status.ShouldBe(401);
        read.Detail.ShouldContain("App Service Authentication is off");
        (await app.SendAsync("POST", Retry, forged)).Status.ShouldBe(401);
        (await app.SendAsync("GET", "/api/openapi.json", forged)).Status.ShouldBe(401);
        app.Engine.Calls.ShouldBeEmpty();
        (await app.SendAsync("POST", "/api/predict")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task A_browser_is_led_to_sign_in_and_back()
    {
        await using RunningApp app = await SignedIn.StartAsync();

        Answer answer = await app.SendAsync("GET", "/api/runs?take=3", ("Accept", "text/html,application/xhtml+xml"));

        answer.Status.ShouldBe(302);
        answer.Headers["Location"].ShouldBe("/.auth/login/aad?post_login_redirect_uri=%2Fapi%2Fruns%3Ftake%3D3");
    }

    [Fact]
    public async Task A_browser_that_signing_in_would_not_help_gets_a_page_that_says_why()
    {
        await using RunningApp on = await SignedIn.StartAsync();
        await using RunningApp off = await RunningApp.StartUnknownAsync(_ => { }, []);

        Answer role = await on.SendAsync("GET", "/api/runs", ("Accept", "text/html"), (SignedIn.Header, SignedIn.As()));
        Answer signIn = await off.SendAsync("GET", "/api/runs", ("Accept", "text/html"));

        (role.Status, signIn.Status).ShouldBe((403, 403));
        role.Headers["Content-Type"].ShouldBe("text/html; charset=utf-8");
        role.Body.ShouldContain("marketer");
        signIn.Body.ShouldContain("App Service Authentication is off");
    }

    [Fact]
    public async Task The_page_of_a_refusal_can_be_another()
    {
        await using RunningApp app = await RunningApp.StartUnknownAsync(
            services => services.AddSingleton<RefusalPage>((http, refusal) => http.Response.WriteAsync($"{refusal.Reason} {refusal.Role}")), SignedIn.Platform);

        Answer answer = await app.SendAsync("GET", "/api/runs", ("Accept", "text/html"), (SignedIn.Header, SignedIn.As()));

        (answer.Status, answer.Body).ShouldBe((403, "RoleMissing marketer"));
    }
}
