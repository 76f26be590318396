using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>Sixty rows that any language can write down, for golden values that scikit-learn 1.2.1 computed on the very same numbers.</summary>
internal static class WaveTable
{
    /// <summary>x(i, j) = sin(1 + 0.37·i·(j + 1)); 33 rows of class 1.</summary>
    public static (Matrix Inputs, double[] Labels) Rows()
    {
        var inputs = new Matrix(60, 3);
        var labels = new double[60];
        for (int i = 0; i < 60; i++)
        {
            Span<double> row = inputs.RowToWrite(i);
            for (int j = 0; j < 3; j++)
            {
                row[j] = Math.Sin(1 + (0.37 * i * (j + 1)));
            }

            labels[i] = (row[0] * row[1]) + (0.5 * row[2]) + (0.4 * Math.Sin(2.3 * i)) > 0 ? 1 : 0;
        }

        return (inputs, labels);
    }

    /// <summary>1, 2, 3, 1, 2, 3 …</summary>
    public static double[] Weights() => [.. Enumerable.Range(0, 60).Select(i => 1.0 + (i % 3))];
}
