using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>Rows to cluster, and how to compare what came of them.</summary>
internal static class ClusterSamples
{
    /// <summary>Rows around corners of a grid, so that they overlap more the larger the spread.</summary>
    public static Matrix Blobs(int rows, int columns, int blobs, int seed, double spread)
    {
        var random = new Random(seed);
        var centres = new Matrix(blobs, columns);
        for (int c = 0; c < blobs; c++)
        {
            for (int j = 0; j < columns; j++)
            {
                centres.RowToWrite(c)[j] = random.Next(-5, 6) + (20 * (j == 0 ? c : 0) / blobs);
            }
        }

        var inputs = new Matrix(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
            {
                inputs.RowToWrite(i)[j] = centres[i % blobs, j] + (spread * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
            }
        }

        return inputs;
    }

    /// <summary>Whether the same rows are together, under whatever names.</summary>
    public static bool SamePartition(int[] one, int[] other)
    {
        int pairs = one.Zip(other).Distinct().Count();
        return pairs == one.Distinct().Count() && pairs == other.Distinct().Count();
    }
}
