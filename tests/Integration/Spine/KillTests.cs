using System.Diagnostics;
using Clientele.Runs;
using Clientele.Runs.Scoring;

namespace Clientele.Integration.Spine;

/// <summary>The handler is killed over and over while a run is at work; nothing but the host starts it again.</summary>
public sealed class KillTests
{
    private const string Upload = "customers.csv";
    private const int Rows = 50_000;
    private const int Kills = 24;
    private const int LeastKills = 20;

    private static readonly (string, string)[] Settings =
    [
        ("Runs__ChunkBytes", "65536"),

        // What a kill interrupts comes again at once.
        ("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:00"),
    ];

    [Fact]
    public async Task A_run_whose_handler_is_killed_again_and_again_ends_as_an_undisturbed_one()
    {
        byte[] file = await FileAsync();
        await using SpineApp calm = await SpineApp.PrepareAsync();
        await calm.UploadAsync(Upload, file);
        long since = Stopwatch.GetTimestamp();
        await calm.StartAsync(Settings);
        RunRow expected = await calm.CompletedAsync(Upload);
        TimeSpan undisturbed = Stopwatch.GetElapsedTime(since);
        await calm.IdleAsync();
        await calm.StopAsync();

        await using SpineApp killed = await SpineApp.PrepareAsync();
        await killed.UploadAsync(Upload, file);
        await killed.StartAsync(Settings);
        int kills = await KillAsync(killed, new Random(20261121), undisturbed / (2 * Kills));
        kills.ShouldBeGreaterThanOrEqualTo(LeastKills);
        RunRow run = await killed.CompletedAsync(Upload);
        await killed.IdleAsync();
        (await killed.PoisonAsync()).ShouldBeEmpty();
        killed.Host.HandlerStarts.ShouldBe(kills + 1);
        await killed.StopAsync();

        expected.Read.ShouldBe(Rows + 5);
        (expected.Accepted + expected.Rejected).ShouldBe(expected.Read);
        expected.Duplicates.ShouldBe(4);
        expected.Rejected.ShouldBeGreaterThan(expected.Duplicates);
        await ShouldBeAlikeAsync(killed, run.Id, calm, expected.Id);
    }

    /// <summary>50,000 customers, some of them flawed, three repeated at the end of the file, one of them twice, and a record that is none.</summary>
    private static async Task<byte[]> FileAsync()
    {
        List<string> lines = await CustomerFile.LinesAsync(Rows, seed: 11, flaws: 0.01);
        string[] sound = [.. new[] { 40, 20_000, Rows - 10 }.Select(from => lines.Skip(from).First(line => char.IsAsciiDigit(line[0]) && line.Split(';') is { Length: 28 } fields && fields[8] != "unknown"))];
        string[] again = [.. sound.Select(line => CustomerFile.WithIncome(line, 12_345)), CustomerFile.WithIncome(sound[1], 54_321), "what;is;this"];
        return CustomerFile.Bytes([.. lines, .. again]);
    }

    /// <summary>Kills at random moments for as long as the run has not ended. Returns the kills that hit a run at work.</summary>
    /// <param name="mean">How long a handler lives on average, once it serves.</param>
    private static async Task<int> KillAsync(SpineApp app, Random random, TimeSpan mean)
    {
        using HttpClient client = new() { BaseAddress = app.Host.Address };
        await app.UntilAsync("the run to be there", async () => (await app.RunsAsync()).Count == 1);
        int kills = 0;
        while (kills < Kills)
        {
            await app.UntilAsync("the handler to serve", () => ServesAsync(client));

            // The moment of the kill is what is random here; nothing is waited for.
            await Task.Delay(mean * 2 * random.NextDouble());
            if ((await app.RunsAsync())[0].HasEnded || app.Host.HandlerProcess is not { } id)
            {
                break;
            }

            using (Process handler = Process.GetProcessById(id))
            {
                handler.Kill();
                await handler.WaitForExitAsync();
            }

            // It may have ended between the look and the kill.
            kills += (await app.RunsAsync())[0].HasEnded ? 0 : 1;
        }

        return kills;
    }

    private static async Task<bool> ServesAsync(HttpClient client)
    {
        try
        {
            using HttpResponseMessage answer = await client.GetAsync("api/runs/none");
            return answer.StatusCode == System.Net.HttpStatusCode.NotFound;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static async Task ShouldBeAlikeAsync(SpineApp actual, RunId actualRun, SpineApp expected, RunId expectedRun)
    {
        foreach (string table in StorageImage.Tables)
        {
            long rows = 0;
            await using IAsyncEnumerator<string> other = StorageImage.RowsAsync(actual, table, actualRun).GetAsyncEnumerator();
            await foreach (string row in StorageImage.RowsAsync(expected, table, expectedRun))
            {
                (await other.MoveNextAsync()).ShouldBeTrue(table);
                other.Current.ShouldBe(row, table);
                rows++;
            }

            (await other.MoveNextAsync()).ShouldBeFalse(table);
            rows.ShouldBeGreaterThan(0, table);
        }

        List<string> results = await StorageImage.ResultsAsync(expected, expectedRun);
        results.Select(file => file.Split('\n')[0]).ShouldBe(["<run>/plan.json", "<run>/rejects.csv", "<run>/scores.csv", "<run>/summary.json"]);
        (await StorageImage.ResultsAsync(actual, actualRun)).ShouldBe(results);

        List<IndexEntry> index = await StorageImage.IndexAsync(expected);
        index.ShouldAllBe(entry => entry.Run == expectedRun.Value);
        (await StorageImage.IndexAsync(actual)).Select(entry => entry with { Run = entry.Run.Replace(actualRun.Value, expectedRun.Value, StringComparison.Ordinal) }).ShouldBe(index);
    }
}
