namespace Clientele.Learning;

/// <summary>Work cut into chunks whose borders do not depend on the number of threads.</summary>
internal static class FixedChunks
{
    /// <param name="threads">Most threads at work; 0: as many as there are cores.</param>
    public static void Run(int chunks, int threads, Action<int> chunk)
    {
        if (chunks <= 1 || threads == 1)
        {
            for (int i = 0; i < chunks; i++)
            {
                chunk(i);
            }

            return;
        }

        Parallel.For(0, chunks, new ParallelOptions { MaxDegreeOfParallelism = threads == 0 ? Environment.ProcessorCount : threads }, chunk);
    }
}
