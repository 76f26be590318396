namespace Clientele.Benchmarks;

/// <summary>Debian's Python and the packages for it, which the peers are made of.</summary>
internal static class PythonPeer
{
    public const string Python = "/usr/bin/python3";

    /// <returns>False when a package is neither there nor to be installed.</returns>
    public static async Task<bool> InstallAsync(BenchContext context, params string[] packages)
    {
        if (await RunsAsync(context, "dpkg", ["-s", .. packages]))
        {
            return true;
        }

        context.Log.WriteLine($"installing {string.Join(", ", packages)}");
        return await RunsAsync(context, "apt-get", ["install", "-y", "-q", .. packages]);
    }

    private static async Task<bool> RunsAsync(BenchContext context, string program, string[] arguments)
    {
        try
        {
            await PeerProcess.RunAsync(context, program, arguments);
            return true;
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            context.Log.WriteLine(e.Message);
            return false;
        }
    }
}
