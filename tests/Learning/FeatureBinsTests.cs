using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class FeatureBinsTests
{
    [Fact]
    public void Few_distinct_values_get_a_bin_each_with_limits_half_way()
    {
        FeatureBins bins = FeatureBins.Of(Matrix.FromRows([[3], [1], [double.NaN], [1], [7]]), []);

        bins.Column(0).ToArray().ShouldBe([1, 0, FeatureBins.Missing, 0, 2]);
        bins.Count(0).ShouldBe(3);
        bins.Threshold(0, 0).ShouldBe(2);
        bins.Threshold(0, 1).ShouldBe(5);
        bins.Threshold(0, 2).ShouldBe(double.MaxValue);
    }

    [Fact]
    public void Many_distinct_values_share_bins_of_about_equal_weight()
    {
        var inputs = new Matrix([.. Enumerable.Range(0, 10_000).Select(i => (double)(i * 7919 % 10_000))], 10_000, 1);
        FeatureBins bins = FeatureBins.Of(inputs, [], maxBins: 100);

        bins.Count(0).ShouldBe(100);
        bins.Column(0).ToArray().CountBy(bin => bin).ShouldAllBe(pair => pair.Value == 100);
    }

    [Fact]
    public void A_value_that_half_of_the_rows_have_leaves_the_other_bins_to_the_others()
    {
        var inputs = new Matrix([.. Enumerable.Range(0, 2000).Select(i => i < 1000 ? 0.0 : i)], 2000, 1);
        FeatureBins bins = FeatureBins.Of(inputs, [], maxBins: 11);

        bins.Column(0).ToArray().CountBy(bin => bin).Select(pair => pair.Value).ShouldBe([1000, .. Enumerable.Repeat(100, 10)]);
    }

    [Fact]
    public void A_weight_of_three_is_the_row_three_times_and_a_weight_of_zero_is_no_row()
    {
        double[] values = [.. Enumerable.Range(0, 400).Select(i => Math.Sqrt(i))];
        double[] weights = [.. values.Select((_, i) => (double)(i % 4))];
        double[] repeated = [.. values.SelectMany((value, i) => Enumerable.Repeat(value, i % 4))];
        FeatureBins weighted = FeatureBins.Of(new Matrix(values, 400, 1), weights, maxBins: 20);
        FeatureBins rows = FeatureBins.Of(new Matrix(repeated, repeated.Length, 1), [], maxBins: 20);

        Enumerable.Range(0, 20).Select(bin => weighted.Threshold(0, bin)).ShouldBe(Enumerable.Range(0, 20).Select(bin => rows.Threshold(0, bin)));
    }

    [Fact]
    public void Neighbouring_doubles_and_extremes_are_told_apart()
    {
        double[] values = [-double.MaxValue, -double.Epsilon, 0, double.Epsilon, 1, Math.BitIncrement(1), double.MaxValue];
        FeatureBins bins = FeatureBins.Of(new Matrix(values, values.Length, 1), []);

        bins.Column(0).ToArray().ShouldBe([0, 1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void A_constant_or_wholly_missing_column_is_one_bin()
    {
        FeatureBins bins = FeatureBins.Of(Matrix.FromRows([[5, double.NaN], [5, double.NaN]]), []);

        bins.Count(0).ShouldBe(1);
        bins.Count(1).ShouldBe(1);
        bins.Column(1).ToArray().ShouldBe([FeatureBins.Missing, FeatureBins.Missing]);
    }

    [Fact]
    public void A_test_on_the_bin_is_the_test_on_the_value()
    {
        Gen<double> value = Gen.Choose(-30, 30).Select(each => each / 7.0);
        Prop.ForAll(Arb.From(value.NonEmptyListOf()), Arb.From(Gen.Choose(2, 12)), (values, maxBins) =>
        {
            FeatureBins bins = FeatureBins.Of(new Matrix([.. values], values.Count, 1), [], maxBins);
            return bins.Count(0) <= maxBins && Enumerable.Range(0, bins.Count(0)).All(bin =>
                values.Index().All(each => (bins.Column(0)[each.Index] <= bin) == (each.Item <= bins.Threshold(0, bin))));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_cannot_be_binned_is_refused()
    {
        var inputs = Matrix.FromRows([[1], [double.NegativeInfinity]]);
        Should.Throw<ArgumentException>(() => FeatureBins.Of(inputs, [])).Message.ShouldContain("Row 1, column 0");
        Should.Throw<ArgumentOutOfRangeException>(() => FeatureBins.Of(new Matrix(1, 1), [], maxBins: 256));
        Should.Throw<ArgumentOutOfRangeException>(() => FeatureBins.Of(new Matrix(1, 1), [], maxBins: 1));
        Should.Throw<OperationCanceledException>(() => FeatureBins.Of(new Matrix(1, 1), [], cancellation: new CancellationToken(canceled: true)));
    }
}
