using System.Globalization;
using System.Text.Json;
using Clientele.Learning;
using FsCheck;
using FsCheck.Fluent;

namespace Clientele.Tests.Learning;

/// <summary>Silhouette, Caliński-Harabasz, Davies-Bouldin and the adjusted Rand index.</summary>
public class ClusterJudgingTests
{
    private static readonly Matrix Eight = Matrix.FromRows([[0, 0], [0, 1], [1, 0], [5, 5], [6, 5], [9, 0], [9, 1.5], [4, 4]]);
    private static readonly int[] Three = [0, 0, 0, 1, 1, 2, 2, 1];

    [Fact]
    public void The_silhouette_of_two_pairs_on_a_line_is_worked_out_by_hand()
    {
        // 0, 1 | 5, 7: a = 1, b = 6 for the first; a = 2, b = 4.5 for the third.
        double[] values = Silhouette.PerRow(Matrix.FromRows([[0], [1], [5], [7]]), [0, 0, 1, 1]);
        values.ShouldBe([5.0 / 6, 4.0 / 5, 2.5 / 4.5, 4.5 / 6.5], 1e-15);
    }

    [Fact]
    public void A_row_alone_has_silhouette_0_and_noise_has_none_and_counts_for_nobody()
    {
        var inputs = Matrix.FromRows([[0], [1], [5], [7], [6], [30]]);
        double[] values = Silhouette.PerRow(inputs, [0, 0, 4, 4, -1, 9]);

        values[..4].ShouldBe([5.0 / 6, 4.0 / 5, 2.5 / 4.5, 4.5 / 6.5], 1e-15);
        values[4].ShouldBe(double.NaN);
        values[5].ShouldBe(0);
        Silhouette.Mean(inputs, [0, 0, 4, 4, -1, 9]).ShouldBe(values.Where(double.IsFinite).Average(), 1e-15);
        Silhouette.Mean(Matrix.FromRows([[3], [3], [3], [3]]), [0, 0, 1, 1]).ShouldBe(0);
    }

    /// <summary>Values of scikit-learn 1.2: silhouette_samples, calinski_harabasz_score, davies_bouldin_score.</summary>
    [Fact]
    public void Eight_points_are_judged_as_by_scikit_learn()
    {
        Silhouette.PerRow(Eight, Three).ShouldBe(
            [0.8539305232044198, 0.8054541623064357, 0.8039795010306182, 0.7939773898026286, 0.6900533009756861, 0.7585474260762171, 0.7099583869461047, 0.6502859244546618], 1e-12);
        ClusterMetrics.CalinskiHarabasz(Eight, Three).ShouldBe(61.26524390243904, 1e-12);
        ClusterMetrics.DaviesBouldin(Eight, Three).ShouldBe(0.2715054505912869, 1e-12);
    }

    [Theory]
    [InlineData(600, 9, 3)]
    [InlineData(530, 3, 120)]
    public void Silhouettes_are_those_of_the_plain_double_loop_on_any_number_of_threads(int rows, int columns, int clusters)
    {
        Matrix inputs = ClusterSamples.Blobs(rows, columns, 5, seed: 1, spread: 8);
        int[] labels = [.. Enumerable.Range(0, rows).Select(i => ((i * 7) % (clusters + 1)) - 1)];
        double[] expected = PlainSilhouettes(inputs, labels);
        foreach (int threads in new[] { 1, 2, 3 })
        {
            double[] values = Silhouette.PerRow(inputs, labels, threads);
            values.Select(double.IsNaN).ShouldBe(expected.Select(double.IsNaN));
            values.Zip(expected).Where(pair => !double.IsNaN(pair.First)).Max(pair => Math.Abs(pair.First - pair.Second)).ShouldBeLessThan(1e-12);
            values.Select(BitConverter.DoubleToInt64Bits).ShouldBe(Silhouette.PerRow(inputs, labels, 1).Select(BitConverter.DoubleToInt64Bits));
        }
    }

