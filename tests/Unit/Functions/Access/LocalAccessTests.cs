using Clientele.Functions.Access;

namespace Clientele.Unit.Functions.Access;

/// <summary>Through a host on the same machine, and past it.</summary>
public sealed class LocalAccessTests
{
    private const string Key = RunningApp.LocalKey;

    [Fact]
    public async Task Who_comes_through_the_host_on_this_machine_needs_no_sign_in_for_anything()
    {
        await using RunningApp app = await StartAsync();

        (await app.SendAsync("GET", "/api/runs", (LocalAuthentication.KeyHeader, Key))).Status.ShouldBe(200);
        (await app.SendAsync("POST", "/api/models/gym/response/b/promote", (LocalAuthentication.KeyHeader, Key))).Status.ShouldNotBeOneOf(401, 403);
    }

    [Theory]
    [InlineData()]
    [InlineData("")]
    [InlineData("0123456789abcdef0123456789abcdeF")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData(Key + "0")]
    [InlineData(Key, Key)]
    public async Task Without_exactly_its_key_nobody_comes_in(params string[] keys)
    {
        await using RunningApp app = await StartAsync();

        Answer answer = await app.SendAsync("GET", "/api/runs", [.. keys.Select(key => (LocalAuthentication.KeyHeader, key)), (SignedIn.Header, SignedIn.As("operator"))]);

        answer.Status.ShouldBe(401);
        answer.Detail.ShouldContain("this machine");
        app.Engine.Calls.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("127.0.0.1:7071", 200)]
    [InlineData("localhost:7071", 200)]
    [InlineData("LocalHost", 200)]
    [InlineData("[::1]:7071", 200)]
    [InlineData("elsewhere.example:7071", 401)]
    [InlineData("localhost.elsewhere.example", 401)]
    [InlineData("127.0.0.1.elsewhere.example", 401)]
    [InlineData("127.0.0.1, elsewhere.example", 401)]
    [InlineData("192.168.1.7:7071", 401)]
    [InlineData("0.0.0.0:7071", 401)]
    public async Task A_visited_name_that_someone_else_may_own_is_refused(string visited, int expected)
    {
        await using RunningApp app = await StartAsync();

        (await app.SendAsync("GET", "/api/runs", (LocalAuthentication.KeyHeader, Key), ("X-Forwarded-Host", visited))).Status.ShouldBe(expected);
    }

    [Theory]
    [InlineData("--WEBSITE_SITE_NAME=shop")]
    [InlineData("--WEBSITE_INSTANCE_ID=abc")]
    [InlineData("--WEBSITE_AUTH_ENABLED=true")]
    [InlineData("--CLIENTELE_LOCAL_KEY=short")]
    public async Task On_a_platform_and_with_a_key_that_could_be_guessed_the_key_opens_nothing(string setting)
    {
        await using RunningApp app = await StartAsync(setting);

        (await app.SendAsync("GET", "/api/runs", (LocalAuthentication.KeyHeader, Key))).Status.ShouldBe(401);
        (await app.SendAsync("GET", "/api/runs", (LocalAuthentication.KeyHeader, "short"))).Status.ShouldBe(401);
    }

    [Fact]
    public void Host_and_app_call_the_key_by_the_same_names()
    {
        Clientele.LocalHost.Host.LocalKey.Header.ShouldBe(LocalAuthentication.KeyHeader);
        Clientele.LocalHost.Host.LocalKey.Setting.ShouldBe(AccessSettings.LocalKeySetting);
        Clientele.LocalHost.Host.LocalKey.Make().Length.ShouldBe(64);
    }

    private static Task<RunningApp> StartAsync(params string[] more) => RunningApp.StartUnknownAsync(_ => { }, [$"--CLIENTELE_LOCAL_KEY={Key}", .. more]);
}
