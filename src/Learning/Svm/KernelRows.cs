using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>Sums in double over kernel rows in float, in a fixed order.</summary>
internal static class KernelRows
{
    private const int Lanes = 8;

    /// <summary>into += factor · row.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<float> row, Span<double> into)
    {
        ref float r = ref MemoryMarshal.GetReference(row);
        ref double t = ref MemoryMarshal.GetReference(into[..row.Length]);
        Vector256<double> factors = Vector256.Create(factor);
        int i = 0;
        for (; i + Lanes <= row.Length; i += Lanes)
        {
            (Vector256<double> low, Vector256<double> high) = Vector256.Widen(Vector256.LoadUnsafe(ref r, (nuint)i));
            (Vector256.LoadUnsafe(ref t, (nuint)i) + (factors * low)).StoreUnsafe(ref t, (nuint)i);
            (Vector256.LoadUnsafe(ref t, (nuint)i + 4) + (factors * high)).StoreUnsafe(ref t, (nuint)i + 4);
        }

        for (; i < row.Length; i++)
        {
            into[i] += factor * row[i];
        }
    }

    /// <summary>into += factor · (plus − minus).</summary>
    public static void AddScaledDifference(double factor, ReadOnlySpan<float> plus, ReadOnlySpan<float> minus, Span<double> into)
    {
        ref float p = ref MemoryMarshal.GetReference(plus);
        ref float m = ref MemoryMarshal.GetReference(minus[..plus.Length]);
        ref double t = ref MemoryMarshal.GetReference(into[..plus.Length]);
        Vector256<double> factors = Vector256.Create(factor);
        int i = 0;
        for (; i + Lanes <= plus.Length; i += Lanes)
        {
            (Vector256<double> plusLow, Vector256<double> plusHigh) = Vector256.Widen(Vector256.LoadUnsafe(ref p, (nuint)i));
            (Vector256<double> minusLow, Vector256<double> minusHigh) = Vector256.Widen(Vector256.LoadUnsafe(ref m, (nuint)i));
            (Vector256.LoadUnsafe(ref t, (nuint)i) + (factors * (plusLow - minusLow))).StoreUnsafe(ref t, (nuint)i);
            (Vector256.LoadUnsafe(ref t, (nuint)i + 4) + (factors * (plusHigh - minusHigh))).StoreUnsafe(ref t, (nuint)i + 4);
        }

        for (; i < plus.Length; i++)
        {
            into[i] += factor * ((double)plus[i] - minus[i]);
        }
    }
}
