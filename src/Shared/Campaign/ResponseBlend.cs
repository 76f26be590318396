using System.Text.Json.Serialization;
using Clientele.Features;

namespace Clientele.Campaign;

/// <summary>
/// Learners that vote: log-odds = slope · mean of their log-odds + intercept, the line fitted on customers that they had not seen (Platt 1999). Because the
/// mean and the line are taken in log-odds, contributions of the members add up to those of the blend. Immutable, safe from any thread.
/// </summary>
public sealed class ResponseBlend
{
    /// <exception cref="InvalidDataException">The parts do not fit together.</exception>
    [JsonConstructor]
    public ResponseBlend(FeatureSpace features, IReadOnlyList<ResponseMember> members, double slope, double intercept)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(members);
        if (members.Count == 0 || members.Any(member => member.Columns != features.Columns.Count))
        {
            throw new InvalidDataException($"a blend of {members.Count} learners for {features.Columns.Count} columns; each takes {string.Join(", ", members.Select(member => member.Columns))}");
        }

        if (!(slope > 0) || !double.IsFinite(slope) || !double.IsFinite(intercept))
        {
            throw new InvalidDataException($"a blend with slope {slope} and intercept {intercept}");
        }

        (Features, Members, Slope, Intercept) = (features, [.. members], slope, intercept);
    }

    public FeatureSpace Features { get; }

    public IReadOnlyList<ResponseMember> Members { get; }

    /// <summary>Above 0.</summary>
    public double Slope { get; }

    public double Intercept { get; }

    internal BlendScorer CreateScorer() => new(this);
}
