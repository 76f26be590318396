using System.Numerics;

namespace Clientele.LocalHost.Generate;

/// <summary>
/// Seeded numbers (xoshiro256**, Blackman and Vigna 2018, seeded by SplitMix64). Our own, because the shipped samples must come out the same, byte for
/// byte, on every version of .NET.
/// </summary>
internal sealed class Randomness
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;
    private double _spare = double.NaN;

    public Randomness(ulong seed)
    {
        _a = Mix(seed);
        _b = Mix(seed + 1);
        _c = Mix(seed + 2);
        _d = Mix(seed + 3);
    }

    /// <summary>A number that looks random and depends on nothing but <paramref name="value"/>: a trait that need not be remembered.</summary>
    public static ulong Mix(ulong value)
    {
        unchecked
        {
            ulong z = (value * 0x9E3779B97F4A7C15) + 0x9E3779B97F4A7C15;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return z ^ (z >> 31);
        }
    }

    /// <summary>In [0, 1).</summary>
    public double Uniform() => (Next() >> 11) * (1.0 / (1UL << 53));

    /// <summary>From 0 to <paramref name="before"/> − 1.</summary>
    public int Below(int before) => (int)Math.BigMul(Next(), (ulong)before, out _);

    public bool Chance(double probability) => Uniform() < probability;

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            double kept = _spare;
            _spare = double.NaN;
            return kept;
        }

        while (true)
        {
            double x = (2 * Uniform()) - 1;
            double y = (2 * Uniform()) - 1;
            double square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                double scale = Math.Sqrt(-2 * Math.Log(square) / square);
                _spare = y * scale;
                return x * scale;
            }
        }
    }

    /// <summary>By Knuth's products; for means up to about 30.</summary>
    public int Poisson(double mean)
    {
        double limit = Math.Exp(-mean);
        double product = Uniform();
        int count = 0;
        while (product > limit)
        {
            product *= Uniform();
            count++;
        }

        return count;
    }

    /// <summary>The index whose share of cumulative <paramref name="shares"/> is hit; the last when none is.</summary>
    public int Pick(ReadOnlySpan<double> shares)
    {
        double hit = Uniform();
        int index = 0;
        while (index < shares.Length - 1 && hit >= shares[index])
        {
            hit -= shares[index++];
        }

        return index;
    }

    private ulong Next()
    {
        unchecked
        {
            ulong result = BitOperations.RotateLeft(_b * 5, 7) * 9;
            ulong shifted = _b << 17;
            _c ^= _a;
            _d ^= _b;
            _b ^= _c;
            _a ^= _d;
            _c ^= shifted;
            _d = BitOperations.RotateLeft(_d, 45);
            return result;
        }
    }
}
