using System.Text;
using Clientele.LocalHost.Generate;

namespace Clientele.Integration.Models;

/// <summary>Generated customers with labels.</summary>
internal static class LabelledFile
{
    public const int Rows = 600;

    public static async Task<byte[]> GoodAsync(int seed, int firstId)
    {
        using var stream = new MemoryStream();
        await CampaignGenerator.WriteAsync(stream, Rows, seed, new CampaignOptions { Flaws = 0, FirstId = firstId }, CancellationToken.None);
        return stream.ToArray();
    }

    /// <summary>The same customers with each other's labels: nothing can be learnt from them.</summary>
    public static async Task<byte[]> ShuffledAsync(int seed, int firstId)
    {
        string[] lines = Encoding.UTF8.GetString(await GoodAsync(seed, firstId)).TrimEnd('\n').Split('\n');
        string[] labels = [.. lines.Skip(1).Select(line => line[(line.LastIndexOf(';') + 1)..])];
        new Random(seed).Shuffle(labels);
        return Encoding.UTF8.GetBytes(string.Join('\n', [lines[0], .. lines.Skip(1).Select((line, i) => line[..(line.LastIndexOf(';') + 1)] + labels[i])]) + "\n");
    }
}
