using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class MiniBatchKMeansTests
{
    [Fact]
    public void A_centroid_is_the_mean_of_all_rows_that_came_to_it()
    {
        var learner = new MiniBatchKMeans(new() { Clusters = 2 });
        learner.Add(Matrix.FromRows([[0], [2], [100], [104]]));
        learner.Add(Matrix.FromRows([[4], [97]]), [2, 1]);
        learner.Add(Matrix.FromRows([[5]]));
        KMeansModel model = learner.ToModel();

        // (0 + 2 + 4·2 + 5) / 5 and (100 + 104 + 97) / 3.
        model.Centroids.ToArray().Order().ShouldBe([3, 301 / 3.0], 1e-12);
        model.Iterations.ShouldBe(3);

        // 2 + 8 in the first batch, 2·(4 − 1)² + (97 − 102)², (5 − 2.5)².
        model.Inertia.ShouldBe(10 + 18 + 25 + 6.25, 1e-12);
    }

    [Fact]
    public void A_model_stays_as_it_was_when_more_batches_come()
    {
        var learner = new MiniBatchKMeans(new() { Clusters = 1 });
        learner.Add(Matrix.FromRows([[0], [2]]));
        KMeansModel before = learner.ToModel();
        learner.Add(Matrix.FromRows([[40]]));

        before.Centroids.ToArray().ShouldBe([1]);
        learner.ToModel().Centroids.ToArray().ShouldBe([14], 1e-12);
    }

    [Fact]
    public void Fit_finds_the_blobs_that_full_k_means_finds()
    {
        Matrix inputs = ClusterSamples.Blobs(5000, 4, 6, seed: 17, spread: 0.4);
        KMeansFit full = KMeans.Fit(inputs, [], new() { Clusters = 6 });
        KMeansFit fit = MiniBatchKMeans.Fit(inputs, [], new() { Clusters = 6, BatchRows = 300, Passes = 2, Seed = 3 });

        ClusterSamples.SamePartition(fit.Labels, full.Labels).ShouldBeTrue();
        fit.Model.Inertia.ShouldBe(full.Model.Inertia, full.Model.Inertia * 1e-3);
        fit.Model.Predict(inputs).ShouldBe(fit.Labels);
        fit.Model.Iterations.ShouldBe(34);
    }

    [Fact]
    public void The_number_of_threads_changes_no_bit_and_weightless_rows_teach_nothing()
    {
        Matrix inputs = ClusterSamples.Blobs(2000, 3, 4, seed: 2, spread: 2);
        double[] weights = [.. Enumerable.Range(0, 2000).Select(i => i % 3 == 0 ? 0.0 : 1)];
        string[] models = [.. new[] { 1, 2, 3 }.Select(threads => KMeansTests.Json(MiniBatchKMeans.Fit(inputs, weights, new() { Clusters = 4, Threads = threads }).Model))];
        models.Distinct().Count().ShouldBe(1);

        for (int i = 0; i < 2000; i += 3)
        {
            inputs.RowToWrite(i).Fill(1e6);
        }

        KMeansTests.Json(MiniBatchKMeans.Fit(inputs, weights, new() { Clusters = 4 }).Model).ShouldContain(models[0][..models[0].IndexOf("inertia", StringComparison.Ordinal)]);
    }

    [Fact]
    public void Batches_that_cannot_be_learned_from_are_refused_and_change_nothing()
    {
        var learner = new MiniBatchKMeans(new() { Clusters = 2 });
        Should.Throw<InvalidOperationException>(learner.ToModel);
        Should.Throw<ArgumentException>(() => learner.Add(Matrix.FromRows([[1]]))).Message.ShouldContain("1 rows");
        learner.Add(Matrix.FromRows([[1], [2]]));
        string before = KMeansTests.Json(learner.ToModel());
        Should.Throw<ArgumentException>(() => learner.Add(Matrix.FromRows([[1, 2]]))).Message.ShouldContain("2 columns");
        Should.Throw<ArgumentException>(() => learner.Add(Matrix.FromRows([[1], [double.NaN]]))).Message.ShouldContain("Row 1, column 0");
        Should.Throw<ArgumentException>(() => learner.Add(Matrix.FromRows([[1]]), [-1])).Message.ShouldContain("weights");
        Should.Throw<OperationCanceledException>(() => learner.Add(Matrix.FromRows([[1]]), [], new CancellationToken(canceled: true)));
        KMeansTests.Json(learner.ToModel()).ShouldBe(before);
        Should.Throw<ArgumentOutOfRangeException>(() => new MiniBatchKMeans(new() { BatchRows = 0 }));
        Should.Throw<ArgumentOutOfRangeException>(() => new MiniBatchKMeans(new() { Passes = 0 }));
    }
}

public sealed class MiniBatchKMeansCase : ILearnerCase
{
    public string Name => "mini-batch k-means";

    public int? TooFewRows => 2;

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new KMeansFitted(MiniBatchKMeans.Fit(inputs, [], new MiniBatchKMeansOptions { Clusters = 3, BatchRows = 20 }, progress, cancellation).Model);
}
