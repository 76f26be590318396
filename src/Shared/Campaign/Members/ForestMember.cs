using System.Text.Json.Serialization;
using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>A random forest, its share of votes taken as a probability.</summary>
internal sealed record ForestMember(ForestModel Model) : ResponseMember
{
    public const string Learner = "random_forest";

    /// <summary>A share of votes of 0 or 1 is no certainty.</summary>
    private const double Certainty = 0.002;

    /// <summary>Nearer to the expected share the quotient of differences is mostly rounding, and the slope there says the same.</summary>
    private const double LeastDistance = 1e-12;

    private TreeShap? _shap;

    [JsonIgnore]
    public override string Name => Learner;

    [JsonIgnore]
    public override int Columns => Model.Importances.Length;

    public static ForestMember Fit(Matrix inputs, double[] labels, ForestOptions options, CancellationToken cancellation) =>
        new(RandomForest.Fit(inputs, labels, [], options, null, cancellation));

    internal override MemberScorer CreateScorer() => new Scorer(this);

    private static double LogOddsOf(double share)
    {
        double probability = Math.Clamp(share, Certainty, 1 - Certainty);
        return Math.Log(probability / (1 - probability));
    }

    private static double SlopeAt(double share)
    {
        double probability = Math.Clamp(share, Certainty, 1 - Certainty);
        return 1 / (probability * (1 - probability));
    }

    private sealed class Scorer(ForestMember member) : MemberScorer
    {
        public override double Expected => LogOddsOf(Shap.ExpectedValue);

        private TreeShap Shap => member._shap ??= TreeShap.Of(member.Model);

        public override double LogOdds(ReadOnlySpan<double> row) => LogOddsOf(member.Model.Predict(row));

        public override double Explain(ReadOnlySpan<double> row, Span<double> into)
        {
            double share = Shap.Explain(row, into);
            double logOdds = LogOddsOf(share);

            // Shapley values add up in shares of votes; on their way from the expected share to this one they are stretched to log-odds alike.
            double distance = share - Shap.ExpectedValue;
            double stretch = Math.Abs(distance) < LeastDistance ? SlopeAt(share) : (logOdds - Expected) / distance;
            foreach (ref double contribution in into)
            {
                contribution *= stretch;
            }

            return logOdds;
        }
    }
}
