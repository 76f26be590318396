using Clientele.Campaign;
using Clientele.Runs.Customers;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions;

/// <summary>The filters and the order that a list of customers and its CSV have in common, as an address's query has them.</summary>
internal static class AskedSelection
{
    public const string SegmentParameter = "segment";
    public const string ProposalParameter = "segments";
    public const string ObjectiveParameter = "objective";
    public const string SortParameter = "sort";

    /// <summary>Ids are numbered from 1, and never used again: this is far beyond them.</summary>
    public const int LargestSegment = 65_535;

    /// <summary>Without its schema, which is looked for once all else is well.</summary>
    public static Func<Schema, CustomerSelection> Read(QueryValues query)
    {
        int? segment = query.Number(SegmentParameter, 0, LargestSegment);
        int? proposal = query.Choice(ProposalParameter, SegmentModel.Keys.Select((key, place) => (key, place)));
        ObjectiveVerdicts objective = query.Choice(ObjectiveParameter, VerdictNames.All) ?? ObjectiveVerdicts.None;
        CustomerSort sort = query.Choice(SortParameter, CustomerList.Sorts) ?? CustomerSort.MostProbable;
        return schema => new CustomerSelection
        {
            Schema = schema,
            Proposal = proposal ?? SegmentModel.Keys.Count - 1,
            Segment = segment,
            Objectives = objective,
            Sort = sort,
        };
    }
}
