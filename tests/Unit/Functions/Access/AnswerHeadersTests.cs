using Clientele.Functions.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Clientele.Unit.Functions.Access;

/// <summary>What every answer tells browsers, and what the app believes of its own address.</summary>
public sealed class AnswerHeadersTests
{
    [Theory]
    [InlineData("/api/runs", 200)]
    [InlineData("/api/runs?take=x", 400)]
    [InlineData("/nowhere", 404)]
    public async Task Every_answer_is_kept_from_caches_frames_and_strangers_scripts(string path, int status)
    {
        await using RunningApp app = await RunningApp.StartAsync();

        Answer answer = await app.SendAsync("GET", path);

        answer.Status.ShouldBe(status);
        answer.Headers["X-Content-Type-Options"].ShouldBe("nosniff");
        answer.Headers["Referrer-Policy"].ShouldBe("same-origin");
        answer.Headers["X-Frame-Options"].ShouldBe("DENY");
        answer.Headers["Cross-Origin-Opener-Policy"].ShouldBe("same-origin");
        answer.Headers["Cross-Origin-Resource-Policy"].ShouldBe("same-origin");
        answer.Headers["Cache-Control"].ShouldContain("no-store");
        answer.Headers["Permissions-Policy"].ShouldContain("camera=()");
        answer.Headers["Content-Security-Policy"].ShouldBe(
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
    }

    [Fact]
    public async Task A_refusal_has_them_too()
    {
        await using RunningApp app = await SignedIn.StartAsync();

        (await app.SendAsync("GET", "/api/runs")).Headers["X-Frame-Options"].ShouldBe("DENY");
    }

    [Fact]
    public async Task An_endpoint_may_say_otherwise()
    {
        await using RunningApp app = await RunningApp.StartUnknownAsync(_ => { }, [], map => map.MapGet("/style.css", (HttpContext http) =>
        {
            http.Response.Headers.CacheControl = "public, max-age=60";
            http.Response.Headers.ContentSecurityPolicy = "default-src 'self'";
            return "body{}";
        }).AllowAnonymous());

        Answer answer = await app.SendAsync("GET", "/style.css");

        answer.Headers["Cache-Control"].ShouldBe("public, max-age=60");
        answer.Headers["Content-Security-Policy"].ShouldBe("default-src 'self'");
        answer.Headers["X-Frame-Options"].ShouldBe("DENY");
    }

    [Fact]
    public async Task Pages_may_send_uploads_to_the_blob_service_and_nowhere_else()
    {
        await using RunningApp app = await RunningApp.StartUnknownAsync(
            services => services.AddSingleton(new UploadAddress(new Uri("http://127.0.0.1:10000/devstoreaccount1"))), []);

        (await app.SendAsync("GET", "/")).Headers["Content-Security-Policy"].ShouldContain("connect-src 'self' http://127.0.0.1:10000; form-action");
    }

    [Fact]
    public async Task The_app_is_where_the_host_says_that_it_was_visited()
    {
        await using RunningApp app = await RunningApp.StartUnknownAsync(
            _ => { }, [], map => map.MapGet("/where", (HttpRequest request) => $"{request.Scheme}://{request.Host} {request.HttpContext.Connection.RemoteIpAddress}").AllowAnonymous());

        Answer answer = await app.SendAsync(
            "GET", "/where", ("X-Forwarded-Host", "forged.example, shop.example"), ("X-Forwarded-Proto", "https"), ("X-Forwarded-For", "203.0.113.7"));

        answer.Body.ShouldBe("https://shop.example 203.0.113.7");
    }
}
