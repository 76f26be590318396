using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class PcaTests
{
    private static readonly PcaOptions All = new();

    [Fact]
    public void Points_on_a_line_have_one_direction()
    {
        var inputs = Matrix.FromRows([[0, 0], [3, 4], [6, 8]]);
        PcaModel model = Pca.Fit(inputs, All);
        var coordinates = new double[2];
        model.Transform(inputs.Row(2), coordinates);

        model.Mean.ToArray().ShouldBe([3, 4]);
        model.Components.Span[0].ShouldBe(0.6, 1e-14);
        model.Components.Span[1].ShouldBe(0.8, 1e-14);
        model.ExplainedVariance.Span[0].ShouldBe(25, 1e-12);
        model.ExplainedVarianceRatio.ToArray().ShouldBe([1, 0]);
        coordinates[0].ShouldBe(5, 1e-13);
        coordinates[1].ShouldBe(0, 1e-13);
    }

    /// <summary>scikit-learn 1.2's PCA on these five rows, where its signs happen to be ours.</summary>
    [Theory]
    [InlineData(false, new[] { -1.4712273773247013, -2.2466711920493596, 0.4335418768997892 })]
    [InlineData(true, new[] { -0.5332690822925701, -1.1687124472299795, 0.29275054240995224 })]
    public void Directions_variances_and_coordinates_are_those_of_scikit_learn(bool whiten, double[] expected)
    {
        var inputs = Matrix.FromRows([[2, 0, 1], [0, 1, 3], [4, 2, 2], [1, 5, 0], [3, 3, 7]]);
        PcaModel model = Pca.Fit(inputs, new() { Whiten = whiten });
        double[] components =
        [
            0.23738475147853527, -0.03722551188522005, 0.9707021896701158,
            0.03190287182705718, 0.9990252030772641, 0.03050984079961161,
            0.9708916966040344, -0.02372561656342395, -0.23834095028766028,
        ];
        ShouldBeNear(model.Components.ToArray(), components, 1e-12);
        ShouldBeNear(model.ExplainedVariance.ToArray(), [7.611439254333709, 3.6954190583922744, 2.193141687274021], 1e-12);
        ShouldBeNear(model.ExplainedVarianceRatio.ToArray(), [0.5638103151358301, 0.2737347450660943, 0.1624549397980756], 1e-12);
        ShouldBeNear(model.Transform(inputs).Row(0).ToArray(), expected, 1e-12);
    }

    [Fact]
    public void Eigenvalues_are_those_of_MathNet_and_directions_are_orthonormal()
    {
        Prop.ForAll(Arb.From(Gen.Choose(0, 100_000)), seed =>
        {
            var random = new Random(seed);
            int columns = random.Next(1, 12);
            (Matrix inputs, _) = LogisticRegressionTests.Sample(random.Next(2, 60), columns, seed);
            PcaModel model = Pca.Fit(inputs, All);
            var x = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(inputs.Rows, columns, (i, j) => inputs[i, j] - model.Mean.Span[j]);
            double[] theirs = [.. ((x.Transpose() * x) / (inputs.Rows - 1)).Evd(MathNet.Numerics.LinearAlgebra.Symmetricity.Symmetric).EigenValues.Select(value => value.Real).OrderDescending()];
            ShouldBeNear(model.ExplainedVariance.ToArray(), theirs, 1e-12 * Math.Max(1, theirs[0]));
            var v = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(columns, columns, (i, j) => model.Components.Span[(i * columns) + j]);
            double off = ((v * v.Transpose()) - MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseIdentity(columns)).InfinityNorm();
            return off < 1e-13;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_way_back_is_exact_with_all_directions_and_a_projection_with_fewer()
    {
        (Matrix inputs, _) = LogisticRegressionTests.Sample(50, 4, seed: 3);
        PcaModel all = Pca.Fit(inputs, new() { Whiten = true });
        PcaModel two = Pca.Fit(inputs, new() { Components = 2 });
        var four = new double[4];
        var projected = new double[2];
        var again = new double[2];
        var back = new double[4];
        for (int i = 0; i < inputs.Rows; i++)
        {
            all.Transform(inputs.Row(i), four);
            all.Inverse(four, back);
            ShouldBeNear(back, inputs.Row(i).ToArray(), 1e-12);

            two.Transform(inputs.Row(i), projected);
            two.Inverse(projected, back);
            two.Transform(back, again);
            ShouldBeNear(again, projected, 1e-12);
        }
    }

    [Fact]
    public void Whitened_coordinates_have_variance_one_and_no_correlation()
    {
        (Matrix inputs, _) = LogisticRegressionTests.Sample(80, 3, seed: 4);
        PcaModel again = Pca.Fit(Pca.Fit(inputs, new() { Whiten = true }).Transform(inputs), All);

        ShouldBeNear(again.ExplainedVariance.ToArray(), [1, 1, 1], 1e-12);
    }

    [Fact]
    public void The_order_of_rows_and_a_shift_of_all_change_nothing_but_rounding()
    {
        (Matrix inputs, _) = LogisticRegressionTests.Sample(80, 4, seed: 5);
        int[] order = [.. Enumerable.Range(0, 80)];
        new Random(1).Shuffle(order);
        PcaModel one = Pca.Fit(inputs, All);
        foreach (double shift in new[] { 0.0, 1e5 })
        {
            PcaModel other = Pca.Fit(Matrix.FromRows([.. order.Select(i => inputs.Row(i).ToArray().Select(value => value + shift).ToArray())]), All);
            ShouldBeNear(other.ExplainedVariance.ToArray(), one.ExplainedVariance.ToArray(), 1e-9);
            ShouldBeNear(other.Components.ToArray(), one.Components.ToArray(), 1e-8);
        }
    }

    [Fact]
    public void Constant_columns_have_no_variance_and_whiten_to_zero()
    {
        var inputs = Matrix.FromRows([[7, 0.1], [7, 0.1], [7, 0.1]]);
        PcaModel model = Pca.Fit(inputs, new() { Whiten = true });

        model.ExplainedVariance.ToArray().ShouldBe([0, 0]);
        model.ExplainedVarianceRatio.ToArray().ShouldBe([0, 0]);
        model.Transform(Matrix.FromRows([[8, 9]])).Row(0).ToArray().ShouldBe([0, 0]);
    }

    [Fact]
    public void What_cannot_be_decomposed_or_read_is_refused()
    {
        var inputs = Matrix.FromRows([[0, 1], [1, 0]]);
        Should.Throw<ArgumentException>(() => Pca.Fit(inputs, new() { Components = 3 })).Message.ShouldContain("2 columns");
        Should.Throw<ArgumentOutOfRangeException>(() => Pca.Fit(inputs, new() { Components = -1 }));
        Should.Throw<ArgumentException>(() => Pca.Fit(Matrix.FromRows([[1e200], [-1e200]]), All)).Message.ShouldContain("column 0");
        Should.Throw<ArgumentException>(() => new PcaModel(new double[2], new double[3], new double[2], new double[2], false));
        Should.Throw<ArgumentException>(() => new PcaModel(new double[1], new double[1], new double[] { -1 }, new double[1], false));
        Should.Throw<ArgumentException>(() => Pca.Fit(inputs, All).Transform(new double[2], new double[1]));
        Should.Throw<ArgumentException>(() => Pca.Fit(inputs, All).Inverse(new double[1], new double[2]));
    }

    [ReferenceTheory]
    [InlineData("campaign_matrix.csv")]
    [InlineData("insiders_matrix.csv")]
    public void Shares_of_variance_are_those_of_scikit_learn(string file)
    {
        Matrix inputs = file == "insiders_matrix.csv" ? ReferenceData.Insiders() : ReferenceData.Campaign().Inputs;
        double[] expected = [.. ReferenceData.Expected(file, "pca_explained_variance_ratio").EnumerateArray().Select(each => each.GetDouble())];

        ShouldBeNear(Pca.Fit(inputs, All).ExplainedVarianceRatio.ToArray(), expected, 1e-9);
    }

    private static void ShouldBeNear(double[] actual, double[] expected, double tolerance)
    {
        actual.Length.ShouldBe(expected.Length);
        for (int i = 0; i < actual.Length; i++)
        {
            actual[i].ShouldBe(expected[i], tolerance);
        }
    }
}

public sealed class PcaCase : ILearnerCase
{
    public string Name => "principal components";

    public int? TooFewRows => 1;

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(Pca.Fit(inputs, new() { Components = 2, Whiten = true }, progress, cancellation));

    private sealed record Fitted(PcaModel Model) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Model, LearningJson.Default.PcaModel);

        public double[] Batch(Matrix inputs) => [.. Enumerable.Range(0, inputs.Rows).SelectMany(i => Model.Transform(inputs).Row(i).ToArray())];

        public double[] Single(ReadOnlySpan<double> row)
        {
            var coordinates = new double[2];
            Model.Transform(row, coordinates);
            return coordinates;
        }

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.PcaModel)!);
    }
}
