using System.Security.Cryptography;

namespace Clientele.LocalHost.Host;

/// <summary>
/// What lets the requests that this host passes on into the app, which knows nobody without a platform that signs people in: a random key, new at each start,
/// that the app gets as a setting and each request carries as a header.
/// </summary>
internal static class LocalKey
{
    public const string Setting = "CLIENTELE_LOCAL_KEY";
    public const string Header = "X-Clientele-Local-Key";

    private const int HexDigits = 64;

    public static string Make() => RandomNumberGenerator.GetHexString(HexDigits);
}
