using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class SupportVectorContributionsTests
{
    [Fact]
    public void A_linear_kernel_gives_each_column_its_weight_times_the_distance()
    {
        var model = new SupportVectorModel(SupportVectorKernel.Linear, 1, 2, new double[] { 1, 2, 3, -1 }, new[] { 0.5, -1 }, 0.25, 1, true, 0);
        var shares = new SupportVectorContributions(model, [1, 1]);

        // w = ½·(1, 2) − (3, −1) = (−2.5, 2)
        shares.ExpectedValue.ShouldBe(-0.25, 1e-12);
        (double decision, double[] contributions) = Explain(shares, [3, 2]);
        contributions.ShouldBe([-5, 2], 1e-12);
        decision.ShouldBe(model.Decision([3.0, 2]), 1e-12);
    }

    [Fact]
    public void A_single_column_gets_all_of_the_change()
    {
        var model = new SupportVectorModel(SupportVectorKernel.Rbf, 0.5, 1, new[] { 2.0, -1 }, new[] { 1.0, -2 }, 0.5, 1, true, 0);
        var shares = new SupportVectorContributions(model);

        shares.ExpectedValue.ShouldBe(0.5 + Math.Exp(-2) - (2 * Math.Exp(-0.5)), 1e-14);
        Explain(shares, [2]).Contributions.ShouldBe([1 + 0.5 - (2 * Math.Exp(-4.5)) - shares.ExpectedValue], 1e-14);
    }

    [Theory]
    [InlineData(0, 1, 2000)]
    [InlineData(0, 10, 2000)]
    [InlineData(0.5, 10, 2000)]
    [InlineData(5, 10, 2000)]
    [InlineData(200, 1, 20_000)]
    public void Contributions_are_the_integrals_of_the_gradient(double gamma, double c, int steps)
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        SupportVectorModel model = SupportVectorClassifier.Fit(inputs, labels, [], new() { C = c, Gamma = gamma });
        double[] reference = [0.1, -0.2, 0.3];
        var shares = new SupportVectorContributions(model, reference);
        for (int i = 0; i < 60; i += 7)
        {
            Explain(shares, inputs.Row(i)).Contributions.ShouldBe(Midpoints(model, reference, inputs.Row(i), steps), 1e-6 * (1 + Math.Abs(model.Decision(inputs.Row(i)))));
        }
    }

    [Fact]
    public void A_model_of_many_columns_is_integrated_as_finely()
    {
        (Matrix inputs, SupportVectorModel model) = Fitted(400, 30);
        var shares = new SupportVectorContributions(model);
        for (int i = 0; i < 3; i++)
        {
            Explain(shares, inputs.Row(i)).Contributions.ShouldBe(Midpoints(model, new double[30], inputs.Row(i)), 1e-6);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    [InlineData(1e4)]
    [InlineData(1e9)]
    public void Contributions_add_up_to_the_decision_value_near_and_far(double factor)
    {
        (Matrix inputs, SupportVectorModel model) = Fitted(150, 7);
        var shares = new SupportVectorContributions(model);
        for (int i = 0; i < inputs.Rows; i++)
        {
            double[] row = [.. inputs.Row(i).ToArray().Select(value => value * factor)];
            (double decision, double[] contributions) = Explain(shares, row);
            decision.ShouldBe(model.Decision(row), 1e-12);
            (shares.ExpectedValue + contributions.Sum()).ShouldBe(decision, 1e-12);
        }
    }

    [Fact]
    public void A_row_far_away_is_explained_by_where_the_way_leaves_the_support_vectors()
    {
        (Matrix inputs, SupportVectorModel model) = Fitted(150, 3);
        var shares = new SupportVectorContributions(model);
        double[] far = [.. inputs.Row(0).ToArray().Select(value => value * 200)];

        // Nothing happens on the second half of the way.
        double[] farther = [.. far.Select(value => value * 2)];
        Explain(shares, farther).Contributions.ShouldBe(Explain(shares, far).Contributions, 2e-6);
    }

    [Fact]
    public void A_column_at_the_reference_gets_nothing_and_columns_that_are_alike_get_the_same()
    {
        // Columns 0 and 1 are exchanged between the two pairs of support vectors; column 3 is as in the reference.
        double[] vectors = [1, 2, 0.5, 1, 2, 1, 0.5, 1, -1, 0.5, -1, 2, 0.5, -1, -1, 2];
        var model = new SupportVectorModel(SupportVectorKernel.Rbf, 0.3, 4, vectors, new[] { 1.0, 1, -1.5, -1.5 }, 0, 1, true, 0);
        var shares = new SupportVectorContributions(model, [0.2, 0.2, 0, 1.5]);
        double[] contributions = Explain(shares, [1.2, 1.2, 0.4, 1.5]).Contributions;

        contributions[3].ShouldBe(0);
        contributions[0].ShouldBe(contributions[1], 1e-12);
        Math.Abs(contributions[0]).ShouldBeGreaterThan(0.01);
        Explain(shares, [0.2, 0.2, 0, 1.5]).Contributions.ShouldAllBe(contribution => contribution == 0);
    }

    [Fact]
    public void Explaining_allocates_nothing()
    {
        (Matrix inputs, SupportVectorModel model) = Fitted(60, 5);
        var shares = new SupportVectorContributions(model);
        var into = new double[5];
        shares.Explain(inputs.Row(0), into);

        // The pool of arrays may give one up when other tests need memory; not every time.
        Enumerable.Range(0, 10).Min(i =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            shares.Explain(inputs.Row(i), into);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }).ShouldBe(0);
    }

    [Fact]
    public void Rows_of_another_width_and_rows_without_a_distance_are_refused()
    {
        var model = new SupportVectorModel(SupportVectorKernel.Rbf, 1, 2, new double[] { 1, 2 }, new[] { 1.0 }, 0, 1, true, 0);
        var shares = new SupportVectorContributions(model);
        Should.Throw<ArgumentException>(() => new SupportVectorContributions(model, [1]));
        Should.Throw<ArgumentException>(() => new SupportVectorContributions(model, [1, double.NaN]));
        Should.Throw<ArgumentException>(() => shares.Explain([1], new double[2]));
        Should.Throw<ArgumentException>(() => shares.Explain([1, 2], new double[1]));
        foreach (double value in new[] { double.NaN, double.PositiveInfinity, 1e200 })
        {
            Should.Throw<ArgumentException>(() => shares.Explain([1, value], new double[2]));
        }
    }

    private static (double Decision, double[] Contributions) Explain(SupportVectorContributions shares, ReadOnlySpan<double> row)
    {
        var into = new double[shares.Columns];
        double decision = shares.Explain(row, into);
        return (decision, into);
    }

    private static (Matrix Inputs, SupportVectorModel Model) Fitted(int rows, int columns)
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(rows, columns, seed: 31);
        Matrix scaled = Standardizer.Fit(inputs).Transform(inputs);
        return (scaled, SupportVectorClassifier.Fit(scaled, labels, [], new()));
    }

    /// <summary>The integrals by their midpoints.</summary>
    private static double[] Midpoints(SupportVectorModel model, double[] reference, ReadOnlySpan<double> row, int steps = 2000)
    {
        (double[] vectors, int columns) = (model.SupportVectors.ToArray(), row.Length);
        var contributions = new double[columns];
        var at = new double[columns];
        for (int step = 0; step < steps; step++)
        {
            for (int j = 0; j < columns; j++)
            {
                at[j] = reference[j] + ((row[j] - reference[j]) * (step + 0.5) / steps);
            }

            for (int i = 0; i < model.DualCoefficients.Length; i++)
            {
                double square = 0;
                for (int j = 0; j < columns; j++)
                {
                    square += (at[j] - vectors[(i * columns) + j]) * (at[j] - vectors[(i * columns) + j]);
                }

                double pull = -2 * model.Gamma * model.DualCoefficients.Span[i] * Math.Exp(-model.Gamma * square) / steps;
                for (int j = 0; j < columns; j++)
                {
                    contributions[j] += pull * (at[j] - vectors[(i * columns) + j]) * (row[j] - reference[j]);
                }
            }
        }

        return contributions;
    }
}
