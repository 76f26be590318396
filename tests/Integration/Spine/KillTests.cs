using System.Diagnostics;
using Clientele.LocalHost.Generate;
using Clientele.Runs;
using Clientele.Runs.Scoring;

namespace Clientele.Integration.Spine;

/// <summary>The handler is killed over and over while a run is at work; nothing but the host starts it again.</summary>
public sealed class KillTests
{
    private const string Upload = "customers.csv";
    private const int Rows = 50_000;
    private const int Lines = 120_000;
    private const int Kills = 24;
    private const int LeastKills = 20;

    private static readonly (string, string)[] Settings =
    [
        ("Runs__ChunkBytes", "65536"),

        // What a kill interrupts comes again at once.
        ("AzureFunctionsJobHost__extensions__queues__visibilityTimeout", "00:00:00"),

        // Fifty handlers start here: the time is to go into what they do, not into compiling it as well as can be.
        ("DOTNET_TC_QuickJit", "1"),
    ];

    [Fact]
    public async Task A_run_whose_handler_is_killed_again_and_again_ends_as_an_undisturbed_one()
    {
        await using SpineApp calm = await SpineApp.PrepareAsync();
        await using SpineApp killed = await SpineApp.PrepareAsync();
        (RunRow expected, RunRow run) = await WorkAsync(calm, killed, await FileAsync());

        expected.Read.ShouldBe(Rows + 5);
        (expected.Accepted + expected.Rejected).ShouldBe(expected.Read);
        expected.Duplicates.ShouldBe(4);
        expected.Rejected.ShouldBeGreaterThan(expected.Duplicates);
        await ShouldHaveAlikeRowsAsync(killed, run.Id, calm, expected.Id, StorageImage.Tables);
        await ShouldHaveAlikeFilesAsync(killed, run.Id, calm, expected.Id, ["<run>/plan.json", "<run>/rejects.csv", "<run>/scores.csv", "<run>/summary.json"]);
        List<IndexEntry> index = await StorageImage.IndexAsync(calm);
        index.ShouldAllBe(entry => entry.Run == expected.Id.Value);
        (await StorageImage.IndexAsync(killed)).Select(entry => entry with { Run = entry.Run.Replace(run.Id.Value, expected.Id.Value, StringComparison.Ordinal) }).ShouldBe(index);
    }

    [Fact]
    public async Task So_does_one_over_invoice_lines()
    {
        using var file = new MemoryStream();
        await TransactionsGenerator.WriteAsync(file, Lines, seed: 12, CancellationToken.None);
        await using SpineApp calm = await SpineApp.PrepareAsync(trained: false);
        await using SpineApp killed = await SpineApp.PrepareAsync(trained: false);
        (RunRow expected, RunRow run) = await WorkAsync(calm, killed, file.ToArray());

        (expected.Read, expected.Accepted).ShouldBe((Lines, Lines));

        // A version is named by its file's ETag, which the two accounts gave differently; everything else is the same.
        await ShouldHaveAlikeRowsAsync(killed, run.Id, calm, expected.Id, StorageImage.ProgrammeTables, (run.ModelVersion, expected.ModelVersion));
        await ShouldHaveAlikeFilesAsync(
            killed,
            run.Id,
            calm,
            expected.Id,
            ["<run>/gate-insiders.json", "<run>/plan.json", "<run>/rejects.csv", "<run>/report.html", "<run>/report.json", "<run>/report.md", "<run>/summary.json"],
            (run.ModelVersion, expected.ModelVersion));
    }

    /// <summary>Works a file undisturbed in one account, and under kills in the other.</summary>
    private static async Task<(RunRow Calm, RunRow Killed)> WorkAsync(SpineApp calm, SpineApp killed, byte[] file)
    {
        await calm.UploadAsync(Upload, file);
        long since = Stopwatch.GetTimestamp();
        await calm.StartAsync(Settings);
        RunRow expected = await calm.CompletedAsync(Upload);
        TimeSpan undisturbed = Stopwatch.GetElapsedTime(since);
        await calm.IdleAsync();
        await calm.StopAsync();

        await killed.UploadAsync(Upload, file);
        await killed.StartAsync(Settings);
        int kills = await KillAsync(killed, new Random(20261121), undisturbed / (2 * Kills));
        kills.ShouldBeGreaterThanOrEqualTo(LeastKills);
        RunRow run = await killed.CompletedAsync(Upload);
        await killed.IdleAsync();
        (await killed.PoisonAsync()).ShouldBeEmpty();
        killed.Host.HandlerStarts.ShouldBe(kills + 1);
        await killed.StopAsync();
        return (expected, run);
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

    /// <param name="same">Texts of the two accounts that stand for the same.</param>
    private static async Task ShouldHaveAlikeRowsAsync(
        SpineApp actual, RunId actualRun, SpineApp expected, RunId expectedRun, IEnumerable<string> tables, params (string Actual, string Expected)[] same)
    {
        foreach (string table in tables)
        {
            long rows = 0;
            await using IAsyncEnumerator<string> other = StorageImage.RowsAsync(actual, table, actualRun).GetAsyncEnumerator();
            await foreach (string row in StorageImage.RowsAsync(expected, table, expectedRun))
            {
                (await other.MoveNextAsync()).ShouldBeTrue(table);
                Alike(other.Current, same).ShouldBe(row, table);
                rows++;
            }

            (await other.MoveNextAsync()).ShouldBeFalse(table);
            rows.ShouldBeGreaterThan(0, table);
        }
    }

    private static async Task ShouldHaveAlikeFilesAsync(
        SpineApp actual, RunId actualRun, SpineApp expected, RunId expectedRun, string[] names, params (string Actual, string Expected)[] same)
    {
        List<string> results = await StorageImage.ResultsAsync(expected, expectedRun);
        results.Select(file => file.Split('\n')[0]).ShouldBe(names);
        (await StorageImage.ResultsAsync(actual, actualRun)).Select(file => Alike(file, same)).ShouldBe(results);
    }

    private static string Alike(string text, (string Actual, string Expected)[] same)
        => same.Aggregate(text, (changed, pair) => changed.Replace(pair.Actual, pair.Expected, StringComparison.Ordinal));
}
