using System.Text.Json.Serialization;
using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>
/// The reference's tree embedding: customers laid out by how many of a forest's trees take them to different leaves. The reference measured Euclidean
/// distances between the leaves' numbers instead, which mean nothing. Immutable, safe from any thread.
/// </summary>
public sealed class LeafLayout
{
    private readonly LeafEmbedding _leaves;
    private readonly Matrix _rows;
    private readonly Matrix _places;

    /// <param name="forest">The trees as <see cref="PackedForest"/> writes them.</param>
    /// <param name="columns">Values of a row.</param>
    /// <param name="rows">The rows that were laid out, one after the other.</param>
    /// <param name="places">The two coordinates of each.</param>
    /// <param name="neighbours">By how many a new row is placed.</param>
    /// <exception cref="InvalidDataException">The parts do not fit together.</exception>
    [JsonConstructor]
    public LeafLayout(ReadOnlyMemory<byte> forest, int columns, ReadOnlyMemory<double> rows, ReadOnlyMemory<double> places, int neighbours)
    {
        int count = places.Length / Dimensions;
        if (columns < 1 || places.Length % Dimensions != 0 || (long)count * columns != rows.Length || neighbours < 1 || count < neighbours)
        {
            throw new InvalidDataException($"A layout of {places.Length} coordinates has {rows.Length} values in rows of {columns}, and {neighbours} neighbours.");
        }

        (Forest, Columns, Rows, Places, Neighbours) = (forest.ToArray(), columns, rows.ToArray(), places.ToArray(), neighbours);
        _leaves = new LeafEmbedding(PackedForest.Unpack(forest.Span, columns));
        _rows = new Matrix(rows.ToArray(), count, columns);
        _places = new Matrix(places.ToArray(), count, Dimensions);
    }

    public const int Dimensions = 2;

    public ReadOnlyMemory<byte> Forest { get; }

    public int Columns { get; }

    public ReadOnlyMemory<double> Rows { get; }

    public ReadOnlyMemory<double> Places { get; }

    public int Neighbours { get; }

    /// <param name="rows">A column for each feature the forest asks for.</param>
    /// <param name="target">What it predicts, one for each row.</param>
    internal static LeafLayout Fit(Matrix rows, double[] target, UmapOptions options, CancellationToken cancellation)
    {
        // The reference's tuned settings.
        var settings = new ForestOptions
        {
            Task = ForestTask.Regression,
            Trees = 882,
            MaxDepth = 138,
            MinSamplesSplit = 4,
            MinSamplesLeaf = 3,
            FeaturesPerSplit = FeaturesPerSplit.Sqrt,
            Seed = options.Seed,
        };
        ForestModel forest = RandomForest.Fit(rows, target, [], settings, null, cancellation);
        Matrix places = Umap.LayOut(new LeafEmbedding(forest).Neighbours(rows, options.Neighbours - 1, 0, cancellation), options, null, cancellation);
        return new LeafLayout(PackedForest.Pack(forest), rows.Columns, Flat(rows), Flat(places), options.Neighbours);
    }

    /// <summary>Coordinates of every row; a row that was laid out keeps its place. Many at once are much quicker than one at a time.</summary>
    internal Matrix Place(Matrix rows) => Umap.Place(_places, _leaves.Neighbours(rows, _rows, Neighbours));

    private static double[] Flat(Matrix matrix)
    {
        var values = new double[matrix.Rows * matrix.Columns];
        for (int row = 0; row < matrix.Rows; row++)
        {
            matrix.Row(row).CopyTo(values.AsSpan(row * matrix.Columns));
        }

        return values;
    }
}
