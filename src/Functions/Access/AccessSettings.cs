namespace Clientele.Functions.Access;

/// <summary>Where the app runs, as far as access depends on it. Read once, at the start.</summary>
internal sealed record AccessSettings
{
    public const string PlatformSignInSetting = "WEBSITE_AUTH_ENABLED";
    public const string LocalKeySetting = "CLIENTELE_LOCAL_KEY";

    private const int ShortestLocalKey = 32;

    /// <summary>One of these is there wherever Azure runs the app, and hardly ever elsewhere: CONTAINER_NAME, which it sets, too, other container hosts set as well.</summary>
    private static readonly string[] AzureSettings = ["WEBSITE_SITE_NAME", "WEBSITE_INSTANCE_ID"];

    /// <summary>Azure runs the app. There the local key means nothing.</summary>
    public required bool OnAzure { get; init; }

    /// <summary>App Service Authentication is on, so that the platform, and nobody else, sets the identity headers.</summary>
    public required bool PlatformSignsIn { get; init; }

    /// <summary>What a host on the same machine proves itself with; null where there is none.</summary>
    public required string? LocalKey { get; init; }

    /// <summary>The only way in; never two at once.</summary>
    public string Scheme => LocalKey is null ? AppServiceAuthentication.Scheme : LocalAuthentication.Scheme;

    public static AccessSettings Read(IConfiguration configuration)
    {
        bool signsIn = bool.TryParse(configuration[PlatformSignInSetting], out bool on) && on;
        bool onAzure = signsIn || AzureSettings.Any(name => !string.IsNullOrEmpty(configuration[name]));
        string? key = configuration[LocalKeySetting];

        // A short key could be guessed; it is as good as none.
        return new() { OnAzure = onAzure, PlatformSignsIn = signsIn, LocalKey = !onAzure && key?.Length >= ShortestLocalKey ? key : null };
    }
}
