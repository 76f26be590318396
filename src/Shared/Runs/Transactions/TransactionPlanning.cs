using Clientele.Csv;
using Clientele.Insiders;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>
/// Rule 3 for uploads of transactions: understands the file, cuts it into chunks, and pins what the run builds on (the champion, the lines of earlier uploads
/// where the file is appended to them, and the run of the upload before), so that every part comes to the same whoever works it.
/// </summary>
internal sealed class TransactionPlanning(ClienteleStorage storage, SchemaSource schemas, ScoringModels models, RunSettings settings)
{
    private const string HistorySetting = "history";
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    private readonly UploadInspection _uploads = new(storage, schemas, settings);
    private readonly EarlierUploads _earlier = new(storage);

    public async Task<PlanOutcome> PlanAsync(RunRow run, CancellationToken cancellation)
    {
        if (await _uploads.InspectAsync(run, cancellation) is not { } upload)
        {
            return new PlanOutcome.TooEarly(TimeSpan.FromSeconds(1));
        }

        if (await _earlier.AreUnderWayAsync(run, cancellation))
        {
            return new PlanOutcome.TooEarly(Wait);
        }

        bool append = Appends(run, upload);
        IReadOnlyList<string> histories = append ? await _earlier.HistoriesAsync(run, cancellation) : [];
        UsableChampion<InsiderModel>? champion = await models.Insiders.FindUsableAsync(upload.Schema, cancellation);
        IReadOnlyList<CsvChunk> chunks = await _uploads.SplitAsync(upload, cancellation);
        return new PlanOutcome.Planned(new RunPlan
        {
            Started = run.Timestamp ?? upload.Now,
            Parts = chunks.Count,
            SchemaFingerprint = upload.Schema.Fingerprint,
            ModelVersion = champion?.Model?.Manifest.Version ?? "",
            MostRejectedShare = settings.MostRejectedShare,
            Dialect = upload.Sniff.Dialect,
            Header = upload.Sniff.Header,
            Columns = upload.Columns.ToString(),
            Chunks = chunks,
            Appends = append,
            Histories = histories,
            PreviousRun = await _earlier.PreviousAsync(run, cancellation),
            Warnings = WarningsOf(upload, champion, append, histories),
        });
    }

    private static List<string> WarningsOf(InspectedUpload upload, UsableChampion<InsiderModel>? champion, bool append, IReadOnlyList<string> histories)
    {
        var warnings = new List<string>();
        if (champion is { Refused: [var first, ..] })
        {
            warnings.Add(champion.Model is { } usable ? $"{first} Customers were placed by an earlier champion, {usable.Manifest.Version}." : $"{first} The clusters were fitted anew.");
        }

        if (append && histories.Count == 0)
        {
            warnings.Add("The file was to be appended to earlier ones, and there are none: it is taken for the beginning.");
        }

        warnings.AddRange(upload.UnknownColumns);
        return warnings;
    }

    /// <summary>As was said at upload, else as the schema says.</summary>
    private static bool Appends(RunRow run, InspectedUpload upload)
    {
        string? said = UploadInspection.SettingsOf(run, upload.Blob).LastOrDefault(setting => setting.Key.Equals(HistorySetting, StringComparison.OrdinalIgnoreCase)).Value;
        return said?.Trim().ToLowerInvariant() switch
        {
            null or "" => upload.Schema.Transactions!.History == TransactionHistory.Append,
            "append" => true,
            "whole" => false,
            _ => throw new RunFailedException($"The setting '{HistorySetting}' of the upload is '{(said.Length > 40 ? said[..40] : said)}'; it can be whole or append."),
        };
    }
}
