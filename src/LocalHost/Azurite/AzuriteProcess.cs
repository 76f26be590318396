using System.Globalization;
using System.Net.Sockets;
using Clientele.LocalHost.Processes;

namespace Clientele.LocalHost.Azurite;

/// <summary>Where Azurite listens, on loopback.</summary>
public sealed record AzuritePorts(int Blob, int Queue, int Table);

/// <summary>
/// A running Azurite: the storage services on this machine. It ends with this process. Each service is a process of its own, as Azurite allows:
/// in one they share a thread, and tables wait for blobs and queues.
/// </summary>
public sealed class AzuriteProcess : IAsyncDisposable
{
    // Azurite's published development account: the key is no secret and opens nothing else.
    private const string Account = "devstoreaccount1";
    private const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    private static readonly TimeSpan ReadyWithin = TimeSpan.FromSeconds(60);

    private readonly IReadOnlyList<ChildProcess> _services;

    private AzuriteProcess(IReadOnlyList<ChildProcess> services, AzuritePorts ports)
    {
        (_services, Ports) = (services, ports);
        Exited = Task.WhenAny(services.Select(service => service.Exited)).Unwrap();
    }

    public AzuritePorts Ports { get; }

    public string ConnectionString => string.Create(
        CultureInfo.InvariantCulture,
        $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint=http://127.0.0.1:{Ports.Blob}/{Account};QueueEndpoint=http://127.0.0.1:{Ports.Queue}/{Account};TableEndpoint=http://127.0.0.1:{Ports.Table}/{Account};");

    /// <summary>Completes when one of its services ends, with that one's exit code.</summary>
    public Task<int> Exited { get; }

    /// <param name="projectRoot">The folder with node_modules.</param>
    /// <param name="location">Where it keeps its data; made if missing.</param>
    /// <param name="preferred">Used as far as they are free, so that connection strings stay the same from start to start.</param>
    /// <exception cref="LocalHostException">Node or Azurite is missing, or it does not start.</exception>
    public static async Task<AzuriteProcess> StartAsync(string projectRoot, string location, AzuritePorts? preferred, CancellationToken cancellation)
    {
        string node = ExecutablePath.Find("node")
            ?? throw new LocalHostException("Node.js is missing: install Node 20 or newer, which runs Azurite (the local storage).");
        string services = Path.Combine(projectRoot, "node_modules", "azurite", "dist", "src");
        if (!Directory.Exists(services))
        {
            throw new LocalHostException($"Azurite is not installed: run 'npm ci' in {projectRoot}, or start with ./run, which does.");
        }

        Directory.CreateDirectory(location);
        List<string> said = [];
        for (int attempt = 1; attempt <= 3; attempt++)
        {
            AzuritePorts ports = attempt == 1 && preferred is not null && await BecomeFreeAsync(preferred, cancellation) ? preferred : PickPorts();
            AzuriteProcess azurite = new(
                [.. Services(ports).Select(service => ChildProcess.Start(
                    new ChildProcessStart(node, Arguments(services, service, location), projectRoot, new Dictionary<string, string>()),
                    line => Keep(said, line),
                    line => Keep(said, line)))],
                ports);
            if (await azurite.AnswersAsync(cancellation))
            {
                return azurite;
            }

            // Most likely another program took a port in between: try others.
            await azurite.DisposeAsync();
        }

        lock (said)
        {
            throw new LocalHostException($"Azurite (the local storage) did not start. It said: {string.Join(' ', said.TakeLast(3))}");
        }
    }

    /// <summary>Lets Azurite write its files, and ends it.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_services.Select(service => service.StopAsync(TimeSpan.FromSeconds(10))));
        foreach (ChildProcess service in _services)
        {
            await service.DisposeAsync();
        }
    }

    private static (string Name, int Port)[] Services(AzuritePorts ports) => [("blob", ports.Blob), ("queue", ports.Queue), ("table", ports.Table)];

    private static string[] Arguments(string services, (string Name, int Port) service, string location)
        =>
        [
            Path.Combine(services, service.Name, "main.js"), "--location", location, "--disableTelemetry", "--skipApiVersionCheck", "--silent",
            $"--{service.Name}Host", "127.0.0.1", $"--{service.Name}Port", service.Port.ToString(CultureInfo.InvariantCulture),
        ];

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

    private async Task<bool> AnswersAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(ReadyWithin);
        try
        {
            foreach ((_, int port) in Services(Ports))
            {
                while (!await ListensAsync(port, limit.Token))
                {
                    if (Exited.IsCompleted)
                    {
                        return false;
                    }

                    await Task.Delay(50, limit.Token);
                }
            }

            return !Exited.IsCompleted;
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
