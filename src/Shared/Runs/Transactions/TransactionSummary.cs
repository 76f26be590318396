using System.Text.Json;
using System.Text.Json.Serialization;
using Clientele.Insiders;
using Clientele.Runs.Scoring;
using Clientele.Schemas;

namespace Clientele.Runs.Transactions;

/// <summary><c>results/&lt;run&gt;/summary.json</c> of an upload of transactions. Depends on the upload and the plan alone.</summary>
public sealed record TransactionSummary
{
    public required string Run { get; init; }
    public required string Schema { get; init; }
    public required string Source { get; init; }
    public required string Dialect { get; init; }

    /// <summary>Of clusters and rules.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>The file was added to what earlier ones brought.</summary>
    public required bool Appends { get; init; }

    /// <summary>Lines of this file. Accepted are those that could be read, whether or not a rule then set them aside.</summary>
    public required long Read { get; init; }
    public required long Accepted { get; init; }
    public required long Rejected { get; init; }

    /// <summary>What each rule did, in the order in which they are applied.</summary>
    public required IReadOnlyList<CleanedLines> Cleaning { get; init; }

    /// <summary>Lines of purchases of the whole history, and of returns.</summary>
    public required long PurchaseLines { get; init; }
    public required long ReturnLines { get; init; }

    /// <summary>Of the whole history, who bought something.</summary>
    public required long Customers { get; init; }

    /// <summary>Customers who only brought something back, and are left out.</summary>
    public required long WithoutPurchase { get; init; }

    /// <summary>Money of all purchases.</summary>
    public required double Revenue { get; init; }

    public required DateOnly FirstDay { get; init; }
    public required DateOnly LastDay { get; init; }
    public required long Insiders { get; init; }

    /// <summary>Since the upload before; 0 at the first.</summary>
    public required long Entered { get; init; }
    public required long Left { get; init; }
    public required IReadOnlyList<RejectSummary> Rejects { get; init; }
    public required IReadOnlyList<string> Warnings { get; init; }

    internal static TransactionSummary Of(
        RunRow run,
        RunPlan plan,
        Schema schema,
        IReadOnlyList<PartRow> reads,
        PurchaseTotals totals,
        ProgrammeStanding standing,
        IReadOnlyList<CleanedLines> cleaning,
        RejectCounts rejects,
        FittedProgramme fitted)
    {
        return new TransactionSummary
        {
            Run = run.Id.Value,
            Schema = schema.Id,
            Source = run.Source,
            Dialect = plan.Dialect?.ToString() ?? "",
            ModelVersion = fitted.Version,
            Appends = plan.Appends,
            Read = reads.Sum(row => row.Result.Read),
            Accepted = reads.Sum(row => row.Result.Accepted),
            Rejected = reads.Sum(row => row.Result.Rejected),
            Cleaning = cleaning,
            PurchaseLines = totals.PurchaseLines,
            ReturnLines = totals.ReturnLines,
            Customers = totals.Customers,
            WithoutPurchase = totals.WithoutPurchase,
            Revenue = totals.Revenue,
            FirstDay = DateOnly.FromDayNumber(totals.FirstDay),
            LastDay = DateOnly.FromDayNumber(totals.LastDay),
            Insiders = standing.InsiderCount,
            Entered = standing.Movement?.Entered ?? 0,
            Left = standing.Movement?.Left ?? 0,
            Rejects = rejects.Summaries(),
            Warnings = fitted.Sentence.Length == 0 ? plan.Warnings : [.. plan.Warnings, fitted.Sentence],
        };
    }

    public BinaryData ToJson() => BinaryData.FromBytes(JsonSerializer.SerializeToUtf8Bytes(this, TransactionSummaryJson.Default.TransactionSummary));

    public static TransactionSummary FromJson(BinaryData json)
        => JsonSerializer.Deserialize(json, TransactionSummaryJson.Default.TransactionSummary) ?? throw new InvalidDataException("summary.json is empty.");
}

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, WriteIndented = true)]
[JsonSerializable(typeof(TransactionSummary))]
internal sealed partial class TransactionSummaryJson : JsonSerializerContext;
