namespace Clientele.Campaign;

/// <summary>One thing that pushes a customer's probability up or down.</summary>
/// <param name="Topic">
/// What it is about: an index into the schema's fields or, from their count on, into its groups. −1: no reason.
/// </param>
/// <param name="Contribution">Added to the log-odds; above 0 it speaks for a response.</param>
/// <param name="Value">
/// The customer's value: a number in the field's unit, 0 or 1, years for a year, days for a date, an index into the categories (−1: another text),
/// the sum or the count of a group. NaN where there is none.
/// </param>
public readonly record struct Reason(short Topic, float Contribution, double Value)
{
    public static Reason Nothing => new(-1, 0, double.NaN);

    public bool IsNothing => Topic < 0;
}

/// <summary>The three reasons that weigh most, the heaviest first.</summary>
public readonly record struct TopReasons(Reason First, Reason Second, Reason Third)
{
    public const int Count = 3;

    public static TopReasons None => new(Reason.Nothing, Reason.Nothing, Reason.Nothing);

    /// <summary>0, the heaviest, to 2.</summary>
    public Reason this[int index] => index switch
    {
        0 => First,
        1 => Second,
        2 => Third,
        _ => throw new ArgumentOutOfRangeException(nameof(index), index, "There are three reasons, 0 to 2."),
    };
}
