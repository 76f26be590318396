using System.Security.Claims;
using System.Xml.Linq;
using Clientele.Functions.Access;
using Clientele.Storage;
using Clientele.Testing;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Clientele.Unit.Functions.Access;

/// <summary>Tokens of one instance are good at all, because they read the same keys.</summary>
public sealed class AntiforgeryTests
{
    [Fact]
    public async Task A_token_of_one_instance_is_good_at_another_and_no_key_is_made_before_the_first_token()
    {
        MemoryStorage storage = new();
        await using RunningApp one = await StartAsync(storage);
        await using RunningApp other = await StartAsync(storage);
        (await NamesAsync(storage)).ShouldBeEmpty();

        AntiforgeryTokenSet tokens = one.Services.GetRequiredService<IAntiforgery>().GetTokens(Visit(one));

        (await IsValidAsync(other, tokens, tokens.RequestToken)).ShouldBeTrue();
        (await IsValidAsync(other, tokens, "another")).ShouldBeFalse();
        (await NamesAsync(storage)).ShouldBe(["000000.xml"]);
    }

    [Fact]
    public void Instances_that_make_the_first_key_at_once_come_to_the_same_one()
    {
        MemoryStorage storage = new();
        KeyBlobs one = new(() => storage.Container("keys"));
        KeyBlobs other = new(() => storage.Container("keys"));
        one.GetAllElements().ShouldBeEmpty();
        other.GetAllElements().ShouldBeEmpty();

        one.StoreElement(XElement.Parse("<key id=\"a\" />"), "key-a");
        other.StoreElement(XElement.Parse("<key id=\"b\" />"), "key-b");

        one.GetAllElements().Single().ToString().ShouldBe("<key id=\"a\" />");
        other.GetAllElements().Single().ToString().ShouldBe("<key id=\"a\" />");
        other.StoreElement(XElement.Parse("<key id=\"c\" />"), "key-c");
        one.GetAllElements().Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_revocation_is_kept_whatever_else_was_written()
    {
        MemoryStorage storage = new();
        KeyBlobs one = new(() => storage.Container("keys"));
        KeyBlobs other = new(() => storage.Container("keys"));
        other.GetAllElements().ShouldBeEmpty();

        one.StoreElement(XElement.Parse("<key id=\"a\" />"), "key-a");
        other.StoreElement(XElement.Parse("<revocation />"), "revocation-a");

        one.GetAllElements().Select(each => each.Name.LocalName).ShouldBe(["key", "revocation"]);
        (await NamesAsync(storage)).ShouldBe(["000000.xml", "000001.xml"]);
    }

    [Theory]
    [InlineData("http", false, "clientele-antiforgery=")]
    [InlineData("https", false, "clientele-antiforgery=")]
    [InlineData("https", true, "__Host-clientele-antiforgery=")]
    public async Task The_cookie_is_for_this_site_alone_and_no_script_reads_it(string scheme, bool onAzure, string name)
    {
        await using RunningApp app = await StartAsync(new MemoryStorage(), onAzure ? "--WEBSITE_SITE_NAME=shop" : "--WEBSITE_SITE_NAME=");
        DefaultHttpContext visit = Visit(app);
        visit.Request.Scheme = scheme;

        app.Services.GetRequiredService<IAntiforgery>().GetAndStoreTokens(visit);

        string cookie = visit.Response.Headers.SetCookie.ToString();
        cookie.ShouldStartWith(name);
        string[] attributes = cookie.Split("; ")[1..];
        attributes.ShouldBe(scheme == "https" ? ["path=/", "secure", "samesite=strict", "httponly"] : ["path=/", "samesite=strict", "httponly"], ignoreOrder: true);
        visit.Response.Headers.ContainsKey("X-Frame-Options").ShouldBeFalse();
    }

    private static Task<RunningApp> StartAsync(MemoryStorage storage, params string[] settings) =>
        RunningApp.StartUnknownAsync(services => services.AddSingleton(storage.Open()), settings);

    private static Task<bool> IsValidAsync(RunningApp app, AntiforgeryTokenSet tokens, string? token)
    {
        DefaultHttpContext posted = Visit(app);
        posted.Request.Method = "POST";
        posted.Request.Headers.Cookie = $"clientele-antiforgery={tokens.CookieToken}";
        posted.Request.Headers[tokens.HeaderName!] = token;
        return app.Services.GetRequiredService<IAntiforgery>().IsRequestValidAsync(posted);
    }

    private static DefaultHttpContext Visit(RunningApp app) => new()
    {
        RequestServices = app.Services,
        User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, "ana")], "aad")),
    };

    private static async Task<List<string>> NamesAsync(MemoryStorage storage)
    {
        List<string> names = [];
        await foreach (BlobFacts each in storage.Container("keys").ListAsync(null, CancellationToken.None))
        {
            names.Add(each.Name);
        }

        return names;
    }
}
