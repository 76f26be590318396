using System.Globalization;
using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>Standardised inputs of 2,215 real customers and what scikit-learn 1.2 finds on them; beside the data, not in the project.</summary>
internal static class ReferenceData
{
    private static readonly string? Folder = FindFolder();

    public static string? Missing { get; } =
        Folder is null ? "CLIENTELE_DATA is not set to a folder that has ../reference/learning_reference.json." : null;

    /// <summary>2,215 customers × 20 columns, and who responded.</summary>
    public static (Matrix Inputs, double[] Labels) Campaign()
    {
        double[][] rows = Read("campaign_matrix.csv");
        return (Matrix.FromRows([.. rows.Select(row => row[..^1])]), [.. rows.Select(row => row[^1])]);
    }

    /// <summary>5,695 buyers × 5 columns.</summary>
    public static Matrix Insiders() => Matrix.FromRows(Read("insiders_matrix.csv"));

    /// <summary>A column such as <c>kmeans3</c> or <c>ward5</c> of the labels beside <c>campaign_matrix.csv</c> or <c>insiders_matrix.csv</c>.</summary>
    public static int[] Labels(string matrix, string column)
    {
        string file = matrix.Replace(".csv", "_labels.csv", StringComparison.Ordinal);
        string[] header = File.ReadLines(Path.Combine(Folder!, file)).First().Split(',');
        int at = Array.IndexOf(header, column);
        return [.. Read(file).Select(row => (int)row[at])];
    }

    private static double[][] Read(string file) =>
        [.. File.ReadLines(Path.Combine(Folder!, file)).Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];

    public static JsonElement Expected(string file, string section)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder!, "learning_reference.json")));
        return document.RootElement.GetProperty(file).GetProperty(section).Clone();
    }

    public static string? Find(string name)
    {
        string? path = Folder is null ? null : Path.Combine(Folder, name);
        return path is not null && File.Exists(path) ? path : null;
    }

    private static string? FindFolder()
    {
        string? data = Environment.GetEnvironmentVariable("CLIENTELE_DATA");
        if (string.IsNullOrEmpty(data))
        {
            return null;
        }

        string folder = Path.Combine(data, "..", "reference");
        return File.Exists(Path.Combine(folder, "learning_reference.json")) ? folder : null;
    }
}

/// <summary>Runs where the reference values are; elsewhere it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReferenceFactAttribute : FactAttribute
{
    public ReferenceFactAttribute() => Skip = ReferenceData.Missing;
}

/// <inheritdoc cref="ReferenceFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ReferenceTheoryAttribute : TheoryAttribute
{
    public ReferenceTheoryAttribute() => Skip = ReferenceData.Missing;
}
