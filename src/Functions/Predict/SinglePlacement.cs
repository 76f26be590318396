using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions;

/// <summary>Tells which segments one customer belongs to. Not safe for two threads.</summary>
internal sealed class SinglePlacement(LoadedModel<SegmentModel> segments)
{
    private readonly SegmentScorer _scorer = segments.Model.CreateScorer();

    /// <summary>Null where a value is missing that segments are made by.</summary>
    public PredictionSegments? Of(TypedRecord record, SingleRecord given, SegmentNamesFile names)
        => _scorer.TryPlace(record, given.Totals, given.IsGiven, out SegmentAssignment placed)
            ? new PredictionSegments(segments.Manifest.Version, Named(0, placed.Two, names), Named(1, placed.Three, names), Named(2, placed.Recommended, names))
            : null;

    private PredictionSegment Named(int place, int id, SegmentNamesFile names)
    {
        SegmentProposal proposal = segments.Model.Proposals[place];
        return new PredictionSegment(id, names.Find(proposal.Key, id) ?? proposal.Segments.First(segment => segment.Id == id).Name);
    }
}
