using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class MatrixTests
{
    [Fact]
    public void Rows_lie_one_after_the_other_in_one_array_without_a_copy()
    {
        double[] values = [1, 2, 3, 4, 5, 6];
        var matrix = new Matrix(values, 2, 3);
        values[4] = 50;

        matrix.Row(0).ToArray().ShouldBe([1, 2, 3]);
        matrix[1, 1].ShouldBe(50);
    }

    [Fact]
    public void Shapes_that_do_not_fit_are_refused()
    {
        Should.Throw<ArgumentException>(() => new Matrix(new double[5], 2, 3)).Message.ShouldContain("6 values, not 5");
        Should.Throw<ArgumentOutOfRangeException>(() => new Matrix(-1, 3));
        Should.Throw<ArgumentOutOfRangeException>(() => new Matrix(int.MaxValue, 2));
        Should.Throw<ArgumentException>(() => Matrix.FromRows([[1, 2], [3]])).Message.ShouldContain("Row 1");
        Should.Throw<ArgumentOutOfRangeException>(() => new Matrix(2, 3).Row(2).ToArray());
        Should.Throw<ArgumentOutOfRangeException>(() => new Matrix(2, 0).Row(2).ToArray());
    }
}
