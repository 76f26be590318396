namespace Clientele.Learning;

/// <summary>What a customer did from the first purchase up to the day of asking, in any one unit of time.</summary>
/// <param name="Repeats">Purchases after the first; x of the papers. 0 to 1,000,000.</param>
/// <param name="Recency">From the first purchase to the last; t_x. 0 without repeats.</param>
/// <param name="Age">From the first purchase to the day of asking; T. Not below <paramref name="Recency"/>.</param>
public readonly record struct PurchaseHistory(int Repeats, double Recency, double Age)
{
    internal const int MostRepeats = 1_000_000;

    /// <summary>What is wrong with it, as the end of a sentence; null when it can be.</summary>
    internal string? Fault => this switch
    {
        { Repeats: < 0 or > MostRepeats } => FormattableString.Invariant($"has {Repeats} repeat purchases; there are 0 to {MostRepeats}."),
        _ when !(Recency >= 0 && Recency <= Age && double.IsFinite(Age)) =>
            FormattableString.Invariant($"has a recency of {Recency} at an age of {Age}; recency runs from 0 to the age, and both are finite."),
        { Repeats: 0, Recency: > 0 } => FormattableString.Invariant($"has a recency of {Recency} without a repeat purchase; it is 0 then."),
        _ => null,
    };

    internal void Require(string argument)
    {
        if (Fault is { } fault)
        {
            throw new ArgumentException($"The history {fault}", argument);
        }
    }
}
