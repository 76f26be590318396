using System.Security.Claims;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.Functions.Access;

/// <summary>Reads what App Service Authentication says of a signed-in person: base64 of JSON with their claims.</summary>
internal static class PlatformPrincipal
{
    public const string Header = "X-MS-CLIENT-PRINCIPAL";

    /// <summary>Characters of the header that are looked at; a person in hundreds of groups stays below.</summary>
    public const int MostCharacters = 32 * 1024;

    private const int MostClaims = 2000;

    private static readonly string[] RoleTypes = ["roles", ClaimTypes.Role];
    private static readonly string[] IdTypes = ["http://schemas.microsoft.com/identity/claims/objectidentifier", "oid", ClaimTypes.NameIdentifier, "sub"];
    private static readonly string[] NameTypes = ["name", ClaimTypes.Name, "preferred_username"];

    /// <summary>Null when the header is too long or not of that form.</summary>
    public static ClaimsPrincipal? Read(string header)
    {
        if (header.Length is 0 or > MostCharacters)
        {
            return null;
        }

        byte[] json = new byte[header.Length];
        if (!Convert.TryFromBase64String(header, json, out int length))
        {
            return null;
        }

        try
        {
            return JsonSerializer.Deserialize(json.AsSpan(0, length), PlatformPrincipalJson.Default.Told) is { } told ? PrincipalOf(told) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps a stable id, a name and our roles: other claims change with each sign-in, and anti-forgery tokens are bound to all there are.</summary>
    private static ClaimsPrincipal? PrincipalOf(Told told)
    {
        if (string.IsNullOrEmpty(told.AuthenticationType) || told.Claims is not { Count: <= MostClaims } claims || claims.Any(claim => claim?.Type is null))
        {
            return null;
        }

        string? First(IEnumerable<string?> types) =>
            types.Where(type => !string.IsNullOrEmpty(type)).Select(type => claims.FirstOrDefault(claim => claim!.Type == type && claim.Value is not null)?.Value).FirstOrDefault(value => value is not null);

        HashSet<string?> roles = [.. claims.Where(claim => claim!.Type == told.RoleType || RoleTypes.Contains(claim.Type, StringComparer.Ordinal)).Select(claim => claim!.Value)];
        List<Claim> kept = [];
        if (First(IdTypes) is { } id)
        {
            kept.Add(new Claim(ClaimTypes.NameIdentifier, id));
        }

        if (First([told.NameType, .. NameTypes]) is { } name)
        {
            kept.Add(new Claim(ClaimTypes.Name, name));
        }

        bool operates = roles.Contains(Roles.Operator);
        if (operates)
        {
            kept.Add(new Claim(ClaimTypes.Role, Roles.Operator));
        }

        if (operates || roles.Contains(Roles.Marketer))
        {
            kept.Add(new Claim(ClaimTypes.Role, Roles.Marketer));
        }

        return new ClaimsPrincipal(new ClaimsIdentity(kept, told.AuthenticationType, ClaimTypes.Name, ClaimTypes.Role));
    }

    internal sealed record Told(
        [property: JsonPropertyName("auth_typ")] string? AuthenticationType,
        [property: JsonPropertyName("claims")] IReadOnlyList<ToldClaim?>? Claims,
        [property: JsonPropertyName("name_typ")] string? NameType,
        [property: JsonPropertyName("role_typ")] string? RoleType);

    internal sealed record ToldClaim([property: JsonPropertyName("typ")] string? Type, [property: JsonPropertyName("val")] string? Value);
}

[JsonSourceGenerationOptions(AllowDuplicateProperties = false, MaxDepth = 8)]
[JsonSerializable(typeof(PlatformPrincipal.Told))]
internal sealed partial class PlatformPrincipalJson : JsonSerializerContext;
