namespace Clientele.Learning;

/// <summary>How <see cref="Umap"/> lays rows out; the defaults are those of umap-learn, the authors' own program.</summary>
public sealed record UmapOptions
{
    private const int FewEpochs = 10;

    /// <summary>Rows that count as near, the row itself among them: few show fine structure, many the large shape. 2 or more, at most the number of rows.</summary>
    public int Neighbours { get; init; } = 15;

    /// <summary>How close rows may lie in the layout. 0 to <see cref="Spread"/>.</summary>
    public double MinimumDistance { get; init; } = 0.1;

    /// <summary>Columns of the layout. 1 or more.</summary>
    public int Components { get; init; } = 2;

    /// <summary>Passes over the neighbourhood graph, 1 or more; null: 500 for up to 10,000 rows, else 200.</summary>
    public int? Epochs { get; init; }

    /// <summary>Step size of the first pass; it falls to 0 evenly. Above 0.</summary>
    public double LearningRate { get; init; } = 1;

    /// <summary>Random rows that push a row away for each neighbour that pulls it. 0 or more.</summary>
    public int NegativeSamples { get; init; } = 5;

    /// <summary>Scale of the layout. Above 0.</summary>
    public double Spread { get; init; } = 1;

    /// <summary>The same seed gives the same layout, bit for bit, whatever <see cref="Threads"/>.</summary>
    public int Seed { get; init; }

    /// <summary>Most threads for the search for neighbours; 0: as many as cores. The passes over the graph build on each other and use one.</summary>
    public int Threads { get; init; }

    internal int EpochsFor(int rows) => Epochs ?? UsualEpochs(rows);

    /// <summary>
    /// An edge of less than one over this many of the heaviest takes no part, not even in where rows start: its turn would not come. A run cut so short that
    /// next to nothing would be left keeps the edges of a usual one. Both as umap-learn does.
    /// </summary>
    internal int EpochsToPruneBy(int rows) => EpochsFor(rows) > FewEpochs ? EpochsFor(rows) : UsualEpochs(rows);

    private static int UsualEpochs(int rows) => rows <= 10_000 ? 500 : 200;

    internal static void Check(UmapOptions options)
    {
        foreach ((int value, int least, string name) in new[]
        {
            (options.Neighbours, 2, nameof(Neighbours)),
            (options.Components, 1, nameof(Components)),
            (options.Epochs ?? 1, 1, nameof(Epochs)),
            (options.NegativeSamples, 0, nameof(NegativeSamples)),
            (options.Threads, 0, nameof(Threads)),
        })
        {
            if (value < least)
            {
                throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} is {least} or more.");
            }
        }

        foreach ((double value, string name) in new[] { (options.LearningRate, nameof(LearningRate)), (options.Spread, nameof(Spread)) })
        {
            if (!(value > 0 && double.IsFinite(value)))
            {
                throw new ArgumentOutOfRangeException(nameof(options), value, $"{name} is above 0.");
            }
        }

        if (!(options.MinimumDistance >= 0 && options.MinimumDistance <= options.Spread))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.MinimumDistance, $"MinimumDistance lies between 0 and Spread, {options.Spread}.");
        }
    }
}
