using System.Security.Cryptography;

namespace Clientele.Runs.Incoming;

/// <summary>What an upload from a browser is called until it is confirmed: 32 hex digits that nobody can guess. The name of its blob in <c>incoming</c>.</summary>
public static class IncomingId
{
    private const int Bytes = 16;

    public static string New() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Anything else is no id of ours, and is not asked for.</summary>
    public static bool IsValid(string? id) => id is { Length: 2 * Bytes } && id.AsSpan().ContainsOnlyHex();
}
