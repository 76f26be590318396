namespace Clientele.Learning;

/// <summary>Quantiles of a column, interpolated between the sorted values (type 7 of Hyndman &amp; Fan, NumPy's default).</summary>
internal static class EmpiricalQuantiles
{
    /// <summary>As many as <paramref name="quantiles"/> holds, evenly from the minimum to the maximum; never falling. Just the minimum where only one is asked for.</summary>
    public static void Fill(Matrix inputs, int column, Span<double> quantiles)
    {
        var sorted = new double[inputs.Rows];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = inputs[i, column];
        }

        Array.Sort(sorted);
        long last = sorted.Length - 1;
        long steps = Math.Max(1, quantiles.Length - 1);
        for (int k = 0; k < quantiles.Length; k++)
        {
            // Whole numbers first: as many quantiles as rows are the rows themselves, to the last bit.
            (long below, long rest) = Math.DivRem(k * last, steps);
            double value = sorted[below];
            quantiles[k] = rest == 0 ? value : value + ((sorted[below + 1] - value) * ((double)rest / steps));
        }
    }
}
