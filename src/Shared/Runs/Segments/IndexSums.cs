using Clientele.Runs.Scoring;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>Sums over the current customers of a schema, by segment: from the ends of its index files, whatever their size.</summary>
internal static class IndexSums
{
    public static async Task<SegmentSums> ReadAsync(IBlobContainer index, string schema, CancellationToken cancellation)
    {
        var sums = new SegmentSums();
        foreach (byte[] ofBucket in await Task.WhenAll(Enumerable.Range(0, RunSettings.Buckets).Select(bucket => FindAsync(index, IndexFile.Name(schema, bucket), cancellation))))
        {
            if (ofBucket.Length > 0)
            {
                sums.AddFrom(ofBucket);
            }
        }

        return sums;
    }

    /// <summary>The sums of a bucket; empty where it has no file.</summary>
    private static async Task<byte[]> FindAsync(IBlobContainer index, string name, CancellationToken cancellation)
    {
        while ((await index.FindAsync(name, cancellation)).Facts is { } file)
        {
            try
            {
                byte[] head = await ReadAsync(index, file, 0, IndexFile.HeaderBytes, cancellation);
                int at = IndexFile.ReadSegmentsAt(head);
                return await ReadAsync(index, file, at, (int)(file.Length - at), cancellation);
            }
            catch (BlobChangedException)
            {
                // Published meanwhile: what stands now is read.
            }
        }

        return [];
    }

    private static async Task<byte[]> ReadAsync(IBlobContainer index, BlobFacts file, int offset, int length, CancellationToken cancellation)
    {
        if (offset < 0 || length < 0 || offset + (long)length > file.Length)
        {
            throw new InvalidDataException($"The index file {index.Name}/{file.Name} of {file.Length} bytes says that its sums begin at {offset}.");
        }

        byte[] bytes = new byte[length];
        await using Stream stream = await index.OpenReadAsync(file.Name, file.ETag, offset, length, cancellation);
        await stream.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }
}
