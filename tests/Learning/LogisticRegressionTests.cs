using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class LogisticRegressionTests
{
    private static readonly LogisticRegressionOptions Defaults = new();

    [Fact]
    public void Fit_leaves_a_balanced_line_uncertain_in_its_middle_and_sure_at_its_ends()
    {
        var inputs = Matrix.FromRows([[-2], [-1], [1], [2]]);
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, [0, 0, 1, 1], [], Defaults);

        model.Predict([0.0]).ShouldBe(0.5, 1e-9);
        model.Predict([2.0]).ShouldBeGreaterThan(model.Predict([1.0]));
        model.Predict([-2.0]).ShouldBe(1 - model.Predict([2.0]), 1e-9);
        model.Converged.ShouldBeTrue();
    }

    [Fact]
    public void Fit_on_a_constant_column_gives_the_log_odds_of_the_base_rate()
    {
        var inputs = Matrix.FromRows([[0], [0], [0], [0], [0]]);
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, [1, 0, 0, 0, 0], [], Defaults);

        model.Intercept.ShouldBe(Math.Log(0.2 / 0.8), 1e-9);
        model.Coefficients.Span[0].ShouldBe(0);
    }

    [Fact]
    public void Fit_without_a_penalty_solves_the_two_by_two_table_exactly()
    {
        // x = 0: 1 of 4 respond; x = 1: 3 of 4. The saturated model gives the odds of each row of the table.
        var inputs = Matrix.FromRows([[0], [0], [0], [0], [1], [1], [1], [1]]);
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, [1, 0, 0, 0, 1, 1, 1, 0], [], new() { L2 = 0 });

        model.Intercept.ShouldBe(Math.Log(1.0 / 3), 1e-8);
        model.Coefficients.Span[0].ShouldBe(Math.Log(9), 1e-8);
    }

    [Fact]
    public void Fit_without_a_penalty_survives_columns_that_are_equal()
    {
        var inputs = Matrix.FromRows([[0, 0], [0, 0], [1, 1], [1, 1], [0, 0], [1, 1]]);
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, [0, 1, 1, 0, 0, 1], [], new() { L2 = 0 });

        model.Predict([1, 1]).ShouldBe(2.0 / 3, 1e-6);
        model.Predict([0, 0]).ShouldBe(1.0 / 3, 1e-6);
    }

    [Fact]
    public void Fit_of_separable_classes_without_a_penalty_stops_and_stays_finite()
    {
        var inputs = Matrix.FromRows([[-1], [1]]);
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, [0, 1], [], new() { L2 = 0, MaxIterations = 500 });

        model.Iterations.ShouldBeLessThanOrEqualTo(500);
        model.Predict([1.0]).ShouldBeGreaterThan(0.999);
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice_and_a_weight_of_zero_is_no_row()
    {
        var twice = Matrix.FromRows([[1, 2], [1, 2], [0, 1], [2, 0], [3, 1]]);
        var once = Matrix.FromRows([[1, 2], [0, 1], [2, 0], [3, 1], [9, 9]]);
        LogisticRegressionModel expected = LogisticRegression.Fit(twice, [1, 1, 0, 0, 1], [], Defaults);
        LogisticRegressionModel model = LogisticRegression.Fit(once, [1, 0, 0, 1, 0], [2, 1, 1, 1, 0], Defaults);

        model.Intercept.ShouldBe(expected.Intercept, 1e-9);
        model.Coefficients.Span[0].ShouldBe(expected.Coefficients.Span[0], 1e-9);
        model.Coefficients.Span[1].ShouldBe(expected.Coefficients.Span[1], 1e-9);
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(1)]
    [InlineData(100)]
    public void The_fit_is_where_the_gradient_vanishes(double l2)
    {
        (Matrix inputs, double[] labels) = Sample(300, 5, seed: 7);
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, labels, [], new() { L2 = l2 });

        double[] gradient = [.. model.Coefficients.ToArray().Select(coefficient => l2 * coefficient), 0];
        for (int i = 0; i < inputs.Rows; i++)
        {
            double residual = model.Predict(inputs.Row(i)) - labels[i];
            for (int j = 0; j < inputs.Columns; j++)
            {
                gradient[j] += residual * inputs[i, j];
            }

            gradient[^1] += residual;
        }

        gradient.ShouldAllBe(component => Math.Abs(component) < 1e-6);
        model.Converged.ShouldBeTrue();
    }

    [Fact]
    public void A_larger_penalty_gives_smaller_coefficients()
    {
        (Matrix inputs, double[] labels) = Sample(200, 4, seed: 3);
        double[] norms = [.. new[] { 0.1, 1, 10, 100 }.Select(l2 =>
            LogisticRegression.Fit(inputs, labels, [], new() { L2 = l2 }).Coefficients.ToArray().Sum(each => each * each))];

        norms.ShouldBe(norms.OrderDescending());
    }

    [Fact]
    public void The_order_of_rows_changes_nothing_but_rounding()
    {
        (Matrix inputs, double[] labels) = Sample(200, 4, seed: 5);
        int[] order = [.. Enumerable.Range(0, 200)];
        new Random(1).Shuffle(order);
        var shuffled = Matrix.FromRows([.. order.Select(i => inputs.Row(i).ToArray())]);
        LogisticRegressionModel one = LogisticRegression.Fit(inputs, labels, [], Defaults);
        LogisticRegressionModel other = LogisticRegression.Fit(shuffled, [.. order.Select(i => labels[i])], [], Defaults);

        for (int j = 0; j < 4; j++)
        {
            other.Coefficients.Span[j].ShouldBe(one.Coefficients.Span[j], 1e-8);
        }
    }

    [Fact]
    public void Fitting_twice_gives_the_same_bytes_and_leaves_the_input_alone()
    {
        (Matrix inputs, double[] labels) = Sample(150, 3, seed: 9);
        double[][] before = [.. Enumerable.Range(0, 150).Select(i => inputs.Row(i).ToArray())];
        string first = JsonSerializer.Serialize(LogisticRegression.Fit(inputs, labels, [], Defaults), LearningJson.Default.LogisticRegressionModel);
        string second = JsonSerializer.Serialize(LogisticRegression.Fit(inputs, labels, [], Defaults), LearningJson.Default.LogisticRegressionModel);

        second.ShouldBe(first);
        Enumerable.Range(0, 150).Select(i => inputs.Row(i).ToArray()).ShouldBe(before);
    }

    [Fact]
    public void Saved_and_loaded_it_predicts_the_same_bits_alone_and_in_a_batch()
    {
        (Matrix inputs, double[] labels) = Sample(150, 13, seed: 11);
        LogisticRegressionModel model = LogisticRegression.Fit(inputs, labels, [], Defaults);
        string json = JsonSerializer.Serialize(model, LearningJson.Default.LogisticRegressionModel);
        LogisticRegressionModel loaded = JsonSerializer.Deserialize(json, LearningJson.Default.LogisticRegressionModel)!;

        double[] batch = loaded.Predict(inputs);
        for (int i = 0; i < inputs.Rows; i++)
        {
            BitConverter.DoubleToInt64Bits(batch[i]).ShouldBe(BitConverter.DoubleToInt64Bits(model.Predict(inputs.Row(i))));
        }
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_value_that_is_not_finite_is_refused_with_its_row_and_column(double value)
    {
        var inputs = Matrix.FromRows([[0, 1], [1, 0], [1, value]]);
        Should.Throw<ArgumentException>(() => LogisticRegression.Fit(inputs, [0, 1, 1], [], Defaults)).Message.ShouldContain("Row 2, column 1");
    }

    [Fact]
    public void Inputs_that_cannot_be_fitted_are_refused()
    {
        var inputs = Matrix.FromRows([[0], [1]]);
        Should.Throw<ArgumentException>(() => LogisticRegression.Fit(new Matrix(0, 1), [], [], Defaults)).Message.ShouldContain("nothing to fit");
        Should.Throw<ArgumentException>(() => LogisticRegression.Fit(new Matrix(2, 0), [0, 1], [], Defaults)).Message.ShouldContain("nothing to fit");
        Should.Throw<ArgumentException>(() => LogisticRegression.Fit(inputs, [0], [], Defaults)).Message.ShouldContain("2 rows but 1 labels");
        Should.Throw<ArgumentException>(() => LogisticRegression.Fit(inputs, [1, 1], [], Defaults)).Message.ShouldContain("Both classes");
        Should.Throw<ArgumentException>(() => LogisticRegression.Fit(inputs, [0, 2], [], Defaults)).Message.ShouldContain("Row 1");
        Should.Throw<ArgumentException>(() => LogisticRegression.Fit(inputs, [0, 1], [1, -1], Defaults)).Message.ShouldContain("Row 1 of weights");
        Should.Throw<ArgumentException>(() => LogisticRegression.Fit(inputs, [0, 1], [1, 0], Defaults)).Message.ShouldContain("Both classes");
        Should.Throw<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(inputs, [0, 1], [], new() { L2 = -1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(inputs, [0, 1], [], new() { Tolerance = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => LogisticRegression.Fit(inputs, [0, 1], [], new() { MaxIterations = 0 }));
    }

    [Fact]
    public void A_row_of_another_width_is_not_predicted()
    {
        LogisticRegressionModel model = LogisticRegression.Fit(Matrix.FromRows([[0], [1]]), [0, 1], [], Defaults);
        Should.Throw<ArgumentException>(() => model.Predict([1.0, 2.0]));
    }

    [Fact]
    public void A_model_with_a_coefficient_that_is_not_finite_is_refused()
    {
        const string Json = """{"intercept":0,"coefficients":[1e999],"iterations":1,"converged":true,"objective":0}""";
        Should.Throw<ArgumentException>(() => JsonSerializer.Deserialize(Json, LearningJson.Default.LogisticRegressionModel)).Message.ShouldContain("coefficients");
    }

    [Fact]
    public void Cancellation_is_honoured_and_progress_ends_at_one()
    {
        (Matrix inputs, double[] labels) = Sample(100, 3, seed: 2);
        Should.Throw<OperationCanceledException>(() => LogisticRegression.Fit(inputs, labels, [], Defaults, null, new CancellationToken(canceled: true)));

        var seen = new SeenProgress();
        LogisticRegression.Fit(inputs, labels, [], Defaults, seen);
        seen.Shares.ShouldBe(seen.Shares.Order());
        seen.Shares[^1].ShouldBe(1);
    }

    /// <summary>
    /// Coefficients of scikit-learn 1.2 (lbfgs; learning_reference.json, "logistic C=…", C = 1/L2). It stops up to 7.1e-5 short of the optimum, with
    /// a gradient of 0.006 to 0.013 left; the Newton step that this gradient asks for, solved here by MathNet, leads to our coefficients.
    /// </summary>
    [ReferenceTheory]
    [InlineData("logistic C=0.1", 10)]
    [InlineData("logistic C=1.0", 1)]
    [InlineData("logistic C=100.0", 0.01)]
    public void It_agrees_with_scikit_learn_once_that_has_made_its_last_step(string section, double l2)
    {
        (Matrix inputs, double[] labels) = ReferenceData.Campaign();
        LogisticRegressionModel theirs = Reference(section);
        LogisticRegressionModel ours = LogisticRegression.Fit(inputs, labels, [], new() { L2 = l2 });
        double[] step = NewtonStep(inputs, labels, theirs, l2);

        ours.Intercept.ShouldBe(theirs.Intercept, 1e-4);
        ours.Intercept.ShouldBe(theirs.Intercept - step[^1], 1e-8);
        for (int j = 0; j < inputs.Columns; j++)
        {
            ours.Coefficients.Span[j].ShouldBe(theirs.Coefficients.Span[j], 1e-4);
            ours.Coefficients.Span[j].ShouldBe(theirs.Coefficients.Span[j] - step[j], 1e-8);
        }
    }

    /// <summary>The probabilities of scikit-learn's own coefficients give its own figures: prediction and metrics, apart from the fit.</summary>
    [ReferenceTheory]
    [InlineData("logistic C=0.1")]
    [InlineData("logistic C=1.0")]
    [InlineData("logistic C=100.0")]
    public void Predictions_and_metrics_are_those_of_scikit_learn(string section)
    {
        (Matrix inputs, double[] labels) = ReferenceData.Campaign();
        JsonElement expected = ReferenceData.Expected("campaign_matrix.csv", section);
        double[] probabilities = Reference(section).Predict(inputs);

        ClassificationMetrics.LogLoss(labels, probabilities).ShouldBe(expected.GetProperty("log_loss").GetDouble(), 1e-12);
        ClassificationMetrics.Brier(labels, probabilities).ShouldBe(expected.GetProperty("brier").GetDouble(), 1e-12);
        ClassificationMetrics.RocAuc(labels, probabilities).ShouldBe(expected.GetProperty("roc_auc").GetDouble(), 1e-12);
        ClassificationMetrics.AveragePrecision(labels, probabilities).ShouldBe(expected.GetProperty("average_precision").GetDouble(), 1e-12);
    }

    private static LogisticRegressionModel Reference(string section)
    {
        JsonElement expected = ReferenceData.Expected("campaign_matrix.csv", section);
        double[] coefficients = [.. expected.GetProperty("coefficients").EnumerateArray().Select(each => each.GetDouble())];
        return new LogisticRegressionModel(expected.GetProperty("intercept").GetDouble(), coefficients, 0, true, 0);
    }

    private static double[] NewtonStep(Matrix inputs, double[] labels, LogisticRegressionModel at, double l2)
    {
        int size = inputs.Columns + 1;
        var x = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(inputs.Rows, size, (i, j) => j < inputs.Columns ? inputs[i, j] : 1);
        var p = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(at.Predict(inputs));
        var y = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(labels);
        var beta = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(size, j => j < inputs.Columns ? at.Coefficients.Span[j] : 0);
        var penalty = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.DenseDiagonal(size, size, j => j < inputs.Columns ? l2 : 0);
        var weighted = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(inputs.Rows, size, (i, j) => p[i] * (1 - p[i]) * x[i, j]);
        return [.. ((x.Transpose() * weighted) + penalty).Solve((x.Transpose() * (p - y)) + (l2 * beta))];
    }

    internal static (Matrix Inputs, double[] Labels) Sample(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var inputs = new Matrix(rows, columns);
        var labels = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double margin = -0.5;
            for (int j = 0; j < columns; j++)
            {
                double value = (random.NextDouble() * 4) - 2;
                inputs.RowToWrite(i)[j] = value;
                margin += value * (j % 2 == 0 ? 1 : -0.5);
            }

            labels[i] = random.NextDouble() < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
        }

        return (inputs, labels);
    }
}

public sealed class LogisticRegressionCase : ILearnerCase
{
    public string Name => "logistic regression";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(LogisticRegression.Fit(inputs, labels, [], new LogisticRegressionOptions(), progress, cancellation));

    private sealed record Fitted(LogisticRegressionModel Model) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Model, LearningJson.Default.LogisticRegressionModel);

        public double[] Batch(Matrix inputs) => Model.Predict(inputs);

        public double[] Single(ReadOnlySpan<double> row) => [Model.Predict(row)];

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.LogisticRegressionModel)!);
    }
}
