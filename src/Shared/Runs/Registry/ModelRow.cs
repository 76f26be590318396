using Azure.Data.Tables;
using Clientele.Models;

namespace Clientele.Runs;

/// <summary>What a version is, as stored in <c>models</c>.</summary>
public static class ModelStatus
{
    public const string Champion = "champion";
    public const string Retired = "retired";
    public const string Kept = "kept";
    public const string Rejected = "rejected";
    public const string Held = "held";

    /// <param name="version">The version in question.</param>
    /// <param name="alias">Null: there is no champion.</param>
    /// <param name="outcome">Of the gate; null: it has not judged.</param>
    public static string Of(string version, ChampionAlias? alias, GateOutcome? outcome) =>
        alias?.Version == version ? Champion
        : alias?.Knows(version) == true ? Retired
        : outcome switch { GateOutcome.Rejected => Rejected, GateOutcome.Held => Held, _ => Kept };
}

/// <summary>Figures of a version on customers that its models had not seen; see the table <c>models</c> for what each is.</summary>
public sealed record ModelMetrics
{
    public double RocAuc { get; init; }
    public double RocAucLow { get; init; }
    public double RocAucHigh { get; init; }
    public double AveragePrecision { get; init; }
    public double LogLoss { get; init; }
    public double LogLossStandardError { get; init; }
    public double BaselineLogLoss { get; init; }
    public double Brier { get; init; }
    public double ProfitPerThousandAtBreakEven { get; init; }
    public double BaseRate { get; init; }
    public double TopTenthLift { get; init; }

    /// <summary>Of segments: how many are recommended; 0 for other kinds, as the next three.</summary>
    public int Segments { get; init; }

    public double Silhouette { get; init; }
    public double Stability { get; init; }
    public double SmallestShare { get; init; }
}

/// <summary>A row of the table <c>models</c>: follows from the version's manifest and judgement and from the alias.</summary>
internal sealed record ModelRow
{
    public required string Schema { get; init; }
    public required string Kind { get; init; }
    public required string Version { get; init; }
    public bool Current { get; init; }
    public bool Pinned { get; init; }
    public string Status { get; init; } = ModelStatus.Kept;
    public string Reason { get; init; } = "";
    public string Grade { get; init; } = "";
    public string GradeSentence { get; init; } = "";
    public bool Demonstration { get; init; }
    public long Rows { get; init; }
    public ModelMetrics Metrics { get; init; } = new();
    public string Fingerprint { get; init; } = "";
    public string Parent { get; init; } = "";
    public string Against { get; init; } = "";
    public string Run { get; init; } = "";
    public string CodeVersion { get; init; } = "";

    public static string Partition(string schema, string kind) => $"{schema}-{kind}";

    /// <summary>What the manifest alone says.</summary>
    public static ModelRow Of(ModelManifest manifest) => new()
    {
        Schema = manifest.Schema,
        Kind = manifest.Kind,
        Version = manifest.Version,
        Demonstration = manifest.Demonstration,
        Rows = manifest.Rows,
        Metrics = new ModelMetrics
        {
            RocAuc = manifest.Metrics.GetValueOrDefault("rocAuc"),
            AveragePrecision = manifest.Metrics.GetValueOrDefault("averagePrecision"),
            LogLoss = manifest.Metrics.GetValueOrDefault("logLoss"),
            Brier = manifest.Metrics.GetValueOrDefault("brier"),
            ProfitPerThousandAtBreakEven = manifest.Metrics.GetValueOrDefault("profitPerThousandAtBreakEven"),
            BaseRate = manifest.Metrics.GetValueOrDefault("baseRate"),
            Segments = (int)manifest.Metrics.GetValueOrDefault("segments"),
            Silhouette = manifest.Metrics.GetValueOrDefault("silhouette"),
            Stability = manifest.Metrics.GetValueOrDefault("stability"),
            SmallestShare = manifest.Metrics.GetValueOrDefault("smallestShare"),
        },
        Fingerprint = manifest.SchemaFingerprint,
        Parent = manifest.ParentChampion ?? "",
        Run = manifest.CreatedFrom ?? "",
        CodeVersion = manifest.CodeVersion,
    };

