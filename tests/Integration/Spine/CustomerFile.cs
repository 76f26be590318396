using System.Text;
using Clientele.LocalHost.Generate;

namespace Clientele.Integration.Spine;

/// <summary>A generated file of customers to score, as lines to take apart: the header first, fields between semicolons, the id first.</summary>
internal static class CustomerFile
{
    /// <summary>The same count gives the same ids, whatever the seed.</summary>
    public static async Task<List<string>> LinesAsync(int rows, int seed, double flaws = 0, int firstId = 1)
    {
        using var stream = new MemoryStream();
        await CampaignGenerator.WriteAsync(stream, rows, seed, new CampaignOptions { Labels = false, Flaws = flaws, FirstId = firstId }, CancellationToken.None);
        return [.. Encoding.UTF8.GetString(stream.ToArray()).TrimEnd('\n').Split('\n')];
    }

    public static byte[] Bytes(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    public static string IdOf(string line) => line[..line.IndexOf(';', StringComparison.Ordinal)];

    /// <summary>The same customer with another income.</summary>
    public static string WithIncome(string line, int income)
    {
        string[] fields = line.Split(';');
        fields[4] = income.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return string.Join(';', fields);
    }
}
