using System.Text;
using System.Text.Json;

namespace Clientele.Unit.Functions.Access;

/// <summary>Requests as the platform passes them on for signed-in people, and the settings that it makes.</summary>
internal static class SignedIn
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";
    public const string WsFederationRole = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";

    public static readonly string[] Platform = ["--WEBSITE_AUTH_ENABLED=True", "--WEBSITE_SITE_NAME=shop"];

    /// <summary>The header as the platform writes it for Entra ID.</summary>
    public static string As(params string[] roles) => Encode(Json([.. roles.Select(role => ("roles", role))]));

    public static string Json(IReadOnlyList<(string Type, string Value)> roles, string roleType = "roles")
    {
        (string Type, string Value)[] claims =
        [
            ("aud", "11111111-2222-3333-4444-555555555555"),
            ("iat", "1795000000"),
            ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier", "sub-of-ana"),
            ("http://schemas.microsoft.com/identity/claims/objectidentifier", "oid-of-ana"),
            ("name", "Ana"),
            .. roles,
        ];
        string told = string.Join(",", claims.Select(claim => $$"""{"typ":{{JsonSerializer.Serialize(claim.Type)}},"val":{{JsonSerializer.Serialize(claim.Value)}}}"""));
        return $$"""{"auth_typ":"aad","claims":[{{told}}],"name_typ":"name","role_typ":{{JsonSerializer.Serialize(roleType)}}}""";
    }

    public static string Encode(string json) => Convert.ToBase64String(Encoding.UTF8.GetBytes(json));

    public static Task<RunningApp> StartAsync() => RunningApp.StartUnknownAsync(_ => { }, Platform);

    /// <param name="app">The app.</param>
    /// <param name="method">GET, POST…</param>
    /// <param name="path">With its query.</param>
    /// <param name="headers">Name and value; a name may come twice.</param>
    public static async Task<Answer> SendAsync(this RunningApp app, string method, string path, params (string Name, string Value)[] headers)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        foreach ((string name, string value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        using HttpResponseMessage response = await app.Client.SendAsync(request);
        return new(
            (int)response.StatusCode,
            response.Headers.Concat(response.Content.Headers).ToDictionary(each => each.Key, each => string.Join(", ", each.Value), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsStringAsync());
    }
}

internal sealed record Answer(int Status, IReadOnlyDictionary<string, string> Headers, string Body)
{
    /// <summary>The sentence of a problem.</summary>
    public string Detail
    {
        get
        {
            Headers["Content-Type"].ShouldStartWith("application/problem+json");
            return JsonElement.Parse(Body).GetProperty("detail").GetString()!;
        }
    }
}
