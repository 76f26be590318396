using Clientele.Models;

namespace Clientele.Segments;

/// <summary>The segments in use, whose ids and names a new training carries on.</summary>
/// <param name="Version">As changes name it.</param>
/// <param name="Customers">Those it was trained on, in the order of <see cref="SegmentProposal.Trained"/>.</param>
public sealed record PreviousSegments(string Version, SegmentModel Model, TrainedCustomers Customers);
