using System.Text.Json;
using Clientele.Learning;

namespace Clientele.Tests.Learning;

/// <summary>Rows that forests are tried on, and what is asked of the trees that come out.</summary>
internal static class ForestRows
{
    /// <summary>One tree on all rows and all columns: nothing is left to chance but ties.</summary>
    public static readonly ForestOptions OneTree = new() { Trees = 1, Bootstrap = false, FeaturesPerSplit = FeaturesPerSplit.All };

    public static readonly ForestOptions OneRegressionTree = OneTree with { Task = ForestTask.Regression };

    public static string Json(ForestModel model) => JsonSerializer.Serialize(model, LearningJson.Default.ForestModel);

    /// <summary>2,000 rows to learn from and 1,000 to judge on, 8 columns; scikit-learn saw the same.</summary>
    public static (Matrix Inputs, double[] Labels, Matrix Fresh, double[] FreshLabels) Generated()
    {
        var draws = new Draws(2024);
        (Matrix inputs, double[] labels) = Rows(draws, 2000);
        (Matrix fresh, double[] freshLabels) = Rows(draws, 1000);
        return (inputs, labels, fresh, freshLabels);
    }

    private static (Matrix Inputs, double[] Labels) Rows(Draws draws, int rows)
    {
        var inputs = new Matrix(rows, 8);
        var labels = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            Span<double> row = inputs.RowToWrite(i);
            for (int j = 0; j < 8; j++)
            {
                row[j] = (draws.Next() * 4) - 2;
            }

            double margin = (1.5 * row[0]) + (row[1] * row[2]) - (row[3] * row[3]) + 1;
            labels[i] = draws.Next() < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
        }

        return (inputs, labels);
    }

    /// <summary>24 rows whose values differ within each column and are exact in single precision, which scikit-learn's trees compute in.</summary>
    public static (Matrix Inputs, double[] Targets, double[] Labels) Table()
    {
        var draws = new Draws(7);
        var inputs = new Matrix(24, 3);
        for (int j = 0; j < 3; j++)
        {
            int[] order = [.. Enumerable.Range(0, 24)];
            for (int i = 23; i > 0; i--)
            {
                int other = (int)(draws.Next() * (i + 1));
                (order[i], order[other]) = (order[other], order[i]);
            }

            for (int i = 0; i < 24; i++)
            {
                inputs.RowToWrite(i)[j] = (order[i] * 0.75) - 5;
            }
        }

        double[] signal = [.. Enumerable.Range(0, 24).Select(i => (inputs[i, 0] * inputs[i, 1]) + (3 * inputs[i, 2]))];
        double[] targets = [.. signal.Select(value => Math.Round(value + (40 * draws.Next())))];
        double[] labels = [.. signal.Select(value => value + (30 * draws.Next()) > 20 ? 1.0 : 0)];
        return (inputs, targets, labels);
    }

    public static int Depth(RegressionTree tree)
    {
        var depths = new int[tree.Features.Length];
        for (int node = 0; node < depths.Length; node++)
        {
            if (tree.Features.Span[node] != RegressionTree.Leaf)
            {
                depths[tree.Left.Span[node]] = depths[node] + 1;
                depths[tree.Right.Span[node]] = depths[node] + 1;
            }
        }

        return depths.Max();
    }

    /// <summary>The linear congruential generator of Numerical Recipes: a line of any language, so that scikit-learn can be given the same numbers.</summary>
    private sealed class Draws(uint state)
    {
        private uint _state = state;

        public double Next()
        {
            _state = unchecked((1664525 * _state) + 1013904223);
            return _state / 4294967296.0;
        }
    }
}
