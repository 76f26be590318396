using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Clientele.Testing;

/// <summary>An account of the emulator, empty, and nobody else's.</summary>
public sealed record AzuriteAccount(string Name, string Key, Uri Blobs, Uri Queues, Uri Tables)
{
    public string ConnectionString =>
        $"DefaultEndpointsProtocol=http;AccountName={Name};AccountKey={Key};BlobEndpoint={Blobs};QueueEndpoint={Queues};TableEndpoint={Tables};";
}

/// <summary>
/// One Azurite for the whole test process, in memory, on ports that the system chooses, with an account for each test that asks,
/// so that tests side by side use the same names without meeting.
/// </summary>
public sealed partial class Azurite
{
    private const int Accounts = 512;
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);

    // The pipe to standard input closes when this process ends, however it ends; the emulator then ends itself.
    private const string Launcher = "process.stdin.resume().on('end', () => process.exit()); require(process.argv[1]);";

    private static readonly Lazy<Azurite> Shared = new(Start);

    private readonly (string Name, string Key)[] _accounts;
    private readonly Uri[] _endpoints;
    private int _rented;

    private Azurite((string Name, string Key)[] accounts, Uri[] endpoints)
    {
        _accounts = accounts;
        _endpoints = endpoints;
    }

    /// <summary>Starts the emulator at the first call, which takes a few seconds.</summary>
    /// <exception cref="InvalidOperationException">It is not installed (<c>npm ci</c>), did not start (with what it said), or has no account left.</exception>
    public static AzuriteAccount Rent() => Shared.Value.Next();

    /// <summary>The folder that holds Clientele.slnx, found from the test's own folder upwards.</summary>
    public static string FindRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Clientele.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no Clientele.slnx above {AppContext.BaseDirectory}.");
    }

    private AzuriteAccount Next()
    {
        int index = Interlocked.Increment(ref _rented) - 1;
        if (index >= _accounts.Length)
        {
            throw new InvalidOperationException($"All {_accounts.Length} accounts of the emulator are taken.");
        }

        (string name, string key) = _accounts[index];
        return new AzuriteAccount(name, key, new Uri(_endpoints[0], name), new Uri(_endpoints[1], name), new Uri(_endpoints[2], name));
    }

    private static Azurite Start()
    {
        string script = Path.Combine(FindRepository(), "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
        {
            throw new InvalidOperationException("Azurite is not installed: run npm ci at the repository's root.");
        }

        (string Name, string Key)[] accounts =
            [.. Enumerable.Range(0, Accounts).Select(i => ("account" + i.ToString(CultureInfo.InvariantCulture), Convert.ToBase64String(RandomNumberGenerator.GetBytes(64))))];
        var start = new ProcessStartInfo("node")
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["AZURITE_ACCOUNTS"] = string.Join(';', accounts.Select(account => $"{account.Name}:{account.Key}")) },
        };
        string[] arguments =
            ["-e", Launcher, "--", script, "--blobPort", "0", "--queuePort", "0", "--tablePort", "0", "--disableTelemetry", "--skipApiVersionCheck", "--silent", "--inMemoryPersistence"];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        Process process = Process.Start(start) ?? throw new InvalidOperationException("node did not start.");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => process.Kill(entireProcessTree: true);
        return new Azurite(accounts, Endpoints(process));
    }

    /// <summary>The addresses of blobs, queues and tables, as the emulator says them once it listens.</summary>
    private static Uri[] Endpoints(Process process)
    {
        var errors = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (errors)
            {
                errors.AppendLine(line.Data);
            }
        };
        process.BeginErrorReadLine();

        // Ending the process ends its output, so the reading below cannot wait for ever.
        using var limit = new Timer(_ => process.Kill(entireProcessTree: true), null, StartLimit, Timeout.InfiniteTimeSpan);
        var found = new Dictionary<string, Uri>(StringComparer.Ordinal);
        while (found.Count < 3 && process.StandardOutput.ReadLine() is { } line)
        {
            if (Listening().Match(line) is { Success: true } match)
            {
                found[match.Groups["service"].Value] = new Uri(match.Groups["address"].Value + "/");
            }
        }

        if (found.Count < 3)
        {
            process.WaitForExit();
            lock (errors)
            {
                throw new InvalidOperationException($"Azurite did not start within {StartLimit.TotalSeconds:0} s: {errors}");
            }
        }

        // Nobody reads on, but a full pipe would stop the emulator.
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        return [found["Blob"], found["Queue"], found["Table"]];
    }

    [GeneratedRegex(@"^Azurite (?<service>\w+) service is successfully listening at (?<address>http://\S+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();
}
