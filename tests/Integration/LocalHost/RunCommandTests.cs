using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Clientele.LocalHost;
using Clientele.Testing;
using Clientele.Testing.Businesses;

namespace Clientele.Integration.LocalHost;

/// <summary>The program behind <c>./run</c>, as a process, with a stand-in for the functions app.</summary>
public sealed class RunCommandTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    private readonly List<Process> _started = [];
    private readonly string _folder = Directory.CreateTempSubdirectory("clientele-run-").FullName;

    public RunCommandTests()
    {
        string app = Directory.CreateDirectory(Path.Combine(_folder, "app")).FullName;
        File.Copy(Path.Combine(AppContext.BaseDirectory, "LocalHost", "fake-clientele.mjs"), Path.Combine(app, "handler.mjs"));
        Write("app/host.json", """
            {"version":"2.0","customHandler":{"description":{"defaultExecutablePath":"node","arguments":["handler.mjs"]},"enableProxyingHttpRequest":true},"extensions":{"http":{"routePrefix":""}}}
            """);
        Write("app/PlanRun/function.json", """{"bindings":[{"type":"blobTrigger","name":"blob","path":"uploads/{name}"}]}""");
        Write("app/Retrain/function.json", """{"bindings":[{"type":"timerTrigger","name":"timer","schedule":"0 0 0 1 1 *"}]}""");
        Write("app/Runs/function.json", """{"bindings":[{"type":"httpTrigger","name":"req","methods":["get"],"route":"api/runs"}]}""");
        Write("good.csv", "id\n1\n");
        Write("other/good.csv", "id\n2\n");
        Write("bad.csv", "x\n1\n");
        // Its header decides which schema it trains.
        Write("labelled.csv", string.Join('\n', File.ReadLines(Path.Combine(ProjectRoot.Find(), "samples", "campaign-labelled.csv")).Take(3)));
    }

    public void Dispose()
    {
        foreach (Process each in _started)
        {
            // Already ended unless the test failed.
            each.Kill(entireProcessTree: true);
            each.WaitForExit();
            each.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Once_with_json_prints_one_document_on_standard_output_and_the_rest_elsewhere()
    {
        Process process = Start("--once", "--json", "--fresh", "--train", PathOf("labelled.csv"), "--upload", PathOf("good.csv"), PathOf("other/good.csv"));
        (string output, string error) = await EndAsync(process);

        process.ExitCode.ShouldBe(0, error);
        JsonNode document = JsonNode.Parse(output)!;
        JsonArray runs = document["runs"]!.AsArray();
        runs.Select(each => each!["source"]!.GetValue<string>()).ShouldBe(["uploads/good.csv", "uploads/good-2.csv"]);
        foreach (string field in new[] { "id", "source", "schema", "state", "error", "modelVersion", "read", "accepted", "repaired", "rejected", "seconds", "rowsPerSecond" })
        {
            runs[0]!.AsObject().ContainsKey(field).ShouldBeTrue(field);
        }

        runs[0]!["repairs"]![0]!["column"]!.GetValue<string>().ShouldBe("Income");
        document["training"]!.AsArray().Count.ShouldBe(1);
        document["app"]!.GetValue<string>().ShouldStartWith("http://127.0.0.1:");
        document["storage"]!["connectionString"]!.GetValue<string>().ShouldContain("AccountName=devstoreaccount1");
        document["tables"].ShouldNotBeNull();
        document["files"].ShouldNotBeNull();
        error.ShouldContain("uploads/good.csv");
        error.ShouldNotContain("\u001b");
    }

    [Fact]
    public async Task A_schema_file_is_in_storage_before_the_app_starts_and_training_files_may_be_of_its_kind()
    {
        Gym gym = new();
        Write("members.csv", gym.Csv(0, 3, labelled: true));

        Process process = Start("--schema", gym.SchemaPath, "--train", PathOf("members.csv"), "--upload", PathOf("good.csv"));
        List<string> lines = [];
        await ReadUntilAsync(process.StandardOutput, lines, "Drop a CSV");

        string connection = lines.Single(each => each.StartsWith("DefaultEndpointsProtocol", StringComparison.Ordinal));
        BlobProperties schema = await new BlobContainerClient(connection, "schemas").GetBlobClient("gym.json").GetPropertiesAsync();
        schema.ContentLength.ShouldBe(new FileInfo(gym.SchemaPath).Length);
        (await new BlobContainerClient(connection, "training").GetBlobClient("gym/members.csv").ExistsAsync()).Value.ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{"name":"Gym","fields":[]}""", "mine.json: name is 'Gym'; expected 3 to 40 lowercase letters")]
    [InlineData("no json", "mine.json: ")]
    public async Task A_file_that_is_no_schema_ends_the_program_before_anything_starts(string content, string sentence)
    {
        Write("mine.json", content);

        Process process = Start("--once", "--schema", PathOf("mine.json"), "--upload", PathOf("good.csv"));
        (string output, string error) = await EndAsync(process);

        process.ExitCode.ShouldBe(1);
        error.ShouldContain(sentence);
        (output + error).ShouldNotContain("   at ");
        Directory.Exists(PathOf("state")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_run_that_failed_makes_the_exit_code_1_and_its_sentence_is_shown()
    {
        Process process = Start("--once", "--train", PathOf("labelled.csv"), "--upload", PathOf("bad.csv"));
        (string output, _) = await EndAsync(process);

        process.ExitCode.ShouldBe(1);
        output.ShouldContain("uploads/bad.csv: failed: The file has no column for the customer.");
    }

    [Theory]
    [InlineData("--upload", "nothing-there.csv", "There is no file")]
    [InlineData("--app", "nothing-there", "There is no functions app")]
    [InlineData("--port", "99999", "from 1 to 65535")]
    public async Task What_the_user_can_put_right_is_said_in_a_sentence(string option, string value, string sentence)
    {
        Process process = Start("--once", option, option == "--port" ? value : PathOf(value), "--train", PathOf("labelled.csv"), "--upload", PathOf("good.csv"));
        (string output, string error) = await EndAsync(process);

        process.ExitCode.ShouldBe(1);
        (output + error).ShouldContain(sentence);
        (output + error).ShouldNotContain("   at ");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task An_app_that_does_not_start_ends_the_program_with_what_it_said(int exitCode)
    {
        Write("app/handler.mjs", $"console.log('No luck today.'); process.exit({exitCode.ToString(CultureInfo.InvariantCulture)});");

        Process process = Start("--once", "--upload", PathOf("good.csv"));
        (_, string error) = await EndAsync(process);

        process.ExitCode.ShouldBe(1);
        error.ShouldContain("does not start. The last that it said: No luck today.");
    }

    [Fact]
    public async Task While_it_stays_up_later_drops_are_reported_a_second_copy_is_refused_and_a_kill_leaves_nothing_behind()
    {
        Process process = Start("--train", PathOf("labelled.csv"), "--upload", PathOf("good.csv"));
        List<string> lines = [];
        await ReadUntilAsync(process.StandardOutput, lines, "Drop a CSV");

        Process second = Start("--once", "--upload", PathOf("good.csv"));
        (_, string refusal) = await EndAsync(second);
        second.ExitCode.ShouldBe(1);
        refusal.ShouldContain("Another copy runs on the state folder");

        string connection = lines.Single(each => each.StartsWith("DefaultEndpointsProtocol", StringComparison.Ordinal));
        await new BlobContainerClient(connection, "uploads").GetBlobClient("later.csv").UploadAsync(BinaryData.FromString("id\n3\n"));
        await ReadUntilAsync(process.StandardOutput, lines, "uploads/later.csv: completed");

        string log = await ReadLogAsync();
        int handler = int.Parse(log.Split("handler: handler ")[1].Split('\n')[0], CultureInfo.InvariantCulture);
        Process.GetProcessById(handler).HasExited.ShouldBeFalse();
        int queuePort = new Uri(connection.Split(';').Single(each => each.StartsWith("QueueEndpoint=", StringComparison.Ordinal))["QueueEndpoint=".Length..]).Port;
        process.Kill();
        await process.WaitForExitAsync();
        await UntilAsync(() => !IsRunning(handler), "the handler to end");
        await UntilAsync(() => !Listens(queuePort), "the storage to end");
    }

    private Process Start(params string[] arguments)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal) ? Environment.ProcessPath : "dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in QuickTraining.AppSettings)
        {
            start.Environment[name] = value;
        }

        string[] app = arguments.Contains("--app") ? [] : ["--app", Path.Combine(_folder, "app")];
        foreach (string each in (string[])[Path.Combine(AppContext.BaseDirectory, "Clientele.LocalHost.dll"), .. arguments, .. app, "--state", Path.Combine(_folder, "state")])
        {
            start.ArgumentList.Add(each);
        }

        Process process = Process.Start(start)!;
        _started.Add(process);
        return process;
    }

    private static async Task<(string Output, string Error)> EndAsync(Process process)
    {
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Limit);
        return (await output.WaitAsync(Limit), await error.WaitAsync(Limit));
    }

    private static async Task ReadUntilAsync(StreamReader reader, List<string> lines, string text)
    {
        while (await reader.ReadLineAsync().WaitAsync(Limit) is { } line)
        {
            lines.Add(line);
            if (line.Contains(text, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new TimeoutException($"The program ended without saying '{text}':\n{string.Join('\n', lines)}");
    }

    private async Task<string> ReadLogAsync()
    {
        await using FileStream file = new(Path.Combine(_folder, "state", "host.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using StreamReader reader = new(file);
        return await reader.ReadToEndAsync();
    }

    private static bool IsRunning(int process)
    {
        try
        {
            return !Process.GetProcessById(process).HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool Listens(int port) =>
        System.Net.NetworkInformation.IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Any(each => each.Port == port);

    private static async Task UntilAsync(Func<bool> holds, string what)
    {
        using CancellationTokenSource limit = new(Limit);
        while (!holds())
        {
            limit.IsCancellationRequested.ShouldBeFalse(what);
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private string PathOf(string name) => Path.Combine(_folder, name);

    private void Write(string name, string text)
    {
        string path = PathOf(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
