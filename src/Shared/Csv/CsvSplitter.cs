using System.Buffers;
using System.Runtime.CompilerServices;

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
        var chunks = new List<CsvChunk>();
        await foreach (CsvChunk chunk in CutAsync(upload, sniff, chunkBytes, cancellationToken))
        {
            chunks.Add(chunk);
        }

        return chunks;
    }

    /// <summary>As <see cref="SplitAsync"/>, each chunk as soon as it is cut, so that it can be read while the next is sought.</summary>
    public static IAsyncEnumerable<CsvChunk> CutAsync(Stream upload, CsvSniff sniff, int chunkBytes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(upload);
        ArgumentNullException.ThrowIfNull(sniff);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkBytes, 1);
        return EachAsync(upload, sniff, chunkBytes, cancellationToken);
    }

    private static async IAsyncEnumerable<CsvChunk> EachAsync(Stream upload, CsvSniff sniff, int chunkBytes, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        byte[] block = ArrayPool<byte>.Shared.Rent(BlockBytes);
        try
        {
            await SkipAsync(upload, sniff.FirstRecordOffset, block, cancellationToken);
            var cutter = new ChunkCutter(sniff, chunkBytes);
            bool isEnd = false;
            int held = 0;
            while (!isEnd)
            {
                if (sniff.Dialect.Encoding == CsvEncoding.Utf8)
                {
                    int read = await upload.ReadAsync(cutter.Free(BlockBytes), cancellationToken);
                    isEnd = read == 0;
                    cutter.Filled(read, isEnd);
                }
                else
                {
                    int read = await upload.ReadAsync(block.AsMemory(held, BlockBytes - held), cancellationToken);
                    isEnd = read == 0;
                    held = Transcode(block, held + read, isEnd, sniff.Dialect.Encoding, cutter);
                }

                if (isEnd)
                {
                    cutter.Finish();
                }

                while (cutter.TryTake(out CsvChunk chunk))
                {
                    yield return chunk;
                }
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(block);
        }
    }

    /// <returns>How many bytes at the block's start are the beginning of a character.</returns>
    private static int Transcode(byte[] block, int held, bool isEnd, CsvEncoding encoding, ChunkCutter cutter)
    {
        Memory<byte> free = cutter.Free(SourceText.MaxUtf8(encoding, held));
        SourceText.ToUtf8(encoding, block.AsSpan(0, held), isEnd, free.Span, out int read, out int written);
        block.AsSpan(read, held - read).CopyTo(block);
        cutter.Filled(written, isEnd);
        return held - read;
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
