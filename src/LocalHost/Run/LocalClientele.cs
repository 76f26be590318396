using Clientele.LocalHost.Azurite;
using Clientele.LocalHost.Host;

namespace Clientele.LocalHost.Run;

/// <summary>Storage and the functions app, running.</summary>
internal sealed class LocalClientele : IAsyncDisposable
{
    private readonly StateFolder _state;
    private readonly AzuriteProcess _azurite;

    private LocalClientele(StateFolder state, AzuriteProcess azurite, FunctionsHost host) => (_state, _azurite, Host) = (state, azurite, host);

    public FunctionsHost Host { get; }

    public string ConnectionString => _azurite.ConnectionString;

    public string LogFile => _state.LogFile;

    /// <summary>Completes when the storage ends by itself, which nothing survives.</summary>
    public Task StorageEnded => _azurite.Exited;

    /// <exception cref="LocalHostException">Something is missing, taken or wrong.</exception>
    public static async Task<LocalClientele> StartAsync(RunOptions options, Screen screen, TimeProvider time, CancellationToken cancellation)
    {
        IReadOnlyList<(string Id, BinaryData Json)> schemas = OwnSchemas.Read(options.Schemas);
        StateFolder state = StateFolder.Open(options.State, options.Fresh);
        AzuriteProcess? azurite = null;
        try
        {
            void Log(HostLogLevel level, string source, string line)
            {
                state.Log(level, source, line, time.GetLocalNow());
                if (source == "host" && level != HostLogLevel.Information)
                {
                    screen.Say(line);
                }
            }

            string root = ProjectRoot.Find();
            azurite = await AzuriteProcess.StartAsync(root, state.AzuriteData, state.ReadPorts(), cancellation);
            state.WritePorts(azurite.Ports);

            // Before the app: it reads its schemas when it starts, and again only when they are a minute old.
            await new Drops(azurite.ConnectionString, time).PutSchemasAsync(schemas, cancellation);
            FunctionsHost host = await FunctionsHost.StartAsync(
                new FunctionsHostOptions
                {
                    App = options.App.FullName,
                    Settings = Settings(root, azurite.ConnectionString, options.Events),
                    Port = options.Port,
                    EventsContainer = options.Events ? "uploads" : null,
                    Time = time,
                },
                Log,
                cancellation);

            // Only now is the app's port known.
            await BrowserUploads.AllowAsync(azurite.ConnectionString, host.Address, cancellation);
            return new LocalClientele(state, azurite, host);
        }
        catch
        {
            if (azurite is not null)
            {
                await azurite.DisposeAsync();
            }

            state.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await _azurite.DisposeAsync();
        _state.Dispose();
    }

    private static AppSettings Settings(string root, string storage, bool events)
    {
        string own = Path.Combine(root, "local.settings.json");
        Dictionary<string, string> decided = new(StringComparer.OrdinalIgnoreCase)
        {
            // Never the account of someone's environment: this program empties and fills storage as it likes.
            [AppSettings.StorageName] = storage,
            ["AzureWebJobs.PlanRun.Disabled"] = events ? "true" : "false",
            ["AzureWebJobs.PlanRunOnEvent.Disabled"] = events ? "false" : "true",
        };
        return AppSettings.Load(File.Exists(own) ? own : Path.Combine(root, "local.settings.sample.json"), decided);
    }
}
