using System.Globalization;
using Clientele.Learning;
using Clientele.LocalHost;

namespace Clientele.Benchmarks.Insiders;

/// <summary>The five features of the 5,695 real customers, computed independently of this project: revenue, recency, products, frequency, returns.</summary>
/// <param name="Ids">One per row.</param>
internal sealed record ReferenceFeatures(string[] Ids, Matrix Values)
{
    /// <summary>From reference/ beside $CLIENTELE_DATA, else beside data/ at the project's root.</summary>
    /// <exception cref="InvalidOperationException">The file is missing.</exception>
    public static ReferenceFeatures Read()
    {
        string data = Environment.GetEnvironmentVariable("CLIENTELE_DATA") is { Length: > 0 } folder ? folder : Path.Combine(ProjectRoot.Find(), "data");
        string path = Path.Combine(data, "..", "reference", "insiders_features.csv");
        if (!File.Exists(path))
        {
            throw new InvalidOperationException("The bench needs insiders_features.csv: set CLIENTELE_DATA to a folder that has ../reference beside it.");
        }

        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(line => line.Split(','))];
        return new ReferenceFeatures(
            [.. rows.Select(row => row[0])],
            Matrix.FromRows([.. rows.Select(row => row[1..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray())]));
    }
}
