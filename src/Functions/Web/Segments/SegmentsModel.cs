using Clientele.Runs;
using Clientele.Schemas;
using Microsoft.AspNetCore.Http.Extensions;

namespace Clientele.Functions.Web;

/// <summary>What the page of segments shows.</summary>
public sealed record SegmentsModel
{
    public required SchemaChoice Schemas { get; init; }

    public required Language Language { get; init; }

    /// <summary>Null while there are none.</summary>
    public SegmentsView? View { get; init; }

    /// <summary>Of the proposal that is shown in full.</summary>
    public required string Key { get; init; }

    /// <summary>What a form that was sent before came to, as in the address: one of <see cref="SegmentsPages.Done"/>; null for nothing.</summary>
    public string? Done { get; init; }

    /// <summary>A name that could not be taken; null for none.</summary>
    public SegmentNaming? Naming { get; init; }

    public ProposalView Chosen => View!.Proposals.Single(proposal => proposal.Key == Key);

    /// <summary>Whether customers have been scored: without, sizes are those of training.</summary>
    public bool HasCustomers => Chosen.Segments.Any(segment => segment.Customers > 0);

    /// <summary>Share of all customers, of now or, before the first file is scored, of training.</summary>
    public double ShareOf(ProposalView proposal, SegmentView segment) => HasCustomers || proposal.Segments.Any(each => each.Customers > 0) ? segment.Share : segment.TrainingShare;

    /// <summary>The page with another proposal in full.</summary>
    public string Address(string key)
    {
        var query = new QueryBuilder { { "segments", key } };
        if (Schemas.Parameter is { } schema)
        {
            query.Add("schema", schema);
        }

        return SegmentsPages.Path + query.ToQueryString();
    }
}

/// <summary>A form with a name, as it was sent.</summary>
/// <param name="Wrong">Languages whose text is no name.</param>
/// <param name="Refusal">Why it could not be kept, in English; null where a text is wrong.</param>
public sealed record SegmentNaming(int Segment, string? En, string? Es, string? Pt, IReadOnlyList<string> Wrong, string? Refusal = null);
