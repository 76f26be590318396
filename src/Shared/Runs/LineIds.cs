using System.Buffers.Text;
using System.Globalization;
using Clientele.Schemas;

namespace Clientele.Runs;

/// <summary>Names for the customers of a file without a column of ids: the physical lines on which their records start.</summary>
internal static class LineIds
{
    public const int Longest = 5 + 19;

    private static ReadOnlySpan<byte> Prefix => "line-"u8;

    /// <param name="line">From 1.</param>
    /// <param name="id">Room for <see cref="Longest"/> bytes.</param>
    /// <returns>Length of the id.</returns>
    public static int Write(long line, Span<byte> id)
    {
        Prefix.CopyTo(id);
        Utf8Formatter.TryFormat(line, id[Prefix.Length..], out int digits);
        return Prefix.Length + digits;
    }

    /// <summary>An id that no other labelled file gives: equal lines of two files are two customers.</summary>
    public static string InTraining(string file, long line) => string.Create(CultureInfo.InvariantCulture, $"{file}#line-{line}");

    /// <summary>For the people who dropped the file.</summary>
    public static string Warning(HeaderMatch match)
    {
        string name = match.Schema.IdField < 0 ? "" : match.Schema.Fields[match.Schema.IdField].Name;
        string looked = name.Length == 0 ? "the schema names none"
            : match.LikelyIds.Count == 0 ? $"none is called {name}"
            : $"none is called {name}; {string.Join(", ", match.LikelyIds)} may be meant";
        return $"The file has no column of customer ids ({looked}), so each customer is named by the line they stand on, such as line-2: in another file the same line is another customer.";
    }
}
