using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// Inner loops with a fixed order of operations: always four lanes, never fused, so that every machine gives the same bits.
/// (TensorPrimitives takes the width of the CPU at hand, and with it another order of summation.)
/// </summary>
internal static class VectorKernels
{
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        int length = left.Length;
        ref double l = ref MemoryMarshal.GetReference(left);
        ref double r = ref MemoryMarshal.GetReference(right[..length]);
        Vector256<double> first = Vector256<double>.Zero;
        Vector256<double> second = Vector256<double>.Zero;
        nuint i = 0;
        for (; i + 8 <= (nuint)length; i += 8)
        {
            first += Vector256.LoadUnsafe(ref l, i) * Vector256.LoadUnsafe(ref r, i);
            second += Vector256.LoadUnsafe(ref l, i + 4) * Vector256.LoadUnsafe(ref r, i + 4);
        }

        first += second;
        double sum = first[0] + first[1] + (first[2] + first[3]);
        for (int tail = (int)i; tail < length; tail++)
        {
            sum += left[tail] * right[tail];
        }

        return sum;
    }

    /// <summary>into += factor · values.</summary>
    public static void AddScaled(double factor, ReadOnlySpan<double> values, Span<double> into)
    {
        int length = values.Length;
        ref double v = ref MemoryMarshal.GetReference(values);
        ref double t = ref MemoryMarshal.GetReference(into[..length]);
        Vector256<double> factors = Vector256.Create(factor);
        nuint i = 0;
        for (; i + 4 <= (nuint)length; i += 4)
        {
            (Vector256.LoadUnsafe(ref t, i) + (factors * Vector256.LoadUnsafe(ref v, i))).StoreUnsafe(ref t, i);
        }

        for (int tail = (int)i; tail < length; tail++)
        {
            into[tail] += factor * values[tail];
        }
    }

    /// <summary>Σ (left − right)².</summary>
    public static double SquaredDistance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        int length = left.Length;
        ref double l = ref MemoryMarshal.GetReference(left);
        ref double r = ref MemoryMarshal.GetReference(right[..length]);
        Vector256<double> sums = Vector256<double>.Zero;
        nuint i = 0;
        for (; i + 4 <= (nuint)length; i += 4)
        {
            Vector256<double> difference = Vector256.LoadUnsafe(ref l, i) - Vector256.LoadUnsafe(ref r, i);
            sums += difference * difference;
        }

        double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (int tail = (int)i; tail < length; tail++)
        {
            double difference = left[tail] - right[tail];
            sum += difference * difference;
        }

        return sum;
    }
}
