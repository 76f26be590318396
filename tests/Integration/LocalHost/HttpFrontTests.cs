using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Clientele.LocalHost;

namespace Clientele.Integration.LocalHost;

[Collection(AzuriteForHost.Name)]
public sealed class HttpFrontTests(AzuriteForHost azurite)
{
    [Fact]
    public async Task A_request_reaches_the_handler_with_path_query_body_and_headers_and_the_answer_comes_back_as_it_is()
    {
        await using FakeApp app = await new FakeApp(azurite).WithWeb().StartAsync();
        using HttpClient client = new() { BaseAddress = app.Host.Address };
        using HttpRequestMessage request = new(HttpMethod.Put, "web/a%20b/c?q=1%262") { Content = new ByteArrayContent(new byte[3_000_000]) };
        request.Headers.Add("x-functions-key", "k");

        using HttpResponseMessage response = await client.SendAsync(request);

        response.StatusCode.ShouldBe((HttpStatusCode)418);
        JsonNode seen = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        seen["method"]!.GetValue<string>().ShouldBe("PUT");
        seen["url"]!.GetValue<string>().ShouldBe("/web/a%20b/c?q=1%262");
        seen["size"]!.GetValue<int>().ShouldBe(3_000_000);
        JsonNode headers = seen["headers"]!;
        headers["x-functions-key"]!.GetValue<string>().ShouldBe("k");
        headers["x-forwarded-host"]!.GetValue<string>().ShouldBe(app.Host.Address.Authority);
        headers["x-forwarded-proto"]!.GetValue<string>().ShouldBe("http");
        headers["x-forwarded-for"]!.GetValue<string>().ShouldBe("127.0.0.1");
        headers["host"]!.GetValue<string>().ShouldStartWith("127.0.0.1:");
        headers["host"]!.GetValue<string>().ShouldNotBe(app.Host.Address.Authority);
        Guid.TryParse(headers["x-ms-invocation-id"]!.GetValue<string>(), out _).ShouldBeTrue();
    }

    [Fact]
    public async Task What_only_a_host_may_say_is_said_by_this_host_alone()
    {
        await using FakeApp app = await new FakeApp(azurite).WithWeb().StartAsync();
        using HttpClient client = new() { BaseAddress = app.Host.Address };
        using HttpRequestMessage request = new(HttpMethod.Get, "web/x");
        request.Headers.Add("X-Clientele-Local-Key", "forged");
        request.Headers.Add("X-MS-CLIENT-PRINCIPAL", "forged");
        request.Headers.Add("X-MS-CLIENT-PRINCIPAL-ID", "forged");
        request.Headers.Add("X-Forwarded-Host", "forged");
        request.Headers.Add("X-Original-Host", "forged");

        using HttpResponseMessage response = await client.SendAsync(request);

        string seen = await response.Content.ReadAsStringAsync();
        seen.ShouldNotContain("forged");
        JsonNode headers = JsonNode.Parse(seen)!["headers"]!;
        headers["x-clientele-local-key"]!.GetValue<string>().Length.ShouldBe(64);
        headers["x-forwarded-host"]!.GetValue<string>().ShouldBe(app.Host.Address.Authority);
    }

