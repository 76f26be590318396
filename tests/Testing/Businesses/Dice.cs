namespace Clientele.Testing.Businesses;

/// <summary>The random numbers of one made-up customer: the same ones whatever file the customer stands in (SplitMix64).</summary>
public sealed class Dice(ulong seed, ulong customer)
{
    private ulong _state = (seed * 0xD1342543DE82EF95) ^ (customer * 0x9E3779B97F4A7C15);

    /// <summary>At least 0, below 1.</summary>
    public double Share()
    {
        ulong mixed = _state += 0x9E3779B97F4A7C15;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return ((mixed ^ (mixed >> 31)) >> 11) / (double)(1UL << 53);
    }

    public bool Chance(double probability) => Share() < probability;

    /// <summary>From 0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Share() * count);

    /// <summary>Mean 0, deviation 1 (Box and Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - Share())) * Math.Cos(2 * Math.PI * Share());

    /// <summary>A whole number around a mean, never below 0; skewed as counts are.</summary>
    public int Count(double mean) => (int)Math.Round(mean * Math.Exp((0.6 * Normal()) - 0.18));

    public T One<T>(params ReadOnlySpan<T> choices) => choices[Below(choices.Length)];
}
