using System.Net;
using Clientele.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Clientele.Functions.Access;

/// <summary>Who may do what, for every endpoint. docs/access.md tells it to operators.</summary>
internal static class AccessPipeline
{
    private const string AntiforgeryCookie = "clientele-antiforgery";

    /// <summary>Adds sign-in, the policies <see cref="Roles.Marketer"/> and <see cref="Roles.Operator"/>, anti-forgery and its keys.</summary>
    public static WebApplicationBuilder AddAccess(this WebApplicationBuilder builder)
    {
        AccessSettings settings = AccessSettings.Read(builder.Configuration);
        builder.Services
            .AddSingleton(settings)
            .AddSingleton<Refusals>()
            .AddSingleton(services => new SecurityHeaders(services.GetService<UploadAddress>()));
        builder.Services.TryAddSingleton<RefusalPage>(Refusals.WritePlainPageAsync);
        AuthenticationBuilder authentication = builder.Services.AddAuthentication(settings.Scheme);
        _ = settings.LocalKey is null
            ? authentication.AddScheme<AuthenticationSchemeOptions, AppServiceAuthentication>(settings.Scheme, null)
            : authentication.AddScheme<AuthenticationSchemeOptions, LocalAuthentication>(settings.Scheme, null);
        builder.Services.AddAuthorizationBuilder()
            .AddPolicy(Roles.Marketer, policy => policy.RequireRole(Roles.Marketer))
            .AddPolicy(Roles.Operator, policy => policy.RequireRole(Roles.Operator))
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAssertion(context => IsNoEndpointOfOurs(context.Resource)).Build());
        builder.Services.Configure<ForwardedHeadersOptions>(ForwardFromHost);
        builder.AddAntiforgery(settings);
        return builder;
    }

    /// <summary>What the host says of a request, and what browsers are told with every answer, files included: before everything else.</summary>
    public static WebApplication UseHostHeaders(this WebApplication app)
    {
        app.Use(Forwarding.MarkAsync);
        app.UseForwardedHeaders();
        app.Use(app.Services.GetRequiredService<SecurityHeaders>().AddAsync);
        return app;
    }

    /// <summary>The order matters: each step builds on what the ones before it found out. Endpoints are mapped after it.</summary>
    public static WebApplication UseAccess(this WebApplication app)
    {
        app.UseRouting();
        app.UseAuthentication();
        app.Use(CrossSite.RefuseAsync);
        app.UseAuthorization();
        app.UseAntiforgery();
        return app;
    }

    /// <summary>Where routing found nothing, or not with this method, there is nothing to protect, and 404 and 405 say more than a refusal.</summary>
    private static bool IsNoEndpointOfOurs(object? resource) => resource is HttpContext http && http.GetEndpoint() is not RouteEndpoint;

    /// <summary>The host alone is trusted, and it is on loopback. It adds its own word last.</summary>
    private static void ForwardFromHost(ForwardedHeadersOptions options)
    {
        options.ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedHost | ForwardedHeaders.XForwardedProto;
        options.ForwardLimit = 1;
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        options.KnownProxies.Add(IPAddress.Loopback);
        options.KnownProxies.Add(IPAddress.IPv6Loopback);
    }

    private static void AddAntiforgery(this WebApplicationBuilder builder, AccessSettings settings)
    {
        builder.Services.AddAntiforgery(options =>
        {
            // Browsers take a cookie of this prefix over https only, from this host only, for all of it; a platform's address is always https.
            options.Cookie.Name = settings.OnAzure ? "__Host-" + AntiforgeryCookie : AntiforgeryCookie;
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

            // Ours is stricter than the one it would set.
            options.SuppressXFrameOptionsHeader = true;
        });
        builder.Services.AddDataProtection().SetApplicationName("Clientele");
        builder.Services.AddOptions<KeyManagementOptions>()
            .Configure<IServiceProvider>((options, services) => options.XmlRepository = new KeyBlobs(() => services.GetRequiredService<ClienteleStorage>().Keys));

        // It reads the keys before the port is bound, which would make every cold start slower for the few that ever need one.
        foreach (ServiceDescriptor eager in builder.Services.Where(IsEagerKeyReader).ToArray())
        {
            builder.Services.Remove(eager);
        }

        // It warns, at each new key, that the blob's own encryption is all there is.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
    }

    private static bool IsEagerKeyReader(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == typeof(DataProtectionOptions).Assembly;
}
