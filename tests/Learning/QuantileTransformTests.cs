using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class QuantileTransformTests
{
    /// <summary>One value twice.</summary>
    private static Matrix Eight => Column(3, 1, 4, 1, 5, 9, 2, 6);

    [Fact]
    public void Five_values_become_quarters_and_a_value_between_two_goes_between()
    {
        QuantileTransform fitted = QuantileTransform.Fit(Column(10, 20, 30, 50, 40), new());

        Shown(fitted, 10, 20, 30, 40, 50).ShouldBe([0, 0.25, 0.5, 0.75, 1]);
        Shown(fitted, 25, 9, 51).ShouldBe([0.375, 0, 1]);
    }

    [Fact]
    public void Equal_values_get_the_middle_of_their_shares()
    {
        // 0 1 1 1 2: the ones hold the shares ¼, ½ and ¾.
        Shown(QuantileTransform.Fit(Column(1, 0, 1, 2, 1), new()), 0, 1, 2).ShouldBe([0, 0.5, 1]);
    }

    /// <summary>sklearn.preprocessing.QuantileTransformer 1.2 on the same values, without subsampling.</summary>
    [Theory]
    [InlineData(
        QuantileOutput.Uniform, 1000, new[] { 0, 0, 0.21428571428571427, 0.2857142857142857, 0.6428571428571428, 0.9523809523809523, 1, 1 })]
    [InlineData(
        QuantileOutput.Uniform, 4, new[] { 0, 0, 0.125, 0.25000000000000006, 0.6428571428571429, 0.9230769230769231, 1, 1 })]
    [InlineData(
        QuantileOutput.Normal,
        1000,
        new[] { -5.199337582605575, -5.199337582605575, -0.7916386077433746, -0.5659488219328631, 0.3661063568005695, 1.668391193947079, 5.19933758270342, 5.19933758270342 })]
    [InlineData(
        QuantileOutput.Normal,
        4,
        new[] { -5.199337582605575, -5.199337582605575, -1.1503493803760079, -0.6744897501960816, 0.3661063568005698, 1.4260768722728474, 5.19933758270342, 5.19933758270342 })]
    public void It_agrees_with_scikit_learn(QuantileOutput output, int quantiles, double[] expected)
    {
        double[] actual = Shown(QuantileTransform.Fit(Eight, new() { Output = output, Quantiles = quantiles }), 0, 1, 1.5, 2, 4.5, 8, 9, 12);
        for (int i = 0; i < expected.Length; i++)
        {
            actual[i].ShouldBe(expected[i], 1e-10);
        }
    }

    [Fact]
    public void It_never_turns_the_order_of_two_values_round()
    {
        Gen<double> value = Gen.Choose(-40, 40).Select(step => step / 4.0);
        var cases = from column in value.ArrayOf(60) from one in value from other in value from quantiles in Gen.Elements(2, 7, 1000) select (column, one, other, quantiles);
        Prop.ForAll(Arb.From(cases), each =>
        {
            QuantileTransform fitted = QuantileTransform.Fit(Column(each.column), new() { Quantiles = each.quantiles });
            double[] shares = Shown(fitted, Math.Min(each.one, each.other), Math.Max(each.one, each.other));
            return shares[0] <= shares[1] && shares.All(share => share is >= 0 and <= 1);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Stretching_a_column_changes_no_share()
    {
        double[] values = [.. Enumerable.Range(0, 50).Select(i => (double)(i * 37 % 101))];
        QuantileTransform one = QuantileTransform.Fit(Column(values), new());
        QuantileTransform other = QuantileTransform.Fit(Column([.. values.Select(value => Math.Exp(value / 10))]), new());

        Shown(other, [.. values.Select(value => Math.Exp(value / 10))]).ShouldBe(Shown(one, values));
    }

    [Fact]
    public void A_constant_column_is_the_lower_end()
    {
        Shown(QuantileTransform.Fit(Column(7, 7, 7), new()), 6, 7, 8).ShouldBe([0, 0, 1]);
        Shown(QuantileTransform.Fit(Column(7), new()), 7).ShouldBe([0]);
    }

    [Fact]
    public void Options_out_of_range_and_files_without_sense_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => QuantileTransform.Fit(Eight, new() { Quantiles = 1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => QuantileTransform.Fit(Eight, new() { Output = (QuantileOutput)5 }));
        Should.Throw<ArgumentOutOfRangeException>(() => new QuantileTransform((QuantileOutput)5, 1, new double[] { 0, 1 }));
        Should.Throw<ArgumentException>(() => new QuantileTransform(QuantileOutput.Uniform, 2, new double[] { 0, 1, 2 })).Message.ShouldContain("2 columns");
        Should.Throw<ArgumentException>(() => new QuantileTransform(QuantileOutput.Uniform, 2, new double[] { 0, 1, 2, 1 })).Message.ShouldContain("column 1");
    }

    private static Matrix Column(params double[] values) => new([.. values], values.Length, 1);

    private static double[] Shown(QuantileTransform fitted, params double[] values) => SpaceCases.Flat(fitted.Transform(Column(values)));
}

public abstract class QuantileTransformCase(QuantileOutput output) : ILearnerCase
{
    public string Name => $"quantile transform, {output}";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(QuantileTransform.Fit(inputs, new() { Output = output, Quantiles = 20 }, progress, cancellation));

    private sealed record Fitted(QuantileTransform Transform) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Transform, LearningJson.Default.QuantileTransform);

        public double[] Batch(Matrix inputs) => SpaceCases.Flat(Transform.Transform(inputs));

        public double[] Single(ReadOnlySpan<double> row)
        {
            var into = new double[Transform.Columns];
            Transform.Transform(row, into);
            return into;
        }

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.QuantileTransform)!);
    }
}

public sealed class UniformQuantilesCase() : QuantileTransformCase(QuantileOutput.Uniform);

public sealed class NormalQuantilesCase() : QuantileTransformCase(QuantileOutput.Normal);
