using Clientele.LocalHost;
using Clientele.LocalHost.Azurite;

namespace Clientele.Benchmarks.Storage;

/// <summary>An empty Azurite for one measurement, whose data go with it.</summary>
internal sealed class ScratchAzurite : IAsyncDisposable
{
    private readonly AzuriteProcess _process;
    private readonly DirectoryInfo _data;

    private ScratchAzurite(AzuriteProcess process, DirectoryInfo data) => (_process, _data) = (process, data);

    public string ConnectionString => _process.ConnectionString;

    public static async Task<ScratchAzurite> StartAsync(BenchContext context)
    {
        DirectoryInfo data = Directory.CreateTempSubdirectory("clientele-bench-");
        return new ScratchAzurite(await AzuriteProcess.StartAsync(ProjectRoot.Find(), data.FullName, preferred: null, context.CancellationToken), data);
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _data.Delete(recursive: true);
    }
}
