using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>
/// A response model with what a contact costs and a response brings: other economics give other cut-offs of the same model, without training. Immutable.
/// </summary>
public sealed class PricedResponse
{
    internal PricedResponse(ResponseModel model, Economics economics, ObjectiveRules rules)
    {
        Model = model;
        Economics = economics;
        Rules = rules;
        Objectives = Objectives.Choose(model.OutOfFold.Labels, model.OutOfFold.Probabilities, economics, rules);
    }

    public ResponseModel Model { get; }

    public Economics Economics { get; }

    public ObjectiveRules Rules { get; }

    /// <summary>The cut-offs, chosen on customers that their models had not seen.</summary>
    public Objectives Objectives { get; }

    /// <summary>A scorer with memory of its own: one for each worker.</summary>
    /// <param name="explains">Whether it gives reasons, too.</param>
    public ResponseScorer CreateScorer(bool explains = true) => new(this, explains);
}
