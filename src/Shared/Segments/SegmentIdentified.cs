using Clientele.Schemas;

namespace Clientele.Segments;

/// <summary>Who the clusters of a new training are.</summary>
/// <param name="Ids">By cluster.</param>
/// <param name="NextId">The least id that no group ever had.</param>
/// <param name="KeptNames">By cluster; null for a group that was not there before.</param>
internal sealed record SegmentIdentified(IReadOnlyList<int> Ids, int NextId, IReadOnlyList<LocalText?> KeptNames)
{
    /// <summary>The segments before.</summary>
    public IReadOnlyList<Segment> Before { get; init; } = [];

    /// <summary>Null for a first version. Without its sentences, which need the names: see <see cref="ChangesTold"/>.</summary>
    public SegmentChanges? Changes { get; init; }

    /// <summary>Whether the previous segments were made of another schema, so that nothing could be compared.</summary>
    public bool IsOtherSchema { get; init; }

    /// <summary>The changes with their sentences.</summary>
    /// <param name="names">Of the clusters.</param>
    public SegmentChanges? ChangesTold(IReadOnlyList<LocalText> names)
    {
        if (Changes is null)
        {
            return null;
        }

        if (IsOtherSchema)
        {
            return Changes with { Sentences = [SegmentChangeSentences.OtherSchema(Changes.Before)] };
        }

        Dictionary<int, LocalText> now = Enumerable.Range(0, names.Count).ToDictionary(cluster => Ids[cluster], cluster => names[cluster]);
        return Changes with { Sentences = SegmentChangeSentences.Of(Changes, Before.ToDictionary(segment => segment.Id, segment => segment.Name), now) };
    }
}
