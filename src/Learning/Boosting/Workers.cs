namespace Clientele.Learning;

/// <summary>Runs the pieces of a task on a few threads, and small tasks on the caller's. The pieces must not depend on the number of threads.</summary>
internal sealed class Workers
{
    /// <summary>About 10 µs of additions: what waking a thread costs.</summary>
    private const long SmallWork = 20_000;

    private readonly ParallelOptions _options;

    public Workers(int threads, CancellationToken cancellation) => _options = new()
    {
        MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads,
        CancellationToken = cancellation,
    };

    /// <param name="work">Additions, or what takes as long, in all pieces together.</param>
    public void Run(int pieces, long work, Action<int> piece)
    {
        if (pieces > 1 && work > SmallWork && _options.MaxDegreeOfParallelism > 1)
        {
            Parallel.For(0, pieces, _options, piece);
            return;
        }

        for (int i = 0; i < pieces; i++)
        {
            _options.CancellationToken.ThrowIfCancellationRequested();
            piece(i);
        }
    }

    /// <summary>Runs rows [start, end) in blocks of a fixed length.</summary>
    public void RunRows(int rows, int work, Action<int, int> block)
    {
        const int Length = 8192;
        int blocks = (rows + Length - 1) / Length;
        Run(blocks, (long)rows * work, i => block(i * Length, Math.Min(rows, (i + 1) * Length)));
    }
}
