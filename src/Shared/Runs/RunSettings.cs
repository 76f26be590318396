using Clientele.Campaign;
using Clientele.Insiders;
using Clientele.Segments;

namespace Clientele.Runs;

/// <summary>How runs are cut and bounded. Validated by <see cref="Check"/>.</summary>
public sealed record RunSettings
{
    /// <summary>Customers are spread over this many buckets by hash; part of the storage contract.</summary>
    public const int Buckets = 16;

    /// <summary>Bytes of a chunk, before it is extended to the end of its last record. 1 KiB to 64 MiB.</summary>
    public int ChunkBytes { get; init; } = 8 << 20;

    /// <summary>A file with a larger share of rejected records fails as a whole. 0 to 1.</summary>
    public double MostRejectedShare { get; init; } = 0.5;

    /// <summary>A run whose rows are older than this, by the service's clock, has not moved: the longest part limit and ten minutes.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long files of results are kept, and rows of runs whose upload is gone. At least a day.</summary>
    public TimeSpan ResultsKept { get; init; } = TimeSpan.FromDays(90);

    /// <summary>What the objectives ask for.</summary>
    public ObjectiveRules Objectives { get; init; } = new();

    /// <summary>How response models are trained.</summary>
    public ResponseTrainingOptions Training { get; init; } = new();

    /// <summary>How segments are trained.</summary>
    public SegmentTrainingOptions Segments { get; init; } = new();

    /// <summary>How customers of transactions are put into clusters, and who of them are insiders.</summary>
    public InsiderOptions Insiders { get; init; } = new();

    /// <summary>How their value is forecast.</summary>
    public ValueOptions Value { get; init; } = new();

    /// <exception cref="ArgumentOutOfRangeException">A value is out of range; the message names it.</exception>
    public RunSettings Check()
    {
        Require(ChunkBytes is >= 1024 and <= 64 << 20, $"ChunkBytes is {ChunkBytes}; it must be between 1,024 and {64 << 20}.");
        Require(MostRejectedShare is >= 0 and <= 1, $"MostRejectedShare is {MostRejectedShare}; it must be between 0 and 1.");
        Require(Patience > TimeSpan.Zero, $"Patience is {Patience}; it must be positive.");
        Require(ResultsKept >= TimeSpan.FromDays(1), $"ResultsKept is {ResultsKept}; it must be at least a day.");
        Objectives.Check();
        Training.Check();
        Segments.Check();
        Insiders.Check();
        ValueOptions.Check(Value);
        return this;

        static void Require(bool holds, string sentence)
        {
            if (!holds)
            {
                throw new ArgumentOutOfRangeException(null, sentence);
            }
        }
    }
}
