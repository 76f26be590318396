using System.Text.Json;
using System.Text.Json.Serialization;

namespace Clientele.Models;

/// <summary>What a version is judged by; of which kind depends on the kind of model.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "of")]
[JsonDerivedType(typeof(ModelFigures), "response")]
[JsonDerivedType(typeof(SegmentFigures), "segments")]
[JsonDerivedType(typeof(InsiderFigures), "insiders")]
public abstract record VersionFigures
{
    private protected VersionFigures()
    {
    }

    internal abstract bool AreFinite();
}

/// <summary>How well a response model does on customers that its models had not seen.</summary>
/// <param name="Rows">Customers judged.</param>
/// <param name="Responses">Those who responded.</param>
/// <param name="RocAuc">0 to 1, with the ends of its 95% interval.</param>
/// <param name="LogLoss">Mean over the customers, with its standard error; natural logarithm.</param>
/// <param name="BaselineLogLoss">Of a model that gives everyone the base rate.</param>
/// <param name="DistinctProbabilities">How many different probabilities it gives.</param>
/// <param name="TopTenthLift">How many times the base rate respond among the most probable tenth.</param>
public sealed record ModelFigures(
    int Rows,
    int Responses,
    double RocAuc,
    double RocAucLow,
    double RocAucHigh,
    double LogLoss,
    double LogLossStandardError,
    double BaselineLogLoss,
    int DistinctProbabilities,
    double TopTenthLift) : VersionFigures
{
    [JsonIgnore]
    public double BaseRate => Rows > 0 ? Responses / (double)Rows : 0;

    internal override bool AreFinite() =>
        double.IsFinite(RocAuc) && double.IsFinite(RocAucLow) && double.IsFinite(RocAucHigh) && double.IsFinite(LogLoss)
        && double.IsFinite(LogLossStandardError) && double.IsFinite(BaselineLogLoss) && double.IsFinite(TopTenthLift);
}

/// <summary>How good the recommended segments of a version are.</summary>
/// <param name="Rows">Customers they were made of.</param>
/// <param name="Algorithm">In words.</param>
/// <param name="Segments">How many there are.</param>
/// <param name="Silhouette">Mean, −1 to 1.</param>
/// <param name="ReferenceSilhouette">The same of as many clusters of customers without groups.</param>
/// <param name="Stability">Mean adjusted Rand index of fits on resampled customers, 1: always the same segments.</param>
/// <param name="StabilityStandardError">Of that mean.</param>
/// <param name="SmallestShare">Share of the customers in the smallest segment.</param>
/// <param name="AgreementWithResponse">Adjusted Rand index with the response, which had no part in making them.</param>
public sealed record SegmentFigures(
    int Rows,
    string Algorithm,
    int Segments,
    double Silhouette,
    double ReferenceSilhouette,
    double Stability,
    double StabilityStandardError,
    double SmallestShare,
    double AgreementWithResponse) : VersionFigures
{
    internal override bool AreFinite() =>
        double.IsFinite(Silhouette) && double.IsFinite(ReferenceSilhouette) && double.IsFinite(Stability) && double.IsFinite(StabilityStandardError)
        && double.IsFinite(SmallestShare) && double.IsFinite(AgreementWithResponse);
}

/// <summary>How good the clusters of a loyalty programme are.</summary>
/// <param name="Rows">Customers they were made of.</param>
/// <param name="Space">In which they were found, in words.</param>
/// <param name="Algorithm">In words.</param>
/// <param name="Clusters">How many there are.</param>
/// <param name="Silhouette">Mean, −1 to 1, in that space.</param>
/// <param name="Stability">Mean adjusted Rand index of fits on resampled customers, 1: always the same clusters.</param>
/// <param name="SmallestShare">Share of the customers in the smallest cluster.</param>
/// <param name="InsiderShare">Share of the customers in the clusters of insiders.</param>
/// <param name="RevenueShare">Their share of all revenue.</param>
public sealed record InsiderFigures(
    int Rows,
    string Space,
    string Algorithm,
    int Clusters,
    double Silhouette,
    double Stability,
    double SmallestShare,
    double InsiderShare,
    double RevenueShare) : VersionFigures
{
    internal override bool AreFinite() =>
        double.IsFinite(Silhouette) && double.IsFinite(Stability) && double.IsFinite(SmallestShare) && double.IsFinite(InsiderShare) && double.IsFinite(RevenueShare);
}

/// <summary>Champion and challenger on the same customers, of whom neither was trained on.</summary>
/// <param name="MeanDifference">Of the log-losses, challenger − champion: positive when the challenger is worse.</param>
/// <param name="StandardError">Of that mean.</param>
public sealed record PairedFigures(int Rows, int Responses, double ChallengerLogLoss, double ChampionLogLoss, double MeanDifference, double StandardError)
{
    /// <summary>Fewer say too little.</summary>
    public const int FewestRows = 200;

    /// <inheritdoc cref="FewestRows"/>
    public const int FewestResponses = 20;

    public bool AreEnough => Rows >= FewestRows && Responses >= FewestResponses;
}

/// <summary>The champion that a challenger is judged against.</summary>
/// <param name="Version">Of the champion.</param>
/// <param name="Demonstration">It was trained on the shipped samples.</param>
/// <param name="Pinned">It stays until an operator releases it.</param>
/// <param name="Figures">Its own figures, of the challenger's kind; null when its files are refused, see <paramref name="Refusal"/>.</param>
/// <param name="Paired">Null where there were too few customers that it was not trained on.</param>
/// <param name="Refusal">Why its files cannot be used, in a sentence.</param>
public sealed record ChampionEvidence(
    string Version,
    bool Demonstration,
    bool Pinned,
    VersionFigures? Figures,
    PairedFigures? Paired = null,
    string? Refusal = null);

/// <summary>All that the gate looks at.</summary>
/// <param name="Champion">Null when there is none.</param>
/// <param name="Demonstration">The challenger was trained on the shipped samples.</param>
public sealed record GateEvidence(string Version, bool Demonstration, VersionFigures Challenger, ChampionEvidence? Champion)
{
    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, ModelsJson.Default.GateEvidence));

    /// <exception cref="JsonException">It is no evidence.</exception>
    public static GateEvidence FromJson(BinaryData json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return JsonSerializer.Deserialize(json.ToMemory().Span, ModelsJson.Default.GateEvidence) ?? throw new JsonException("The evidence is null.");
    }
}
