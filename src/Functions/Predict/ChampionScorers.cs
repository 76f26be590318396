using System.Collections.Concurrent;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions;

/// <summary>The scorers of a champion, as many as work at the same time: each has memory of its own, which is dear to make and cheap to keep.</summary>
internal sealed class ChampionScorers(Schema schema, LoadedModel<ResponseModel> champion, PricedResponse priced, LoadedModel<SegmentModel>? segments)
{
    private readonly ConcurrentBag<SingleScorer> _idle = [];

    /// <summary>Whether these are the scorers of just this schema and these models.</summary>
    public bool Are(Schema asked, PricedResponse askedPriced, LoadedModel<SegmentModel>? askedSegments)
        => ReferenceEquals(schema, asked) && ReferenceEquals(priced, askedPriced) && ReferenceEquals(segments, askedSegments);

    public SingleScorer Rent() => _idle.TryTake(out SingleScorer? scorer) ? scorer : new SingleScorer(schema, champion, priced, segments);

    public void Return(SingleScorer scorer) => _idle.Add(scorer);
}
