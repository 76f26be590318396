namespace Clientele.Benchmarks.Csv;

/// <summary>pandas.read_csv of Debian's python3-pandas, with its types inferred and the date column parsed.</summary>
internal static class PandasPeer
{
    private const string Python = "/usr/bin/python3";

    private const string Script = """
        import json, sys, time
        import pandas as pd
        seconds = []
        for i in range(int(sys.argv[2]) + 1):
            start = time.perf_counter()
            frame = pd.read_csv(sys.argv[1], sep=';', parse_dates=['Dt_Customer'])
            if i > 0:
                seconds.append(time.perf_counter() - start)
            rows, spend = len(frame), float(frame['MntWines'].sum())
            assert str(frame['Dt_Customer'].dtype).startswith('datetime')
            del frame
        peak = next(int(line.split()[1]) for line in open('/proc/self/status') if line.startswith('VmHWM'))
        print(json.dumps({'version': 'pandas ' + pd.__version__, 'rows': rows, 'spend': spend, 'seconds': seconds, 'peakMb': peak * 1024 / 1e6}))
        """;

    /// <returns>False when it is neither there nor to be installed.</returns>
    public static async Task<bool> InstallAsync(BenchContext context)
    {
        if (await RunsAsync(context, Python, "-c", "import pandas"))
        {
            return true;
        }

        context.Log.WriteLine("installing python3-pandas");
        return await RunsAsync(context, "apt-get", "install", "-y", "-q", "python3-pandas") && await RunsAsync(context, Python, "-c", "import pandas");
    }

    public static Task<string> ReadAsync(BenchContext context, string file) =>
        PeerProcess.RunAsync(context, Python, "-c", Script, file, CsvRound.TimedPasses.ToString(System.Globalization.CultureInfo.InvariantCulture));

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
}
