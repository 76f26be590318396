using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Csv;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Incoming;

/// <summary>
/// Uploads from the web: a browser sends a file straight to <c>incoming</c>, a person sees how it is understood and corrects it, and only what is confirmed
/// becomes an upload and a run. Nothing is remembered but the blobs themselves: every call may be made again, on any instance. An id that is none of ours, or
/// whose file is gone, gives null.
/// </summary>
/// <exception cref="InvalidOperationException">The storage takes nothing from browsers.</exception>
public sealed class IncomingUploads(ClienteleStorage storage, SchemaSource schemas, IRunEngine engine, TimeProvider time)
{
    /// <summary>What is not confirmed within this time is deleted.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(2);

    /// <summary>The metadata of an upload that says as what it came in.</summary>
    public const string IncomingMark = "incoming";

    /// <summary>The metadata that holds the file's own name, see <see cref="UploadFileName.FromMetadata"/>.</summary>
    public const string FileNameSetting = "filename";

    private const string HistorySetting = "history";

    private static readonly TimeSpan AddressLasts = TimeSpan.FromHours(2);

    // The service's clock may be behind this machine's.
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(5);

    private readonly IIncomingBlobs _blobs = storage.FromBrowsers ?? throw new InvalidOperationException("This storage takes nothing from browsers.");

    /// <summary>Where browsers send to: scheme, host and port, for a page's Content-Security-Policy (<c>connect-src</c>).</summary>
    public Uri StorageOrigin => _blobs.Origin;

    /// <summary>An address for a new file.</summary>
    /// <param name="fileName">As the browser tells it.</param>
    /// <param name="length">Bytes.</param>
    /// <param name="cancellation">Ends the call early.</param>
    /// <exception cref="UploadRefusedException">It is empty or too large, or its name cannot be used.</exception>
    public async Task<UploadSession> BeginAsync(string fileName, long length, CancellationToken cancellation)
    {
        UploadFileName.Check(fileName);
        UploadBlocks blocks = UploadBlocks.Of(length);
        return await SessionAsync(IncomingId.New(), blocks, [], isComplete: false, cancellation);
    }

    /// <summary>A fresh address for a file that was begun, and what of it need not be sent again.</summary>
    /// <exception cref="UploadRefusedException">No file has that length.</exception>
    public async Task<UploadSession?> ResumeAsync(string id, long length, CancellationToken cancellation)
    {
        if (!IncomingId.IsValid(id))
        {
            return null;
        }

        UploadBlocks blocks = UploadBlocks.Of(length);
        return await IsWholeAsync(id, length, cancellation)
            ? await SessionAsync(id, blocks, [.. Enumerable.Range(0, blocks.Count)], isComplete: true, cancellation)
            : await SessionAsync(id, blocks, await ArrivedAsync(id, blocks, cancellation), isComplete: false, cancellation);
    }

    /// <summary>Makes the file of its blocks when all are there.</summary>
    /// <exception cref="UploadRefusedException">No file has that length or name.</exception>
    public async Task<UploadCommit?> CommitAsync(string id, string fileName, long length, CancellationToken cancellation)
    {
        if (!IncomingId.IsValid(id))
        {
            return null;
        }

        string name = UploadFileName.Check(fileName);
        UploadBlocks blocks = UploadBlocks.Of(length);
        if (await IsWholeAsync(id, length, cancellation))
        {
            return new UploadCommit([]);
        }

        IReadOnlyList<int> arrived = await ArrivedAsync(id, blocks, cancellation);
        if (arrived.Count < blocks.Count)
        {
            return new UploadCommit([.. Enumerable.Range(0, blocks.Count).Except(arrived)]);
        }

        await _blobs.CommitAsync(id, [.. arrived.Select(UploadBlocks.Name)], new Dictionary<string, string>(StringComparer.Ordinal) { [FileNameSetting] = UploadFileName.ToMetadata(name) }, cancellation);
        return new UploadCommit([]);
    }

    /// <summary>How the file is understood, with what the person said of it. Reads no more than its first megabyte.</summary>
    public async Task<UploadUnderstanding?> UnderstandAsync(string id, UploadCorrections corrections, CancellationToken cancellation)
        => await FindAsync(id, cancellation) is { } file ? await UnderstandAsync(file, corrections, cancellation) : null;

