using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Clientele.Models;

/// <summary>A labelled file that a model learnt from, in the version that was read.</summary>
public sealed record TrainingBlob(string Name, string ETag, long Length);

/// <summary>What a model version is and where it comes from. Holds no clock value: the same training gives the same manifest.</summary>
public sealed record ModelManifest
{
    public const int CurrentFormatVersion = 1;

    public int FormatVersion { get; init; } = CurrentFormatVersion;

    public required string Schema { get; init; }

    /// <summary>What the model is for, such as <c>response</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>See <see cref="NameVersion"/>.</summary>
    public required string Version { get; init; }

    /// <summary>Of model.json, lowercase hex.</summary>
    public string Sha256 { get; init; } = string.Empty;

    /// <summary>Bytes of model.json.</summary>
    public long Size { get; init; }

    public required string SchemaFingerprint { get; init; }

    public required IReadOnlyList<TrainingBlob> TrainingBlobs { get; init; }

    /// <summary>Customers learnt from.</summary>
    public required int Rows { get; init; }

    /// <summary><see cref="Models.TrainedCustomers.ToBase64"/>.</summary>
    public required string TrainedCustomers { get; init; }

    public required int Seed { get; init; }

    public required string CodeVersion { get; init; }

    /// <summary>How training was told to work, in words.</summary>
    public string Settings { get; init; } = "";

    /// <summary>Everything that training chose, by name.</summary>
    public IReadOnlyDictionary<string, string> Choices { get; init; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The champion when this was trained, or null.</summary>
    public string? ParentChampion { get; init; }

    /// <summary>Trained on the shipped samples; whatever it scores says so.</summary>
    public bool Demonstration { get; init; }

    /// <summary>The run that trained it, or null.</summary>
    public string? CreatedFrom { get; init; }

    /// <summary>
    /// The version that these inputs give: sixteen hex digits of a hash over all that training depends on, so that the same training is the same
    /// version and unchanged data can be recognised before anything is fitted. The order of the files matters, as it does to training.
    /// </summary>
    public static string NameVersion(
        string schema, string kind, string schemaFingerprint, IReadOnlyList<TrainingBlob> trainingBlobs, int seed, string codeVersion, string settings = "")
    {
        ArgumentNullException.ThrowIfNull(trainingBlobs);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Append(hash, schema);
        Append(hash, kind);
        Append(hash, schemaFingerprint);
        Append(hash, codeVersion);
        Append(hash, settings);
        Append(hash, seed);
        Append(hash, trainingBlobs.Count);
        foreach (TrainingBlob blob in trainingBlobs)
        {
            Append(hash, blob.Name);
            Append(hash, blob.ETag);
            Append(hash, blob.Length);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 8));
    }

    public BinaryData ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, ModelsJson.Default.ModelManifest));

    /// <exception cref="ModelRefusedException">Not a manifest, or of another format version.</exception>
    public static ModelManifest FromJson(BinaryData json, string file)
    {
        ArgumentNullException.ThrowIfNull(json);
        ReadOnlySpan<byte> bytes = json.ToMemory().Span;
        try
        {
            ManifestHeader? header = JsonSerializer.Deserialize(bytes, ModelsJson.Default.ManifestHeader);
            return header?.FormatVersion == CurrentFormatVersion
                ? JsonSerializer.Deserialize(bytes, ModelsJson.Default.ModelManifest)!
                : throw new ModelRefusedException(file, $"format version {header?.FormatVersion}", $"format version {CurrentFormatVersion}");
        }
        catch (JsonException e)
        {
            throw new ModelRefusedException(file, $"something that is not a manifest ({e.Message})", $"format version {CurrentFormatVersion}", e);
        }
    }

    private static void Append(IncrementalHash hash, string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);

        // The length first: "ab" + "c" must not be "a" + "bc".
        Append(hash, utf8.Length);
        hash.AppendData(utf8);
    }

    private static void Append(IncrementalHash hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }
}
