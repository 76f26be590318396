using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

/// <summary>The tables are sklearn.preprocessing.SplineTransformer 1.2, knots='quantile', on the same values.</summary>
public class BSplineBasisTests
{
    private static readonly double[] Training = [0.0, 0.4, 1.0, 1.7, 2.0, 3.1, 4.4, 5.0, 7.5, 10.0];
    private static readonly double[] Asked = [-2.0, 0.0, 0.9, 2.0, 3.3, 6.0, 10.0, 13.0];

    [Fact]
    public void Degree_one_over_two_knots_is_a_line_down_and_a_line_up()
    {
        BSplineBasis fitted = BSplineBasis.Fit(Column(0, 10), new() { Knots = 2, Degree = 1 });

        fitted.OutputColumns.ShouldBe(2);
        Rows(fitted.Transform(Column(0, 2.5, 10, 12))).ShouldBe([[1, 0], [0.75, 0.25], [0, 1], [0, 1]]);
        BSplineBasis linear = BSplineBasis.Fit(Column(0, 10), new() { Knots = 2, Degree = 1, Extrapolation = SplineExtrapolation.Linear });
        Rows(linear.Transform(Column(-10, 20))).ShouldBe([[2, -1], [-1, 2]]);
    }

    [Fact]
    public void Cubic_with_constant_ends()
    {
        ShouldBe(BSplineBasis.Fit(Column(Training), new() { Knots = 4 }).Transform(Column(Asked)),
        [
            [0.16666666666666666, 0.6939890710382512, 0.13934426229508198, 0.0, 0.0, 0.0],
            [0.16666666666666666, 0.6939890710382512, 0.13934426229508198, 0.0, 0.0, 0.0],
            [0.017368885270371098, 0.5414636685278641, 0.431421456896952, 0.009745989304812845, 0.0, 0.0],
            [0.0, 0.19076005961251838, 0.702996785951556, 0.10615647679009048, 8.667764583513977e-05, 0.0],
            [0.0, 0.018366727383120746, 0.6087071235762721, 0.3597768291390984, 0.013149319901508529, 0.0],
            [0.0, 0.0, 0.13769363166953522, 0.631253836370294, 0.2271652627667792, 0.003887269193391655],
            [0.0, 0.0, 0.0, 0.2014388489208633, 0.6318944844124701, 0.1666666666666667],
            [0.0, 0.0, 0.0, 0.2014388489208633, 0.6318944844124701, 0.1666666666666667],
        ]);
    }

    [Fact]
    public void Cubic_with_linear_ends()
    {
        ShouldBe(BSplineBasis.Fit(Column(Training), new() { Knots = 4, Extrapolation = SplineExtrapolation.Linear }).Transform(Column(Asked)),
        [
            [0.7549019607843139, 0.5975570556091288, -0.3524590163934429, 0.0, 0.0, 0.0],
            [0.16666666666666666, 0.6939890710382512, 0.13934426229508198, 0.0, 0.0, 0.0],
            [0.017368885270371098, 0.5414636685278641, 0.431421456896952, 0.009745989304812845, 0.0, 0.0],
            [0.0, 0.19076005961251838, 0.702996785951556, 0.10615647679009048, 8.667764583513977e-05, 0.0],
            [0.0, 0.018366727383120746, 0.6087071235762721, 0.3597768291390984, 0.013149319901508529, 0.0],
            [0.0, 0.0, 0.13769363166953522, 0.631253836370294, 0.2271652627667792, 0.003887269193391655],
            [0.0, 0.0, 0.0, 0.2014388489208633, 0.6318944844124701, 0.1666666666666667],
            [0.0, 0.0, 0.0, -0.12230215827338123, 0.6877783487495718, 0.43452380952380953],
        ]);
    }

