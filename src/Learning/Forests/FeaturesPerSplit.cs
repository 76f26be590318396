namespace Clientele.Learning;

/// <summary>How many columns, drawn anew at each node, may split it. The default value is <see cref="Sqrt"/>.</summary>
public readonly record struct FeaturesPerSplit
{
    private readonly Rule _rule;
    private readonly double _number;

    private FeaturesPerSplit(Rule rule, double number) => (_rule, _number) = (rule, number);

    private enum Rule
    {
        Sqrt,
        Log2,
        Share,
        Count,
    }

    /// <summary>√columns, rounded down, at least 1.</summary>
    public static FeaturesPerSplit Sqrt => default;

    /// <summary>log₂ columns, rounded down, at least 1.</summary>
    public static FeaturesPerSplit Log2 { get; } = new(Rule.Log2, 0);

    public static FeaturesPerSplit All { get; } = new(Rule.Share, 1);

    /// <param name="share">Above 0, at most 1; of the columns, rounded down, at least 1.</param>
    public static FeaturesPerSplit Share(double share) => share is > 0 and <= 1
        ? new(Rule.Share, share)
        : throw new ArgumentOutOfRangeException(nameof(share), share, "A share of the columns is above 0 and at most 1.");

    /// <param name="count">1 or more; where there are fewer columns, all of them.</param>
    public static FeaturesPerSplit Count(int count) => count >= 1
        ? new(Rule.Count, count)
        : throw new ArgumentOutOfRangeException(nameof(count), count, "A split looks at 1 column or more.");

    /// <summary>How many of so many columns; 1 or more.</summary>
    /// <param name="columns">1 or more.</param>
    public int Of(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        double number = _rule switch
        {
            Rule.Sqrt => Math.Sqrt(columns),
            Rule.Log2 => Math.Log2(columns),
            Rule.Share => _number * columns,
            _ => _number,
        };
        return (int)Math.Clamp(number, 1, columns);
    }
}
