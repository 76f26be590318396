using System.Text.Json;
using Clientele.Features.Drift;
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
    int AsOf,
    ResponseBlend Full,
    ResponseBlend Compact,
    IReadOnlyList<ReliabilityBin> CompactBins,
    OutOfFold OutOfFold,
    TrainingProfile Profile);

/// <summary>How probable it is that a customer accepts the next campaign. Immutable, safe from any thread.</summary>
public sealed class ResponseModel : ITrainedModel
{
    /// <summary>The kind of model in <c>models/&lt;schema&gt;/&lt;kind&gt;</c>.</summary>
    public const string Kind = "response";

    public const int FormatVersion = 2;

    private const string Format = "clientele.response";
    private const int MaxBytes = 64 * 1024 * 1024;

    private readonly double[] _decileBoundaries;
    private PricedResponse? _lastPriced;

    internal ResponseModel(string schemaId, string schemaFingerprint, int asOf, ResponseBlend full, ResponseBlend compact, IReadOnlyList<ReliabilityBin> compactBins, OutOfFold outOfFold, TrainingProfile profile)
    {
        SchemaId = schemaId;
        SchemaFingerprint = schemaFingerprint;
        AsOf = asOf;
        Full = full;
        Compact = compact;
        OutOfFold = outOfFold;
        Profile = profile;
        Check();
        _decileBoundaries = Deciles.Boundaries(outOfFold.Probabilities);
        Calibration = CalibrationBins.Of(outOfFold);
        CompactBins = [.. compactBins];
        CompactCalibration = new CalibrationBins(CompactBins);
    }

    public string SchemaId { get; }

    /// <summary>Records of a schema with another fingerprint are not scored.</summary>
    public string SchemaFingerprint { get; }

    /// <summary>The reference day, as a day number, of the newest labelled file.</summary>
    public int AsOf { get; }

    /// <summary>For files, and for whoever can tell much of a customer.</summary>
    public ResponseBlend Full { get; }

    /// <summary>Asks a few questions only.</summary>
    public ResponseBlend Compact { get; }

    /// <summary>Of each trained customer, in the order of the manifest's hashes.</summary>
    public OutOfFold OutOfFold { get; }

    /// <summary>What the training data looked like: files to score are compared with it.</summary>
    public TrainingProfile Profile { get; }

    /// <summary>The lowest probability of deciles 1 to 9.</summary>
    public ReadOnlySpan<double> DecileBoundaries => _decileBoundaries;

    /// <summary>How often customers about as probable responded, with an interval.</summary>
    public CalibrationBins Calibration { get; }

    /// <summary>The same of the compact model's probabilities.</summary>
    public CalibrationBins CompactCalibration { get; }

    private ReliabilityBin[] CompactBins { get; }

    /// <summary>The trained customers by decile.</summary>
    public IReadOnlyList<DecileFigures> JudgeDeciles() => Deciles.Judge(OutOfFold.Labels, OutOfFold.Probabilities, _decileBoundaries);

    /// <summary>The model with its cut-offs under the economics and rules.</summary>
    public PricedResponse Price(Economics economics, ObjectiveRules rules)
    {
        ArgumentNullException.ThrowIfNull(economics);
        ArgumentNullException.ThrowIfNull(rules);
        PricedResponse? last = _lastPriced;
        return last is not null && last.Economics == economics && last.Rules == rules ? last : _lastPriced = new PricedResponse(this, economics, rules);
    }

    /// <summary>The model with its trained customers in another order: that of their hashes, which depend on the version's name.</summary>
    public ResponseModel WithTrained(ReadOnlySpan<int> rows) => new(SchemaId, SchemaFingerprint, AsOf, Full, Compact, CompactBins, OutOfFold.Take(rows), Profile);

    /// <summary>The same bytes for the same model.</summary>
    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(
        new ResponseModelFile(Format, FormatVersion, SchemaId, SchemaFingerprint, AsOf, Full, Compact, CompactBins, OutOfFold, Profile), CampaignJson.Default.ResponseModelFile));

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
            return new ResponseModel(read.Schema, read.SchemaFingerprint, read.AsOf, read.Full, read.Compact, read.CompactBins, read.OutOfFold, read.Profile);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidDataException or OverflowException)
        {
            throw new ModelRefusedException(file, $"something that is not a response model ({e.Message})", $"format '{Format}' version {FormatVersion}", e);
        }
    }

    private void Check()
    {
        if (Full.Features.Fields != Compact.Features.Fields || AsOf < 0 || AsOf > DateOnly.MaxValue.DayNumber)
        {
            throw new InvalidDataException($"a full model of {Full.Features.Fields} fields, a compact one of {Compact.Features.Fields}, and reference day {AsOf}");
        }

        OutOfFold.Check(Full.Features.Questions.Select(question => question.Topic).ToHashSet());
        Profile.Check(Full.Features.Fields);
    }

    internal static bool IsUsable(Economics economics) =>
        double.IsFinite(economics.ContactCost) && economics.ContactCost > 0 && double.IsFinite(economics.ResponseValue) && economics.ResponseValue > 0;
}
