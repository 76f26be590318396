using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class SupportVectorClassifierTests
{
    private static readonly SupportVectorOptions Exact = new() { Tolerance = 1e-6 };

    [Fact]
    public void Two_points_and_a_linear_kernel_give_the_line_halfway()
    {
        // w = 1 and b = 0 put both points on their margins: α = ½ each.
        SupportVectorModel model = SupportVectorClassifier.Fit(Matrix.FromRows([[-1], [1]]), [0, 1], [], Exact with { Kernel = SupportVectorKernel.Linear, C = 10 });

        model.DualCoefficients.ToArray().ShouldBe([-0.5, 0.5], 1e-9);
        model.Intercept.ShouldBe(0, 1e-9);
        model.Decision([3.0]).ShouldBe(3, 1e-9);
        model.Objective.ShouldBe(-0.5, 1e-9);
        model.Converged.ShouldBeTrue();
    }

    [Fact]
    public void Only_the_points_nearest_to_the_gap_support_a_separating_line()
    {
        var inputs = Matrix.FromRows([[-3, 0], [-2, 5], [-1, 1], [-1, -1], [2, 0], [4, 2], [6, -3]]);
        SupportVectorModel model = SupportVectorClassifier.Fit(inputs, [0, 0, 0, 0, 1, 1, 1], [], Exact with { Kernel = SupportVectorKernel.Linear, C = 100 });

        // The line x = ½, margins at −1 and 2: w = (⅔, 0), b = −⅓.
        model.SupportVectors.ToArray().ShouldBe([-1, 1, -1, -1, 2, 0]);
        model.Decision([0.5, 7]).ShouldBe(0, 1e-5);
        model.Decision([2.0, 0]).ShouldBe(1, 1e-5);
    }

    [Fact]
    public void The_rbf_kernel_solves_exclusive_or()
    {
        // By symmetry every α is the same, here 1 / (1 + e^(−8γ) − 2·e^(−4γ)), and the intercept is 0.
        var corners = Matrix.FromRows([[1, 1], [-1, -1], [1, -1], [-1, 1]]);
        SupportVectorModel model = SupportVectorClassifier.Fit(corners, [1, 1, 0, 0], [], Exact with { C = 100, Gamma = 0.5 });
        double alpha = 1 / (1 + Math.Exp(-4) - (2 * Math.Exp(-2)));

        model.DualCoefficients.ToArray().ShouldBe([alpha, alpha, -alpha, -alpha], 1e-5);
        model.Intercept.ShouldBe(0, 1e-6);
        model.Predict([2.0, 3.0]).ShouldBe(1);
        model.Predict([2.0, -3.0]).ShouldBe(0);
        model.Predict(corners).ShouldBe([1, 1, 0, 0]);
    }

    /// <summary>sklearn.svm.SVC 1.2.1 on the same table with tol=1e-6 (first five decision values; support vectors of class 0 and 1; Σα).</summary>
    [Theory]
    [InlineData(1, 0, "none", 13, 14, 20.79821261, new[] { 1.067562100929855, 1.0000001776720506, 1.057532954670255, -0.9810201464385425, -1.0338605514756756 })]
    [InlineData(10, 0.5, "none", 8, 9, 120.26674134, new[] { 2.438388376592979, 2.379127881284891, 2.0317196717071266, -1.1252794110782087, -1.2127137602685583 })]
    [InlineData(100, 2, "none", 9, 13, 808.54134218, new[] { 1.3796518794797623, 1.000000069536416, 2.0568747453256724, -1.218190272236023, -1.0571165840404262 })]
    [InlineData(1, 0, "balanced", 12, 14, 21.44973606, new[] { 1.0504361498809511, 1.000000382094151, 1.0590392682591037, -0.9818470896407087, -1.0684416146338305 })]
    [InlineData(1, 0, "weights", 11, 10, 31.75798111, new[] { 1.1482206134882067, 1.050207756598374, 1.0872405302340935, -0.999999820460673, -1.149330430580695 })]
    [InlineData(1, 0, "linear", 12, 12, 22.72900106, new[] { 2.9302539981824536, 3.1049431817561515, 1.0464710769670198, -1.017497795423579, -1.0000003500785777 })]
    public void Decisions_are_those_of_scikit_learn(double c, double gamma, string variant, int zeros, int ones, double sumOfAlphas, double[] decisions)
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        SupportVectorOptions options = Exact with
        {
            C = c,
            Gamma = gamma,
            ClassWeights = variant == "balanced" ? ClassWeights.Balanced : ClassWeights.None,
            Kernel = variant == "linear" ? SupportVectorKernel.Linear : SupportVectorKernel.Rbf,
        };
        SupportVectorModel model = SupportVectorClassifier.Fit(inputs, labels, variant == "weights" ? WaveTable.Weights() : [], options);

        model.DualCoefficients.ToArray().Count(each => each < 0).ShouldBe(zeros);
        model.DualCoefficients.ToArray().Count(each => each > 0).ShouldBe(ones);
        model.DualCoefficients.ToArray().Sum(Math.Abs).ShouldBe(sumOfAlphas, 1e-5 * sumOfAlphas);
        model.Decision(inputs).Take(5).ToArray().ShouldBe(decisions, 1e-5);
    }

    [Fact]
    public void With_the_usual_tolerance_decisions_are_within_it()
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        double[] exact = SupportVectorClassifier.Fit(inputs, labels, [], Exact).Decision(inputs);
        SupportVectorModel usual = SupportVectorClassifier.Fit(inputs, labels, [], new());

        usual.Gamma.ShouldBe(0.6670332088427797, 1e-12);
        usual.Decision(inputs).ShouldBe(exact, 2e-3);
    }

    [Theory]
    [InlineData(0.1, 0, SupportVectorKernel.Rbf)]
    [InlineData(1, 0, SupportVectorKernel.Rbf)]
    [InlineData(1000, 3, SupportVectorKernel.Rbf)]
    [InlineData(1, 0, SupportVectorKernel.Linear)]
    public void Every_row_meets_the_conditions_of_the_optimum(double c, double gamma, SupportVectorKernel kernel)
    {
        // Rows and classes as noisy as they come, enough of them that the solver shrinks and rebuilds gradients.
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(700, 4, seed: 21);
        double[] weights = [.. Enumerable.Range(0, 700).Select(i => i % 4 / 2.0)];
        SupportVectorModel model = SupportVectorClassifier.Fit(inputs, labels, weights, new() { C = c, Gamma = gamma, Kernel = kernel, Tolerance = 1e-4 });

        if (c == 1000)
        {
            // Far past the first shrinking, which comes after as many iterations as there are rows.
            model.Iterations.ShouldBeGreaterThan(2 * inputs.Rows);
        }

        double[] alpha = AlphaOfRows(model, inputs);
        alpha.Zip(labels, (each, label) => each * ((2 * label) - 1)).Sum().ShouldBe(0, 1e-9 * c);
        for (int i = 0; i < inputs.Rows; i++)
        {
            double margin = ((2 * labels[i]) - 1) * model.Decision(inputs.Row(i));
            alpha[i].ShouldBeInRange(0, c * weights[i]);
            if (alpha[i] < c * weights[i])
            {
                margin.ShouldBeGreaterThan(1 - 3e-4);
            }

            if (alpha[i] > 0)
            {
                margin.ShouldBeLessThan(1 + 3e-4);
            }
        }

        model.Converged.ShouldBeTrue();
    }

    [Fact]
    public void A_cache_for_a_quarter_of_the_rows_finds_the_same_model()
    {
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(1000, 4, seed: 22);
        var options = new SupportVectorOptions { C = 10, Gamma = 0.2 };
        string roomy = Json(SupportVectorClassifier.Fit(inputs, labels, [], options));

        Json(SupportVectorClassifier.Fit(inputs, labels, [], options with { CacheMegabytes = 1 })).ShouldBe(roomy);
    }

    [Fact]
    public void Threads_change_no_bit()
    {
        // Wide enough that a row of the kernel is shared out.
        (Matrix inputs, double[] labels) = LogisticRegressionTests.Sample(20_000, 2, seed: 23);
        var options = new SupportVectorOptions { MaxIterations = 60, Threads = 1 };
        string one = Json(SupportVectorClassifier.Fit(inputs, labels, [], options));

        Json(SupportVectorClassifier.Fit(inputs, labels, [], options with { Threads = 3 })).ShouldBe(one);
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice_and_a_weight_of_zero_is_no_row()
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        int[] kept = [.. Enumerable.Range(0, 60).Where(i => i % 5 != 0), .. Enumerable.Range(0, 60).Where(i => i % 5 == 1)];
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => i % 5 == 0 ? 0.0 : i % 5 == 1 ? 2 : 1)];
        var repeated = Matrix.FromRows([.. kept.Select(i => inputs.Row(i).ToArray())]);
        double[] expected = SupportVectorClassifier.Fit(repeated, [.. kept.Select(i => labels[i])], [], Exact with { Gamma = 1 }).Decision(inputs);

        SupportVectorClassifier.Fit(inputs, labels, weights, Exact with { Gamma = 1 }).Decision(inputs).ShouldBe(expected, 1e-5);
    }

    [Fact]
    public void Moving_all_rows_or_changing_their_order_leaves_the_decisions()
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        int[] order = [.. Enumerable.Range(0, 60).OrderBy(i => i * 37 % 60)];
        var moved = Matrix.FromRows([.. order.Select(i => inputs.Row(i).ToArray().Select(value => value + 100).ToArray())]);
        SupportVectorModel original = SupportVectorClassifier.Fit(inputs, labels, [], Exact);
        SupportVectorModel other = SupportVectorClassifier.Fit(moved, [.. order.Select(i => labels[i])], [], Exact);

        for (int i = 0; i < 60; i++)
        {
            other.Decision(moved.Row(i)).ShouldBe(original.Decision(inputs.Row(order[i])), 1e-5);
        }
    }

    [Fact]
    public void Rows_that_are_all_equal_say_what_most_of_them_are()
    {
        var inputs = Matrix.FromRows([[2, 1], [2, 1], [2, 1], [2, 1]]);
        SupportVectorModel model = SupportVectorClassifier.Fit(inputs, [1, 0, 1, 1], [], Exact);

        model.Decision([2, 1]).ShouldBe(1, 1e-6);
        model.Decision([-5, 9]).ShouldBe(1, 1e-6);
        model.Converged.ShouldBeTrue();
    }

    [Fact]
    public void The_limit_of_iterations_is_kept_and_said()
    {
        (Matrix inputs, double[] labels) = WaveTable.Rows();
        SupportVectorModel model = SupportVectorClassifier.Fit(inputs, labels, [], Exact with { MaxIterations = 5 });

        model.Iterations.ShouldBe(5);
        model.Converged.ShouldBeFalse();
    }

    [Fact]
    public void Inputs_and_options_that_cannot_be_fitted_are_refused()
    {
        var inputs = Matrix.FromRows([[0], [1]]);
        Should.Throw<ArgumentException>(() => SupportVectorClassifier.Fit(inputs, [0], [], Exact)).Message.ShouldContain("2 rows but 1 labels");
        Should.Throw<ArgumentException>(() => SupportVectorClassifier.Fit(inputs, [1, 1], [], Exact)).Message.ShouldContain("Both classes");
        Should.Throw<ArgumentException>(() => SupportVectorClassifier.Fit(inputs, [0, 1], [1, -1], Exact)).Message.ShouldContain("Row 1 of weights");
        Should.Throw<ArgumentOutOfRangeException>(() => SupportVectorClassifier.Fit(inputs, [0, 1], [], new() { C = 0 })).Message.ShouldContain("C is above 0");
        Should.Throw<ArgumentOutOfRangeException>(() => SupportVectorClassifier.Fit(inputs, [0, 1], [], new() { Gamma = -1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => SupportVectorClassifier.Fit(inputs, [0, 1], [], new() { Tolerance = double.NaN }));
        Should.Throw<ArgumentOutOfRangeException>(() => ClassWeights.Of(0, 1));
    }

    [Fact]
    public void A_stored_model_whose_sizes_do_not_fit_is_refused()
    {
        const string Json = """
            {"kernel":"Rbf","gamma":1,"columns":2,"supportVectors":[1,2,3],"dualCoefficients":[1],"intercept":0,"iterations":1,"converged":true,"objective":0}
            """;
        Should.Throw<ArgumentException>(() => JsonSerializer.Deserialize(Json, LearningJson.Default.SupportVectorModel)).Message.ShouldContain("support vectors");
    }

    private static string Json(SupportVectorModel model) => JsonSerializer.Serialize(model, LearningJson.Default.SupportVectorModel);

    /// <summary>α of each training row, found by looking for the row among the support vectors, which keep the order.</summary>
    private static double[] AlphaOfRows(SupportVectorModel model, Matrix inputs)
    {
        var alpha = new double[inputs.Rows];
        int next = 0;
        for (int i = 0; i < inputs.Rows && next < model.DualCoefficients.Length; i++)
        {
            if (inputs.Row(i).SequenceEqual(model.SupportVectors.Span.Slice(next * model.Columns, model.Columns)))
            {
                alpha[i] = Math.Abs(model.DualCoefficients.Span[next++]);
            }
        }

        next.ShouldBe(model.DualCoefficients.Length);
        return alpha;
    }
}

public sealed class SupportVectorClassifierCase : ILearnerCase
{
    public string Name => "support vector classifier";

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(SupportVectorClassifier.Fit(inputs, labels, [], new SupportVectorOptions(), progress, cancellation));

    private sealed record Fitted(SupportVectorModel Model) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Model, LearningJson.Default.SupportVectorModel);

        public double[] Batch(Matrix inputs) => Model.Decision(inputs);

        public double[] Single(ReadOnlySpan<double> row) => [Model.Decision(row)];

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.SupportVectorModel)!);
    }
}
