using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Extensions.FileProviders;

namespace Clientele.Functions.Web;

/// <summary>The files that browsers load: styles, scripts and the chart library, from the folder <c>assets</c> beside the app.</summary>
public sealed class AssetFiles
{
    private const string Folder = "assets";
    private const string Version = "v";
    private readonly string _folder = Path.Combine(AppContext.BaseDirectory, Folder);
    private readonly ConcurrentDictionary<string, string> _addresses = new(StringComparer.Ordinal);

    /// <summary>The address of a file. It changes with the content, so that browsers keep what they have for as long as it is the same.</summary>
    public string this[string name] => _addresses.GetOrAdd(name, AddressOf);

    public void Use(WebApplication app) => app.UseStaticFiles(new StaticFileOptions
    {
        FileProvider = new PhysicalFileProvider(_folder),
        RequestPath = "/" + Folder,
        OnPrepareResponse = response => response.Context.Response.Headers.CacheControl =
            response.Context.Request.Query.ContainsKey(Version) ? "public, max-age=31536000, immutable" : "no-cache",
    });

    private string AddressOf(string name)
    {
        using FileStream file = File.OpenRead(Path.Combine(_folder, name));
        return $"/{Folder}/{name}?{Version}={Convert.ToHexStringLower(SHA256.HashData(file).AsSpan(0, 6))}";
    }
}
