using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

public class UmapTests
{
    private static readonly UmapOptions Options = new() { Seed = 3 };

    private static readonly Matrix Blobs = ClusterSamples.Blobs(240, 4, 3, seed: 1, spread: 1);

    private static readonly int[] BlobOf = [.. Enumerable.Range(0, 240).Select(i => i % 3)];

    [Fact]
    public void Separated_blobs_stay_separated_and_new_rows_land_in_theirs()
    {
        UmapFit fit = Umap.Fit(Blobs, Options);
        Silhouette.Mean(fit.Layout, BlobOf).ShouldBeGreaterThan(0.7);

        KMeansModel centres = KMeansModel.OfClusters(fit.Layout, BlobOf);
        Matrix fresh = Matrix.FromRows([.. Enumerable.Range(0, 30).Select(i => Blobs.Row(i).ToArray().Zip(Blobs.Row(i + 60).ToArray(), (a, b) => (a + b) / 2).ToArray())]);
        centres.Predict(fit.Model.Place(fresh)).ShouldBe(BlobOf[..30]);
    }

    [Fact]
    public void A_circle_in_space_stays_a_ring()
    {
        Matrix circle = Matrix.FromRows([.. Enumerable.Range(0, 300).Select(i => Math.Tau * i / 300).Select(angle => new[] { Math.Cos(angle), Math.Sin(angle), Math.Cos(angle) - Math.Sin(angle) })]);
        Matrix layout = Umap.Fit(circle, Options).Layout;

        Trustworthiness.Of(circle, layout, 15).ShouldBeGreaterThan(0.98);

        // No row comes near the middle: it was not folded, and the ring has a hole.
        double[] middle = [.. Enumerable.Range(0, 2).Select(c => Enumerable.Range(0, 300).Average(i => layout[i, c]))];
        double[] radii = [.. Enumerable.Range(0, 300).Select(i => Math.Sqrt(Math.Pow(layout[i, 0] - middle[0], 2) + Math.Pow(layout[i, 1] - middle[1], 2)))];
        radii.Min().ShouldBeGreaterThan(0.25 * radii.Max());
    }

    [Fact]
    public void The_same_seed_gives_the_same_bits_with_any_threads_and_another_seed_others()
    {
        long[] one = [.. Bits.Of(Umap.Fit(Blobs, Options with { Threads = 1 }).Layout)];

        Bits.Of(Umap.Fit(Blobs, Options with { Threads = 2 }).Layout).ShouldBe(one);
        Bits.Of(Umap.Fit(Blobs, Options with { Seed = 4 }).Layout).ShouldNotBe(one);
    }

    [Fact]
    public void A_training_row_is_placed_where_it_lies_and_equal_rows_in_between()
    {
        UmapFit fit = Umap.Fit(Blobs, Options with { Epochs = 50 });
        Bits.Of(fit.Model.Place(Blobs)).ShouldBe(Bits.Of(fit.Layout));

        Matrix twice = Blobs.Take([0, .. Enumerable.Range(0, 100)]);
        UmapFit again = Umap.Fit(twice, Options with { Epochs = 50 });
        again.Model.Place(twice).Row(0)[0].ShouldBe((again.Layout[0, 0] + again.Layout[1, 0]) / 2, 1e-12);
    }