    [Fact]
    public async Task An_answer_is_passed_on_as_it_comes()
    {
        await using FakeApp app = await new FakeApp(azurite).WithWeb().StartAsync();
        using HttpClient client = new() { BaseAddress = app.Host.Address };

        using HttpResponseMessage response = await client.GetAsync("web/stream", HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(30));
        using StreamReader reader = new(await response.Content.ReadAsStreamAsync());

        // The first event is here while the handler still waits with the second.
        (await reader.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBe("data: first");
        (await StatusAsync(client, HttpMethod.Get, "web/release")).ShouldBe(HttpStatusCode.OK);
        (await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30))).Trim().ShouldBe("data: second");
        response.Headers.GetValues("X-Mine").ShouldBe(["yes"]);
    }

    [Fact]
    public async Task A_body_is_passed_on_as_it_comes()
    {
        await using FakeApp app = await new FakeApp(azurite).WithWeb().StartAsync();
        using HttpClient client = new() { BaseAddress = app.Host.Address };
        TaskCompletionSource rest = new();
        using HttpRequestMessage request = new(HttpMethod.Post, "web/upload") { Content = new BodyThatWaits(rest.Task) };

        Task<HttpResponseMessage> answer = client.SendAsync(request);
        await app.UntilAsync("the first half", () => app.Told.Any(each => each["arrived"] is not null));
        answer.IsCompleted.ShouldBeFalse();
        rest.SetResult();

        using HttpResponseMessage response = await answer.WaitAsync(TimeSpan.FromSeconds(30));
        app.Told.Sum(each => each["arrived"]?.GetValue<int>() ?? 0).ShouldBe("firstsecond".Length);
    }

    [Fact]
    public async Task Redirects_and_cookies_are_the_browsers_business()
    {
        await using FakeApp app = await new FakeApp(azurite).WithWeb().StartAsync();
        using HttpClient client = new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = app.Host.Address };

        using HttpResponseMessage response = await client.GetAsync("web/redirect");

        response.StatusCode.ShouldBe(HttpStatusCode.Found);
        response.Headers.Location!.OriginalString.ShouldBe("/web/else");
        response.Headers.GetValues("Set-Cookie").ShouldBe(["a=1", "b=2"]);
    }

    [Fact]
    public async Task Only_the_routes_and_methods_of_functions_that_are_on_are_there()
    {
        await using FakeApp app = await new FakeApp(azurite).WithWeb()
            .With("Predict", """{"type":"httpTrigger","name":"req","methods":["post"],"route":"api/predict"}""")
            .With("Off", """{"type":"httpTrigger","name":"req","route":"api/off"}""")
            .WithSetting("AzureWebJobs.Off.Disabled", "1").StartAsync();
        using HttpClient client = new() { BaseAddress = app.Host.Address };

        (await StatusAsync(client, HttpMethod.Post, "api/predict")).ShouldBe((HttpStatusCode)418);
        (await StatusAsync(client, HttpMethod.Get, "api/predict")).ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await StatusAsync(client, HttpMethod.Get, "api/off")).ShouldBe(HttpStatusCode.NotFound);
        (await StatusAsync(client, HttpMethod.Get, "else")).ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_request_during_a_restart_waits_for_the_handler()
    {
        await using FakeApp app = await new FakeApp(azurite).WithWeb().StartAsync();
        using HttpClient client = new() { BaseAddress = app.Host.Address };

        (await StatusAsync(client, HttpMethod.Get, "web/die")).ShouldBe(HttpStatusCode.BadGateway);
        await app.UntilAsync("the restart", () => app.Host.HandlerStarts == 2);

        (await StatusAsync(client, HttpMethod.Get, "web/x")).ShouldBe((HttpStatusCode)418);
    }

    [Fact]
    public async Task A_function_can_be_run_by_hand()
    {
        string queue = FakeApp.Fresh("q");
        await using FakeApp app = await new FakeApp(azurite).WithQueue("OnMessage", queue)
            .With("Tick", """{"type":"timerTrigger","name":"timer","schedule":"0 0 0 1 1 *"}""").StartAsync();
        using HttpClient client = new() { BaseAddress = app.Host.Address };

        (await StatusAsync(client, HttpMethod.Post, "admin/functions/Tick", "{}")).ShouldBe(HttpStatusCode.Accepted);
        (await StatusAsync(client, HttpMethod.Post, "admin/functions/OnMessage", """{"input":"hello"}""")).ShouldBe(HttpStatusCode.Accepted);
        (await StatusAsync(client, HttpMethod.Post, "admin/functions/Nothing", "{}")).ShouldBe(HttpStatusCode.NotFound);

        await app.UntilAsync("both calls", () => app.Calls("Tick").Any() && app.Calls("OnMessage").Any());
        app.Calls("OnMessage").Single()["order"]!.GetValue<string>().ShouldBe("hello");
        (await app.Host.RunFunctionAsync("OnMessage", "fail"))!.ShouldContain("500");
    }

    [Fact]
    public async Task A_timer_fires_at_its_times()
    {
        await using FakeApp app = await new FakeApp(azurite)
            .With("Tick", """{"type":"timerTrigger","name":"timer","schedule":"%Often%"}""").WithSetting("Often", "* * * * * *").StartAsync();

        await app.UntilAsync("two calls", () => app.Calls("Tick").Count() >= 2);
    }

    [Fact]
    public async Task A_taken_port_is_named_in_a_sentence()
    {
        await using FakeApp app = await new FakeApp(azurite).WithWeb().StartAsync();
        string port = app.Host.Address.Port.ToString(CultureInfo.InvariantCulture);
        await using FakeApp second = new FakeApp(azurite).WithWeb();

        LocalHostException refusal = await Should.ThrowAsync<LocalHostException>(() => second.StartAsync(port: app.Host.Address.Port));

        refusal.Message.ShouldContain($"Port {port} is taken");
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, HttpMethod method, string path, string? body = null)
    {
        using HttpRequestMessage request = new(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        }

        using HttpResponseMessage response = await client.SendAsync(request);
        return response.StatusCode;
    }

    private sealed class BodyThatWaits(Task rest) : HttpContent
    {
        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("first"u8.ToArray());
            await stream.FlushAsync();
            await rest;
            await stream.WriteAsync("second"u8.ToArray());
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
