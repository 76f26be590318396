using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Models;

namespace Clientele.Segments;

/// <summary>A customer's segments, by id; 0: not segmented.</summary>
public readonly record struct SegmentAssignment(int Two, int Three, int Recommended);

/// <summary>The groups that a schema's customers fall into, in three proposals. Immutable, safe from any thread.</summary>
public sealed class SegmentModel : ITrainedModel
{
    /// <summary>The kind of model in <c>models/&lt;schema&gt;/&lt;kind&gt;</c>.</summary>
    public const string Kind = "segments";

    public const int FormatVersion = 1;

    /// <summary>Names of the proposals in keys, addresses and settings: of two, of three, of the recommended number.</summary>
    public static readonly IReadOnlyList<string> Keys = ["2", "3", "recommended"];

    private const string Format = "clientele.segments";
    private const int MaxBytes = 64 * 1024 * 1024;

    /// <param name="asOf">The reference day, as a day number, of the newest training file.</param>
    /// <param name="proposals">In the order of <see cref="Keys"/>.</param>
    /// <exception cref="InvalidDataException">The parts do not fit together.</exception>
    internal SegmentModel(string schemaId, string schemaFingerprint, int asOf, SegmentSpace space, IReadOnlyList<SegmentProposal> proposals)
    {
        (SchemaId, SchemaFingerprint, AsOf, Space, Proposals) = (schemaId, schemaFingerprint, asOf, space, [.. proposals]);
        if (!proposals.Select(proposal => proposal.Key).SequenceEqual(Keys) || asOf < 0 || asOf > DateOnly.MaxValue.DayNumber)
        {
            throw new InvalidDataException($"There are the proposals {string.Join(", ", proposals.Select(proposal => proposal.Key))} with reference day {asOf}; expected {string.Join(", ", Keys)}.");
        }

        foreach (SegmentProposal proposal in proposals)
        {
            proposal.Check(space.Variables.Count);
            if (proposal.Trained.Count != proposals[0].Trained.Count)
            {
                throw new InvalidDataException($"Proposal '{proposal.Key}' knows {proposal.Trained.Count} trained customers, proposal '{proposals[0].Key}' {proposals[0].Trained.Count}.");
            }
        }
    }

    public string SchemaId { get; }

    /// <summary>Records of a schema with another fingerprint are not placed.</summary>
    public string SchemaFingerprint { get; }

    /// <summary>The reference day, as a day number, of the newest training file.</summary>
    public int AsOf { get; }

    public SegmentSpace Space { get; }

    /// <summary>In the order of <see cref="Keys"/>.</summary>
    public IReadOnlyList<SegmentProposal> Proposals { get; }

    public SegmentProposal Recommended => Proposals[^1];

    public SegmentScorer CreateScorer() => new(this);

    /// <summary>The model with its trained customers in another order: that of their hashes, which depend on the version's name.</summary>
    public SegmentModel WithTrained(int[] rows) => new(
        SchemaId, SchemaFingerprint, AsOf, Space, [.. Proposals.Select(proposal => proposal with { Trained = [.. rows.Select(row => proposal.Trained[row])] })]);

    /// <summary>The same bytes for the same model.</summary>
    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(
        new SegmentModelFile(Format, FormatVersion, SchemaId, SchemaFingerprint, AsOf, Space, Proposals), SegmentsJson.Default.SegmentModelFile));

    /// <param name="json">The whole of a model.json.</param>
    /// <param name="file">How errors name it.</param>
    /// <exception cref="ModelRefusedException">Not JSON, of another format or version, too large, or its parts do not fit together.</exception>
    public static SegmentModel FromJson(BinaryData json, string file = "model.json")
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
            SegmentModelHeader? header = JsonSerializer.Deserialize(bytes, SegmentsJson.Default.SegmentModelHeader);
            if (header is not { Format: Format, FormatVersion: FormatVersion })
            {
                throw new ModelRefusedException(file, header is null ? "null" : $"format '{header.Format}' version {header.FormatVersion}", expected);
            }

            SegmentModelFile read = JsonSerializer.Deserialize(bytes, SegmentsJson.Default.SegmentModelFile)!;
            return new SegmentModel(read.Schema, read.SchemaFingerprint, read.AsOf, read.Space, read.Proposals);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or InvalidDataException or OverflowException)
        {
            throw new ModelRefusedException(file, $"something that is not a model of segments ({e.Message})", expected, e);
        }
    }
}

/// <summary>The model.json of segments, field by field.</summary>
internal sealed record SegmentModelFile(
    string Format, int FormatVersion, string Schema, string SchemaFingerprint, int AsOf, SegmentSpace Space, IReadOnlyList<SegmentProposal> Proposals);

/// <summary>What can be read of a model file of any version.</summary>
internal sealed record SegmentModelHeader(string Format, int FormatVersion);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    NewLine = "\n",
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SegmentModelFile))]
[JsonSerializable(typeof(SegmentModelHeader))]
[JsonSerializable(typeof(SegmentEvaluation))]
internal sealed partial class SegmentsJson : JsonSerializerContext;
