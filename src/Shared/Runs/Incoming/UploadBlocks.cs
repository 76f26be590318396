using System.Globalization;

namespace Clientele.Runs.Incoming;

/// <summary>How a file is cut into the blocks that a browser sends: all of one size but the last. A pure function of its length, so that nothing need be remembered.</summary>
/// <param name="Length">Bytes of the file.</param>
/// <param name="BlockBytes">8 MiB, or as much more as keeps the count within 50,000, in whole MiB.</param>
/// <param name="Count">1 to 50,000.</param>
public readonly record struct UploadBlocks(long Length, long BlockBytes, int Count)
{
    /// <summary>4.75 TiB: 50,000 blocks of 100 MiB, which older versions of the service take, too.</summary>
    public const long MostBytes = 19L << 38;

    private const long Mebibyte = 1 << 20;
    private const long LeastBlock = 8 * Mebibyte;
    private const int MostBlocks = 50_000;

    /// <exception cref="UploadRefusedException">Nothing, or more than <see cref="MostBytes"/>.</exception>
    public static UploadBlocks Of(long length)
    {
        if (length <= 0)
        {
            throw new UploadRefusedException(UploadRefusal.Empty, "The file is empty.");
        }

        if (length > MostBytes)
        {
            throw new UploadRefusedException(UploadRefusal.TooLarge, "The file is larger than 4.75 TiB, which is the most that can be uploaded. Split it into several files, each with the header.");
        }

        long block = Math.Max(LeastBlock, Up(Up(length, MostBlocks), Mebibyte) * Mebibyte);
        return new UploadBlocks(length, block, (int)Up(length, block));

        static long Up(long number, long by) => (number + by - 1) / by;
    }

    /// <summary>The name of a block, from 0: six digits, which the browser sends as <c>blockid</c> in base64.</summary>
    public static string Name(int block) => block.ToString("D6", CultureInfo.InvariantCulture);

    public long BytesOf(int block) => block == Count - 1 ? Length - (block * BlockBytes) : BlockBytes;
}
