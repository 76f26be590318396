using System.Text.Json;
using Clientele.Features;
using Clientele.Learning;
using Clientele.Models;
using Clientele.Schemas;

namespace Clientele.Campaign;

/// <summary>The model.json of a response model, field by field.</summary>
internal sealed record ResponseModelFile(
    string Format,
    int FormatVersion,
    string Schema,
    string SchemaFingerprint,
    Economics Economics,
    Objectives Objectives,
    IReadOnlyList<double> DecileBoundaries,
    FeatureSpace Features,
    LogisticRegressionModel Logistic);

/// <summary>How probable it is that a customer accepts the next campaign, and what follows from it. Immutable, safe from any thread.</summary>
public sealed class ResponseModel
{
    /// <summary>The kind of model in <c>models/&lt;schema&gt;/&lt;kind&gt;</c>.</summary>
    public const string Kind = "response";

    public const int FormatVersion = 1;

    private const string Format = "clientele.response";
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly double[] _decileBoundaries;

    internal ResponseModel(
        string schemaId,
        string schemaFingerprint,
        FeatureSpace features,
        LogisticRegressionModel logistic,
        Objectives objectives,
        double[] decileBoundaries,
        Economics economics)
    {
        SchemaId = schemaId;
        SchemaFingerprint = schemaFingerprint;
        Features = features;
        Logistic = logistic;
        Objectives = objectives;
        _decileBoundaries = decileBoundaries;
        Economics = economics;
        Check();
    }

    public string SchemaId { get; }

    /// <summary>Records of a schema with another fingerprint are not scored.</summary>
    public string SchemaFingerprint { get; }

    public FeatureSpace Features { get; }

    public LogisticRegressionModel Logistic { get; }

    public Objectives Objectives { get; }

    /// <summary>The lowest probability of deciles 1 to 9.</summary>
    public ReadOnlySpan<double> DecileBoundaries => _decileBoundaries;

    public Economics Economics { get; }

    /// <summary>A scorer with memory of its own: one for each worker.</summary>
    public ResponseScorer CreateScorer() => new(this);

    /// <summary>The same bytes for the same model.</summary>
    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(
        new ResponseModelFile(Format, FormatVersion, SchemaId, SchemaFingerprint, Economics, Objectives, _decileBoundaries, Features, Logistic),
        CampaignJson.Default.ResponseModelFile));

    /// <param name="json">The whole of a model.json.</param>
    /// <param name="file">How errors name it.</param>
    /// <exception cref="ModelRefusedException">Not JSON, of another format or version, too large, or its parts do not fit together.</exception>
    public static ResponseModel FromJson(BinaryData json, string file = "model.json")
    {
        ArgumentNullException.ThrowIfNull(json);
        ReadOnlySpan<byte> bytes = json.ToMemory().Span;
        if (bytes.Length > MaxBytes)
        {
            throw new ModelRefusedException(file, $"{bytes.Length} bytes", $"at most {MaxBytes}");
        }

        try
        {
            // First the version alone: the rest of a later version may not even parse as this one.
            FormatHeader? header = JsonSerializer.Deserialize(bytes, CampaignJson.Default.FormatHeader);
            if (header is not { Format: Format, FormatVersion: FormatVersion })
            {
                throw new ModelRefusedException(
                    file,
                    header is null ? "null" : $"format '{header.Format}' version {header.FormatVersion}",
                    $"format '{Format}' version {FormatVersion}");
            }

            ResponseModelFile read = JsonSerializer.Deserialize(bytes, CampaignJson.Default.ResponseModelFile)!;
            return new ResponseModel(
                read.Schema, read.SchemaFingerprint, read.Features, read.Logistic, read.Objectives, [.. read.DecileBoundaries], read.Economics);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidDataException or OverflowException)
        {
            throw new ModelRefusedException(file, $"something that is not a response model ({e.Message})", $"format '{Format}' version {FormatVersion}", e);
        }
    }

    private void Check()
    {
        if (Features.Columns != Logistic.Coefficients.Length)
        {
            throw new InvalidDataException($"{Features.Columns} feature columns but {Logistic.Coefficients.Length} coefficients");
        }

        if (_decileBoundaries.Length != Deciles.Count - 1)
        {
            throw new InvalidDataException($"{_decileBoundaries.Length} decile boundaries instead of {Deciles.Count - 1}");
        }

        for (int k = 0; k < _decileBoundaries.Length; k++)
        {
            if (!(_decileBoundaries[k] is >= 0 and <= 1) || (k > 0 && _decileBoundaries[k] > _decileBoundaries[k - 1]))
            {
                throw new InvalidDataException($"decile boundary {k + 1} is {_decileBoundaries[k]}: not between 0 and 1, or above the one before");
            }
        }

        foreach (Objective objective in Objectives.All())
        {
            if (!(objective.CutOff is >= 0 and <= 1))
            {
                throw new InvalidDataException($"the cut-off of {objective.Name} is {objective.CutOff}: not between 0 and 1");
            }
        }

        if (!IsUsable(Economics))
        {
            throw new InvalidDataException($"a contact costs {Economics.ContactCost} and a response brings {Economics.ResponseValue}");
        }
    }

    internal static bool IsUsable(Economics economics) =>
        double.IsFinite(economics.ContactCost) && economics.ContactCost >= 0 && double.IsFinite(economics.ResponseValue) && economics.ResponseValue > 0;
}
