using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

/// <summary>The Hungarian method, and the matching of clusters that stands on it.</summary>
public class ClusterMatchingTests
{
    [Fact]
    public void Three_workers_get_the_three_jobs_that_cost_least_together()
    {
        // Taking the cheapest cell first (1 at the top left) would cost 1 + 5 + 9; the best is 2 + 4 + 3.
        Hungarian.Solve(Matrix.FromRows([[1, 2, 3], [4, 6, 8], [5, 7, 3]])).ShouldBe([1, 0, 2]);
        Hungarian.Solve(Matrix.FromRows([[5, 1, 9]])).ShouldBe([1]);
        Hungarian.Solve(Matrix.FromRows([[5], [1], [9]])).ShouldBe([-1, 0, -1]);
        Hungarian.Solve(new Matrix(0, 3)).ShouldBeEmpty();
        Hungarian.Solve(new Matrix(2, 0)).ShouldBe([-1, -1]);
        Should.Throw<ArgumentException>(() => Hungarian.Solve(Matrix.FromRows([[1, double.NaN]]))).Message.ShouldContain("Row 0, column 1");
    }

    [Fact]
    public void The_assignment_costs_no_more_than_any_permutation()
    {
        Gen<Matrix> costs = from rows in Gen.Choose(1, 5)
                            from columns in Gen.Choose(1, 5)
                            from values in Gen.Choose(-9, 9).ArrayOf(rows * columns)
                            select new Matrix([.. values.Select(value => (double)value)], rows, columns);
        Prop.ForAll(Arb.From(costs), matrix =>
        {
            int[] assigned = Hungarian.Solve(matrix);
            int[] used = [.. assigned.Where(column => column >= 0)];
            return used.Length == Math.Min(matrix.Rows, matrix.Columns)
                && used.Distinct().Count() == used.Length
                && assigned.Select((column, row) => column < 0 ? 0 : matrix[row, column]).Sum() == Least(matrix, 0, 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Clusters_are_matched_by_the_rows_they_share()
    {
        // 0 shares three rows with 2, 1 two with 0; 2 shares its only one with 0, which is taken.
        ClusterMatching.Match([0, 0, 0, 0, 1, 1, 2, -1], [2, 2, 2, 1, 0, 0, 0, 1]).ShouldBe([2, 0, -1]);
        ClusterMatching.Match([0, 1], [1, 1]).Count(id => id == 1).ShouldBe(1);
        ClusterMatching.Match([], []).ShouldBeEmpty();
        Should.Throw<ArgumentException>(() => ClusterMatching.Match([0], [0, 1]));
    }

    [Fact]
    public void A_permutation_of_names_is_found_by_rows_and_by_centroids()
    {
        Matrix inputs = ClusterSamples.Blobs(400, 3, 6, seed: 9, spread: 0.5);
        KMeansFit one = KMeans.Fit(inputs, [], new() { Clusters = 6, Seed = 1 });
        KMeansFit other = KMeans.Fit(inputs, [], new() { Clusters = 6, Seed = 2 });
        int[] byRows = ClusterMatching.Match(one.Labels, other.Labels);

        one.Labels.Select(label => byRows[label]).ShouldBe(other.Labels);
        ClusterMatching.Match(one.Model.CentroidMatrix(), other.Model.CentroidMatrix()).ShouldBe(byRows);
    }

    [Fact]
    public void More_centroids_than_before_leave_the_new_one_and_fewer_leave_an_old_one_without_a_match()
    {
        var two = Matrix.FromRows([[0, 0], [10, 0]]);
        var three = Matrix.FromRows([[9, 1], [50, 50], [1, 0]]);
        ClusterMatching.Match(two, three).ShouldBe([2, 0]);
        ClusterMatching.Match(three, two).ShouldBe([1, -1, 0]);
        Should.Throw<ArgumentException>(() => ClusterMatching.Match(two, new Matrix(2, 3))).Message.ShouldContain("2 and of 3");
    }

    /// <summary>Least cost of assigning the shorter side completely, by trying everything.</summary>
    private static double Least(Matrix costs, int row, int usedColumns)
    {
        if (row == costs.Rows)
        {
            return int.PopCount(usedColumns) == Math.Min(costs.Rows, costs.Columns) ? 0 : double.PositiveInfinity;
        }

        double least = Least(costs, row + 1, usedColumns);
        for (int column = 0; column < costs.Columns; column++)
        {
            if ((usedColumns & (1 << column)) == 0)
            {
                least = Math.Min(least, costs[row, column] + Least(costs, row + 1, usedColumns | (1 << column)));
            }
        }

        return least;
    }
}
