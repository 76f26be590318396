using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Features.Drift;
using Clientele.Learning;
using Clientele.Models;

namespace Clientele.Insiders;

/// <summary>Groups of customers, which of them are insiders, and rules by which people can tell. Immutable, safe from any thread.</summary>
public sealed class InsiderModel : ITrainedModel
{
    /// <summary>The kind of model in <c>models/&lt;schema&gt;/&lt;kind&gt;</c>.</summary>
    public const string Kind = "insiders";

    public const int FormatVersion = 1;

    /// <summary>
    /// Of the population stability index of any feature that groups are made by. Above it, by convention, those are other customers (Siddiqi, Credit Risk
    /// Scorecards, 2006): the groups should be made anew.
    /// </summary>
    public const double LargestDrift = PopulationStability.Large;

    private const string Format = "clientele.insiders";
    private const int MaxBytes = 64 * 1024 * 1024;
    private const int MapDimensions = 2;
    private const int MostConditions = 3;

    private readonly ClusterPlacement _placement;
    private readonly PcaModel _map;
    private readonly FeatureDeciles[] _deciles;

    /// <param name="clusters">For each cluster of the placement its group.</param>
    /// <param name="nextId">The least id that no group ever had.</param>
    /// <param name="deciles">Of each feature of the space.</param>
    /// <param name="map">From the space to a plane.</param>
    /// <exception cref="InvalidDataException">The parts do not fit together.</exception>
    internal InsiderModel(
        string schemaId,
        string schemaFingerprint,
        InsiderSpace space,
        ClusterAlgorithm algorithm,
        ClusterPlacement placement,
        IReadOnlyList<InsiderCluster> clusters,
        int nextId,
        InsiderRules rules,
        IReadOnlyList<FeatureDeciles> deciles,
        PcaModel map)
    {
        (SchemaId, SchemaFingerprint, Space, Algorithm, _placement, Clusters) = (schemaId, schemaFingerprint, space, algorithm, placement, [.. clusters]);
        (NextId, Rules, _deciles, _map) = (nextId, rules, [.. deciles], map);
        if (!placement.IsWhole || placement.Clusters != clusters.Count || placement.Columns != space.Dimensions)
        {
            throw new InvalidDataException($"{clusters.Count} groups in {space.Dimensions} dimensions have no placement that fits.");
        }

        HashSet<int> ids = [.. clusters.Select(cluster => cluster.Id)];
        if (ids.Count != clusters.Count || ids.Any(id => id < 1 || id >= nextId) || !clusters.Any(cluster => cluster.Insider))
        {
            throw new InvalidDataException($"The groups have the ids {string.Join(", ", ids)} below {nextId}, or none of them are insiders.");
        }

        if (rules.Conditions.Count is < 1 or > MostConditions || rules.Conditions.Any(condition => !IsRule(condition)))
        {
            throw new InvalidDataException($"There are {rules.Conditions.Count} conditions, or one of them is harder to keep than to meet.");
        }

        if (map.Mean.Length != space.Dimensions || map.ExplainedVariance.Length != MapDimensions || !deciles.Select(each => each.Feature).SequenceEqual(space.Features))
        {
            throw new InvalidDataException("The map or the deciles are of another space.");
        }

        foreach (FeatureDeciles each in deciles)
        {
            each.Check();
        }
    }

    public string SchemaId { get; }

    /// <summary>Customers of a schema with another fingerprint are not placed.</summary>
    public string SchemaFingerprint { get; }

    public InsiderSpace Space { get; }

    public ClusterAlgorithm Algorithm { get; }

    /// <summary>The groups, insiders or not.</summary>
    public IReadOnlyList<InsiderCluster> Clusters { get; }

    /// <summary>The least id that no group ever had.</summary>
    public int NextId { get; }

    public InsiderRules Rules { get; }

    /// <summary>How the features that groups are made by were distributed at the fit.</summary>
    public IReadOnlyList<FeatureDeciles> Deciles => _deciles;

    /// <param name="features">Of one customer, a value per <see cref="PurchaseFeature"/>.</param>
    /// <returns>The id of the customer's group.</returns>
    /// <exception cref="ArgumentException">A value is missing or not finite.</exception>
    public int Place(ReadOnlySpan<double> features)
    {
        CheckWidth(features.Length, nameof(features));
        Span<double> row = stackalloc double[Space.Dimensions];
        Space.Encode(features, row);
        return Clusters[_placement.Place(row)].Id;
    }

