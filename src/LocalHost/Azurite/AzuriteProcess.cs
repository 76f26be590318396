using System.Globalization;
using System.Net.Sockets;
using Clientele.LocalHost.Processes;

namespace Clientele.LocalHost.Azurite;

/// <summary>Where Azurite listens, on loopback.</summary>
public sealed record AzuritePorts(int Blob, int Queue, int Table);

/// <summary>A running Azurite: the storage services on this machine. It ends with this process.</summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's published development account: the key is no secret and opens nothing else.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly ChildProcess _process;

    private AzuriteProcess(ChildProcess process, AzuritePorts ports) => (_process, Ports) = (process, ports);

    public AzuritePorts Ports { get; }

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{Ports.Blob}/{Account};QueueEndpoint=http://127.0.0.1:{Ports.Queue}/{Account};TableEndpoint=http://127.0.0.1:{Ports.Table}/{Account};");

    /// <summary>Completes when Azurite ends, with its exit code.</summary>
    public Task<int> Exited => _process.Exited;

    /// <param name="projectRoot">The folder with node_modules.</param>
    /// <param name="location">Where it keeps its data; made if missing.</param>
    /// <param name="preferred">Used as far as they are free, so that connection strings stay the same from start to start.</param>
    /// <exception cref="LocalHostException">Node or Azurite is missing, or it does not start.</exception>
    public static async Task<AzuriteProcess> StartAsync(string projectRoot, string location, AzuritePorts? preferred, CancellationToken cancellation)
    {
        string node = ExecutablePath.Find("node")
            ?? throw new LocalHostException("Node.js is missing: install Node 20 or newer, which runs Azurite (the local storage).");
        string script = Path.Combine(projectRoot, "node_modules", "azurite", "dist", "src", "azurite.js");
        if (!File.Exists(script))
        {
            throw new LocalHostException($"Azurite is not installed: run 'npm ci' in {projectRoot}, or start with ./run, which does.");
        }

        Directory.CreateDirectory(location);
        List<string> said = [];
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            AzuritePorts ports = attempt == 1 && preferred is not null && await BecomeFreeAsync(preferred, cancellation) ? preferred : PickPorts();
            ChildProcess process = ChildProcess.Start(
                new ChildProcessStart(node, Arguments(script, location, ports), projectRoot, new Dictionary<string, string>()),
                line => Keep(said, line),
                line => Keep(said, line));
            if (await AnswersAsync(process, ports, cancellation))
            {
                return new AzuriteProcess(process, ports);
            }

            // Most likely another program took a port in between: try others.
            await process.DisposeAsync();
        }

        lock (said)
        {
            throw new LocalHostException($"Azurite (the local storage) did not start. It said: {string.Join(' ', said.TakeLast(3))}");
        }
    }

    /// <summary>Lets Azurite write its files, and ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync(TimeSpan.FromSeconds(10));
        await _process.DisposeAsync();
    }

    private static string[] Arguments(string script, string location, AzuritePorts ports)
    {
        string Text(int port) => port.ToString(CultureInfo.InvariantCulture);
        return
        [
            script, "--location", location, "--disableTelemetry", "--skipApiVersionCheck", "--silent",
            "--blobHost", "127.0.0.1", "--queueHost", "127.0.0.1", "--tableHost", "127.0.0.1",
            "--blobPort", Text(ports.Blob), "--queuePort", Text(ports.Queue), "--tablePort", Text(ports.Table),
        ];
    }

    private static AzuritePorts PickPorts()
    {
        int[] free = FreePort.Pick(3);
        return new AzuritePorts(free[0], free[1], free[2]);
    }

    /// <summary>Gives the Azurite of a program that was killed the seconds it needs to end.</summary>
    private static async Task<bool> BecomeFreeAsync(AzuritePorts ports, CancellationToken cancellation)
    {
        for (int look = 0; look < 50; look++)
        {
            if (FreePort.IsFree(ports.Blob) && FreePort.IsFree(ports.Queue) && FreePort.IsFree(ports.Table))
            {
                return true;
            }

            await Task.Delay(100, cancellation);
        }

        return false;
    }

    private static async Task<bool> AnswersAsync(ChildProcess process, AzuritePorts ports, CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ReadyWithin);
        try
        {
            foreach (int port in new[] { ports.Blob, ports.Queue, ports.Table })
            {
                while (!await ListensAsync(port, limit.Token))
                {
                    if (process.Exited.IsCompleted)
                    {
                        return false;
                    }

                    await Task.Delay(50, limit.Token);
                }
            }

            return !process.Exited.IsCompleted;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static async Task<bool> ListensAsync(int port, CancellationToken cancellation)
    {
        using TcpClient client = new();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, cancellation);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static void Keep(List<string> said, string line)
    {
        lock (said)
        {
            said.Add(line);
        }
    }
}
