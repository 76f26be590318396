using System.Globalization;
using System.Text.Json;
using Clientele.LocalHost;

namespace Clientele.Benchmarks.Learners;

/// <summary>What learners_peer.py measured of one case: the median of its repeats.</summary>
/// <param name="Version">Such as "scikit-learn 1.2.1".</param>
/// <param name="PeakMegabytes">The most memory that its process ever held, the data among it.</param>
/// <param name="Quality">Figures that say how good the result is, by name.</param>
internal sealed record PeerRound(string Case, string Version, double Seconds, double PeakMegabytes, IReadOnlyDictionary<string, double> Quality)
{
    public static PeerRound Parse(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        JsonElement root = document.RootElement;
        return new PeerRound(
            root.GetProperty("case").GetString() ?? "",
            root.GetProperty("version").GetString() ?? "",
            root.GetProperty("seconds").GetDouble(),
            root.GetProperty("peakMb").GetDouble(),
            root.GetProperty("quality").EnumerateObject().ToDictionary(each => each.Name, each => each.Value.GetDouble(), StringComparer.Ordinal));
    }
}

/// <summary>scikit-learn, SciPy and XGBoost as Debian packs them, with OpenBLAS: its reference BLAS would flatter us.</summary>
internal static class LearnersPeer
{
    /// <returns>False when they are neither there nor to be installed.</returns>
    public static Task<bool> InstallAsync(BenchContext context) => PythonPeer.InstallAsync(context, "python3-sklearn", "python3-xgboost", "libopenblas0-pthread");

    /// <summary>Runs a case in a process of its own.</summary>
    /// <param name="arguments">Files and name=value options, as the script's head describes.</param>
    public static async Task<PeerRound> RunAsync(BenchContext context, string name, params string[] arguments)
    {
        context.Log.WriteLine($"peer: {name} {string.Join(' ', arguments.Select(Path.GetFileName))}");
        PeerRound round = PeerRound.Parse(await PeerProcess.RunAsync(context, PythonPeer.Python, [Path.Combine(ProjectRoot.Find(), "benchmarks", "Learners", "learners_peer.py"), name, .. arguments]));
        context.Log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peer: {name} took {round.Seconds:0.000} s"));
        return round;
    }
}
