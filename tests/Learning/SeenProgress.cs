namespace Clientele.Tests.Learning;

/// <summary>Hears progress at once, on the thread that reports it.</summary>
internal sealed class SeenProgress : IProgress<double>
{
    public List<double> Shares { get; } = [];

    public void Report(double value) => Shares.Add(value);
}
