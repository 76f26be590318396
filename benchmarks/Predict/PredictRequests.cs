using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Clientele.LocalHost.Generate;

namespace Clientele.Benchmarks.Predict;

/// <summary>Generated customers as the bodies of requests, with every column of a campaign file.</summary>
internal static class PredictRequests
{
    public static async Task<byte[][]> MakeAsync(int count, int seed, CancellationToken cancellation)
    {
        using var file = new MemoryStream();
        await CampaignGenerator.WriteAsync(file, count, seed, new CampaignOptions { Labels = false, Flaws = 0 }, cancellation);
        string[] lines = Encoding.UTF8.GetString(file.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        string[] names = lines[0].Split(';');
        return [.. lines.Skip(1).Select(line => Body(names, line.Split(';')))];
    }

    public static byte[] List(IEnumerable<byte[]> customers) =>
        Encoding.UTF8.GetBytes($"[{string.Join(',', customers.Select(Encoding.UTF8.GetString))}]");

    public static ByteArrayContent Content(byte[] body) =>
        new(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    private static byte[] Body(string[] names, string[] values)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            foreach ((string name, string value) in names.Zip(values))
            {
                if (double.TryParse(value, CultureInfo.InvariantCulture, out double number))
                {
                    json.WriteNumber(name, number);
                }
                else
                {
                    json.WriteString(name, value);
                }
            }

            json.WriteEndObject();
        }

        return bytes.ToArray();
    }
}
