using System.Buffers;
using System.Text;
using Clientele.Campaign;
using Clientele.Csv;
using Clientele.Features;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Training;

/// <summary>Reads the planned versions of the labelled files, fits the response model and saves it as a version. Promotes nothing.</summary>
internal sealed class FitPart(ClienteleStorage storage, RunLedger ledger, ScoringModels models, Challenge challenge, RunSettings settings, TimeProvider time)
{
    private const int HeadBytes = 1 << 20;

    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, CancellationToken cancellation)
    {
        var rows = new TrainingRows(schema);
        var counts = new PartResult();
        foreach (TrainingFile file in plan.Training)
        {
            counts = await ReadAsync(file, plan, schema, rows, counts, cancellation);
        }

        if (counts.Rejected > plan.MostRejectedShare * counts.Read)
        {
            throw new RunFailedException($"{counts.Rejected:N0} of {counts.Read:N0} labelled records could not be used, so no model was trained.");
        }

        ModelFiles files = await FitAsync(run, plan, schema, rows, cancellation);
        try
        {
            ModelManifest saved = await models.Versions.SaveAsync(files, cancellation);
            return counts with { Output = saved.Version };
        }
        catch (ModelRefusedException e)
        {
            throw new RunFailedException(e.Message, e);
        }
    }

    private async Task<ModelFiles> FitAsync(RunRow run, RunPlan plan, Schema schema, TrainingRows rows, CancellationToken cancellation)
    {
        ResponseTrainingOptions options = settings.Training with { Objectives = plan.Objectives };
        TrainedResponse trained;
        try
        {
            // The fit holds the cores for a while; the host's other calls are served meanwhile.
            await using var progress = new FitProgress(ledger, run, time);
            trained = ResponseTraining.Fit(rows, options, progress, cancellation);
        }
        catch (TrainingDataException e)
        {
            throw new RunFailedException(e.Message, e);
        }

        List<TrainingBlob> blobs = plan.Training.Select(file => new TrainingBlob(file.Name, file.ETag, file.Length)).ToList();
        string version = ModelManifest.NameVersion(schema.Id, ResponseModel.Kind, schema.Fingerprint, blobs, options.Seed, CodeVersion, options.Description);
        TrainedCustomers customers = TrainedCustomers.Of(version, rows.Ids);
        ChampionAlias? champion = await models.CurrentAsync(schema.Id, cancellation);
        var manifest = new ModelManifest
        {
            Schema = schema.Id,
            Kind = ResponseModel.Kind,
            Version = version,
            SchemaFingerprint = schema.Fingerprint,
            TrainingBlobs = blobs,
            Rows = rows.Count,
            TrainedCustomers = customers.ToBase64(),
            Seed = options.Seed,
            CodeVersion = CodeVersion,
            Settings = options.Description,
            Choices = trained.Evaluation.Choices,
            Metrics = trained.Evaluation.Metrics(),
            ParentChampion = champion?.Version == version ? null : champion?.Version,
            Demonstration = plan.Demonstration,
            CreatedFrom = run.Id.Value,
        };
        int[] order = new int[rows.Count];
        for (int row = 0; row < order.Length; row++)
        {
            order[customers.Find(Encoding.UTF8.GetBytes(rows.Ids[row]))] = row;
        }

        await challenge.WriteEvidenceAsync(run, version, plan.Demonstration, rows, trained.Model.OutOfFold, champion, cancellation);
        return ModelFiles.Seal(manifest, trained.Model.WithTrained(order).ToJson(), trained.Evaluation.ToJson());
    }

    /// <summary>Changes with the code that trains; part of a version's name.</summary>
    private static string CodeVersion { get; } = typeof(FitPart).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    private async Task<PartResult> ReadAsync(TrainingFile file, RunPlan plan, Schema schema, TrainingRows rows, PartResult counts, CancellationToken cancellation)
    {
        var blob = new BlobFacts(file.Name, file.ETag, file.LastModified, file.Length, new Dictionary<string, string>(StringComparer.Ordinal));
        try
        {
            return await ReadAsync(blob, plan, schema, rows, counts, cancellation);
        }
        catch (CsvFormatException e)
        {
            throw new RunFailedException($"{file.Name}: {e.Message}", e);
        }
    }

    private async Task<PartResult> ReadAsync(BlobFacts file, RunPlan plan, Schema schema, TrainingRows rows, PartResult counts, CancellationToken cancellation)
    {
        byte[] head = await UploadHead.ReadAsync(storage.Training, file, HeadBytes, cancellation);
        CsvSniff sniff = CsvSniffer.Sniff(head, head.Length == file.Length, CsvDialectOverrides.None);
        HeaderMatch match = HeaderMatcher.Match(schema, sniff.Header, HeaderPurpose.Train);
        if (!match.IsComplete)
        {
            throw new RunFailedException($"{file.Name}: {match.Sentence}");
        }

        IReadOnlyList<CsvChunk> chunks;
        await using (Stream stream = await storage.Training.OpenReadAsync(file.Name, file.ETag, 0, length: null, cancellation))
        {
            chunks = await CsvSplitter.SplitAsync(stream, sniff, plan.ChunkBytes, cancellation);
        }

        var typer = new RecordTyper(match, sniff.Dialect);
        int asOf = await ReferenceDate.FindAsync(storage.Training, file, match, sniff.Dialect, chunks, cancellation);
        foreach (CsvChunk chunk in chunks)
        {
            byte[] bytes = ArrayPool<byte>.Shared.Rent((int)chunk.Length);
            try
            {
                await using Stream stream = await storage.Training.OpenReadAsync(file.Name, file.ETag, chunk.Offset, chunk.Length, cancellation);
                await stream.ReadExactlyAsync(bytes.AsMemory(0, (int)chunk.Length), cancellation);
                var csv = new CsvReader(sniff.Dialect, bytes.AsMemory(0, (int)chunk.Length), chunk.FirstLine);
                counts = Read(csv, typer, new TypedRecord(schema) { AsOf = asOf }, rows, match.HasIds ? null : file.Name, counts);
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(bytes);
            }
        }

        return counts;
    }

    /// <param name="fileWithoutIds">Its name, where lines stand for ids; else null.</param>
    private static PartResult Read(CsvReader csv, RecordTyper typer, TypedRecord record, TrainingRows rows, string? fileWithoutIds, PartResult counts)
    {
        long accepted = 0;
        long repaired = 0;
        long rejected = 0;
        while (csv.Read())
        {
            if (typer.TryType(csv, record, out _) && (fileWithoutIds is null ? rows.Add(record) : rows.Add(record, LineIds.InTraining(fileWithoutIds, csv.Line))))
            {
                accepted++;
                repaired += record.Repairs.Count > 0 ? 1 : 0;
            }
            else
            {
                rejected++;
            }
        }

        return counts with
        {
            Read = counts.Read + accepted + rejected,
            Accepted = counts.Accepted + accepted,
            Repaired = counts.Repaired + repaired,
            Rejected = counts.Rejected + rejected,
        };
    }
}
