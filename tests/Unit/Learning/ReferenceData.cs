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

    public static (Matrix Inputs, double[] Labels) Campaign()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Folder!, "campaign_matrix.csv"));
        double[][] rows = [.. lines.Skip(1).Select(line => line.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())];
        return (Matrix.FromRows([.. rows.Select(row => row[..^1])]), [.. rows.Select(row => row[^1])]);
    }

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
