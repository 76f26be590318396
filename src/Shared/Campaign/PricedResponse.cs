using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>
/// A response model with what a contact costs and a response brings: other economics give other cut-offs of the same model, without training. Immutable.
/// </summary>
public sealed class PricedResponse
{
    private readonly Lazy<ObjectiveReport> _report;

    internal PricedResponse(ResponseModel model, Economics economics, ObjectiveRules rules)
    {
        Model = model;
        Economics = economics;
        Rules = rules;
        Objectives = Objectives.Choose(model.OutOfFold.Labels, model.OutOfFold.Probabilities, economics, rules);
        _report = new Lazy<ObjectiveReport>(() => ObjectiveReport.Of(model.OutOfFold.Labels, model.OutOfFold.Probabilities, model.OutOfFold.Contents, economics, Objectives));
    }

    public ResponseModel Model { get; }

    public Economics Economics { get; }

    public ObjectiveRules Rules { get; }

    /// <summary>The cut-offs, chosen on customers that their models had not seen.</summary>
    public Objectives Objectives { get; }

    /// <summary>What the cut-offs promise, with intervals. Drawn at the first call: up to some seconds for many customers, then kept.</summary>
    public ObjectiveReport Report => _report.Value;

    /// <summary>A scorer with memory of its own: one for each worker.</summary>
    public ResponseScorer CreateScorer() => new(this);
}
