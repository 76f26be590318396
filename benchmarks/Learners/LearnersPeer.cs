using System.Globalization;
using System.Text.Json;

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
    private const string Python = "/usr/bin/python3";
    private const string OpenBlas = "libopenblas0-pthread";
    private static readonly string[] Packages = ["python3-sklearn", "python3-xgboost", OpenBlas];

    /// <returns>False when they are neither there nor to be installed.</returns>
    public static async Task<bool> InstallAsync(BenchContext context)
    {
        if (await IsThereAsync(context))
        {
            return true;
        }

        context.Log.WriteLine("installing " + string.Join(", ", Packages));
        return await RunsAsync(context, "apt-get", ["install", "-y", "-q", .. Packages]) && await IsThereAsync(context);
    }

    /// <summary>Runs a case in a process of its own.</summary>
    /// <param name="arguments">Files and name=value options, as the script's head describes.</param>
    public static async Task<PeerRound> RunAsync(BenchContext context, string name, params string[] arguments)
    {
        context.Log.WriteLine($"peer: {name} {string.Join(' ', arguments.Select(Path.GetFileName))}");
        PeerRound round = PeerRound.Parse(await PeerProcess.RunAsync(context, Python, [Script(), name, .. arguments]));
        context.Log.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peer: {name} took {round.Seconds:0.000} s"));
        return round;
    }

    private static async Task<bool> IsThereAsync(BenchContext context) =>
        await RunsAsync(context, Python, "-c", "import sklearn, scipy, xgboost") && await RunsAsync(context, "dpkg", "-s", OpenBlas);

    private static async Task<bool> RunsAsync(BenchContext context, string program, params string[] arguments)
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

    private static string Script()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Clientele.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return Path.Combine(folder ?? throw new InvalidOperationException("The project's root is not above the program."), "benchmarks", "Learners", "learners_peer.py");
    }
}