    /// <summary>The ids of all customers' groups, as one by one; in the tree layout much quicker than that.</summary>
    /// <inheritdoc cref="Place(ReadOnlySpan{double})" path="/exception"/>
    public int[] Place(PurchaseTable purchases)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        return [.. _placement.Place(Space.Encode(purchases.Features)).Select(cluster => Clusters[cluster].Id)];
    }

    /// <summary>Where a customer lies on a map of the groups: the two directions of the space along which customers differ most.</summary>
    /// <inheritdoc cref="Place(ReadOnlySpan{double})" path="/exception"/>
    public (double X, double Y) Map(ReadOnlySpan<double> features)
    {
        CheckWidth(features.Length, nameof(features));
        Span<double> row = stackalloc double[Space.Dimensions];
        Span<double> place = stackalloc double[MapDimensions];
        Space.Encode(features, row);
        _map.Transform(row, place);
        return (place[0], place[1]);
    }

    /// <summary>The same for all customers.</summary>
    public (double X, double Y)[] Map(PurchaseTable purchases)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        Matrix places = _map.Transform(Space.Encode(purchases.Features));
        return [.. Enumerable.Range(0, places.Rows).Select(customer => (places[customer, 0], places[customer, 1]))];
    }

    /// <summary>How far these customers are from those that the groups were made of.</summary>
    public InsiderDrift DriftOf(PurchaseTable purchases)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        double deviations = PopulationStability.DeviationsFor(_deciles.Length);
        var largest = new InsiderDrift(0, _deciles[0].Feature, false);
        foreach (FeatureDeciles each in _deciles)
        {
            (double psi, double byChance) = each.Drift(purchases, deviations);
            if (psi > largest.Psi)
            {
                largest = new InsiderDrift(psi, each.Feature, psi > LargestDrift && psi > byChance);
            }
        }

        return largest;
    }

    /// <summary>The same bytes for the same model.</summary>
    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(
        new InsiderModelFile(Format, FormatVersion, SchemaId, SchemaFingerprint, Algorithm, Clusters, NextId, Rules, Space, _placement, _deciles, _map),
        InsidersJson.Default.InsiderModelFile));

    /// <param name="json">The whole of a model.json.</param>
    /// <param name="file">How errors name it.</param>
    /// <exception cref="ModelRefusedException">Not JSON, of another format or version, too large, or its parts do not fit together.</exception>
    public static InsiderModel FromJson(BinaryData json, string file = "model.json")
    {
        ArgumentNullException.ThrowIfNull(json);
        ReadOnlySpan<byte> bytes = json.ToMemory().Span;
        string expected = $"format '{Format}' version {FormatVersion}";
        if (bytes.Length > MaxBytes)
        {
            throw new ModelRefusedException(file, $"{bytes.Length} bytes", $"at most {MaxBytes}");
        }

        try
        {
            // First the version alone: the rest of a later version may not even parse as this one.
            InsiderModelHeader? header = JsonSerializer.Deserialize(bytes, InsidersJson.Default.InsiderModelHeader);
            if (header is not { Format: Format, FormatVersion: FormatVersion })
            {
                throw new ModelRefusedException(file, header is null ? "null" : $"format '{header.Format}' version {header.FormatVersion}", expected);
            }

            InsiderModelFile read = JsonSerializer.Deserialize(bytes, InsidersJson.Default.InsiderModelFile)!;
            return new InsiderModel(
                read.Schema, read.SchemaFingerprint, read.Space, read.Algorithm, read.Placement, read.Clusters, read.NextId, read.Rules, read.Deciles, read.Map);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidDataException or OverflowException)
        {
            throw new ModelRefusedException(file, $"something that is not a model of insiders ({e.Message})", expected, e);
        }
    }

    private static bool IsRule(RuleCondition condition) =>
        Enum.IsDefined(condition.Feature) && double.IsFinite(condition.Enter) && double.IsFinite(condition.Stay)
        && (condition.AtLeast ? condition.Stay <= condition.Enter : condition.Stay >= condition.Enter);

    private static void CheckWidth(int width, string argument)
    {
        if (width != PurchaseFeatures.Count)
        {
            throw new ArgumentException($"A customer has {width} features; there are {PurchaseFeatures.Count}.", argument);
        }
    }
}

/// <summary>The model.json of insiders, field by field.</summary>
internal sealed record InsiderModelFile(
    string Format,
    int FormatVersion,
    string Schema,
    string SchemaFingerprint,
    ClusterAlgorithm Algorithm,
    IReadOnlyList<InsiderCluster> Clusters,
    int NextId,
    InsiderRules Rules,
    InsiderSpace Space,
    ClusterPlacement Placement,
    IReadOnlyList<FeatureDeciles> Deciles,
    PcaModel Map);

/// <summary>What can be read of a model file of any version.</summary>
internal sealed record InsiderModelHeader(string Format, int FormatVersion);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(InsiderModelFile))]
[JsonSerializable(typeof(InsiderModelHeader))]
[JsonSerializable(typeof(InsiderEvaluation))]
internal sealed partial class InsidersJson : JsonSerializerContext;
