using Clientele.Campaign;
using Clientele.Features;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Runs.Scoring;

/// <summary>Everything that a run finds of a customer, by the versions pinned in its plan. Not thread-safe: each part makes its own.</summary>
/// <param name="segments">Null: customers are not segmented.</param>
internal sealed class CustomerScorer(LoadedModel<ResponseModel> model, RunPlan plan, SegmentModel? segments)
{
    private readonly ResponseScorer _response = model.Model
        .Price(plan.Economics ?? throw new InvalidDataException("The plan of a score run has no economics."), plan.Objectives)
        .CreateScorer();

    private readonly SegmentScorer? _segments = segments?.CreateScorer();

    /// <summary>What stands in for missing values.</summary>
    public FeatureSpace Typical { get; } = model.Model.Full.Features;

    /// <summary>The customer's place among those trained on; negative: not one of them.</summary>
    public int FindTrained(ReadOnlySpan<byte> id) => model.TrainedCustomers.Find(id);

    public CustomerScore Score(TypedRecord record, int trained) => _response.Score(record, trained);

    public SegmentAssignment Place(TypedRecord record) => _segments?.Place(record) ?? default;
}
