using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Clientele.LocalHost.Azurite;

/// <summary>
/// Lets the pages of the app, and no others, send files straight to the local storage (CORS): without it a browser does not even try. On Azure the
/// infrastructure sets the same rule for the app's own address; the app itself must not change the account.
/// </summary>
internal static class BrowserUploads
{
    private const int PreflightSeconds = 3600;

    /// <param name="connectionString">Of the local storage, which is this program's own: its rules are replaced.</param>
    /// <param name="app">Where the app answers on loopback; people call it by number or by name.</param>
    public static async Task AllowAsync(string connectionString, Uri app, CancellationToken cancellation)
    {
        var service = new BlobServiceClient(connectionString);
        BlobServiceProperties properties = await service.GetPropertiesAsync(cancellation);
        properties.Cors =
        [
            new BlobCorsRule
            {
                AllowedOrigins = string.Join(',', Origins(app)),
                AllowedMethods = "PUT,OPTIONS",
                AllowedHeaders = "x-ms-*,content-type",
                ExposedHeaders = "etag",
                MaxAgeInSeconds = PreflightSeconds,
            },
        ];
        await service.SetPropertiesAsync(properties, cancellation);
    }

    private static IEnumerable<string> Origins(Uri app) =>
        new[] { app.Host, "127.0.0.1", "localhost" }.Distinct(StringComparer.OrdinalIgnoreCase).Select(host => new UriBuilder(app.Scheme, host, app.Port).Uri.GetLeftPart(UriPartial.Authority));
}
