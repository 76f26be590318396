using System.Text.Json.Serialization;
using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>Gradient-boosted trees; contributions are the Shapley values of the trees.</summary>
internal sealed record BoostedTreesMember(GradientBoostingModel Model) : ResponseMember
{
    public const string Learner = "boosted_trees";

    private TreeShap? _shap;

    [JsonIgnore]
    public override string Name => Learner;

    [JsonIgnore]
    public override int Columns => Model.Columns;

    public static BoostedTreesMember Fit(Matrix inputs, double[] labels, GradientBoostingOptions options, CancellationToken cancellation) =>
        new(GradientBoostedTrees.Fit(inputs, labels, [], options, null, cancellation));

    internal override MemberScorer CreateScorer() => new Scorer(this);

    private sealed class Scorer(BoostedTreesMember member) : MemberScorer
    {
        public override double Expected => Shap.ExpectedValue;

        // Made once, by the first who asks: its tables take a while.
        private TreeShap Shap => member._shap ??= TreeShap.Of(member.Model);

        public override double LogOdds(ReadOnlySpan<double> row) => member.Model.Margin(row);

        public override double Explain(ReadOnlySpan<double> row, Span<double> into) => Shap.Explain(row, into);
    }
}
