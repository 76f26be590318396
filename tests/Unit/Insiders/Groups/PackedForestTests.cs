using Clientele.Insiders;
using Clientele.Learning;

namespace Clientele.Tests.Insiders.Groups;

public class PackedForestTests
{
    private static readonly Matrix Rows = Inputs();
    private static readonly ForestModel Forest = RandomForest.Fit(
        Rows, [.. Enumerable.Range(0, Rows.Rows).Select(row => Rows[row, 0] * Rows[row, 1])], [], new ForestOptions { Task = ForestTask.Regression, Trees = 7, Seed = 3 });

    [Fact]
    public void Packed_and_unpacked_trees_have_the_same_leaves()
    {
        var before = new LeafEmbedding(Forest);
        var after = new LeafEmbedding(PackedForest.Unpack(PackedForest.Pack(Forest), Rows.Columns));

        after.Trees.ShouldBe(7);
        for (int row = 0; row < Rows.Rows; row++)
        {
            var one = new int[7];
            var other = new int[7];
            before.Indices(Rows.Row(row), one);
            after.Indices(Rows.Row(row), other);
            other.ShouldBe(one);
        }

        PackedForest.Pack(PackedForest.Unpack(PackedForest.Pack(Forest), Rows.Columns)).ShouldBe(PackedForest.Pack(Forest));
    }

    [Fact]
    public void Bytes_that_are_no_forest_are_refused()
    {
        byte[] packed = PackedForest.Pack(Forest);
        Should.Throw<InvalidDataException>(() => PackedForest.Unpack(packed.AsSpan(0, packed.Length - 1), Rows.Columns));
        Should.Throw<InvalidDataException>(() => PackedForest.Unpack(packed.AsSpan(0, 4), Rows.Columns));
        Should.Throw<InvalidDataException>(() => PackedForest.Unpack(packed, 1));
        Should.Throw<InvalidDataException>(() => PackedForest.Unpack([], Rows.Columns));
        Should.Throw<InvalidDataException>(() => PackedForest.Unpack([0, .. BitConverter.GetBytes(double.NaN), 255, 255], Rows.Columns));
    }

    private static Matrix Inputs()
    {
        var random = new Random(11);
        var rows = new Matrix(60, 3);
        for (int row = 0; row < rows.Rows; row++)
        {
            for (int column = 0; column < rows.Columns; column++)
            {
                rows.RowToWrite(row)[column] = random.NextDouble();
            }
        }

        return rows;
    }
}
