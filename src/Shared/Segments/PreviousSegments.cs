using Clientele.Models;

namespace Clientele.Segments;

/// <summary>The champion that a training follows: its groups keep their ids and names.</summary>
/// <param name="Version">The version's name, which the hashes of its customers depend on.</param>
/// <param name="Customers">Those it was trained on.</param>
public sealed record PreviousSegments(string Version, SegmentModel Model, TrainedCustomers Customers);
