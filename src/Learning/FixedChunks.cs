namespace Clientele.Learning;

/// <summary>Work cut into chunks whose borders do not depend on the number of threads.</summary>
internal static class FixedChunks
{
    /// <param name="threads">Most threads at work; 0: as many as there are cores.</param>
    public static void Run(int chunks, int threads, Action<int> chunk, CancellationToken cancellation = default)
    {
        if (chunks > 1 && threads != 1)
        {
            int most = threads == 0 ? Environment.ProcessorCount : threads;
            Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = most, CancellationToken = cancellation }, chunk);
            return;
        }

        for (int i = 0; i < chunks; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            chunk(i);
        }
    }
}
