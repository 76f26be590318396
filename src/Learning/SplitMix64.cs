namespace Clientele.Learning;

/// <summary>
/// Random numbers in a few instructions each (Steele, Lea &amp; Flood 2014), where hundreds of millions are drawn or where neighbouring seeds must not have
/// neighbouring numbers. Copies go on from the same place.
/// </summary>
internal struct SplitMix64(ulong state)
{
    private ulong _state = state;

    public ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>0 to below <paramref name="end"/>; uneven by less than one part in 2³² / end.</summary>
    public int Next(int end) => (int)(((Next() >> 32) * (ulong)end) >> 32);

    /// <summary>−1 to below 1.</summary>
    public double NextSigned() => ((Next() >> 11) * (1.0 / (1UL << 52))) - 1;
}
