using Clientele.Benchmarks;

if (args is ["child", var child, ..] && BenchRegistry.Children.TryGetValue(child, out Func<string[], Task>? run))
{
    await run(args[2..]);
    return 0;
}

if (args is ["list"])
{
    foreach (string known in BenchRegistry.Benches.Keys)
    {
        Console.WriteLine(known);
    }

    return 0;
}

string[] unknown = [.. args.Skip(1).Except(["--json", "--refresh"], StringComparer.Ordinal)];
if (args.Length == 0 || unknown.Length > 0 || !BenchRegistry.Benches.TryGetValue(args[0], out Func<BenchContext, Task<IReadOnlyList<Figure>>>? bench))
{
    await Console.Error.WriteLineAsync($"Usage: ./bench list | ./bench NAME [--json] [--refresh], where NAME is one of: {string.Join(", ", BenchRegistry.Benches.Keys)}");
    return 2;
}

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
string work = Path.Combine(Path.GetTempPath(), "clientele-bench");
Directory.CreateDirectory(work);
IReadOnlyList<Figure> figures = await bench(new BenchContext(work, Console.Error, stop.Token));
if (args.Contains("--json", StringComparer.Ordinal))
{
    BenchReport.WriteJson(args[0], figures, Console.OpenStandardOutput());
}
else
{
    Console.WriteLine(BenchReport.Table(figures));
}

if (args.Contains("--refresh", StringComparer.Ordinal))
{
    BenchReport.Refresh(args[0], figures);
}

return figures.All(figure => figure.Holds) ? 0 : 1;
