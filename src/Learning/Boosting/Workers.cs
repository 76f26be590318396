namespace Clientele.Learning;

/// <summary>Runs the pieces of a task on a few threads, and small tasks on the caller's. The pieces must not depend on the number of threads.</summary>
internal sealed class Workers(int threads, CancellationToken cancellation)
{
    /// <summary>About 10 µs of additions: what waking a thread costs.</summary>
    private const long SmallWork = 20_000;

    /// <param name="work">Additions, or what takes as long, in all pieces together.</param>
    public void Run(int pieces, long work, Action<int> piece) => FixedChunks.Run(pieces, work > SmallWork ? threads : 1, piece, cancellation);

    /// <summary>Runs rows [start, end) in blocks of a fixed length.</summary>
    public void RunRows(int rows, int work, Action<int, int> block)
    {
        const int Length = 8192;
        int blocks = (rows + Length - 1) / Length;
        Run(blocks, (long)rows * work, i => block(i * Length, Math.Min(rows, (i + 1) * Length)));
    }
}
