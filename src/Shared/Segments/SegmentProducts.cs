using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>What the clusters of the training rows buy: the parts of each group of numbers that are added up and not sensitive.</summary>
internal static class SegmentProducts
{
    /// <summary>By cluster. What is not known of a customer counts as nothing; a total below 0 (more came back than was sold) has no part in a mix.</summary>
    public static IReadOnlyList<SegmentProduct>[] Of(TrainingRows rows, int[] clusters, int[] sizes)
    {
        Schema schema = rows.Schema;
        List<SegmentProduct>[] products = [.. sizes.Select(_ => new List<SegmentProduct>())];
        for (int group = 0; group < schema.Groups.Count; group++)
        {
            int[] members = GroupTotal.MembersOf(schema, group, field => !schema.Fields[field].IsSensitive);
            if (members.Length > 0 && !GroupTotal.IsCount(schema, members))
            {
                Add(rows, schema.Groups[group], members, clusters, sizes, products);
            }
        }

        return products;
    }

    private static void Add(TrainingRows rows, SchemaGroup group, int[] members, int[] clusters, int[] sizes, List<SegmentProduct>[] products)
    {
        LocalText groupTitle = LocalText.Of(group.TitleIn);
        double[][] totals = [.. members.Select(field => TotalsOf(rows.Values(field), clusters, sizes.Length))];
        double[] ofCluster = [.. sizes.Select((_, cluster) => totals.Sum(total => Part(total[cluster])))];
        double ofAll = ofCluster.Sum();
        for (int member = 0; member < members.Length; member++)
        {
            SchemaField field = rows.Schema.Fields[members[member]];
            LocalText title = LocalText.Of(field.TitleIn);
            double everyones = totals[member].Sum(Part);
            double mixOfAll = Ratio(everyones, ofAll);
            for (int cluster = 0; cluster < sizes.Length; cluster++)
            {
                double total = totals[member][cluster];
                double mix = Ratio(Part(total), ofCluster[cluster]);
                products[cluster].Add(new SegmentProduct(
                    group.Name, groupTitle, field.Name, title, total / sizes[cluster], total, mix, Ratio(Part(total), everyones), mixOfAll == 0 ? 100 : 100 * mix / mixOfAll));
            }
        }
    }

    private static double[] TotalsOf(ReadOnlySpan<double> values, int[] clusters, int clusterCount)
    {
        var totals = new double[clusterCount];
        for (int row = 0; row < values.Length; row++)
        {
            totals[clusters[row]] += double.IsNaN(values[row]) ? 0 : values[row];
        }

        return totals;
    }

    private static double Part(double total) => Math.Max(0, total);

    private static double Ratio(double part, double whole) => whole > 0 ? part / whole : 0;
}
