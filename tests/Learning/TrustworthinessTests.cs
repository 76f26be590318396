using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class TrustworthinessTests
{
    private static readonly Matrix Line = Matrix.FromRows([[0], [1], [3], [6.5], [10.5]]);

    [Fact]
    public void Unexpected_neighbours_cost_by_their_rank_in_the_space()
    {
        // Nearest in the layout: 0→1, 1→0, 2→3, 3→4, 4→1. In the space these have ranks 1, 1, 3, 2, 3: too far down by 2 + 1 + 2 = 5.
        var layout = Matrix.FromRows([[0], [1], [10], [6], [3]]);

        Trustworthiness.Of(Line, layout, neighbours: 1).ShouldBe(1 - (2.0 / (5 * 1 * (10 - 3 - 1)) * 5), 1e-15);
    }

    [Fact]
    public void The_space_itself_turned_and_scaled_is_fully_trusted()
    {
        Matrix inputs = ClusterSamples.Blobs(300, 2, 4, seed: 5, spread: 2);
        Matrix turned = Matrix.FromRows([.. Enumerable.Range(0, 300).Select(i => new[] { 3 * inputs[i, 1], -3 * inputs[i, 0] })]);

        Trustworthiness.Of(inputs, turned, 15).ShouldBe(1);
        Trustworthiness.Of(inputs, ClusterSamples.Blobs(300, 2, 1, seed: 6, spread: 1), 15).ShouldBeInRange(0.4, 0.6);
    }

    [Fact]
    public void Equally_near_rows_share_the_best_rank()
    {
        var equal = Matrix.FromRows([[1, 1], [1, 1], [1, 1], [1, 1], [1, 1]]);

        Trustworthiness.Of(equal, Line, 2).ShouldBe(1);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        Matrix inputs = ClusterSamples.Blobs(1500, 4, 4, seed: 5, spread: 2);
        Matrix layout = inputs.TakeColumns([0, 1]);

        Trustworthiness.Of(inputs, layout, 15, threads: 2).ShouldBe(Trustworthiness.Of(inputs, layout, 15, threads: 1));
    }

    [Fact]
    public void Too_few_rows_other_rows_and_values_that_are_not_finite_are_refused()
    {
        Should.Throw<ArgumentException>(() => Trustworthiness.Of(Line, Line, 3)).Message.ShouldContain("half of 5 rows");
        Should.Throw<ArgumentException>(() => Trustworthiness.Of(Line, Line, 0));
        Should.Throw<ArgumentException>(() => Trustworthiness.Of(Line, new Matrix(4, 1), 1)).Message.ShouldContain("4 layout");
        Should.Throw<ArgumentException>(() => Trustworthiness.Of(Line, Matrix.FromRows([[0], [1], [double.NaN], [6], [3]]), 1)).Message.ShouldContain("Row 2, column 0");
        Should.Throw<OperationCanceledException>(() => Trustworthiness.Of(Line, Line, 1, 0, new CancellationToken(true)));
    }
}