    [Fact]
    public void Neighbours_given_from_outside_lay_out_the_same()
    {
        NearestNeighbours neighbours = NearestNeighbours.Within(Blobs, Options.Neighbours - 1);

        Bits.Of(Umap.LayOut(neighbours, Options)).ShouldBe(Bits.Of(Umap.Fit(Blobs, Options).Layout));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_layout_has_the_columns_asked_for(int components)
    {
        Matrix layout = Umap.Fit(Blobs, Options with { Components = components, Epochs = 100 }).Layout;

        layout.Columns.ShouldBe(components);
        Silhouette.Mean(layout, BlobOf).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public void Equal_rows_and_rows_far_from_all_others_still_get_places()
    {
        double[][] rows = [.. Enumerable.Repeat(new double[] { 1, 1 }, 40), .. Enumerable.Range(0, 20).Select(i => new[] { 1000.0 * i * i, 5 })];
        Matrix layout = Umap.Fit(Matrix.FromRows(rows), Options).Layout;

        Enumerable.Range(0, 60).SelectMany(i => layout.Row(i).ToArray()).ShouldAllBe(value => double.IsFinite(value));
    }

    [Fact]
    public void Neighbours_are_exact_and_of_equals_those_that_follow()
    {
        NearestNeighbours found = NearestNeighbours.Within(Matrix.FromRows([[0], [2], [4], [4], [-3]]), 2);

        found.Of(0).ToArray().ShouldBe([1, 4]);
        found.DistancesOf(0).ToArray().ShouldBe([2, 3]);
        found.Of(1).ToArray().ShouldBe([2, 3]);
        found.Of(2).ToArray().ShouldBe([3, 1]);
        found.DistancesOf(3).ToArray().ShouldBe([0, 2]);
    }

    /// <summary>What umap-learn 0.5's find_ab_params gives for its defaults, to the digits of its documentation.</summary>
    [Fact]
    public void The_curve_is_that_of_umap_learn()
    {
        UmapCurve curve = UmapCurve.Fit(0.1, 1);

        curve.A.ShouldBe(1.57694, 1e-4);
        curve.B.ShouldBe(0.89506, 1e-4);
    }

    [Fact]
    public void Wrong_options_neighbours_and_models_are_refused()
    {
        foreach (UmapOptions wrong in new UmapOptions[]
        {
            new() { Neighbours = 1 }, new() { Components = 0 }, new() { Epochs = 0 }, new() { NegativeSamples = -1 }, new() { Threads = -1 },
            new() { LearningRate = 0 }, new() { Spread = double.NaN }, new() { MinimumDistance = 2 }, new() { MinimumDistance = -1 },
        })
        {
            Should.Throw<ArgumentOutOfRangeException>(() => Umap.Fit(Blobs, wrong));
        }

        var pairs = new NearestNeighbours([1, 0, 0], [1, 1, 2], 1);
        Should.Throw<ArgumentException>(() => Umap.LayOut(pairs, Options)).Message.ShouldContain("14 others, not 1");
        Should.Throw<ArgumentException>(() => Umap.LayOut(new([0, 0], [1, 1], 1), new() { Neighbours = 2 })).Message.ShouldContain("own neighbours");
        Should.Throw<ArgumentException>(() => Umap.LayOut(new([1, 7], [1, 1], 1), new() { Neighbours = 2 })).Message.ShouldContain("row 7 of 2");
        Should.Throw<ArgumentException>(() => Umap.Place(new Matrix(1, 2), pairs)).Message.ShouldContain("row 1 of 1");
        Should.Throw<ArgumentException>(() => new NearestNeighbours([1, 2], [2, 1], 2)).Message.ShouldContain("ascend");
        Should.Throw<ArgumentException>(() => new NearestNeighbours([1, 2, 3], [1, 2, 3], 2));
        Should.Throw<ArgumentException>(() => new UmapModel(2, 2, 2, new double[4], new double[2]));
        Should.Throw<ArgumentException>(() => NearestNeighbours.Within(Matrix.FromRows([[1e200], [-1e200], [0]]), 2)).Message.ShouldContain("scale");
    }

    [ReferenceFact]
    public void Neighbours_of_real_buyers_stay_neighbours()
    {
        Matrix inputs = ReferenceData.Insiders();
        Matrix layout = Umap.Fit(inputs, Options).Layout;

        Trustworthiness.Of(inputs, layout, 15).ShouldBeGreaterThan(0.95);
    }
}

public sealed class UmapCase : ILearnerCase
{
    public string Name => "umap";

    public int? TooFewRows => 9;

    public IFittedLearner Fit(Matrix inputs, double[] labels, IProgress<double>? progress, CancellationToken cancellation)
        => new Fitted(Umap.Fit(inputs, new() { Neighbours = 10, Epochs = 30 }, progress, cancellation).Model);

    private sealed record Fitted(UmapModel Model) : IFittedLearner
    {
        public string Json => JsonSerializer.Serialize(Model, LearningJson.Default.UmapModel);

        public double[] Batch(Matrix inputs) => [.. Enumerable.Range(0, inputs.Rows).SelectMany(i => Model.Place(inputs).Row(i).ToArray())];

        public double[] Single(ReadOnlySpan<double> row)
        {
            var place = new double[2];
            Model.Place(row, place);
            return place;
        }

        public IFittedLearner Reload() => new Fitted(JsonSerializer.Deserialize(Json, LearningJson.Default.UmapModel)!);
    }
}
