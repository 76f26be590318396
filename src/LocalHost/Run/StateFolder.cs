using System.Text.Json;
using Clientele.LocalHost.Azurite;
using Clientele.LocalHost.Host;

namespace Clientele.LocalHost.Run;

/// <summary>What stays from start to start: the storage's data, its ports, and the log. One program at a time.</summary>
internal sealed class StateFolder : IDisposable
{
    private readonly FileStream _lock;
    private readonly StreamWriter _log;
    private readonly string _ports;

    private StateFolder(DirectoryInfo folder, FileStream @lock)
    {
        _lock = @lock;
        _ports = Path.Combine(folder.FullName, "ports.json");
        AzuriteData = Path.Combine(folder.FullName, "azurite");
        LogFile = Path.Combine(folder.FullName, "host.log");
        _log = new StreamWriter(new FileStream(LogFile, FileMode.Create, FileAccess.Write, FileShare.ReadWrite)) { AutoFlush = true };
    }

    public string AzuriteData { get; }

    public string LogFile { get; }

    /// <exception cref="LocalHostException">Another copy uses the folder.</exception>
    public static StateFolder Open(DirectoryInfo folder, bool fresh)
    {
        folder.Create();
        string path = Path.Combine(folder.FullName, "lock");
        FileStream @lock;
        try
        {
            @lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception)
        {
            throw new LocalHostException($"Another copy runs on the state folder {folder.FullName}. Stop it, or name another folder with --state.", exception);
        }

        StateFolder state = new(folder, @lock);
        if (fresh && Directory.Exists(state.AzuriteData))
        {
            Directory.Delete(state.AzuriteData, recursive: true);
        }

        return state;
    }

    /// <summary>The ports of the last start, or null.</summary>
    public AzuritePorts? ReadPorts()
    {
        try
        {
            return File.Exists(_ports) ? JsonSerializer.Deserialize<AzuritePorts>(File.ReadAllBytes(_ports)) : null;
        }
        catch (JsonException)
        {
            // Cut short by a kill; new ports do as well.
            return null;
        }
    }

    public void WritePorts(AzuritePorts ports) => File.WriteAllBytes(_ports, JsonSerializer.SerializeToUtf8Bytes(ports));

    public void Log(HostLogLevel level, string source, string line, DateTimeOffset now)
    {
        lock (_log)
        {
            _log.WriteLine($"{now:HH:mm:ss.fff} {level} {source}: {line}");
        }
    }

    public void Dispose()
    {
        lock (_log)
        {
            _log.Dispose();
        }

        _lock.Dispose();
    }
}