    /// <summary>Each column by itself in scikit-learn: it counts the degree up from column to column in this case.</summary>
    [Fact]
    public void Two_columns_of_degree_one_without_bias_and_with_linear_ends()
    {
        BSplineBasisOptions options = new() { Knots = 3, Degree = 1, IncludeBias = false, Extrapolation = SplineExtrapolation.Linear };
        ShouldBe(BSplineBasis.Fit(Pair(Training, value => value * value), options).Transform(Pair(Asked, value => value * 3)),
        [
            [1.7843137254901962, -0.7843137254901962, 1.8817046289493016, -0.8817046289493018],
            [1.0, 0.0, 0.9999999999999999, 0.0],
            [0.6470588235294118, 0.3529411764705883, 0.6032329169728141, 0.3967670830271859],
            [0.21568627450980388, 0.7843137254901962, 0.11829537105069808, 0.8817046289493018],
            [0.0, 0.8993288590604027, 0.0, 0.9667900638446268],
            [0.0, 0.5369127516778524, 0.0, 0.8798755298031011],
            [0.0, 0.0, 0.0, 0.7511132571489888],
            [0.0, -0.40268456375838924, 0.0, 0.6545415526584045],
        ]);
    }

    [Fact]
    public void Two_columns_of_degree_two_without_bias()
    {
        BSplineBasisOptions options = new() { Knots = 3, Degree = 2, IncludeBias = false };
        ShouldBe(BSplineBasis.Fit(Pair(Training, value => value * value), options).Transform(Pair(Asked, value => value * 3)),
        [
            [0.5, 0.5, 0.0, 0.49999999999999994, 0.49999999999999994, 0.0],
            [0.5, 0.5, 0.0, 0.49999999999999994, 0.49999999999999994, 0.0],
            [0.20934256055363323, 0.7588927335640139, 0.031764705882352945, 0.18194497605976503, 0.8073423126985009, 0.01071271124173402],
            [0.023260284505959235, 0.8198769703960016, 0.15686274509803924, 0.006996897406011169, 0.9401008248570306, 0.05290227773695811],
            [0.0, 0.6025503355704699, 0.3923823251204901, 0.0, 0.8710778475240087, 0.12837070254626917],
            [0.0, 0.21476510067114093, 0.6780099995495699, 0.0, 0.7214979344385429, 0.27128712139141437],
            [0.0, 0.0, 0.49999999999999994, 0.0, 0.5257792800042922, 0.44324841461221526],
            [0.0, 0.0, 0.49999999999999994, 0.0, 0.39927034712162673, 0.5410588834585405],
        ]);
    }

    [Fact]
    public void Knots_that_coincide_inside_the_range_are_kept()
    {
        ShouldBe(BSplineBasis.Fit(Column(0, 1, 2, 3, 3, 3, 3, 4, 5, 6), new()).Transform(Column(0, 1, 2.9, 3, 4, 6)),
        [
            [0.16666666666666666, 0.6190476190476191, 0.21428571428571427, 0.0, 0.0, 0.0, 0.0],
            [0.028577960676726112, 0.3914690704814162, 0.5404467960023516, 0.03950617283950617, 0.0, 0.0, 0.0],
            [0.0, 8.465608465608487e-05, 0.1448931216931217, 0.7899259259259258, 0.06509629629629626, 0.0, 0.0],
            [0.0, 0.0, 0.1, 0.8, 0.1, 0.0, 0.0],
            [0.0, 0.0, 0.0, 0.3160493827160494, 0.6013521457965902, 0.08236984780194657, 0.00022862368541380886],
            [0.0, 0.0, 0.0, 0.0, 0.21428571428571427, 0.6190476190476191, 0.16666666666666666],
        ]);
    }

