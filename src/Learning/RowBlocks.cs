namespace Clientele.Learning;

/// <summary>
/// Rows cut into blocks whose bounds depend on the number of rows alone, so that sums taken per block and then over the blocks in order have the
/// same bits whatever the number of threads.
/// </summary>
internal readonly struct RowBlocks(int rows)
{
    // Few enough that one set of sums per block stays small beside the rows, enough that cores finish together.
    private const int MostBlocks = 64;
    private const int FewestRows = 512;

    private readonly int _length = Math.Max(FewestRows, ((rows - 1) / MostBlocks) + 1);

    public int Count => ((rows - 1) / _length) + 1;

    public int Start(int block) => block * _length;

    public int End(int block) => (int)Math.Min(rows, ((long)block + 1) * _length);

    /// <summary>Runs the body for every block: block, first row, row after the last.</summary>
    /// <param name="threads">Most threads; 0: as many as cores.</param>
    public void ForEach(int threads, Action<int, int, int> body, CancellationToken cancellation)
    {
        RowBlocks blocks = this;
        FixedChunks.Run(Count, threads, block => body(block, blocks.Start(block), blocks.End(block)), cancellation);
    }
}
