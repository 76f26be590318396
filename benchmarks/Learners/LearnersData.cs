using System.Globalization;
using System.Runtime.InteropServices;

namespace Clientele.Benchmarks.Learners;

/// <summary>Rows to cluster, the blob that each row was drawn from, and nine points to start from.</summary>
internal sealed record BlobFiles(string Inputs, string Labels, string Starts);

/// <summary>Rows to classify and 0 or 1 for each.</summary>
internal sealed record ResponseFiles(string Inputs, string Labels);

/// <summary>
/// Inputs for the learners and their peers, as raw little-endian doubles, row after row, in files named NAME-ROWS-COLUMNS.f64: a name says the shape,
/// and numpy.fromfile reads them. Drawn from fixed seeds, so that fewer rows are the first ones of more; kept for the next run.
/// </summary>
internal static class LearnersData
{
    /// <summary>Blobs to cluster.</summary>
    public const int Centres = 9;

    private const int BlobSeed = 11;
    private const int ResponseSeed = 23;
    private const int RowsPerWrite = 4096;

    /// <summary>
    /// Nine blobs of unequal size and width. In 20 columns they overlap, so that an iterative learner has some way to go; in 5 they lie apart in 2% of
    /// even noise, so that density finds them.
    /// </summary>
    /// <param name="columns">20 or 5.</param>
    public static async Task<BlobFiles> BlobsAsync(BenchContext context, int rows, int columns)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"blobs{columns}");
        var files = new BlobFiles(PathOf(context, name, rows, columns), PathOf(context, name + "labels", rows, 1), PathOf(context, name + "starts", Centres, columns));
        Blob[] blobs = DrawBlobs(columns, apart: columns < 10);
        double noise = columns < 10 ? 0.02 : 0;
        await WriteAsync(context, files.Inputs, files.Labels, rows, columns, BlobSeed, (random, row) => DrawRow(blobs, noise, random, row));

        // Points of the blobs, but other ones than the rows; some blobs get two and some none.
        await WriteAsync(context, files.Starts, labels: null, Centres, columns, BlobSeed + 1, (random, row) => DrawRow(blobs, 0, random, row));
        return files;
    }

    /// <summary>20 columns, some skewed, some counts, of which ten matter, in lines, steps, waves and products; about a fifth respond.</summary>
    /// <param name="holdout">Other rows of the same population, to judge on.</param>
    public static async Task<ResponseFiles> ResponsesAsync(BenchContext context, int rows, bool holdout = false)
    {
        const int columns = 20;
        string name = holdout ? "holdout" : "response";
        var files = new ResponseFiles(PathOf(context, name, rows, columns), PathOf(context, name + "labels", rows, 1));
        await WriteAsync(context, files.Inputs, files.Labels, rows, columns, holdout ? ResponseSeed + 1 : ResponseSeed, DrawCustomer);
        return files;
    }

    /// <summary>All values of a file, row after row.</summary>
    public static double[] Read(string file)
    {
        double[] values = new double[new FileInfo(file).Length / sizeof(double)];
        using FileStream stream = File.OpenRead(file);
        for (int at = 0; at < values.Length; at += 1 << 20)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan(at, Math.Min(1 << 20, values.Length - at))));
        }

        return values;
    }

    private static Blob[] DrawBlobs(int columns, bool apart)
    {
        var random = new Random(BlobSeed + 2);
        var blobs = new Blob[Centres];
        for (int i = 0; i < blobs.Length; i++)
        {
            double[] centre = new double[columns];
            for (int j = 0; j < columns; j++)
            {
                centre[j] = Normal(random) * (apart ? 4 : 1);
            }

            blobs[i] = new Blob(centre, 0.7 + (0.075 * i), (i + 1) / 45.0);
        }

        return blobs;
    }

    /// <returns>The number of the blob; −1 for noise.</returns>
    private static double DrawRow(Blob[] blobs, double noise, Random random, Span<double> row)
    {
        if (random.NextDouble() < noise)
        {
            for (int j = 0; j < row.Length; j++)
            {
                row[j] = (random.NextDouble() * 24) - 12;
            }

            return -1;
        }

        double drawn = random.NextDouble();
        int blob = 0;
        while (blob < blobs.Length - 1 && drawn >= blobs[blob].Share)
        {
            drawn -= blobs[blob++].Share;
        }

        for (int j = 0; j < row.Length; j++)
        {
            row[j] = blobs[blob].Centre[j] + (blobs[blob].Width * Normal(random));
        }

        return blob;
    }

    private static double DrawCustomer(Random random, Span<double> row)
    {
        for (int j = 0; j < row.Length; j++)
        {
            double normal = Normal(random);
            row[j] = (j % 4) switch
            {
                1 => Math.Exp(0.8 * normal),
                2 => Math.Round(Math.Abs(2 * normal)),
                _ => normal,
            };
        }

        double margin = -1.6 + (0.9 * row[0]) - (0.5 * row[1]) + (row[2] >= 2 ? 0.8 : -0.3) + (1.2 * Math.Sin(2 * row[3]))
            + (0.8 * row[4] * row[7]) + (row[5] > 1.5 ? row[8] : 0) + (0.3 * row[6] * (row[11] > 0 ? 1 : -1));
        return random.NextDouble() < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
    }

    /// <summary>Box and Muller's, one of the two.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static string PathOf(BenchContext context, string name, int rows, int columns)
    {
        string folder = Path.Combine(context.WorkFolder, "learners");
        Directory.CreateDirectory(folder);
        return Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{name}-{rows}-{columns}.f64"));
    }

    private static async Task WriteAsync(BenchContext context, string inputs, string? labels, int rows, int columns, int seed, DrawnRow draw)
    {
        if (File.Exists(inputs) && (labels is null || File.Exists(labels)))
        {
            return;
        }

        context.Log.WriteLine($"writing {Path.GetFileName(inputs)}");
        var random = new Random(seed);
        double[] block = new double[RowsPerWrite * columns];
        double[] drawn = new double[RowsPerWrite];
        await using (FileStream inputStream = File.Create(inputs + ".part"))
        await using (Stream labelStream = labels is null ? Stream.Null : File.Create(labels + ".part"))
        {
            for (int row = 0; row < rows; row += RowsPerWrite)
            {
                context.CancellationToken.ThrowIfCancellationRequested();
                int count = Math.Min(RowsPerWrite, rows - row);
                for (int i = 0; i < count; i++)
                {
                    drawn[i] = draw(random, block.AsSpan(i * columns, columns));
                }

                inputStream.Write(MemoryMarshal.AsBytes(block.AsSpan(0, count * columns)));
                labelStream.Write(MemoryMarshal.AsBytes(drawn.AsSpan(0, count)));
            }
        }

        if (labels is not null)
        {
            File.Move(labels + ".part", labels, overwrite: true);
        }

        File.Move(inputs + ".part", inputs, overwrite: true);
    }

    /// <returns>What the row is labelled.</returns>
    private delegate double DrawnRow(Random random, Span<double> row);

    private sealed record Blob(double[] Centre, double Width, double Share);
}
