using Clientele.Functions.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;

namespace Clientele.Unit.Functions.Access;

/// <summary>Each address has a decision on who may use it.</summary>
public sealed class EndpointPolicyTests
{
    /// <summary>Whatever else is anonymous would be open to the whole internet.</summary>
    private static readonly string[] Anonymous =
        ["/", "/PlanRun", "/PlanRunOnEvent", "/WorkOnPart", "/PartPoisoned", "/Retrain", "/Watch", "api/predict/{schema?}"];

    private static readonly string[] Operators =
    [
        "POST api/models/{schema?}/{kind?}/{version?}/{action?}", "POST api/objectives/{schema?}", "POST api/runs/{id?}/{action?}",
        "POST /models/promote", "POST /models/rollback", "POST /models/release", "POST /models/score-again", "POST /models/economics", "POST /uploads/run/{run}/retry",
    ];

    [Fact]
    public async Task Every_endpoint_asks_for_a_role_or_is_one_of_the_few_that_are_open()
    {
        await using RunningApp app = await RunningApp.StartAsync();
        List<string> operators = [];
        List<string> anonymous = [];
        List<string> undecided = [];
        foreach (RouteEndpoint endpoint in app.Endpoints.OfType<RouteEndpoint>())
        {
            string route = endpoint.RoutePattern.RawText!;
            string? policy = endpoint.Metadata.GetMetadata<IAuthorizeData>()?.Policy;
            bool open = endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null;
            List<string>? told = (open, policy) switch
            {
                (true, null) => anonymous,
                (false, Roles.Operator) => operators,
                (false, Roles.Marketer) => null,
                _ => undecided,
            };
            told?.Add(told == operators ? $"{string.Join(' ', endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods)} {route}" : route);
        }

        app.Endpoints.Count().ShouldBeGreaterThan(Anonymous.Length + Operators.Length);
        undecided.ShouldBeEmpty();
        anonymous.ShouldBe(Anonymous, ignoreOrder: true);
        operators.ShouldBe(Operators, ignoreOrder: true);
    }

    [Fact]
    public async Task An_endpoint_that_nobody_decided_on_is_closed()
    {
        await using RunningApp app = await RunningApp.StartUnknownAsync(_ => { }, SignedIn.Platform, map => map.MapGet("/forgotten", () => "secret"));

        Answer unknown = await app.SendAsync("GET", "/forgotten");
        Answer known = await app.SendAsync("GET", "/forgotten", (SignedIn.Header, SignedIn.As("operator")));

        (unknown.Status, known.Status).ShouldBe((401, 403));
        known.Detail.ShouldContain("nobody");
    }

    [Theory]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("GET", "/api/predict", 405)]
    [InlineData("DELETE", "/api/runs", 405)]
    public async Task Where_nothing_is_the_answer_says_so(string method, string path, int expected)
    {
        await using RunningApp app = await SignedIn.StartAsync();

        (await app.SendAsync(method, path)).Status.ShouldBe(expected);
    }
}
