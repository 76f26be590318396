using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class StandardizerTests
{
    [Fact]
    public void Columns_come_out_with_mean_zero_and_deviation_one()
    {
        var inputs = Matrix.FromRows([[1, 10], [3, 10], [5, 10]]);
        Matrix result = Standardizer.Fit(inputs).Transform(inputs);

        // Deviation of 1, 3, 5 over the population: √(8/3).
        result[0, 0].ShouldBe(-2 / Math.Sqrt(8.0 / 3), 1e-12);
        result[1, 0].ShouldBe(0);
        result[2, 0].ShouldBe(2 / Math.Sqrt(8.0 / 3), 1e-12);
    }

    [Fact]
    public void A_constant_column_becomes_zero_even_where_its_mean_would_round()
    {
        var inputs = Matrix.FromRows([[0.1], [0.1], [0.1]]);
        Standardizer standardizer = Standardizer.Fit(inputs);

        standardizer.Scales.Span[0].ShouldBe(1);
        standardizer.Transform(inputs)[2, 0].ShouldBe(0);
    }

    [Fact]
    public void A_far_offset_keeps_the_deviation()
    {
        double[] values = [1e9 + 1, 1e9 + 2, 1e9 + 3];
        (double mean, double deviation) = Standardizer.MeanAndDeviation(values);

        mean.ShouldBe(1e9 + 2);
        deviation.ShouldBe(Math.Sqrt(2.0 / 3), 1e-9);
    }

    [Fact]
    public void Saved_and_loaded_it_gives_the_same_bits()
    {
        (Matrix inputs, _) = LogisticRegressionTests.Sample(50, 3, seed: 4);
        Standardizer fitted = Standardizer.Fit(inputs);
        Standardizer loaded = JsonSerializer.Deserialize(JsonSerializer.Serialize(fitted, LearningJson.Default.Standardizer), LearningJson.Default.Standardizer)!;

        Enumerable.Range(0, 50).Select(i => loaded.Transform(inputs).Row(i).ToArray())
            .ShouldBe(Enumerable.Range(0, 50).Select(i => fitted.Transform(inputs).Row(i).ToArray()));
    }

    [Fact]
    public void What_cannot_be_standardised_is_refused()
    {
        Should.Throw<ArgumentException>(() => Standardizer.Fit(new Matrix(0, 2)));
        Should.Throw<ArgumentException>(() => Standardizer.Fit(Matrix.FromRows([[1], [double.NaN]]))).Message.ShouldContain("Row 1, column 0");
        Should.Throw<ArgumentException>(() => new Standardizer(new double[] { 0 }, new double[] { 0 })).Message.ShouldContain("column 0");
        Should.Throw<OperationCanceledException>(() => Standardizer.Fit(Matrix.FromRows([[1]]), new CancellationToken(canceled: true)));
    }
}
