using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>Hierarchical clustering of points in the plane straight from the definition: all pairs of clusters are measured before every merge.</summary>
internal static class GreedyMerging
{
    public static double[] Heights(double[][] points, Linkage linkage)
    {
        List<List<double[]>> clusters = [.. points.Select(point => new List<double[]> { point })];
        var heights = new List<double>();
        while (clusters.Count > 1)
        {
            (int a, int b) = (from i in Enumerable.Range(0, clusters.Count) from j in Enumerable.Range(0, i) select (i, j))
                .MinBy(pair => Distance(clusters[pair.i], clusters[pair.j], linkage));
            heights.Add(Distance(clusters[a], clusters[b], linkage));
            clusters[b].AddRange(clusters[a]);
            clusters.RemoveAt(a);
        }

        return [.. heights];
    }

    private static double Distance(List<double[]> one, List<double[]> other, Linkage linkage)
    {
        IEnumerable<double> pairs = one.SelectMany(a => other.Select(b => Apart(a, b)));
        return linkage switch
        {
            Linkage.Single => pairs.Min(),
            Linkage.Complete => pairs.Max(),
            Linkage.Average => pairs.Average(),
            _ => Math.Sqrt(2.0 * one.Count * other.Count / (one.Count + other.Count)) * Apart(Mean(one), Mean(other)),
        };
    }

    private static double Apart(double[] a, double[] b) => Math.Sqrt(((a[0] - b[0]) * (a[0] - b[0])) + ((a[1] - b[1]) * (a[1] - b[1])));

    private static double[] Mean(List<double[]> points) => [points.Average(point => point[0]), points.Average(point => point[1])];
}
