namespace Clientele.Features;

/// <summary>Tells a growing share of 1, whichever thread a step is done on.</summary>
internal sealed class TrainingSteps(int steps, IProgress<double>? progress)
{
    private readonly Lock _gate = new();
    private int _done;

    public void Next()
    {
        lock (_gate)
        {
            _done++;
            progress?.Report(_done / (double)steps);
        }
    }
}