    /// <summary>The row with the gate's judgement, if there is one, and its place under the alias.</summary>
    public ModelRow With(GateJudgement? judgement, ChampionAlias? alias)
    {
        string promotion = alias?.History.LastOrDefault(step => step.Version == Version)?.Reason ?? "";
        ModelRow row = this with
        {
            Current = alias?.Version == Version,
            Pinned = alias?.Version == Version && alias.Pinned,
            Status = ModelStatus.Of(Version, alias, judgement?.Outcome),
            Reason = $"{promotion} {judgement?.Reason}".Trim(),
        };
        return judgement is null ? row : row with
        {
            Grade = judgement.Grade.Letter,
            GradeSentence = judgement.Grade.Sentence,
            Against = judgement.Against ?? "",
            Metrics = judgement.Evidence.Challenger is ModelFigures figures ? row.Metrics with
            {
                RocAucLow = figures.RocAucLow,
                RocAucHigh = figures.RocAucHigh,
                LogLossStandardError = figures.LogLossStandardError,
                BaselineLogLoss = figures.BaselineLogLoss,
                TopTenthLift = figures.TopTenthLift,
            } : row.Metrics,
        };
    }

    /// <summary>Whether it says what the alias says. What the gate said of a version that was never champion is not looked at.</summary>
    public bool Agrees(ChampionAlias? alias) =>
        Current == (alias?.Version == Version)
        && Pinned == (Current && alias!.Pinned)
        && (Status == ModelStatus.Champion) == Current
        && (Current || alias?.Knows(Version) != true || Status == ModelStatus.Retired);

    public TableEntity ToEntity() => new(Partition(Schema, Kind), Version)
    {
        { "Schema", Schema },
        { "Kind", Kind },
        { "Version", Version },
        { "Current", Current },
        { "Status", Status },
        { "Demonstration", Demonstration },
        { "Rows", Rows },
        { "RocAuc", Metrics.RocAuc },
        { "AveragePrecision", Metrics.AveragePrecision },
        { "LogLoss", Metrics.LogLoss },
        { "Brier", Metrics.Brier },
        { "ProfitPerThousandAtBreakEven", Metrics.ProfitPerThousandAtBreakEven },
        { "BaseRate", Metrics.BaseRate },
        { "Fingerprint", Fingerprint },
        { "Parent", Parent },
        { "Run", Run },
        { "CodeVersion", CodeVersion },
        { "Pinned", Pinned },
        { "Reason", Reason },
        { "Grade", Grade },
        { "GradeSentence", GradeSentence },
        { "RocAucLow", Metrics.RocAucLow },
        { "RocAucHigh", Metrics.RocAucHigh },
        { "LogLossStandardError", Metrics.LogLossStandardError },
        { "BaselineLogLoss", Metrics.BaselineLogLoss },
        { "TopTenthLift", Metrics.TopTenthLift },
        { "Against", Against },
        { "Segments", Metrics.Segments },
        { "Silhouette", Metrics.Silhouette },
        { "Stability", Metrics.Stability },
        { "SmallestShare", Metrics.SmallestShare },
    };

    public static ModelRow From(TableEntity entity) => new()
    {
        Schema = entity.Text("Schema"),
        Kind = entity.Text("Kind"),
        Version = entity.RowKey,
        Current = entity.GetBoolean("Current") ?? false,
        Status = entity.Text("Status"),
        Demonstration = entity.GetBoolean("Demonstration") ?? false,
        Rows = entity.GetInt64("Rows") ?? 0,
        Metrics = new ModelMetrics
        {
            RocAuc = entity.GetDouble("RocAuc") ?? 0,
            RocAucLow = entity.GetDouble("RocAucLow") ?? 0,
            RocAucHigh = entity.GetDouble("RocAucHigh") ?? 0,
            AveragePrecision = entity.GetDouble("AveragePrecision") ?? 0,
            LogLoss = entity.GetDouble("LogLoss") ?? 0,
            LogLossStandardError = entity.GetDouble("LogLossStandardError") ?? 0,
            BaselineLogLoss = entity.GetDouble("BaselineLogLoss") ?? 0,
            Brier = entity.GetDouble("Brier") ?? 0,
            ProfitPerThousandAtBreakEven = entity.GetDouble("ProfitPerThousandAtBreakEven") ?? 0,
            BaseRate = entity.GetDouble("BaseRate") ?? 0,
            TopTenthLift = entity.GetDouble("TopTenthLift") ?? 0,
            Segments = entity.GetInt32("Segments") ?? 0,
            Silhouette = entity.GetDouble("Silhouette") ?? 0,
            Stability = entity.GetDouble("Stability") ?? 0,
            SmallestShare = entity.GetDouble("SmallestShare") ?? 0,
        },
        Fingerprint = entity.Text("Fingerprint"),
        Parent = entity.Text("Parent"),
        Run = entity.Text("Run"),
        CodeVersion = entity.Text("CodeVersion"),
        Pinned = entity.GetBoolean("Pinned") ?? false,
        Reason = entity.Text("Reason"),
        Grade = entity.Text("Grade"),
        GradeSentence = entity.Text("GradeSentence"),
        Against = entity.Text("Against"),
    };
}
