using Microsoft.AspNetCore.Authorization;

namespace Clientele.Functions.Access;

/// <summary>Why a request is refused.</summary>
public enum RefusalReason
{
    SignInNeeded,
    SignInIsOff,
    NotLocal,
    RoleMissing,
    Closed,
    CrossSite,
}

/// <summary>A request refused, and what its sender is told.</summary>
/// <param name="Reason">For pages that say it in another language.</param>
/// <param name="Status">401 without an identity, else 403.</param>
/// <param name="Title">The kind of problem.</param>
/// <param name="Sentence">What to do about it, in English.</param>
/// <param name="Role">The role that is missing, where one is.</param>
public sealed record Refusal(RefusalReason Reason, int Status, string Title, string Sentence, string? Role = null)
{
    internal static Refusal SignInNeeded { get; } = new(RefusalReason.SignInNeeded, 401, "Sign in first", "Sign in at /.auth/login/aad, or send a token of your sign-in.");

    internal static Refusal SignInIsOff { get; } = new(
        RefusalReason.SignInIsOff, 401, "Sign-in is off", "App Service Authentication is off for this app, so that it cannot know you. Its operator switches it on as docs/access.md says.");

    internal static Refusal NotLocal { get; } = new(
        RefusalReason.NotLocal, 401, "Not this machine", "The app runs for this machine alone: visit it under the address that it showed at its start, with 127.0.0.1 or localhost.");

    internal static Refusal CrossSite { get; } = new(RefusalReason.CrossSite, 403, "From another site", "Changes are accepted from the app's own pages only, and this request came from another site.");

    /// <summary>What the endpoint asks for and a known person has not.</summary>
    internal static Refusal RoleMissing(HttpContext http)
    {
        string[] asked = [.. (http.GetEndpoint()?.Metadata.GetOrderedMetadata<IAuthorizeData>() ?? []).Select(each => each.Policy).OfType<string>()];
        string? role = asked.Contains(Roles.Operator, StringComparer.Ordinal) ? Roles.Operator : asked.FirstOrDefault();
        return role is null
            ? new(RefusalReason.Closed, 403, "Closed", "This address is open to nobody.")
            : new(RefusalReason.RoleMissing, 403, "Role missing", $"This needs the role '{role}', which you do not have. Who manages the app can assign it to you.", role);
    }
}

/// <summary>Writes a refusal for a browser that asked for a page. Replace the default by registering another; the status and the security headers are set already.</summary>
public delegate Task RefusalPage(HttpContext http, Refusal refusal);
