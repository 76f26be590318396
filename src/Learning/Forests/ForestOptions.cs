using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What the trees of a forest predict.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ForestTask>))]
public enum ForestTask
{
    /// <summary>Labels are 0 or 1; a leaf holds the share of 1. Splits lower the Gini impurity.</summary>
    Classification,

    /// <summary>Any finite target; a leaf holds the mean. Splits lower the variance.</summary>
    Regression,
}

/// <summary>How a <see cref="RandomForest"/> or <see cref="ExtraTrees"/> is fitted.</summary>
public sealed record ForestOptions
{
    public ForestTask Task { get; init; } = ForestTask.Classification;

    /// <summary>1 or more.</summary>
    public int Trees { get; init; } = 100;

    /// <summary>Most tests from the root to a leaf; 0: as many as the rows ask for.</summary>
    public int MaxDepth { get; init; }

    /// <summary>A node of fewer rows becomes a leaf; a row that the bootstrap drew twice counts once. 2 or more.</summary>
    public int MinSamplesSplit { get; init; } = 2;

    /// <summary>No split leaves a side with fewer rows, counted in the same way. 1 or more.</summary>
    public int MinSamplesLeaf { get; init; } = 1;

    /// <summary>√columns for both tasks; scikit-learn looks at all columns in regression.</summary>
    public FeaturesPerSplit FeaturesPerSplit { get; init; } = FeaturesPerSplit.Sqrt;

    /// <summary>Whether each tree sees as many rows as there are, drawn with replacement. Null: true for a random forest, false for extra trees.</summary>
    public bool? Bootstrap { get; init; }

    public int Seed { get; init; }

    /// <summary>Most threads at work; 0: as many as there are cores. The model does not depend on it.</summary>
    public int Threads { get; init; }

    internal static void Check(ForestOptions options)
    {
        if (!Enum.IsDefined(options.Task))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Task, "Task is Classification or Regression.");
        }

        AtLeast(options, 1, options.Trees, nameof(Trees));
        AtLeast(options, 0, options.MaxDepth, nameof(MaxDepth));
        AtLeast(options, 2, options.MinSamplesSplit, nameof(MinSamplesSplit));
        AtLeast(options, 1, options.MinSamplesLeaf, nameof(MinSamplesLeaf));
        AtLeast(options, 0, options.Threads, nameof(Threads));
    }

    private static void AtLeast(ForestOptions options, int least, int value, string name)
    {
        if (value < least)
        {
            throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} is {least} or more.");
        }
    }
}
