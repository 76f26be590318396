namespace Clientele.Benchmarks.Csv;

/// <summary>pandas.read_csv of Debian's python3-pandas, with its types inferred and the date column parsed.</summary>
internal static class PandasPeer
{
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
    public static Task<bool> InstallAsync(BenchContext context) => PythonPeer.InstallAsync(context, "python3-pandas");

    public static Task<string> ReadAsync(BenchContext context, string file) =>
        PeerProcess.RunAsync(context, PythonPeer.Python, "-c", Script, file, CsvRound.TimedPasses.ToString(System.Globalization.CultureInfo.InvariantCulture));
}
