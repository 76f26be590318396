using System.Runtime.CompilerServices;
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

    /// <summary>The products of one row with each row of a table, such as <see cref="Dot"/> but four abreast: every row a lane-wise sum of its own.</summary>
    /// <param name="rows">Row after row, each as long as <paramref name="left"/>.</param>
    /// <param name="into">One per row.</param>
    public static void Dots(ReadOnlySpan<double> left, ReadOnlySpan<double> rows, Span<double> into)
    {
        int length = left.Length;
        ref double l = ref MemoryMarshal.GetReference(left);
        ref double table = ref MemoryMarshal.GetReference(rows[..(length * into.Length)]);
        int row = 0;
        for (; row + 4 <= into.Length; row += 4)
        {
            ref double a = ref Unsafe.Add(ref table, row * length);
            ref double b = ref Unsafe.Add(ref a, length);
            ref double c = ref Unsafe.Add(ref b, length);
            ref double d = ref Unsafe.Add(ref c, length);
            Vector256<double> first = Vector256<double>.Zero;
            Vector256<double> second = Vector256<double>.Zero;
            Vector256<double> third = Vector256<double>.Zero;
            Vector256<double> fourth = Vector256<double>.Zero;
            nuint i = 0;
            for (; i + 4 <= (nuint)length; i += 4)
            {
                Vector256<double> values = Vector256.LoadUnsafe(ref l, i);
                first += values * Vector256.LoadUnsafe(ref a, i);
                second += values * Vector256.LoadUnsafe(ref b, i);
                third += values * Vector256.LoadUnsafe(ref c, i);
                fourth += values * Vector256.LoadUnsafe(ref d, i);
            }

            into[row] = first[0] + first[1] + (first[2] + first[3]);
            into[row + 1] = second[0] + second[1] + (second[2] + second[3]);
            into[row + 2] = third[0] + third[1] + (third[2] + third[3]);
            into[row + 3] = fourth[0] + fourth[1] + (fourth[2] + fourth[3]);
            for (int tail = (int)i; tail < length; tail++)
            {
                into[row] += left[tail] * Unsafe.Add(ref a, tail);
                into[row + 1] += left[tail] * Unsafe.Add(ref b, tail);
                into[row + 2] += left[tail] * Unsafe.Add(ref c, tail);
                into[row + 3] += left[tail] * Unsafe.Add(ref d, tail);
            }
        }

        for (; row < into.Length; row++)
        {
            into[row] = Dot(left, rows.Slice(row * length, length));
        }
    }

    /// <summary>into += Σ factorᵢ · rowᵢ, four rows at once.</summary>
    /// <param name="rows">Row after row, each as long as <paramref name="into"/>.</param>
    public static void AddScaledRows(ReadOnlySpan<double> factors, ReadOnlySpan<double> rows, Span<double> into)
    {
        int length = into.Length;
        ref double t = ref MemoryMarshal.GetReference(into);
        ref double table = ref MemoryMarshal.GetReference(rows[..(length * factors.Length)]);
        int row = 0;
        for (; row + 4 <= factors.Length; row += 4)
        {
            ref double a = ref Unsafe.Add(ref table, row * length);
            ref double b = ref Unsafe.Add(ref a, length);
            ref double c = ref Unsafe.Add(ref b, length);
            ref double d = ref Unsafe.Add(ref c, length);
            (double first, double second, double third, double fourth) = (factors[row], factors[row + 1], factors[row + 2], factors[row + 3]);
            nuint i = 0;
            for (; i + 4 <= (nuint)length; i += 4)
            {
                Vector256<double> sum = (Vector256.LoadUnsafe(ref a, i) * first) + (Vector256.LoadUnsafe(ref b, i) * second)
                    + ((Vector256.LoadUnsafe(ref c, i) * third) + (Vector256.LoadUnsafe(ref d, i) * fourth));
                (Vector256.LoadUnsafe(ref t, i) + sum).StoreUnsafe(ref t, i);
            }

            for (int tail = (int)i; tail < length; tail++)
            {
                into[tail] += (Unsafe.Add(ref a, tail) * first) + (Unsafe.Add(ref b, tail) * second)
                    + ((Unsafe.Add(ref c, tail) * third) + (Unsafe.Add(ref d, tail) * fourth));
            }
        }

        for (; row < factors.Length; row++)
        {
            AddScaled(factors[row], rows.Slice(row * length, length), into);
        }
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

    /// <summary>Σ (left − right)², without the cancellation of ‖left‖² + ‖right‖² − 2·left·right.</summary>
    public static double SquaredDistance(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        int length = left.Length;
        ref double l = ref MemoryMarshal.GetReference(left);
        ref double r = ref MemoryMarshal.GetReference(right[..length]);
        Vector256<double> sums = Vector256<double>.Zero;
        nuint i = 0;
        for (; i + 4 <= (nuint)length; i += 4)
        {
            Vector256<double> gaps = Vector256.LoadUnsafe(ref l, i) - Vector256.LoadUnsafe(ref r, i);
            sums += gaps * gaps;
        }

        double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        for (int tail = (int)i; tail < length; tail++)
        {
            double gap = left[tail] - right[tail];
            sum += gap * gap;
        }

        return sum;
    }

    /// <summary>How many of the values are below the limit.</summary>
    public static int CountBelow(ReadOnlySpan<double> values, double limit)
    {
        ref double v = ref MemoryMarshal.GetReference(values);
        Vector256<double> limits = Vector256.Create(limit);
        Vector256<long> counts = Vector256<long>.Zero;
        nuint i = 0;
        for (; i + 4 <= (nuint)values.Length; i += 4)
        {
            counts -= Vector256.LessThan(Vector256.LoadUnsafe(ref v, i), limits).AsInt64();
        }

        long count = Vector256.Sum(counts);
        for (int tail = (int)i; tail < values.Length; tail++)
        {
            count += values[tail] < limit ? 1 : 0;
        }

        return (int)count;
    }

    /// <summary>
    /// e^x to about two units in the last place; arguments below −708 are taken as −708, those above 709 as 709. The C library's exp has other bits
    /// on other systems, and the one of the framework uses fused operations where it finds them.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<double> Exp(Vector256<double> x)
    {
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(-708.0)), Vector256.Create(709.0));

        // x = n·ln 2 + r with |r| ≤ ½ ln 2. Adding 1.5·2⁵² rounds to the nearest integer and leaves it in the lowest bits.
        Vector256<double> shifter = Vector256.Create(6755399441055744.0);
        Vector256<double> shifted = (x * 1.4426950408889634) + shifter;
        Vector256<double> n = shifted - shifter;

        // ln 2 in two parts, the first with so few digits that n times it is exact.
        Vector256<double> r = x - (n * 0.693145751953125) - (n * 1.42860682030941723212e-6);

        // Taylor to r¹²/12!; what is left out is below 2⁻⁵².
        Vector256<double> sum = Vector256.Create(1.0 / 479001600);
        sum = (sum * r) + Vector256.Create(1.0 / 39916800);
        sum = (sum * r) + Vector256.Create(1.0 / 3628800);
        sum = (sum * r) + Vector256.Create(1.0 / 362880);
        sum = (sum * r) + Vector256.Create(1.0 / 40320);
        sum = (sum * r) + Vector256.Create(1.0 / 5040);
        sum = (sum * r) + Vector256.Create(1.0 / 720);
        sum = (sum * r) + Vector256.Create(1.0 / 120);
        sum = (sum * r) + Vector256.Create(1.0 / 24);
        sum = (sum * r) + Vector256.Create(1.0 / 6);
        sum = (sum * r) + Vector256.Create(0.5);
        sum = (sum * r) + Vector256<double>.One;
        sum = (sum * r) + Vector256<double>.One;

        // Times 2ⁿ: n is added to the exponent.
        return (sum.AsInt64() + (shifted.AsInt64() << 52)).AsDouble();
    }

    /// <summary>into += factor · (values − origin).</summary>
    public static void AddScaledDifference(double factor, ReadOnlySpan<double> values, ReadOnlySpan<double> origin, Span<double> into)
    {
        int length = values.Length;
        ref double v = ref MemoryMarshal.GetReference(values);
        ref double o = ref MemoryMarshal.GetReference(origin[..length]);
        ref double t = ref MemoryMarshal.GetReference(into[..length]);
        Vector256<double> factors = Vector256.Create(factor);
        nuint i = 0;
        for (; i + 4 <= (nuint)length; i += 4)
        {
            (Vector256.LoadUnsafe(ref t, i) + (factors * (Vector256.LoadUnsafe(ref v, i) - Vector256.LoadUnsafe(ref o, i)))).StoreUnsafe(ref t, i);
        }

        for (int tail = (int)i; tail < length; tail++)
        {
            into[tail] += factor * (values[tail] - origin[tail]);
        }
    }
}
