using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>What <see cref="LogisticRegressionTests"/> leaves open: the L1 penalty, class weights, and threads.</summary>
public class ElasticNetTests
{
    /// <summary>sklearn 1.2.1, LogisticRegression(penalty='elasticnet', solver='saga', tol=1e-13), on the same table; L1 = ρ/C and L2 = (1 − ρ)/C.</summary>
    [Theory]
    [InlineData(0.5, 1, false, 0.26384149790975825, 0.4392566184511684, 0.015875864163245133, 2.5485774471408393)]
    [InlineData(0.9, 0.2, false, 0.2246242511295021, 0, 0, 1.5930038205886772)]
    [InlineData(1, 0.3, false, 0.2508815289095311, 0, 0, 2.047552342050771)]
    [InlineData(0.3, 2, false, 0.2828194934136429, 0.5779040264414448, 0.12311427906054814, 2.821430858431993)]
    [InlineData(0.5, 0.5, true, 0.07063444534954239, 0.2644798727246739, 0, 2.1199780041819336)]
    public void Coefficients_are_those_of_scikit_learn(double ratio, double c, bool balanced, double intercept, double first, double second, double third)
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, labels, [], new()
        {
            L1 = ratio / c,
            L2 = (1 - ratio) / c,
            ClassWeights = balanced ? ClassWeights.Balanced : ClassWeights.None,
        });

        model.Intercept.ShouldBe(intercept, 1e-6);
        model.Coefficients.ToArray().ShouldBe([first, second, third], 1e-6);
        model.Coefficients.ToArray().Count(each => each == 0).ShouldBe(new[] { first, second, third }.Count(each => each == 0));
        model.Converged.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0.1, 0)]
    [InlineData(5, 0)]
    [InlineData(5, 3)]
    [InlineData(40, 1)]
    public void The_fit_is_where_the_subgradient_vanishes(double l1, double l2)
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 12, seed: 4);
        double[] weights = [.. Enumerable.Range(0, 300).Select(i => 0.5 + (i % 3))];
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, labels, weights, new() { L1 = l1, L2 = l2 });

        double[] residuals = [.. model.Predict(inputs).Select((probability, i) => weights[i] * (probability - labels[i]))];
        residuals.Sum().ShouldBe(0, 1e-6);
        for (int j = 0; j < inputs.Columns; j++)
        {
            double coefficient = model.Coefficients.Span[j];
            double slope = residuals.Select((residual, i) => residual * inputs[i, j]).Sum() + (l2 * coefficient);
            if (coefficient == 0)
            {
                Math.Abs(slope).ShouldBeLessThanOrEqualTo(l1 + 1e-6);
            }
            else
            {
                slope.ShouldBe(-l1 * Math.Sign(coefficient), 1e-6);
            }
        }

        model.Converged.ShouldBeTrue();
    }

    [Fact]
    public void A_penalty_above_the_steepest_slope_leaves_nothing_but_the_base_rate()
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, labels, [], new() { L1 = 60, L2 = 0 });

        model.Coefficients.ToArray().ShouldAllBe(each => each == 0);
        model.Intercept.ShouldBe(Math.Log(33.0 / 27), 1e-8);
    }

    [Fact]
    public void Columns_that_are_nearly_equal_still_converge()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(200, 3, seed: 8);
        var doubled = Matrix.FromRows([.. Enumerable.Range(0, 200).Select(i => (double[])[.. inputs.Row(i), inputs[i, 0] + (1e-3 * Math.Sin(i))])]);
        LogisticRegressionModel model = LogisticRegression.Fit(doubled, labels, [], new() { L1 = 0.5, L2 = 0.01 });

        model.Converged.ShouldBeTrue();
    }

    [Fact]
    public void A_vanishing_l1_penalty_gives_the_ridge_solution()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(300, 6, seed: 14);
        double[] ridge = LogisticRegression.Fit(inputs, labels, [], new()).Coefficients.ToArray();

        LogisticRegression.Fit(inputs, labels, [], new() { L1 = 1e-9 }).Coefficients.ToArray().ShouldBe(ridge, 1e-7);
    }

    [Fact]
    public void Class_weights_are_row_weights()
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        double[] weights = [.. labels.Select(label => label == 1 ? 2.0 : 0.5)];
        double[] balanced = [.. labels.Select(label => label == 1 ? 60 / (2 * 33.0) : 60 / (2 * 27.0))];
        double[] Coefficients(double[] rowWeights, ClassWeights classWeights) =>
            LogisticRegression.Fit(inputs, labels, rowWeights, new() { ClassWeights = classWeights }).Coefficients.ToArray();

        Coefficients([], ClassWeights.Of(0.5, 2)).ShouldBe(Coefficients(weights, ClassWeights.None), 1e-9);
        Coefficients([], ClassWeights.Balanced).ShouldBe(Coefficients(balanced, ClassWeights.None), 1e-9);

        // sklearn 1.2.1, class_weight='balanced', newton-cg.
        Coefficients([], ClassWeights.Balanced).ShouldBe([0.47689577423129975, 0.1570248470941807, 2.3735484441408166], 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Threads_change_no_bit(double l1)
    {
        // More rows than fit in one block, and a last block that is not full.
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(5001, 9, seed: 6);
        string Fit(int threads) => JsonSerializer.Serialize(
            LogisticRegression.Fit(inputs, labels, [], new() { L1 = l1, Threads = threads }), LearningJson.Default.LogisticRegressionModel);

        Fit(2).ShouldBe(Fit(1));
        Fit(0).ShouldBe(Fit(1));
    }

    [Fact]
    public void Penalties_and_threads_below_zero_are_refused()
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        Should.Throw<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(inputs, labels, [], new() { L1 = -1 })).Message.ShouldContain("L1");
        Should.Throw<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(inputs, labels, [], new() { Threads = -1 })).Message.ShouldContain("Threads");
    }
}

public sealed class ElasticNetCase : ILearnerCase
{
    public string Name => "logistic regression with elastic net";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(LogisticRegression.Fit(inputs, labels, [], new LogisticRegressionOptions { L1 = 1, ClassWeights = ClassWeights.Balanced }, progress, cancellation));

    private sealed record Fitted(LogisticRegressionModel Model) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Model, LearningJson.Default.LogisticRegressionModel);

        public double[] Batch(Matrix inputs) => Model.Predict(inputs);

        public double[] Single(ReadOnlySpan<double> row) => [Model.Predict(row)];

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.LogisticRegressionModel)!);
    }
}
