using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

public class GaussianMixtureTests
{
    private static readonly GaussianMixtureOptions Two = new() { Components = 2 };

    /// <summary>Two groups of five, the second stretched the other way.</summary>
    private static readonly Matrix Ten = Matrix.FromRows(
        [[0, 0], [1, 0.5], [0.5, 1.5], [2, 1], [5, 5], [6, 5.5], [5.5, 7], [7, 6], [4, 4], [1, 3]]);

    public static TheoryData<MixtureCovariance> Types => [.. Enum.GetValues<MixtureCovariance>()];

    [Fact]
    public void One_component_is_the_mean_and_the_population_covariance()
    {
        var inputs = Matrix.FromRows([[0, 0], [2, 0], [0, 4], [2, 4]]);
        GaussianMixtureModel model = GaussianMixture.Fit(inputs, [], new() { Regularisation = 0 });

        model.Weights.ToArray().ShouldBe([1]);
        model.Means.ToArray().ShouldBe([1, 2]);
        model.Covariances.ToArray().ShouldBe([1, 0, 0, 4]);
        model.LogLikelihood([1, 2]).ShouldBe(-Math.Log(2 * Math.PI) - Math.Log(2), 1e-14);
        model.Converged.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Fit_finds_separated_blobs_whatever_the_covariances_share(MixtureCovariance type)
    {
        (Matrix inputs, int[] blobs) = Blobs(300, 3, 2, distance: 12, seed: 2);
        GaussianMixtureModel model = GaussianMixture.Fit(inputs, [], new() { Components = 3, Covariance = type, Starts = 5 });
        int[] found = model.Predict(inputs);

        Enumerable.Range(0, 3).Select(blob => found.Where((_, i) => blobs[i] == blob).Distinct().Count()).ShouldAllBe(count => count == 1);
        found.Distinct().Count().ShouldBe(3);
        model.Weights.ToArray().ShouldAllBe(weight => Math.Abs(weight - (1.0 / 3)) < 1e-6);
    }

    /// <summary>A long thin component across a round one: k-means cannot tell them apart, their covariances can.</summary>
    [Fact]
    public void Full_covariances_tell_a_cross_apart_that_spherical_ones_cannot()
    {
        var random = new Random(3);
        var inputs = new Matrix(400, 2);
        for (int i = 0; i < 400; i++)
        {
            double along = Normal(random) * 5;
            double across = Normal(random) * 0.2;
            double[] row = i < 200 ? [along, across] : [across, along];
            row.CopyTo(inputs.RowToWrite(i));
        }

        var options = new GaussianMixtureOptions { Components = 2, Starts = 10 };
        GaussianMixtureModel full = GaussianMixture.Fit(inputs, [], options);
        GaussianMixtureModel spherical = GaussianMixture.Fit(inputs, [], options with { Covariance = MixtureCovariance.Spherical });

        full.Bic(inputs).ShouldBeLessThan(spherical.Bic(inputs));
        full.Predict([6, 0.1]).ShouldBe(full.Predict([-6, -0.1]));
        full.Predict([6, 0.1]).ShouldNotBe(full.Predict([0.1, 6]));
    }

    /// <summary>From the labels that both find by k-means, one step of scikit-learn 1.2's GaussianMixture(2, max_iter=1, tol=0, reg_covar=0).</summary>
    [Theory]
    [InlineData(
        MixtureCovariance.Full,
        -3.187063199689649,
        new[] { 0.4999748945966629, 0.5000251054033371 },
        new[] { 0.8999834448311065, 1.1999658850321413, 5.499785595392368, 5.499818215913741 },
        new[] { 0.44003415354672576, 0.17004777792038417, 0.17004777792038417, 1.059994069856149, 1.0008478020647804, 0.6506931140790312, 0.6506931140790312, 1.000643899775992 })]
    [InlineData(
        MixtureCovariance.Diagonal,
        -3.3403451286597763,
        new[] { 0.5000000374953968, 0.49999996250460327 },
        new[] { 0.9000036933172435, 1.2000014765179037, 5.499996651639875, 5.499998845942308 },
        new[] { 0.44001185848726865, 1.0600060440274874, 1.0000205751994002, 1.0000052629446614 })]
    [InlineData(
        MixtureCovariance.Tied,
        -3.252615640945676,
        new[] { 0.5003967946944318, 0.49960320530556823 },
        new[] { 0.9024674751251266, 1.2022302541625098, 5.501182015936871, 5.501181347808649 },
        new[] { 0.7229594727279133, 0.4125908865054639, 0.4125908865054667, 1.032257783366671 })]
    [InlineData(
        MixtureCovariance.Spherical,
        -3.387170811026536,
        new[] { 0.5000100464319732, 0.49998995356802683 },
        new[] { 0.9000692629198783, 1.2000586554785553, 5.500023163327999, 5.500027743215296 },
        new[] { 0.7501768471536089, 1.0000006661813874 })]
    public void A_step_is_that_of_scikit_learn(MixtureCovariance type, double score, double[] weights, double[] means, double[] covariances)
    {
        var options = new GaussianMixtureOptions { Components = 2, Covariance = type, MaxIterations = 1, Tolerance = 0, Regularisation = 0 };
        GaussianMixtureModel model = GaussianMixture.Fit(Ten, [], options);
        bool swapped = model.Means.Span[0] > 3;

        model.MeanLogLikelihood.ShouldBe(score, 1e-10);
        ShouldBeNear(Ordered(model.Weights, 2, swapped), weights, 1e-10);
        ShouldBeNear(Ordered(model.Means, 2, swapped), means, 1e-10);
        ShouldBeNear(Ordered(model.Covariances, model.Covariances.Length == 4 && type == MixtureCovariance.Tied ? 1 : 2, swapped), covariances, 1e-10);
    }

    /// <summary>scikit-learn 1.2's score, bic, aic, predict_proba of rows 8 and 9, and score_samples of row 8, for the parameters in the test.</summary>
    [Theory]
    [InlineData(MixtureCovariance.Full, new[] { 1, 0.3, 0.3, 2, 2, -0.5, -0.5, 1.5 }, -3.715487497391082, 99.63818597075614, 96.30974994782164, 0.01436360139997744, 0.9996983713846566, -4.776793800609366)]
    [InlineData(MixtureCovariance.Diagonal, new[] { 1, 2, 2, 1.5 }, -3.679943811571198, 94.32214206837037, 91.59887623142396, 0.002984803867643705, 0.9952997801477581, -4.324202220736941)]
    [InlineData(MixtureCovariance.Tied, new[] { 1, 0.3, 0.3, 2 }, -3.6504976324666734, 91.43063339328583, 89.00995264933347, 0.005245091903157244, 0.9990458635352885, -3.7693892383082215)]
    [InlineData(MixtureCovariance.Spherical, new[] { 1, 2.5 }, -3.709049241445159, 90.29908047986149, 88.18098482890318, 0.0003592951048097789, 0.9555954567518317, -4.110483382555472)]
    public void Densities_and_criteria_are_those_of_scikit_learn(
        MixtureCovariance type, double[] covariances, double score, double bic, double aic, double responsibility8, double responsibility9, double logLikelihood8)
    {
        var model = new GaussianMixtureModel(type, new[] { 0.3, 0.7 }, new double[] { 1, 1, 5, 6 }, covariances, 0, 0, true);
        Matrix responsibilities = model.Responsibilities(Ten);

        model.LogLikelihood(Ten).Average().ShouldBe(score, 1e-12);
        model.Bic(Ten).ShouldBe(bic, 1e-10);
        model.Aic(Ten).ShouldBe(aic, 1e-10);
        responsibilities[8, 0].ShouldBe(responsibility8, 1e-12);
        responsibilities[9, 0].ShouldBe(responsibility9, 1e-12);
        model.LogLikelihood(Ten.Row(8)).ShouldBe(logLikelihood8, 1e-12);
    }

    /// <summary>Every number of columns up to 9 and of rows across the edges of tiles, against a textbook density by MathNet.</summary>
    [Fact]
    public void Densities_of_correlated_components_agree_with_MathNet_for_every_width()
    {
        foreach (int columns in Enumerable.Range(1, 9))
        {
            (Matrix inputs, _) = Blobs(131, 2, columns, distance: 2, seed: columns);
            GaussianMixtureModel model = GaussianMixture.Fit(inputs, [], Two);
            double[] ours = model.LogLikelihood(inputs);
            for (int i = 0; i < inputs.Rows; i += 13)
            {
                ours[i].ShouldBe(Math.Log(Density(model, inputs.Row(i), 0) + Density(model, inputs.Row(i), 1)), 1e-9);
            }

            model.MeanLogLikelihood.ShouldBe(ours.Average(), 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_likelihood_never_falls_and_responsibilities_are_probabilities(MixtureCovariance type)
    {
        (Matrix inputs, _) = Blobs(400, 4, 3, distance: 2, seed: 5);
        var options = new GaussianMixtureOptions { Components = 4, Covariance = type, Tolerance = 0 };
        GaussianMixtureModel[] steps = [.. Enumerable.Range(1, 25).Select(most => GaussianMixture.Fit(inputs, [], options with { MaxIterations = most }))];
        double[] reached = [.. steps.Select(model => model.MeanLogLikelihood)];

        reached.ShouldBe(reached.Order());
        reached[^1].ShouldBeGreaterThan(reached[0]);
        steps[0].Converged.ShouldBeFalse();
        Matrix responsibilities = steps[^1].Responsibilities(inputs);
        for (int i = 0; i < inputs.Rows; i++)
        {
            responsibilities.Row(i).ToArray().ShouldAllBe(each => each >= 0 && each <= 1);
            responsibilities.Row(i).ToArray().Sum().ShouldBe(1, 1e-12);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Any_number_of_threads_gives_the_same_bytes(MixtureCovariance type)
    {
        (Matrix inputs, _) = Blobs(5000, 4, 5, distance: 3, seed: 6);
        string[] saved = [.. new[] { 1, 2, 3, 0 }.Select(threads => Saved(GaussianMixture.Fit(inputs, [], new() { Components = 4, Covariance = type, Threads = threads })))];

        saved.ShouldAllBe(json => json == saved[0]);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void A_row_alone_has_the_bits_it_has_in_a_batch(MixtureCovariance type)
    {
        (Matrix inputs, _) = Blobs(200, 3, 7, distance: 2, seed: 7);
        GaussianMixtureModel model = GaussianMixture.Fit(inputs, [], new() { Components = 3, Covariance = type });
        Matrix responsibilities = model.Responsibilities(inputs);
        double[] logLikelihoods = model.LogLikelihood(inputs);
        int[] components = model.Predict(inputs);
        var alone = new double[3];
        for (int i = 0; i < inputs.Rows; i++)
        {
            BitConverter.DoubleToInt64Bits(model.Responsibilities(inputs.Row(i), alone)).ShouldBe(BitConverter.DoubleToInt64Bits(logLikelihoods[i]));
            alone.ShouldBe(responsibilities.Row(i).ToArray());
            model.Predict(inputs.Row(i)).ShouldBe(components[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void The_order_of_rows_and_a_shift_of_all_change_nothing_but_rounding(MixtureCovariance type)
    {
        (Matrix inputs, _) = Blobs(300, 3, 2, distance: 6, seed: 8);
        var options = new GaussianMixtureOptions { Components = 3, Covariance = type, Starts = 5, Tolerance = 1e-9, MaxIterations = 500 };
        int[] order = [.. Enumerable.Range(0, inputs.Rows)];
        new Random(1).Shuffle(order);
        var shuffled = Matrix.FromRows([.. order.Select(i => inputs.Row(i).ToArray())]);
        var shifted = Matrix.FromRows([.. Enumerable.Range(0, inputs.Rows).Select(i => inputs.Row(i).ToArray().Select(value => value + 1000).ToArray())]);
        GaussianMixtureModel one = GaussianMixture.Fit(inputs, [], options);

        GaussianMixture.Fit(shuffled, [], options).MeanLogLikelihood.ShouldBe(one.MeanLogLikelihood, 1e-7);
        GaussianMixture.Fit(shifted, [], options).MeanLogLikelihood.ShouldBe(one.MeanLogLikelihood, 1e-7);
    }

    [Fact]
    public void A_weight_of_two_is_the_row_twice_and_a_weight_of_zero_is_no_row()
    {
        (Matrix inputs, _) = Blobs(60, 2, 2, distance: 8, seed: 9);
        double[] weights = [.. Enumerable.Range(0, 60).Select(i => (double)(i % 3))];
        var copies = Matrix.FromRows([.. Enumerable.Range(0, 60).SelectMany(i => Enumerable.Repeat(inputs.Row(i).ToArray(), i % 3))]);
        var options = Two with { Starts = 3, Tolerance = 1e-12, MaxIterations = 1000 };
        GaussianMixtureModel weighted = GaussianMixture.Fit(inputs, weights, options);
        GaussianMixtureModel copied = GaussianMixture.Fit(copies, [], options);

        weighted.MeanLogLikelihood.ShouldBe(copied.MeanLogLikelihood, 1e-9);
        weighted.Means.ToArray().Order().ShouldBe(copied.Means.ToArray().Order(), new Near(1e-5));
    }

    /// <summary>A constant column, equal rows, equal columns, fewer distinct rows than components: the ridge carries every one.</summary>
    [Theory]
    [MemberData(nameof(Types))]
    public void Degenerate_inputs_give_finite_models(MixtureCovariance type)
    {
        double[][][] cases =
        [
            [[1, 5], [2, 5], [3, 5], [4, 5]],
            [[1, 1], [1, 1], [1, 1], [1, 1]],
            [[1, 1], [2, 2], [3, 3], [9, 9]],
            [[0, 0], [0, 0], [1, 1], [1, 1]],
        ];
        foreach (double[][] rows in cases)
        {
            foreach (double regularisation in new[] { 0, 1e-6 })
            {
                var inputs = Matrix.FromRows(rows);
                GaussianMixtureModel model = GaussianMixture.Fit(inputs, [], new() { Components = 3, Covariance = type, Regularisation = regularisation });
                model.Weights.ToArray().Sum().ShouldBe(1, 1e-12);
                model.LogLikelihood(inputs).ShouldAllBe(value => double.IsFinite(value));
            }
        }
    }

    [Fact]
    public void A_row_beyond_the_reach_of_doubles_still_gets_responsibilities()
    {
        GaussianMixtureModel model = GaussianMixture.Fit(Ten, [], Two);
        var responsibilities = new double[2];

        model.Responsibilities([1e200, 1e200], responsibilities).ShouldBe(double.NegativeInfinity);
        responsibilities.ShouldBe([0.5, 0.5]);
        Should.Throw<OverflowException>(() => GaussianMixture.Fit(Matrix.FromRows([[1e200], [-1e200]]), [], new()));
    }

    [Fact]
    public void Small_random_inputs_of_every_kind_can_be_fitted_and_read_back()
    {
        Prop.ForAll(Arb.From(Gen.Choose(0, 100_000)), seed =>
        {
            var random = new Random(seed);
            int columns = random.Next(1, 6);
            int components = random.Next(1, 5);
            (Matrix inputs, _) = Blobs(random.Next(components, 40), components, columns, distance: random.Next(0, 5), seed);
            var options = new GaussianMixtureOptions { Components = components, Covariance = (MixtureCovariance)random.Next(4), Seed = seed };
            GaussianMixtureModel model = GaussianMixture.Fit(inputs, [], options);
            string json = Saved(model);
            return Saved(JsonSerializer.Deserialize(json, LearningJson.Default.GaussianMixtureModel)!) == json
                && model.LogLikelihood(inputs).All(double.IsFinite);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void What_cannot_be_fitted_or_read_is_refused()
    {
        Should.Throw<ArgumentException>(() => GaussianMixture.Fit(Ten, [], new() { Components = 11 })).Message.ShouldContain("10 rows");
        Should.Throw<ArgumentException>(() => GaussianMixture.Fit(Ten, [1, 2], Two));
        Should.Throw<ArgumentOutOfRangeException>(() => GaussianMixture.Fit(Ten, [], new() { Components = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => GaussianMixture.Fit(Ten, [], new() { Starts = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => GaussianMixture.Fit(Ten, [], new() { MaxIterations = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => GaussianMixture.Fit(Ten, [], new() { Threads = -1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => GaussianMixture.Fit(Ten, [], new() { Tolerance = double.NaN }));
        Should.Throw<ArgumentOutOfRangeException>(() => GaussianMixture.Fit(Ten, [], new() { Regularisation = -1 }));
        Should.Throw<ArgumentOutOfRangeException>(() => GaussianMixture.Fit(Ten, [], new() { Covariance = (MixtureCovariance)9 }));

        Should.Throw<ArgumentException>(() => new GaussianMixtureModel(MixtureCovariance.Full, new[] { 0.5, 0.6 }, new double[2], new double[] { 1, 1 }, 0, 1, true)).Message.ShouldContain("sum to 1");
        Should.Throw<ArgumentException>(() => new GaussianMixtureModel(MixtureCovariance.Full, new[] { 0.5, 0.5 }, new double[3], new double[] { 1, 1 }, 0, 1, true)).Message.ShouldContain("3 means");
        Should.Throw<ArgumentException>(() => new GaussianMixtureModel(MixtureCovariance.Full, new double[] { 1 }, new double[2], new double[] { 1, 2, 2, 1 }, 0, 1, true)).Message.ShouldContain("positive definite");
        Should.Throw<ArgumentException>(() => new GaussianMixtureModel(MixtureCovariance.Diagonal, new double[] { 1 }, new double[2], new double[] { 1 }, 0, 1, true));
        Should.Throw<ArgumentException>(() => new GaussianMixtureModel(MixtureCovariance.Spherical, new double[] { 1 }, new double[2], new double[] { 0 }, 0, 1, true)).Message.ShouldContain("positive definite");
    }

    [ReferenceTheory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Buyers_are_as_likely_as_under_scikit_learns_best_fit(int components)
    {
        Matrix inputs = ReferenceData.Insiders();
        JsonElement expected = ReferenceData.Expected("insiders_matrix.csv", "gmm").GetProperty($"{components}");
        GaussianMixtureModel model = GaussianMixture.Fit(inputs, [], new() { Components = components, Starts = 2 });

        double theirs = expected.GetProperty("best_mean_log_likelihood").GetDouble();
        model.MeanLogLikelihood.ShouldBeGreaterThanOrEqualTo(theirs - 1e-3);

        // The criterion differs from theirs by the likelihood alone: the penalty is the same.
        double theirPenalty = expected.GetProperty("bic").GetDouble() + (2 * theirs * inputs.Rows);
        (model.Bic(inputs) + (2 * model.MeanLogLikelihood * inputs.Rows)).ShouldBe(theirPenalty, 1e-6 * theirPenalty);
    }

    /// <summary>
    /// With the tolerance of the reference, which was tighter here. Its k = 4 is left out: optima are many on 20 columns, most of them counts, and forty
    /// starts from one seed may miss the one that it found.
    /// </summary>
    [ReferenceTheory]
    [InlineData(2)]
    [InlineData(3)]
    public void Customers_are_as_likely_as_under_scikit_learns_best_fit(int components)
    {
        (Matrix inputs, _) = ReferenceData.Campaign();
        JsonElement expected = ReferenceData.Expected("campaign_matrix.csv", "gmm").GetProperty($"{components}");
        var options = new GaussianMixtureOptions { Components = components, Starts = 3, Tolerance = 1e-6, MaxIterations = 500 };

        GaussianMixture.Fit(inputs, [], options).MeanLogLikelihood.ShouldBeGreaterThanOrEqualTo(expected.GetProperty("best_mean_log_likelihood").GetDouble() - 1e-3);
    }

    private static double Density(GaussianMixtureModel model, ReadOnlySpan<double> row, int component)
    {
        int d = model.Columns;
        double[] mean = model.Means.Slice(component * d, d).ToArray();
        double[] values = row.ToArray();
        var covariance = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(d, d, model.Covariances.Slice(component * d * d, d * d).ToArray());
        var difference = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(d, j => values[j] - mean[j]);
        return model.Weights.Span[component] * Math.Exp(-0.5 * difference.DotProduct(covariance.Solve(difference)))
            / Math.Sqrt(Math.Pow(2 * Math.PI, d) * covariance.Determinant());
    }

    private static string Saved(GaussianMixtureModel model) => JsonSerializer.Serialize(model, LearningJson.Default.GaussianMixtureModel);

    private static double[] Ordered(ReadOnlyMemory<double> values, int parts, bool swapped)
    {
        int size = values.Length / parts;
        return !swapped || parts == 1 ? values.ToArray() : [.. values[size..].ToArray(), .. values[..size].ToArray()];
    }

    private static void ShouldBeNear(double[] actual, double[] expected, double tolerance) => actual.ShouldBe(expected, new Near(tolerance));

    /// <summary>Round Gaussians, the centre of blob b at <paramref name="distance"/> on axis b, or along the diagonal where axes run out.</summary>
    private static (Matrix Inputs, int[] Blobs) Blobs(int rows, int blobs, int columns, double distance, int seed)
    {
        var random = new Random(seed);
        var inputs = new Matrix(rows, columns);
        for (int i = 0; i < rows; i++)
        {
            int blob = i % blobs;
            Span<double> row = inputs.RowToWrite(i);
            for (int j = 0; j < columns; j++)
            {
                row[j] = Normal(random) + (blob == j ? distance : blob > columns ? distance * blob : 0);
            }
        }

        return (inputs, [.. Enumerable.Range(0, rows).Select(i => i % blobs)]);
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private sealed class Near(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}

public sealed class GaussianMixtureCase : ILearnerCase
{
    public string Name => "Gaussian mixture";

    public int? TooFewRows => 2;

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(GaussianMixture.Fit(inputs, [], new() { Components = 3, Starts = 2 }, progress, cancellation));

    private sealed record Fitted(GaussianMixtureModel Model) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Model, LearningJson.Default.GaussianMixtureModel);

        public double[] Batch(Matrix inputs)
        {
            Matrix responsibilities = Model.Responsibilities(inputs);
            double[] logLikelihoods = Model.LogLikelihood(inputs);
            return [.. Enumerable.Range(0, inputs.Rows).SelectMany(i => responsibilities.Row(i).ToArray().Append(logLikelihoods[i]))];
        }

        public double[] Single(ReadOnlySpan<double> row)
        {
            var responsibilities = new double[Model.Components];
            double logLikelihood = Model.Responsibilities(row, responsibilities);
            return [.. responsibilities, logLikelihood];
        }

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.GaussianMixtureModel)!);
    }
}
