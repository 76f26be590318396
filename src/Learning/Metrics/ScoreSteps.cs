namespace Clientele.Learning;

/// <summary>
/// Rows gathered by distinct score, the highest first. A cut-off can tell rows apart only between two steps, so whatever is computed from steps
/// treats ties exactly and does not depend on the order of rows. Rows of weight 0 make no step.
/// </summary>
internal sealed class ScoreSteps
{
    private ScoreSteps(double[] scores, double[] ones, double[] rows)
    {
        (Scores, Ones, Rows) = (scores, ones, rows);
    }

    /// <summary>Distinct and falling.</summary>
    public double[] Scores { get; }

    /// <summary>Weight of the labels of 1 with this score or a higher one.</summary>
    public double[] Ones { get; }

    /// <summary>Weight of all rows with this score or a higher one.</summary>
    public double[] Rows { get; }

    public int Count => Scores.Length;

    public double AllOnes => Ones[^1];

    public double AllRows => Rows[^1];

    /// <summary>O(n log n).</summary>
    public static ScoreSteps Of(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        Check(labels, scores, weights);
        double[] sorted = scores.ToArray();
        var signed = new double[sorted.Length];
        for (int i = 0; i < signed.Length; i++)
        {
            // The sign carries the label through the sort.
            double weight = weights.IsEmpty ? 1 : weights[i];
            signed[i] = labels[i] == 1 ? weight : -weight;
        }

        Array.Sort(sorted, signed);
        return Gather(sorted, signed);
    }

    /// <summary>Both classes must have weight.</summary>
    public ScoreSteps WithBothClasses(string argument = "labels")
    {
        if (!(AllOnes > 0 && AllRows > AllOnes))
        {
            throw new ArgumentException($"Both classes are needed; there are {AllRows - AllOnes} rows of 0 and {AllOnes} of 1.", argument);
        }

        return this;
    }

    /// <summary>Some label must be 1.</summary>
    public ScoreSteps WithResponders(string argument = "labels") =>
        AllOnes > 0 ? this : throw new ArgumentException($"None of the {AllRows} rows has the label 1.", argument);

    /// <summary>The first step that reaches down to the best <paramref name="rows"/> rows.</summary>
    public int StepOf(double rows)
    {
        int at = Array.BinarySearch(Rows, rows);
        return Math.Min(at >= 0 ? at : ~at, Count - 1);
    }

    /// <summary>Labels of 1 among the best <paramref name="rows"/> rows; of the tie in which that ends, as many as chance would take.</summary>
    public double OnesAmong(double rows)
    {
        int step = StepOf(rows);
        (double onesAbove, double rowsAbove) = step == 0 ? (0, 0) : (Ones[step - 1], Rows[step - 1]);
        return rows >= Rows[step] ? Ones[step] : onesAbove + ((Ones[step] - onesAbove) * (rows - rowsAbove) / (Rows[step] - rowsAbove));
    }

    public static void Check(ReadOnlySpan<double> labels, ReadOnlySpan<double> scores, ReadOnlySpan<double> weights)
    {
        if (scores.IsEmpty)
        {
            throw new ArgumentException("There are no rows to judge.", nameof(scores));
        }

        InputChecks.SameLength(scores.Length, labels.Length, nameof(labels));
        InputChecks.Binary(labels, nameof(labels));
        InputChecks.Finite(scores, nameof(scores));
        InputChecks.Weights(scores.Length, weights);
    }

    private static ScoreSteps Gather(double[] sorted, double[] signed)
    {
        var (scores, ones, rows) = (new double[sorted.Length], new double[sorted.Length], new double[sorted.Length]);
        int steps = 0;
        double onesSoFar = 0;
        double rowsSoFar = 0;
        for (int i = sorted.Length - 1; i >= 0; i--)
        {
            if (signed[i] == 0)
            {
                continue;
            }

            onesSoFar += Math.Max(signed[i], 0);
            rowsSoFar += Math.Abs(signed[i]);
            if (steps == 0 || scores[steps - 1] != sorted[i])
            {
                scores[steps++] = sorted[i];
            }

            (ones[steps - 1], rows[steps - 1]) = (onesSoFar, rowsSoFar);
        }

        return new ScoreSteps(scores[..steps], ones[..steps], rows[..steps]);
    }
}
