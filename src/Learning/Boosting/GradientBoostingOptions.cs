using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What boosted trees make small.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<GradientBoostingObjective>))]
public enum GradientBoostingObjective
{
    /// <summary>Log-loss of labels 0 and 1; margins are log-odds and predictions probabilities.</summary>
    Logistic,

    /// <summary>Half of the squared error; predictions are the margins themselves.</summary>
    SquaredError,
}

/// <summary>How <see cref="GradientBoostedTrees"/> are fitted. The names in brackets are those of XGBoost.</summary>
public sealed record GradientBoostingOptions
{
    public GradientBoostingObjective Objective { get; init; } = GradientBoostingObjective.Logistic;

    /// <summary>Most trees; early stopping may keep fewer. 1 or more.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Each tree's leaves are multiplied by this (eta). Above 0, at most 1.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>Tests from the root to a leaf, at most. 1 to 64.</summary>
    public int MaxDepth { get; init; } = 6;

    /// <summary>2 or more: a tree grows where the gain is largest until it has this many leaves. 0: it grows level by level down to the depth.</summary>
    public int MaxLeaves { get; init; }

    /// <summary>Least sum of second derivatives in a child (min_child_weight). 0 or more.</summary>
    public double MinChildWeight { get; init; } = 1;

    /// <summary>
    /// A split must gain more than this, in XGBoost's unit (gamma): the fall of T(G)² / (H + L2), twice that of the objective. 0 or more.
    /// </summary>
    public double MinSplitGain { get; init; }

    /// <summary>Weight of the leaves' absolute values (alpha). 0 or more.</summary>
    public double L1 { get; init; }

    /// <summary>Weight of half of the leaves' squares (lambda). 0 or more.</summary>
    public double L2 { get; init; } = 1;

    /// <summary>Share of the rows that each tree sees, drawn without repetition (subsample). Above 0, at most 1.</summary>
    public double RowSample { get; init; } = 1;

    /// <summary>Share of the columns that each tree sees, at least one (colsample_bytree). Above 0, at most 1.</summary>
    public double ColumnSample { get; init; } = 1;

    /// <summary>Bins per column, next to that of missing values (max_bin). 2 to 255.</summary>
    public int MaxBins { get; init; } = FeatureBins.MostBins;

    /// <summary>Stop when so many trees in a row have not lowered the loss on the validation rows, and keep the trees up to the best. 0: never.</summary>
    public int EarlyStoppingRounds { get; init; }

    /// <summary>
    /// With early stopping and no validation rows given: the share of the rows, of each class alike, that is set aside for it. Above 0, below 1.
    /// Rows that are copies of each other may part; give validation rows where that matters.
    /// </summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>Decides the samples and the validation rows.</summary>
    public int Seed { get; init; }

    /// <summary>Most threads; 0: as many as cores. The model does not depend on it.</summary>
    public int Threads { get; init; }

    internal static void Check(GradientBoostingOptions options)
    {
        Check(Enum.IsDefined(options.Objective), nameof(options), options.Objective, "Objective is one of the two.");
        Check(options.Trees >= 1, nameof(options), options.Trees, "Trees is 1 or more.");
        Check(options.LearningRate is > 0 and <= 1, nameof(options), options.LearningRate, "LearningRate is above 0 and at most 1.");
        Check(options.MaxDepth is >= 1 and <= 64, nameof(options), options.MaxDepth, "MaxDepth is 1 to 64.");
        Check(options.MaxLeaves is 0 or >= 2, nameof(options), options.MaxLeaves, "MaxLeaves is 0, or 2 or more.");
        Check(options.MinChildWeight is >= 0 and < double.PositiveInfinity, nameof(options), options.MinChildWeight, "MinChildWeight is 0 or more.");
        Check(options.MinSplitGain is >= 0 and < double.PositiveInfinity, nameof(options), options.MinSplitGain, "MinSplitGain is 0 or more.");
        Check(options.L1 is >= 0 and < double.PositiveInfinity, nameof(options), options.L1, "L1 is 0 or more.");
        Check(options.L2 is >= 0 and < double.PositiveInfinity, nameof(options), options.L2, "L2 is 0 or more.");
        Check(options.RowSample is > 0 and <= 1, nameof(options), options.RowSample, "RowSample is above 0 and at most 1.");
        Check(options.ColumnSample is > 0 and <= 1, nameof(options), options.ColumnSample, "ColumnSample is above 0 and at most 1.");
        Check(options.MaxBins is >= 2 and <= FeatureBins.MostBins, nameof(options), options.MaxBins, "MaxBins is 2 to 255.");
        Check(options.EarlyStoppingRounds >= 0, nameof(options), options.EarlyStoppingRounds, "EarlyStoppingRounds is 0 or more.");
        Check(options.ValidationShare is > 0 and < 1, nameof(options), options.ValidationShare, "ValidationShare is above 0 and below 1.");
        Check(options.Threads >= 0, nameof(options), options.Threads, "Threads is 0 or more.");
    }

    private static void Check(bool holds, string argument, object value, string rule)
    {
        if (!holds)
        {
            throw new ArgumentOutOfRangeException(argument, value, rule);
        }
    }
}
