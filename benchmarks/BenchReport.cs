using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Clientele.LocalHost;

namespace Clientele.Benchmarks;

/// <summary>Figures as a table, as JSON and as the committed file.</summary>
internal static class BenchReport
{
    public static string Machine
    {
        get
        {
            string? model = File.Exists("/proc/cpuinfo")
                ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
                : null;
            return $"{model ?? RuntimeInformation.ProcessArchitecture.ToString()}, {Environment.ProcessorCount} cores, {RuntimeInformation.FrameworkDescription}";
        }
    }

    public static string Table(IReadOnlyList<Figure> figures)
    {
        var text = new StringBuilder("| figure | value | unit | peer | peer's value | bound | holds |\n|---|---:|---|---|---:|---|---|\n");
        foreach (Figure figure in figures)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {figure.Id} | {Shown(figure.Value)} | {figure.Unit} | {figure.Peer} | {(figure.PeerValue is { } value ? Shown(value) : "")} | {figure.Bound} | {(figure.Bound is null ? "" : figure.Holds ? "yes" : "**no**")} |");
        }

        return text.ToString();
    }

    public static void WriteJson(string name, IReadOnlyList<Figure> figures, Stream output)
    {
        using var json = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteString("name", name);
        json.WriteString("machine", Machine);
        json.WriteStartArray("figures");
        foreach (Figure figure in figures)
        {
            json.WriteStartObject();
            json.WriteString("id", figure.Id);
            json.WriteNumber("value", Math.Round(figure.Value, 4));
            json.WriteString("unit", figure.Unit);
            json.WriteString("peer", figure.Peer);
            if (figure.PeerValue is { } peerValue)
            {
                json.WriteNumber("peerValue", Math.Round(peerValue, 4));
            }
            else
            {
                json.WriteNull("peerValue");
            }

            json.WriteString("bound", figure.Bound);
            json.WriteBoolean("holds", figure.Holds);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        output.WriteByte((byte)'\n');
    }

    public static void Refresh(string name, IReadOnlyList<Figure> figures)
    {
        string target = Path.Combine(ProjectRoot.Find(), "benchmarks", "results");
        Directory.CreateDirectory(target);
        File.WriteAllText(Path.Combine(target, name + ".md"), $"# {name}\n\n{Machine}\n\n{Table(figures).ReplaceLineEndings("\n")}");
    }

    private static string Shown(double value) => value.ToString(
        Math.Abs(value) switch
        {
            >= 1000 => "N0",
            >= 10 => "0.##",
            >= 0.01 or 0 => "0.####",
            _ => "G3",
        },
        CultureInfo.InvariantCulture);
}
