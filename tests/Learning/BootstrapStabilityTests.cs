using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class BootstrapStabilityTests
{
    private static readonly Clusterer Labels = (rows, seed, cancellation) =>
        KMeans.Fit(rows, [], new() { Clusters = 3, Starts = 3, Seed = seed }, null, cancellation).Labels;

    private static readonly PredictingClusterer Models = (rows, seed, cancellation) =>
        KMeans.Fit(rows, [], new() { Clusters = 3, Starts = 3, Seed = seed }, null, cancellation).Model.Predict;

    [Fact]
    public void Separated_blobs_are_found_again_in_every_resample()
    {
        Matrix inputs = ClusterSamples.Blobs(150, 2, 3, seed: 1, spread: 0.2);
        foreach (StabilityEstimate estimate in new[] { BootstrapStability.Measure(inputs, Labels, 10, 1), BootstrapStability.MeasurePredictions(inputs, Models, 10, 1) })
        {
            estimate.Mean.ShouldBe(1);
            estimate.StandardError.ShouldBe(0);
            estimate.Indices.Length.ShouldBe(10);
        }
    }

    [Fact]
    public void Three_parts_of_a_square_without_structure_are_less_stable_and_the_seed_decides()
    {
        var random = new Random(4);
        var inputs = Matrix.FromRows([.. Enumerable.Range(0, 150).Select(_ => new[] { random.NextDouble(), random.NextDouble() })]);
        StabilityEstimate estimate = BootstrapStability.Measure(inputs, Labels, 20, 7);
        StabilityEstimate predicted = BootstrapStability.MeasurePredictions(inputs, Models, 20, 7);

        estimate.Mean.ShouldBeInRange(0.2, 0.9);
        predicted.Mean.ShouldBeInRange(0.2, 0.9);
        double[] indices = estimate.Indices.ToArray();
        estimate.StandardError.ShouldBe(Math.Sqrt(indices.Sum(index => Math.Pow(index - estimate.Mean, 2)) / 19 / 20), 1e-15);
        BootstrapStability.Measure(inputs, Labels, 20, 7).Indices.ToArray().ShouldBe(indices);
        BootstrapStability.Measure(inputs, Labels, 20, 8).Indices.ToArray().ShouldNotBe(indices);
    }

    [Fact]
    public void Several_ways_are_measured_on_the_same_resamples_whatever_the_threads()
    {
        Matrix inputs = ClusterSamples.Blobs(150, 2, 3, seed: 1, spread: 0.2);
        SeveralClusterers clusterers = (rows, seed, cancellation) =>
        {
            KMeansModel[] models = [.. new[] { 3, 4 }.Select(clusters => KMeans.Fit(rows, [], new() { Clusters = clusters, Starts = 3, Seed = seed }, null, cancellation).Model)];
            return placed => [.. models.Select(model => model.Predict(placed))];
        };
        IReadOnlyList<int[]> full = clusterers(inputs, 1, default)(inputs);
        StabilityEstimate[] measured = BootstrapStability.MeasureSeveral(inputs, full, clusterers, 10, 7, threads: 2);

        measured.Length.ShouldBe(2);
        measured[0].Mean.ShouldBe(1);
        measured[1].Mean.ShouldBeLessThan(0.98);
        BootstrapStability.MeasureSeveral(inputs, full, clusterers, 10, 7, threads: 1).Select(each => each.Indices.ToArray())
            .ShouldBe(measured.Select(each => each.Indices.ToArray()));
        Should.Throw<ArgumentException>(() => BootstrapStability.MeasureSeveral(inputs, [full[0]], clusterers, 10, 7, threads: 1));
        Should.Throw<ArgumentException>(() => BootstrapStability.MeasureSeveral(inputs, [[1]], clusterers, 10, 7));
    }

    [Fact]
    public void Labels_that_have_nothing_to_do_with_the_rows_agree_as_by_chance()
    {
        Clusterer dice = (rows, seed, _) =>
        {
            var random = new Random(seed);
            return [.. Enumerable.Range(0, rows.Rows).Select(_ => random.Next(3))];
        };
        StabilityEstimate estimate = BootstrapStability.Measure(new Matrix(500, 1), dice, 40, 3);
        Math.Abs(estimate.Mean).ShouldBeLessThan(4 * estimate.StandardError);
    }

    [Fact]
    public void Progress_grows_to_one_and_what_cannot_be_measured_is_refused()
    {
        Matrix inputs = ClusterSamples.Blobs(30, 2, 3, seed: 1, spread: 0.2);
        var seen = new SeenProgress();
        BootstrapStability.Measure(inputs, Labels, 3, 1, seen);
        seen.Shares.ShouldBe([0.25, 0.5, 0.75, 1]);

        Should.Throw<OperationCanceledException>(() => BootstrapStability.Measure(inputs, Labels, 3, 1, null, new CancellationToken(canceled: true)));
        Should.Throw<ArgumentOutOfRangeException>(() => BootstrapStability.Measure(inputs, Labels, 1, 1));
        Should.Throw<ArgumentException>(() => BootstrapStability.Measure(inputs, (_, _, _) => [1], 3, 1)).Message.ShouldContain("30 rows but 1 labels");
        Should.Throw<ArgumentException>(() => BootstrapStability.Measure(new Matrix(0, 2), Labels, 3, 1));
    }
}
