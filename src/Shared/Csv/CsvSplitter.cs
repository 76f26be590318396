using System.Buffers;

namespace Clientele.Csv;

/// <summary>Cuts an upload into chunks of whole records, in one pass and bounded memory.</summary>
public static class CsvSplitter
{
    /// <summary>A file with more quotes that are never closed than this is refused: each costs a look ahead of a megabyte.</summary>
    public const int MaxUnclosedQuotes = 1000;

    private const int BlockBytes = 256 * 1024;

    /// <param name="upload">The file from its first byte; need not be seekable.</param>
    /// <param name="sniff">What the sniffer found in its head.</param>
    /// <param name="chunkBytes">The longest chunk. A chunk is longer only to hold a single record, which is at most about a megabyte of text.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>Chunks in file order. Empty: the file has a header and no records. A line that is too long is covered only as far as it decides.</returns>
    /// <exception cref="CsvFormatException">More than <see cref="MaxUnclosedQuotes"/> unclosed quotes.</exception>
    public static async Task<IReadOnlyList<CsvChunk>> SplitAsync(Stream upload, CsvSniff sniff, int chunkBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(sniff);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkBytes, 1);
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            await SkipAsync(upload, sniff.FirstRecordOffset, block, cancellationToken);
            var cutter = new ChunkCutter(sniff, chunkBytes);
            if (sniff.Dialect.Encoding == CsvEncoding.Utf8)
            {
                int read;
                do
                {
                    read = await upload.ReadAsync(cutter.Free(BlockBytes), cancellationToken);
                    cutter.Filled(read, isEnd: read == 0);
                }
                while (read > 0);
            }
            else
            {
                await TranscodeAsync(upload, sniff.Dialect.Encoding, block, cutter, cancellationToken);
            }

            return cutter.Finish();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    private static async Task TranscodeAsync(Stream upload, CsvEncoding encoding, byte[] block, ChunkCutter cutter, CancellationToken cancellationToken)
    {
        int held = 0;
        bool isEnd = false;
        while (!isEnd)
        {
            int count = await upload.ReadAsync(block.AsMemory(held, BlockBytes - held), cancellationToken);
            isEnd = count == 0;
            held += count;
            Memory<byte> free = cutter.Free(SourceText.MaxUtf8(encoding, held));
            SourceText.ToUtf8(encoding, block.AsSpan(0, held), isEnd, free.Span, out int read, out int written);
            block.AsSpan(read, held - read).CopyTo(block);
            held -= read;
            cutter.Filled(written, isEnd);
        }
    }

    private static async Task SkipAsync(Stream upload, long bytes, byte[] block, CancellationToken cancellationToken)
    {
        while (bytes > 0)
        {
            int read = await upload.ReadAsync(block.AsMemory(0, (int)Math.Min(BlockBytes, bytes)), cancellationToken);
            if (read == 0)
            {
                throw new CsvFormatException("The file is shorter than its header: it changed while it was being read.");
            }

            bytes -= read;
        }
    }
}
