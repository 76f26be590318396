using Clientele.LocalHost;

namespace Clientele.Benchmarks.Predict;

/// <summary>The functions app as it is deployed: self-contained, compiled ahead.</summary>
internal static class PublishedApp
{
    /// <summary>Publishes into <c>artifacts/bench</c>, where what did not change is kept from the time before.</summary>
    /// <returns>The folder with host.json.</returns>
    public static async Task<string> PublishAsync(BenchContext context)
    {
        string root = ProjectRoot.Find();
        string artifacts = Path.Combine(root, "artifacts", "bench");
        string app = Path.Combine(artifacts, "app");
        context.Log.WriteLine("publishing src/Functions");

        // Its own artifacts path: a publish for one system would leave the ordinary build's files in need of another restore.
        await PeerProcess.RunAsync(
            context, "dotnet", "publish", Path.Combine(root, "src", "Functions"), "-c", "Release", "-r", "linux-x64", "--self-contained", "-p:PublishReadyToRun=true",
            "--artifacts-path", artifacts, "-o", app, "-v", "q", "-nodeReuse:false");
        return app;
    }
}