    /// <summary>
    /// Takes the file as it is understood: it is copied to <c>uploads/&lt;schema&gt;/&lt;name&gt;</c> with what the person said of it as metadata, and its run is planned.
    /// A file of that name is replaced: it is the same upload in a newer version. Confirming twice gives one upload and the same answer.
    /// </summary>
    /// <exception cref="UploadRefusedException">It cannot be used as it is understood; the message is the <see cref="UploadUnderstanding.Problem"/>.</exception>
    /// <exception cref="BlobChangedException">The file was sent again meanwhile: look at it again.</exception>
    /// <exception cref="IOException">Copying has not ended; confirm again.</exception>
    public async Task<ConfirmedUpload?> ConfirmAsync(string id, UploadCorrections corrections, CancellationToken cancellation)
    {
        if (await FindConfirmedAsync(id, cancellation) is { } already)
        {
            return already;
        }

        if (await FindAsync(id, cancellation) is not { } file)
        {
            return null;
        }

        UploadUnderstanding understood = await UnderstandAsync(file, corrections, cancellation);
        if (understood is not { Problem: null, Schema: { } schema })
        {
            throw new UploadRefusedException(UploadRefusal.NotUsable, understood.Problem ?? "The file is not understood.");
        }

        string name = $"{schema.Id}/{UploadFileName.Safe(understood.FileName)}";
        BlobFacts copy = await _blobs.CopyToUploadsAsync(id, file.ETag, name, Metadata(understood, corrections), IncomingMark, time.GetUtcNow() + AddressLasts, cancellation);
        var confirmed = new ConfirmedUpload(name, RunOf(copy).Value);

        // Storage's own event may take minutes, and comes when a copy begins.
        await engine.PlanUploadAsync(name, cancellation);
        await storage.Incoming.TryCreateAsync(ConfirmedName(id), BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(confirmed, IncomingJson.Default.ConfirmedUpload)), cancellation);
        await storage.Incoming.DeleteAsync(id, cancellation);
        return confirmed;
    }

    /// <summary>What confirming came to, for two days; null where the upload is not confirmed.</summary>
    public async Task<ConfirmedUpload?> FindConfirmedAsync(string id, CancellationToken cancellation)
        => IncomingId.IsValid(id) && await storage.Incoming.ReadAsync(ConfirmedName(id), cancellation) is { } note
            ? JsonSerializer.Deserialize(note.Content, IncomingJson.Default.ConfirmedUpload)
            : null;

    /// <summary>Forgets the file, and blocks that were sent of it. Absent is fine.</summary>
    public async Task DiscardAsync(string id, CancellationToken cancellation)
    {
        if (!IncomingId.IsValid(id))
        {
            return;
        }

        // Blocks that are part of no blob cannot be deleted; a blob made of none of them drops them.
        await _blobs.CommitAsync(id, [], new Dictionary<string, string>(StringComparer.Ordinal), cancellation);
        await storage.Incoming.DeleteAsync(id, cancellation);
    }

    /// <summary>The first run of an upload as it is now; null while it is not planned, or where there is no such upload.</summary>
    /// <param name="name">Path inside <c>uploads</c>.</param>
    /// <param name="cancellation">Ends the call early.</param>
    public async Task<RunView?> FindRunAsync(string name, CancellationToken cancellation)
        => (await storage.Uploads.FindAsync(name, cancellation)).Facts is { } upload ? await engine.FindAsync(RunOf(upload).Value, cancellation) : null;

    private async Task<UploadSession> SessionAsync(string id, UploadBlocks blocks, IReadOnlyList<int> arrived, bool isComplete, CancellationToken cancellation)
    {
        DateTimeOffset now = time.GetUtcNow();
        Uri address = await _blobs.WriteAddressAsync(id, now - ClockSkew, now + AddressLasts, cancellation);
        return new UploadSession(id, blocks.BlockBytes, blocks.Count, address, now + AddressLasts, arrived, isComplete);
    }

    private async Task<bool> IsWholeAsync(string id, long length, CancellationToken cancellation)
        => (await storage.Incoming.FindAsync(id, cancellation)).Facts is { } facts && facts.Length == length;

    private async Task<IReadOnlyList<int>> ArrivedAsync(string id, UploadBlocks blocks, CancellationToken cancellation)
    {
        Dictionary<string, long> staged = (await _blobs.StagedBlocksAsync(id, cancellation)).ToDictionary(block => block.Name, block => block.Length, StringComparer.Ordinal);
        return [.. Enumerable.Range(0, blocks.Count).Where(block => staged.TryGetValue(UploadBlocks.Name(block), out long length) && length == blocks.BytesOf(block))];
    }

    private async Task<BlobFacts?> FindAsync(string id, CancellationToken cancellation)
        => IncomingId.IsValid(id) ? (await storage.Incoming.FindAsync(id, cancellation)).Facts : null;

    private async Task<UploadUnderstanding> UnderstandAsync(BlobFacts file, UploadCorrections corrections, CancellationToken cancellation)
    {
        byte[] head = await UploadHead.ReadAsync(storage.Incoming, file, CsvSniffer.HeadBytes, cancellation);
        var upload = new UploadUnderstanding
        {
            Id = file.Name,
            FileName = UploadFileName.FromMetadata(file.Metadata.GetValueOrDefault(FileNameSetting)),
            Bytes = file.Length,
        };
        return UploadReading.Understand(upload, head, await schemas.CurrentAsync(cancellation), corrections);
    }

    /// <summary>What the planner reads of an upload's metadata, and where it came from.</summary>
    private static Dictionary<string, string> Metadata(UploadUnderstanding understood, UploadCorrections corrections)
    {
        var metadata = new Dictionary<string, string>(corrections.Dialect().ToSettings(), StringComparer.Ordinal)
        {
            [IncomingMark] = understood.Id,
            [FileNameSetting] = UploadFileName.ToMetadata(understood.FileName),
        };
        string columns = ColumnMapping.Of(understood.Fields.Where(field => field.IsSet).Select(field => KeyValuePair.Create(field.Name, field.Column ?? ColumnMapping.NoColumn))).ToString();
        if (columns.Length > ColumnMapping.Longest)
        {
            throw new UploadRefusedException(UploadRefusal.Corrections, "Too many columns were mapped by hand. Name them in the file's first line as the fields are named, and upload it again.");
        }

        if (columns.Length > 0)
        {
            metadata[ColumnMapping.Setting] = columns;
        }

        if (understood.Schema is { Grain: Grain.Transaction } && corrections.History?.Trim().ToLowerInvariant() is { Length: > 0 } history)
        {
            metadata[HistorySetting] = history is "whole" or "append"
                ? history
                : throw new UploadRefusedException(UploadRefusal.Corrections, $"The setting '{HistorySetting}' can be whole or append.");
        }

        return metadata;
    }

    private RunId RunOf(BlobFacts upload) => RunId.First(upload.LastModified, $"{storage.Uploads.Name}/{upload.Name}", upload.ETag);

    // No address that a browser gets can write it.
    private static string ConfirmedName(string id) => $"confirmed/{id}.json";
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ConfirmedUpload))]
internal sealed partial class IncomingJson : JsonSerializerContext;
