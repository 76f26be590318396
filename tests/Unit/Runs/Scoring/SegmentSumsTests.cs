using Clientele.Campaign;
using Clientele.Runs.Scoring;
using Clientele.Segments;

namespace Clientele.Unit.Runs.Scoring;

public class SegmentSumsTests
{
    [Fact]
    public void Customers_are_summed_by_proposal_segment_and_objective()
    {
        var sums = new SegmentSums();
        sums.AddFrom(Written(
            (0.5, ObjectiveVerdicts.Aggressive | ObjectiveVerdicts.Moderate, new SegmentAssignment(1, 1, 4)),
            (0.25, ObjectiveVerdicts.Aggressive, new SegmentAssignment(2, 1, 4)),
            (0.125, ObjectiveVerdicts.None, new SegmentAssignment(2, 3, 200))));

        SegmentSum both = sums.Of(2, 4);
        both.Customers.ShouldBe([2, 2, 1, 0, 0]);
        both.Probability.ShouldBe([0.75, 0.75, 0.5, 0, 0]);
        sums.Of(0, 2).Customers[0].ShouldBe(2);
        sums.Of(2, 200).Probability[0].ShouldBe(0.125);
        sums.Of(1, 2).Customers.ShouldAllBe(count => count == 0);
        sums.Keys.ShouldBe([(0, 1), (0, 2), (1, 1), (1, 3), (2, 4), (2, 200)]);
    }

    [Fact]
    public void Sums_of_several_files_add_up()
    {
        byte[] one = Written((0.5, ObjectiveVerdicts.Frugal, new SegmentAssignment(1, 2, 3)));
        var sums = new SegmentSums();
        sums.AddFrom(one);
        sums.AddFrom(one);

        sums.Of(2, 3).Customers.ShouldBe([2, 0, 0, 0, 2]);
        sums.Of(2, 3).Probability[4].ShouldBe(1);
    }

    /// <summary>As the end of an index file of these customers has them.</summary>
    private static byte[] Written(params (double Probability, ObjectiveVerdicts Verdicts, SegmentAssignment Segments)[] customers)
    {
        using var file = new IndexFile();
        foreach ((double probability, ObjectiveVerdicts verdicts, SegmentAssignment segments) in customers)
        {
            file.Add("someone"u8, "20120904T000000Z-00000000-01", new CustomerScore(probability, 1, verdicts, 0, TopReasons.None), segments);
        }

        byte[] blob = file.ToBlob().ToArray();
        IndexFile.Read(blob).Select(entry => (entry.Segment2, entry.Segment3, entry.Segment)).ShouldBe(customers.Select(customer => (customer.Segments.Two, customer.Segments.Three, customer.Segments.Recommended)));
        return blob[IndexFile.ReadSegmentsAt(blob)..];
    }
}
