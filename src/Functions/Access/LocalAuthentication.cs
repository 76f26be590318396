using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace Clientele.Functions.Access;

/// <summary>
/// Whoever comes through a host on the same machine, without signing in, as an operator. That host gives the app a random key at its start and sends it with
/// each request that it passes on; other programs and a page that calls the app's own port do not have it.
/// </summary>
internal sealed class LocalAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessSettings settings, Refusals refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "Local";
    public const string KeyHeader = "X-Clientele-Local-Key";

    /// <summary>A name that a stranger's DNS points here is none of these, so that a stranger's page cannot read the answers.</summary>
    private static readonly string[] Loopback = ["127.0.0.1", "localhost", "[::1]"];

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(
            HasKey() && Loopback.Contains(Request.Host.Host, StringComparer.OrdinalIgnoreCase)
                ? AuthenticateResult.Success(new AuthenticationTicket(Anyone(), base.Scheme.Name))
                : AuthenticateResult.NoResult());

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => refusals.WriteAsync(Context, Refusal.NotLocal);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => refusals.WriteAsync(Context, Refusal.RoleMissing(Context));

    private bool HasKey() =>
        Request.Headers[KeyHeader] is [{ } sent]
        && settings.LocalKey is { } key
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(sent), Encoding.UTF8.GetBytes(key));

    private static ClaimsPrincipal Anyone() => new(new ClaimsIdentity(
        [new(ClaimTypes.NameIdentifier, "local"), new(ClaimTypes.Role, Roles.Operator), new(ClaimTypes.Role, Roles.Marketer)], Scheme, ClaimTypes.Name, ClaimTypes.Role));
}
