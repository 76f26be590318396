using System.Globalization;
using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Clientele.Runs;

namespace Clientele.LocalHost.Run;

/// <summary>Puts files into storage as people would.</summary>
internal sealed class Drops(string connectionString, TimeProvider time)
{
    private readonly BlobServiceClient _service = new(connectionString);

    /// <summary>Whether a model of the schema is in use.</summary>
    public async Task<bool> HasChampionAsync(string schema, CancellationToken cancellation)
    {
        try
        {
            return await _service.GetBlobContainerClient("models").GetBlobClient($"{schema}/response/champion.json").ExistsAsync(cancellation);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            return false;
        }
    }

    /// <summary>Puts schema files where the app reads them, each under its schema's name: there it replaces an earlier one, or the shipped one.</summary>
    public async Task PutSchemasAsync(IReadOnlyList<(string Id, BinaryData Json)> schemas, CancellationToken cancellation)
    {
        foreach ((string id, BinaryData json) in schemas)
        {
            BlobContainerClient container = _service.GetBlobContainerClient("schemas");
            await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
            await container.GetBlobClient(id + ".json").UploadAsync(json, overwrite: true, cancellation);
        }
    }

    /// <summary>The schema files in storage, from this start or an earlier one.</summary>
    public async Task<IReadOnlyList<(string Name, BinaryData Json)>> SchemasAsync(CancellationToken cancellation)
    {
        BlobContainerClient container = _service.GetBlobContainerClient("schemas");
        await container.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
        List<(string Name, BinaryData Json)> files = [];
        await foreach (BlobItem blob in container.GetBlobsAsync(cancellationToken: cancellation))
        {
            if (SchemaSource.IsRead(blob.Name, blob.Properties.ContentLength ?? 0))
            {
                files.Add((blob.Name, (await container.GetBlobClient(blob.Name).DownloadContentAsync(cancellation)).Value.Content));
            }
        }

        return files;
    }

    /// <summary>
    /// Uploads files in this order and returns their paths. Each gets a second of its own: uploads are ordered by the service's time, which counts in seconds,
    /// and the order given must be the order kept.
    /// </summary>
    public async Task<IReadOnlyList<string>> UploadAsync(IReadOnlyList<FileInfo> files, CancellationToken cancellation)
    {
        List<string> paths = [];
        DateTimeOffset last = default;
        foreach (FileInfo file in files)
        {
            await WaitPastAsync(last, cancellation);
            string name = DistinctName(file.Name, paths);
            BlobContentInfo info = await UploadAsync("uploads", name, file, null, cancellation);
            last = info.LastModified;
            paths.Add("uploads/" + name);
        }

        return paths;
    }

    /// <summary>Puts labelled files where training finds them. Demonstration data there makes way for others.</summary>
    public async Task TrainOnAsync(string schema, IReadOnlyList<FileInfo> files, bool demonstration, CancellationToken cancellation)
    {
        BlobContainerClient training = _service.GetBlobContainerClient("training");
        await training.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
        if (!demonstration)
        {
            await foreach (BlobItem old in training.GetBlobsAsync(BlobTraits.Metadata, prefix: schema + "/", cancellationToken: cancellation))
            {
                if (old.Metadata.TryGetValue("demonstration", out string? value) && value == "true")
                {
                    await training.DeleteBlobIfExistsAsync(old.Name, cancellationToken: cancellation);
                }
            }
        }

        List<string> names = [];
        foreach (FileInfo file in files)
        {
            string name = DistinctName(file.Name, names);
            names.Add(name);
            Dictionary<string, string>? metadata = demonstration ? new(StringComparer.Ordinal) { ["demonstration"] = "true" } : null;
            await UploadAsync("training", $"{schema}/{name}", file, metadata, cancellation);
        }
    }

    private async Task<BlobContentInfo> UploadAsync(string container, string name, FileInfo file, Dictionary<string, string>? metadata, CancellationToken cancellation)
    {
        BlobContainerClient client = _service.GetBlobContainerClient(container);
        await client.CreateIfNotExistsAsync(PublicAccessType.None, cancellationToken: cancellation);
        BlobUploadOptions options = new() { HttpHeaders = new BlobHttpHeaders { ContentType = "text/csv" }, Metadata = metadata };
        await using FileStream content = file.OpenRead();
        return await client.GetBlobClient(name).UploadAsync(content, options, cancellation);
    }

    private async Task WaitPastAsync(DateTimeOffset last, CancellationToken cancellation)
    {
        for (TimeSpan left; (left = last.AddSeconds(1) - time.GetUtcNow()) > TimeSpan.Zero;)
        {
            await Task.Delay(left, time, cancellation);
        }
    }

    /// <summary>Two files of one name, from different folders, are two uploads.</summary>
    private static string DistinctName(string name, List<string> taken)
    {
        string distinct = name;
        for (int number = 2; taken.Exists(each => each == distinct || each == "uploads/" + distinct); number++)
        {
            distinct = string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(name)}-{number}{Path.GetExtension(name)}");
        }

        return distinct;
    }
}