    /// <summary>Many zeros or many of the largest value put several knots on an end; scikit-learn has zeros there.</summary>
    [Fact]
    public void Functions_sum_to_one_everywhere_whatever_the_knots()
    {
        Gen<double> value = Gen.Choose(0, 8).Select(step => step / 2.0);
        var cases = from column in value.ArrayOf(25)
                    from at in Gen.Choose(-4, 12)
                    from degree in Gen.Choose(1, 4)
                    from beyond in Gen.Elements(Enum.GetValues<SplineExtrapolation>())
                    select (column, at, degree, beyond);
        Prop.ForAll(Arb.From(cases), each =>
        {
            BSplineBasis fitted = BSplineBasis.Fit(Column([0, 4, .. each.column]), new() { Degree = each.degree, Extrapolation = each.beyond });
            double[] functions = SpaceCases.Flat(fitted.Transform(Column(each.at / 2.0)));
            return Math.Abs(functions.Sum() - 1) < 1e-12 && (each.at is < 0 or > 8 || functions.All(function => function >= 0));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void At_the_ends_the_functions_are_their_limits_from_inside()
    {
        BSplineBasis fitted = BSplineBasis.Fit(Column(0, 0, 0, 0, 1, 2, 3, 4, 4, 4, 4), new());
        double[][] rows = Rows(fitted.Transform(Column(0, 1e-9, 4 - 1e-9, 4)));
        for (int j = 0; j < rows[0].Length; j++)
        {
            rows[0][j].ShouldBe(rows[1][j], 1e-7);
            rows[3][j].ShouldBe(rows[2][j], 1e-7);
        }
    }

    [Fact]
    public void A_constant_column_gives_zeros()
    {
        BSplineBasis fitted = BSplineBasis.Fit(Column(2, 2, 2), new() { Extrapolation = SplineExtrapolation.Linear });
        SpaceCases.Flat(fitted.Transform(Column(1, 2, 3))).ShouldAllBe(value => value == 0);
    }

    [Fact]
    public void Options_out_of_range_and_files_without_sense_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => BSplineBasis.Fit(Column(1, 2), new() { Knots = 1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => BSplineBasis.Fit(Column(1, 2), new() { Degree = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => BSplineBasis.Fit(Column(1, 2), new() { Degree = 10 }));
        Should.Throw<ArgumentOutOfRangeException>(() => BSplineBasis.Fit(Column(1, 2), new() { Extrapolation = (SplineExtrapolation)7 }));
        Should.Throw<ArgumentOutOfRangeException>(() => new BSplineBasis(3, (SplineExtrapolation)7, true, 1, new double[] { 0, 1 }));
        Should.Throw<ArgumentException>(() => new BSplineBasis(3, default, true, 2, new double[] { 0, 1, 2 })).Message.ShouldContain("2 columns");
        Should.Throw<ArgumentException>(() => new BSplineBasis(3, default, true, 2, new double[] { 0, 1, 2, 1 })).Message.ShouldContain("column 1");
        Should.Throw<ArgumentException>(() => BSplineBasis.Fit(Column(1, 2), new()).Transform([1.0], new double[6]));
    }

    private static Matrix Column(params double[] values) => new([.. values], values.Length, 1);

    private static Matrix Pair(double[] values, Func<double, double> second) => Matrix.FromRows([.. values.Select(value => new[] { value, second(value) })]);

    private static double[][] Rows(Matrix matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix.Row(i).ToArray())];

    private static void ShouldBe(Matrix actual, double[][] expected)
    {
        (actual.Rows, actual.Columns).ShouldBe((expected.Length, expected[0].Length));
        for (int i = 0; i < actual.Rows; i++)
        {
            for (int j = 0; j < actual.Columns; j++)
            {
                actual[i, j].ShouldBe(expected[i][j], 1e-10, $"row {i}, column {j}");
            }
        }
    }
}

public abstract class BSplineBasisCase(SplineExtrapolation extrapolation, bool includeBias) : ILearnerCase
{
    public string Name => $"B-spline basis, {extrapolation}";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(BSplineBasis.Fit(inputs, new() { Extrapolation = extrapolation, IncludeBias = includeBias }, progress, cancellation));

    private sealed record Fitted(BSplineBasis Basis) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Basis, LearningJson.Default.BSplineBasis);

        public double[] Batch(Matrix inputs) => SpaceCases.Flat(Basis.Transform(inputs));

        public double[] Single(ReadOnlySpan<double> row)
        {
            var into = new double[Basis.OutputColumns];
            Basis.Transform(row, into);
            return into;
        }

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.BSplineBasis)!);
    }
}

public sealed class ConstantSplinesCase() : BSplineBasisCase(SplineExtrapolation.Constant, includeBias: true);

public sealed class LinearSplinesCase() : BSplineBasisCase(SplineExtrapolation.Linear, includeBias: false);
