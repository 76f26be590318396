using System.Buffers;

namespace Clientele.Schemas;

/// <summary>A schema's id becomes part of table names (lowercase letters and digits only there), blob paths and URLs.</summary>
public static class SchemaId
{
    public const int MinLength = 3;
    public const int MaxLength = 40;

    public const string Rule = "3 to 40 lowercase letters a-z and digits, a letter first";

    private static readonly SearchValues<char> Allowed = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789");

    public static bool IsValid(ReadOnlySpan<char> id) =>
        id.Length is >= MinLength and <= MaxLength
        && char.IsAsciiLetterLower(id[0])
        && !id.ContainsAnyExcept(Allowed);
}
