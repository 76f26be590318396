using Clientele.Runs;

namespace Clientele.Functions;

/// <summary>A file was dropped into <c>uploads</c>: plans its run. Switched off where events announce uploads, see <see cref="PlanRunOnEvent"/>.</summary>
public sealed class PlanRun(IRunEngine engine)
{
    public async Task<string> RunAsync(BlobDropped blob, CancellationToken cancellation)
    {
        await engine.PlanUploadAsync(blob.Name, cancellation);
        return $"Planned {blob.Container}/{blob.Name}.";
    }
}