    [Fact]
    public void A_sample_of_everything_is_exact_and_smaller_ones_err_as_much_as_they_say()
    {
        Matrix inputs = ClusterSamples.Blobs(900, 4, 3, seed: 5, spread: 8);
        int[] labels = [.. KMeans.Fit(inputs, [], new() { Clusters = 3 }).Labels.Select((label, i) => i % 10 == 0 ? -1 : label)];
        double mean = Silhouette.Mean(inputs, labels);

        SilhouetteSample all = Silhouette.Sample(inputs, labels, 10_000, seed: 1);
        (all.Rows, all.StandardError).ShouldBe((810, 0));
        all.Mean.ShouldBe(mean, 1e-15);

        double[] errors = [.. Enumerable.Range(0, 100).Select(seed => Silhouette.Sample(inputs, labels, 50, seed)).Select(each => (each.Mean - mean) / each.StandardError)];
        Math.Sqrt(errors.Average(error => error * error)).ShouldBeInRange(0.8, 1.25);
        Math.Abs(errors.Average()).ShouldBeLessThan(0.25);
        Silhouette.Sample(inputs, labels, 50, seed: 4).ShouldBe(Silhouette.Sample(inputs, labels, 50, seed: 4));
    }

    [Fact]
    public void Names_of_clusters_order_of_rows_translation_and_scale_do_not_matter()
    {
        Matrix inputs = ClusterSamples.Blobs(300, 3, 4, seed: 11, spread: 6);
        int[] labels = [.. Enumerable.Range(0, 300).Select(i => (i % 4) - (i % 50 == 0 ? 9 : 0))];
        int[] order = [.. Enumerable.Range(0, 300)];
        new Random(3).Shuffle(order);
        var changed = Matrix.FromRows([.. order.Select(i => inputs.Row(i).ToArray().Select(value => (value * 8) + 1000).ToArray())]);
        int[] renamed = [.. order.Select(i => labels[i] < 0 ? labels[i] : 17 - (5 * labels[i]))];

        Silhouette.Mean(changed, renamed).ShouldBe(Silhouette.Mean(inputs, labels), 1e-12);
        ClusterMetrics.CalinskiHarabasz(changed, renamed).ShouldBe(ClusterMetrics.CalinskiHarabasz(inputs, labels), 1e-9);
        ClusterMetrics.DaviesBouldin(changed, renamed).ShouldBe(ClusterMetrics.DaviesBouldin(inputs, labels), 1e-12);
    }

    [Fact]
    public void Clusters_that_cannot_be_judged_are_refused()
    {
        Should.Throw<ArgumentException>(() => Silhouette.Mean(Eight, [0, 0, 0, 0, 0, 0, 0, -1])).Message.ShouldContain("name 1");
        Should.Throw<ArgumentException>(() => Silhouette.Mean(Eight, [0, 1])).Message.ShouldContain("8 rows but 2 labels");
        Should.Throw<ArgumentException>(() => Silhouette.Mean(Matrix.FromRows([[1], [double.NaN]]), [0, 1])).Message.ShouldContain("Row 1, column 0");
        Should.Throw<ArgumentException>(() => ClusterMetrics.CalinskiHarabasz(Matrix.FromRows([[1], [2]]), [0, 1])).Message.ShouldContain("2 rows");
        Should.Throw<ArgumentOutOfRangeException>(() => Silhouette.Sample(Eight, Three, 1, 0));
        Should.Throw<OperationCanceledException>(() => Silhouette.Mean(Eight, Three, 0, new CancellationToken(canceled: true)));
        ClusterMetrics.DaviesBouldin(Matrix.FromRows([[1], [1], [2]]), [0, 0, 1]).ShouldBe(0);
        ClusterMetrics.CalinskiHarabasz(Matrix.FromRows([[1], [1], [2]]), [0, 0, 1]).ShouldBe(1);
    }

