using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Insiders;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>Writes the report and the schema's own tables, and makes the run the one that pages show. The files follow from the run's own files alone.</summary>
internal sealed class FinishInsiders(ClienteleStorage storage, ScoringModels models, CustomerFiles customers)
{
    private const int MonthsAhead = 6;
    private const int MostConflicts = 20;

    public async Task<PartResult> WorkAsync(
        RunRow run, RunPlan plan, Schema schema, IReadOnlyList<PartRow> reads, PurchaseTotals totals, FittedProgramme fitted, CancellationToken cancellation)
    {
        RejectCounts rejects = await new RejectFiles(storage, LineSections.Parse).WriteAsync(run, plan, schema, reads, [], cancellation);
        PurchaseTable purchases = await customers.ReadAllAsync(run.Id, schema, totals, cancellation);
        InsiderModel model = (await models.Insiders.LoadAsync(schema, fitted.Version, cancellation)).Model;
        InsiderEvaluation evaluation = await models.InsiderEvaluationAsync(schema.Id, fitted.Version, cancellation);
        ValueModel value = await customers.ReadValueAsync(run.Id, cancellation);
        ProgrammeStanding standing = await StandingAsync(run, plan, schema, cancellation);
        IReadOnlyList<CleanedLines> cleaning = CleaningTexts.Of(schema.Transactions!, ReadLines.CountsOf(reads), totals);

        InsiderReportInput input = InputOf(run, plan, schema, purchases, model, evaluation, value, standing, cleaning, fitted);
        InsiderReport report = InsiderReport.Of(input, cancellation);
        await WriteFilesAsync(run, report, cancellation);
        var summary = TransactionSummary.Of(run, plan, schema, reads, totals, standing, cleaning, rejects, fitted);
        await storage.Results.TryCreateAsync(ScoreFiles.Summary(run.Id), summary.ToJson(), cancellation);

        await new ReportRows(storage).WriteAsync(run, schema.Id, fitted.Version, ClusterProfiles.Of(purchases, standing.Clusters, model), report, cancellation);
        await storage.Index.TryCreateAsync(TransactionIndex.LinesComplete(schema.Id, TransactionIndex.History(run.Id, plan.Appends)), BinaryData.FromString("complete"), cancellation);
        if (await BecomesCurrentAsync(schema.Id, new CurrentProgramme(run.Id.Value, fitted.Version, plan.PreviousRun), cancellation))
        {
            await new EarlierUploads(storage).SweepAsync(run, plan.Appends, cancellation);
        }

        return new PartResult { Output = summary.Insiders.ToString(System.Globalization.CultureInfo.InvariantCulture) };
    }

    private static InsiderReportInput InputOf(
        RunRow run,
        RunPlan plan,
        Schema schema,
        PurchaseTable purchases,
        InsiderModel model,
        InsiderEvaluation evaluation,
        ValueModel value,
        ProgrammeStanding standing,
        IReadOnlyList<CleanedLines> cleaning,
        FittedProgramme fitted)
    {
        (double X, double Y)[] map = model.Map(purchases);
        return new InsiderReportInput
        {
            SchemaTitle = schema.Title,
            RunId = run.Id.Value,
            UploadName = run.SourceName,
            ModelVersion = fitted.Version,
            Purchases = purchases,
            CustomerClusters = standing.Clusters,
            Members = standing.Insiders,
            Clusters = model.Clusters,
            Rules = model.Rules,
            Compared = [.. evaluation.Comparison.Where(row => row.Found).Select(row => ComparedOf(row, evaluation.Chosen))],
            MemberMonths = RevenueForecast.Months(purchases, standing.InsidersSpan, value, MonthsAhead),
            AllMonths = RevenueForecast.Months(purchases, value, MonthsAhead),
            Holdouts = value.Holdouts,
            ForecastMethod = ForecastWords.Of(value),
            Movement = standing.Movement,
            Cleaning = cleaning,
            MapX = [.. map.Select(place => place.X)],
            MapY = [.. map.Select(place => place.Y)],
        };
    }

    private static ComparedClusters ComparedOf(ComparedGroups row, ComparedGroups chosen) => new(
        GroupWords.Space(row.Space),
        GroupWords.Algorithm(row.Algorithm),
        row.Clusters,
        row.Silhouette,
        row.Stability,
        row.SmallestShare,
        row.TopRevenueShare,
        Used: row.Space == chosen.Space && row.Algorithm == chosen.Algorithm && row.Clusters == chosen.Clusters);

    private async Task<ProgrammeStanding> StandingAsync(RunRow run, RunPlan plan, Schema schema, CancellationToken cancellation)
    {
        var standing = new ProgrammeStanding(isFirst: plan.PreviousRun.Length == 0);
        for (int bucket = 0; bucket < RunSettings.Buckets; bucket++)
        {
            string name = TransactionIndex.Members(schema.Id, run.Id.Value, bucket);
            standing.Add(await storage.Index.ReadAsync(name, cancellation) is { } file
                ? MemberFile.Read(file.Content)
                : throw new RunFailedException($"The file {storage.Index.Name}/{name} is gone. Try again with retry."));
        }

        return standing;
    }

    private async Task WriteFilesAsync(RunRow run, InsiderReport report, CancellationToken cancellation)
    {
        await storage.Results.TryCreateAsync(TransactionFiles.ReportPage(run.Id), InsiderReportHtml.Render(report), cancellation);
        await storage.Results.TryCreateAsync(TransactionFiles.ReportText(run.Id), InsiderReportMarkdown.Render(report, Language.English), cancellation);
        await storage.Results.TryCreateAsync(TransactionFiles.ReportData(run.Id), report.ToJson(), cancellation);
    }

    /// <summary>False when a newer run is current already.</summary>
    private async Task<bool> BecomesCurrentAsync(string schema, CurrentProgramme programme, CancellationToken cancellation)
    {
        string name = TransactionIndex.Current(schema);
        for (int conflicts = 0; conflicts < MostConflicts; conflicts++)
        {
            var current = await storage.Index.ReadAsync(name, cancellation);
            if (current is { } file && CustomerState.After(CurrentProgramme.Parse(file.Content).Run, programme.Run))
            {
                return false;
            }

            if (await storage.Index.TryReplaceAsync(name, current?.Facts.ETag, programme.ToJson(), cancellation) is not null)
            {
                return true;
            }
        }

        throw new IOException($"{storage.Index.Name}/{name} changed {MostConflicts} times while it was being written.");
    }
}

/// <summary>The alias to the newest run that finished, which pages show.</summary>
/// <param name="Version">Of clusters and rules.</param>
/// <param name="PreviousRun">The run of the upload before; empty where there is none.</param>
internal sealed record CurrentProgramme(string Run, string Version, string PreviousRun)
{
    public BinaryData ToJson() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, CurrentProgrammeJson.Default.CurrentProgramme));

    public static CurrentProgramme Parse(BinaryData json)
        => JsonSerializer.Deserialize(json, CurrentProgrammeJson.Default.CurrentProgramme) ?? throw new InvalidDataException("The alias of the insiders is empty.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(CurrentProgramme))]
internal sealed partial class CurrentProgrammeJson : JsonSerializerContext;
