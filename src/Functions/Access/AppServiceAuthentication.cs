using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Clientele.Functions.Access;

/// <summary>
/// Who signed in with App Service Authentication. Its headers are believed only while the platform says that it is on: then it removes what callers send
/// under these names. Otherwise nobody is anybody.
/// </summary>
internal sealed class AppServiceAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, AccessSettings settings, Refusals refusals)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public new const string Scheme = "AppService";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (!settings.PlatformSignsIn || !Request.Headers.TryGetValue(PlatformPrincipal.Header, out StringValues headers))
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        return Task.FromResult(
            headers is [{ } header] && PlatformPrincipal.Read(header) is { } principal
                ? AuthenticateResult.Success(new AuthenticationTicket(principal, base.Scheme.Name))
                : AuthenticateResult.Fail("The platform's identity cannot be read."));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) =>
        refusals.WriteAsync(Context, settings.PlatformSignsIn ? Refusal.SignInNeeded : Refusal.SignInIsOff);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => refusals.WriteAsync(Context, Refusal.RoleMissing(Context));
}