    /// <summary>Values of scikit-learn 1.2: adjusted_rand_score.</summary>
    [Fact]
    public void The_adjusted_rand_index_of_small_partitions_is_scikit_learns()
    {
        AdjustedRand.Index([0, 0, 1, 1, 2, 2, 2], [1, 1, 0, 2, 2, 2, 0]).ShouldBe(0.2125, 1e-15);
        AdjustedRand.Index([0, 0, 1, 1], [0, 1, 0, 1]).ShouldBe(-0.5);
        AdjustedRand.Index([0, 0, 1, 1], [7, 7, -1, -1]).ShouldBe(1);
        AdjustedRand.Index([5], [3]).ShouldBe(1);
        AdjustedRand.Index([1, 1, 1], [2, 2, 2]).ShouldBe(1);
        AdjustedRand.Index([1, 1, 1], [0, 1, 2]).ShouldBe(0);
    }

    [Fact]
    public void The_adjusted_rand_index_counts_pairs_whatever_the_names_and_the_order()
    {
        Gen<(int, int)[]> rows = (from one in Gen.Choose(-1, 3) from other in Gen.Choose(0, 4) select (one, other)).NonEmptyListOf().Select(each => each.ToArray());
        Prop.ForAll(Arb.From(rows), each =>
        {
            int[] one = [.. each.Select(row => row.Item1)];
            int[] other = [.. each.Select(row => row.Item2)];
            double index = AdjustedRand.Index(one, other);
            return Math.Abs(index - PairCounts(one, other)) < 1e-12
                && index == AdjustedRand.Index(other, one)
                && index == AdjustedRand.Index([.. one.Reverse().Select(label => 50 - label)], [.. other.Reverse()])
                && AdjustedRand.Index(one, one) == 1;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void The_adjusted_rand_index_of_very_many_rows_does_not_overflow()
    {
        int[] one = [.. Enumerable.Range(0, 200_000).Select(i => i % 2)];
        int[] other = [.. one];
        other[0] = 1;
        AdjustedRand.Index(one, other).ShouldBe(1 - (2 / 1e5), 1e-9);
    }

    /// <summary>scikit-learn 1.2 on its own labels (learning_reference.json, "kmeans", "ward").</summary>
    [ReferenceTheory]
    [InlineData("campaign_matrix.csv", 2)]
    [InlineData("campaign_matrix.csv", 3)]
    [InlineData("campaign_matrix.csv", 4)]
    [InlineData("campaign_matrix.csv", 5)]
    [InlineData("campaign_matrix.csv", 9)]
    [InlineData("insiders_matrix.csv", 2)]
    [InlineData("insiders_matrix.csv", 3)]
    [InlineData("insiders_matrix.csv", 4)]
    [InlineData("insiders_matrix.csv", 5)]
    [InlineData("insiders_matrix.csv", 9)]
    public void Clusters_of_real_customers_are_judged_as_by_scikit_learn(string file, int clusters)
    {
        Matrix inputs = Inputs(file);
        string k = clusters.ToString(CultureInfo.InvariantCulture);
        JsonElement expected = ReferenceData.Expected(file, "kmeans").GetProperty(k);
        int[] labels = ReferenceData.Labels(file, "kmeans" + k);

        ClusterMetrics.CalinskiHarabasz(inputs, labels).ShouldBe(expected.GetProperty("calinski_harabasz").GetDouble(), 1e-9);
        ClusterMetrics.DaviesBouldin(inputs, labels).ShouldBe(expected.GetProperty("davies_bouldin").GetDouble(), 1e-9);
        AdjustedRand.Index(labels, ReferenceData.Labels(file, "ward" + k))
            .ShouldBe(ReferenceData.Expected(file, "ward").GetProperty(k).GetProperty("ari_with_kmeans").GetDouble(), 1e-12);
    }

    /// <inheritdoc cref="Clusters_of_real_customers_are_judged_as_by_scikit_learn"/>
    [ReferenceTheory]
    [InlineData("campaign_matrix.csv", "kmeans", 2)]
    [InlineData("campaign_matrix.csv", "kmeans", 3)]
    [InlineData("campaign_matrix.csv", "kmeans", 4)]
    [InlineData("campaign_matrix.csv", "kmeans", 5)]
    [InlineData("campaign_matrix.csv", "kmeans", 9)]
    [InlineData("campaign_matrix.csv", "ward", 2)]
    [InlineData("campaign_matrix.csv", "ward", 3)]
    [InlineData("campaign_matrix.csv", "ward", 4)]
    [InlineData("campaign_matrix.csv", "ward", 5)]
    [InlineData("campaign_matrix.csv", "ward", 9)]
    [InlineData("insiders_matrix.csv", "kmeans", 2)]
    [InlineData("insiders_matrix.csv", "kmeans", 3)]
    [InlineData("insiders_matrix.csv", "kmeans", 4)]
    [InlineData("insiders_matrix.csv", "kmeans", 5)]
    [InlineData("insiders_matrix.csv", "kmeans", 9)]
    [InlineData("insiders_matrix.csv", "ward", 2)]
    [InlineData("insiders_matrix.csv", "ward", 3)]
    [InlineData("insiders_matrix.csv", "ward", 4)]
    [InlineData("insiders_matrix.csv", "ward", 5)]
    [InlineData("insiders_matrix.csv", "ward", 9)]
    public void Silhouettes_of_real_customers_are_those_of_scikit_learn(string file, string method, int clusters)
    {
        string k = clusters.ToString(CultureInfo.InvariantCulture);
        double expected = ReferenceData.Expected(file, method).GetProperty(k).GetProperty("silhouette").GetDouble();
        Silhouette.Mean(Inputs(file), ReferenceData.Labels(file, method + k)).ShouldBe(expected, 1e-9);
    }

    private static Matrix Inputs(string file) =>
        file.StartsWith("campaign", StringComparison.Ordinal) ? ReferenceData.Campaign().Inputs : ReferenceData.Insiders();

    private static double PairCounts(int[] one, int[] other)
    {
        double both = 0, onlyOne = 0, onlyOther = 0, neither = 0;
        for (int i = 0; i < one.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                bool inOne = one[i] == one[j];
                bool inOther = other[i] == other[j];
                both += inOne && inOther ? 1 : 0;
                onlyOne += inOne && !inOther ? 1 : 0;
                onlyOther += !inOne && inOther ? 1 : 0;
                neither += !inOne && !inOther ? 1 : 0;
            }
        }

        return onlyOne == 0 && onlyOther == 0
            ? 1
            : 2 * ((both * neither) - (onlyOne * onlyOther)) / (((both + onlyOne) * (onlyOne + neither)) + ((both + onlyOther) * (onlyOther + neither)));
    }

    private static double[] PlainSilhouettes(Matrix inputs, int[] labels)
    {
        int[] names = [.. labels.Where(label => label >= 0).Distinct()];
        return [.. Enumerable.Range(0, inputs.Rows).Select(Value)];

        double Value(int i)
        {
            if (labels[i] < 0)
            {
                return double.NaN;
            }

            var sums = names.ToDictionary(name => name, _ => (Sum: 0.0, Count: 0));
            for (int j = 0; j < inputs.Rows; j++)
            {
                if (labels[j] >= 0 && j != i)
                {
                    double squared = 0;
                    for (int c = 0; c < inputs.Columns; c++)
                    {
                        squared += (inputs[i, c] - inputs[j, c]) * (inputs[i, c] - inputs[j, c]);
                    }

                    sums[labels[j]] = (sums[labels[j]].Sum + Math.Sqrt(squared), sums[labels[j]].Count + 1);
                }
            }

            (double own, int others) = sums[labels[i]];
            double b = sums.Where(each => each.Key != labels[i]).Min(each => each.Value.Sum / each.Value.Count);
            return others == 0 ? 0 : (b - (own / others)) / Math.Max(own / others, b);
        }
    }
}
