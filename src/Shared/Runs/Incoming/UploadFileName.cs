using System.Globalization;
using System.Text;

namespace Clientele.Runs.Incoming;

/// <summary>Names of files as browsers tell them.</summary>
public static class UploadFileName
{
    /// <summary>Characters that a name may have.</summary>
    public const int Longest = 255;

    private const int LongestSafe = 120;
    private const string Extension = ".csv";

    /// <summary>Without folders, in front of which some browsers put it.</summary>
    /// <exception cref="UploadRefusedException">It is empty or too long.</exception>
    public static string Check(string? name)
    {
        string last = (name ?? "")[((name ?? "").LastIndexOfAny(['/', '\\']) + 1)..].Trim();
        return last.Length is > 0 and <= Longest && !last.Any(char.IsControl)
            ? last
            : throw new UploadRefusedException(UploadRefusal.FileName, $"The file's name must have 1 to {Longest} characters that can be seen. Rename it and choose it again.");
    }

    /// <summary>Percent-encoded: metadata is ASCII.</summary>
    public static string ToMetadata(string name) => Uri.EscapeDataString(name);

    /// <summary>The name that <see cref="ToMetadata"/> made the text of. A browser may have written any text, so it is bounded.</summary>
    public static string FromMetadata(string? text)
    {
        string name = Uri.UnescapeDataString(text ?? "");
        return name.Length == 0 ? "upload" + Extension : name.Length > Longest ? name[..Longest] : name;
    }

    /// <summary>
    /// What the file is called in <c>uploads</c>: letters, digits and <c>. - _ ( )</c> and blanks, other characters as <c>_</c>, with the extension <c>.csv</c> at the
    /// end. The same name gives the same, so that a file sent again is a newer version of the upload.
    /// </summary>
    public static string Safe(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string stem = name.EndsWith(Extension, StringComparison.OrdinalIgnoreCase) ? name[..^Extension.Length] : name;
        var safe = new StringBuilder(stem.Length);
        foreach (Rune rune in stem.EnumerateRunes())
        {
            if (safe.Length >= LongestSafe)
            {
                break;
            }

            bool isMark = Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
            safe.Append(Rune.IsLetterOrDigit(rune) || isMark || rune.Value is '.' or '-' or '_' or '(' or ')' or ' ' ? rune.ToString() : "_");
        }

        string text = safe.ToString().Normalize(NormalizationForm.FormC).Trim(' ', '.');
        return (text.Length == 0 ? "upload" : text) + Extension;
    }
}
