using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>When a layout's rows are pulled and pushed, reckoned by hand from what umap-learn 0.5 does.</summary>
public class UmapScheduleTests
{
    /// <summary>Rows at 0, 1 and 3 of a line, each with both others for neighbours.</summary>
    private static readonly NearestNeighbours Three = new([1, 2, 0, 2, 1, 0], [1, 3, 1, 2, 2, 3], 2);

    /// <summary>In the first pass nothing has its turn, so a run of one pass tells where rows start.</summary>
    private static readonly UmapOptions Start = new() { Neighbours = 3, Epochs = 1, NegativeSamples = 0, Seed = 5 };

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void Edges_pull_whenever_their_period_has_gone_by_and_ever_less(int epochs)
    {
        // A row's memberships sum to log₂ 3, the nearest counting 1: what joins 0 and 2 weighs 2m − m², the other edges 1.
        double m = Math.Log2(3) - 1;
        double light = 1 / ((2 * m) - (m * m));
        (int, int, double)[] edges = [(0, 1, 1), (0, 2, light), (1, 0, 1), (1, 2, 1), (2, 0, light), (2, 1, 1)];
        double[][] expected = Places(Umap.LayOut(Three, Start));
        double[] next = [.. edges.Select(edge => edge.Item3)];
        for (int pass = 0; pass < epochs; pass++)
        {
            for (int e = 0; e < edges.Length; e++)
            {
                if (next[e] <= pass)
                {
                    next[e] += edges[e].Item3;
                    Pull(expected[edges[e].Item1], expected[edges[e].Item2], 1 - ((double)pass / epochs));
                }
            }
        }

        double[][] found = Places(Umap.LayOut(Three, Start with { Epochs = epochs }));
        for (int row = 0; row < 3; row++)
        {
            found[row].ShouldBe(expected[row], 1e-9);
        }
    }

    /// <summary>Pushes fall due as evenly as turns, and the one that is due with a turn comes with the next: so the first turn makes one fewer.</summary>
    [Fact]
    public void Of_one_push_a_turn_the_first_is_made_with_the_second_turn()
    {
        var pairs = new NearestNeighbours([1, 0, 3, 2], [1, 1, 1, 1], 1);
        UmapOptions options = Start with { Neighbours = 2 };

        Bits.Of(Umap.LayOut(pairs, options with { Epochs = 2, NegativeSamples = 1 })).ShouldBe(Bits.Of(Umap.LayOut(pairs, options with { Epochs = 2 })));
        Bits.Of(Umap.LayOut(pairs, options with { Epochs = 3, NegativeSamples = 1 })).ShouldNotBe(Bits.Of(Umap.LayOut(pairs, options with { Epochs = 3 })));
    }

    [Fact]
    public void Edges_too_light_for_a_turn_do_not_shape_the_start()
    {
        // Two groups of four, every row 1 from the others of its group and a hair more from one of the other group. So many are nearest that this one counts
        // next to nothing: were it an edge, each group would start in one place.
        int[] rows = [.. Enumerable.Range(0, 8).SelectMany(row => Enumerable.Range(row / 4 * 4, 4).Where(other => other != row).Append((row + 4) % 8))];
        double[] distances = [.. Enumerable.Range(0, 8).SelectMany(_ => new[] { 1, 1, 1, 1.01 })];
        double[][] places = Places(Umap.LayOut(new NearestNeighbours(rows, distances, 4), Start with { Neighbours = 5 }));

        foreach (double[][] group in new[] { places[..4], places[4..] })
        {
            (group.Max(place => place[0]) - group.Min(place => place[0])).ShouldBeGreaterThan(5);
        }
    }

    private static double[][] Places(Matrix layout) => [.. Enumerable.Range(0, layout.Rows).Select(row => layout.Row(row).ToArray())];

    private static void Pull(double[] from, double[] to, double rate)
    {
        UmapCurve curve = UmapCurve.Fit(0.1, 1);
        double square = from.Zip(to, (a, b) => (a - b) * (a - b)).Sum();
        double pull = -2 * curve.A * curve.B * Math.Pow(square, curve.B - 1) / (1 + (curve.A * Math.Pow(square, curve.B)));
        for (int c = 0; c < from.Length; c++)
        {
            double step = rate * Math.Clamp(pull * (from[c] - to[c]), -4, 4);
            from[c] += step;
            to[c] -= step;
        }
    }
}
