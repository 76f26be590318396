using System.Globalization;
using Clientele.Insiders;
using Clientele.Learning;
using Clientele.Unit.Schemas;

namespace Clientele.Tests.Insiders.Groups;

/// <summary>On the five features of the reference's 5,695 customers, computed independently of this project.</summary>
public class RealInsidersTests
{
    private const string File = "../reference/insiders_features.csv";

    private static readonly PurchaseFeature[] Columns =
        [PurchaseFeature.Revenue, PurchaseFeature.Recency, PurchaseFeature.Lines, PurchaseFeature.Frequency, PurchaseFeature.Returns];

    [RealFileFact(File)]
    public void One_customer_with_74215_returns_does_not_squash_the_others()
    {
        Matrix features = Read();
        SpaceColumn returns = SpaceColumn.LogStandardised(features, PurchaseFeature.Returns);
        SpaceColumn squashed = SpaceColumn.MinMax(features, PurchaseFeature.Returns);
        double[] most = Market.Features((PurchaseFeature.Returns, 74_215));

        returns.Of(most).ShouldBeInRange(3, 6);
        returns.Of(Market.Features((PurchaseFeature.Returns, 100))).ShouldBeInRange(0.4 * returns.Of(most), returns.Of(most));
        squashed.Of(most).ShouldBe(1);
        squashed.Of(Market.Features((PurchaseFeature.Returns, 100))).ShouldBeLessThan(0.002);
    }

    /// <summary>
    /// Four groups of logarithms of revenue, recency and frequency: measured 0.97 here with these columns; the bound is that of the recommendation.
    /// </summary>
    [RealFileFact(File)]
    public void Four_groups_of_logarithms_are_those_of_other_customers_too()
    {
        Matrix features = Read();
        SpaceColumn[] columns =
            [.. new[] { PurchaseFeature.Revenue, PurchaseFeature.Recency, PurchaseFeature.Frequency }.Select(feature => SpaceColumn.LogStandardised(features, feature))];
        var space = new InsiderSpace(InsiderSpaceKind.LogStandardised, columns, null, null, null, 1);
        Matrix rows = space.Encode(features);
        StabilityEstimate stability = BootstrapStability.MeasurePredictions(
            rows, (sample, seed, cancellation) => ClusterAlgorithms.KMeans(sample, 4, seed, 3, cancellation).Place, refits: 6, seed: 1);

        stability.Mean.ShouldBeGreaterThan(InsiderRecommendation.LeastStability);
    }

    private static Matrix Read()
    {
        string[][] lines = [.. System.IO.File.ReadLines(RealFile.PathOf(File)).Skip(1).Select(line => line.Split(','))];
        lines.Length.ShouldBe(5695);
        var features = new Matrix(lines.Length, PurchaseFeatures.Count);
        for (int row = 0; row < lines.Length; row++)
        {
            for (int i = 0; i < Columns.Length; i++)
            {
                features.RowToWrite(row)[(int)Columns[i]] = double.Parse(lines[row][i + 1], CultureInfo.InvariantCulture);
            }
        }

        return features;
    }
}
