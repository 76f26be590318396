using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class LogTransformTests
{
    [Fact]
    public void It_takes_the_log_of_one_plus_the_amount_and_keeps_the_sign()
    {
        LogTransform fitted = LogTransform.Fit(new Matrix(1, 4));
        var result = new double[4];
        fitted.Transform([0, Math.E - 1, 1 - Math.E, 999], result);

        result[0].ShouldBe(0);
        result[1].ShouldBe(1, 1e-15);
        result[2].ShouldBe(-1, 1e-15);
        result[3].ShouldBe(Math.Log(1000), 1e-15);
    }

    [Theory]
    [InlineData(1e-300)]
    [InlineData(1e-17)]
    [InlineData(1e-10)]
    [InlineData(1e-5)]
    public void Small_amounts_keep_all_their_digits(double x)
    {
        // ln(1 + x) = x − x²/2 + x³/3 − …
        double expected = x - (x * x / 2) + (x * x * x / 3);
        var result = new double[1];
        new LogTransform(1).Transform([x], result);
        result[0].ShouldBe(expected, 1e-15 * expected);
    }

    [Fact]
    public void It_can_write_over_its_own_row()
    {
        double[] row = [3, -3];
        new LogTransform(2).Transform(row, row);
        row.ShouldBe([Math.Log(4), -Math.Log(4)]);
    }

    [Fact]
    public void No_columns_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => new LogTransform(0));
}

public sealed class LogTransformCase : ILearnerCase
{
    public string Name => "log transform";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(LogTransform.Fit(inputs, progress, cancellation));

    private sealed record Fitted(LogTransform Transform) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Transform, LearningJson.Default.LogTransform);

        public double[] Batch(Matrix inputs) => SpaceCases.Flat(Transform.Transform(inputs));

        public double[] Single(ReadOnlySpan<double> row)
        {
            var into = new double[Transform.Columns];
            Transform.Transform(row, into);
            return into;
        }

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.LogTransform)!);
    }
}

internal static class SpaceCases
{
    public static double[] Flat(Matrix matrix) => [.. Enumerable.Range(0, matrix.Rows).SelectMany(i => matrix.Row(i).ToArray())];
}
