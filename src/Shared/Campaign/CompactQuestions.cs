using Clientele.Features;
using Clientele.Learning;

namespace Clientele.Campaign;

/// <summary>
/// Chooses the few questions of the compact model: forward selection by the log-loss of a logistic regression on splines, over folds that keep equal rows
/// together. A total or a count of a group is a question like a field.
/// </summary>
internal static class CompactQuestions
{
    public const int Most = 9;

    private const int Folds = 3;
    private const int MostRows = 4_000;
    private const double L2 = 10;
    private const double LeastGain = 1e-5;

    /// <summary>After this many steps only the questions that would have helped most in the one before stay in the running.</summary>
    private const int ScreeningStep = 2;
    private const double ScreenedShare = 0.5;

    /// <param name="chosen">The rows that may be looked at.</param>
    /// <returns>Topics, the most telling first; at least one.</returns>
    public static int[] Choose(TrainingRows rows, int[] chosen, FeatureSpaceOptions options, int seed, CancellationToken cancellation)
    {
        chosen = chosen.Length <= MostRows ? chosen : [.. chosen.OrderBy(row => rows.ContentGroups[row]).Take(MostRows)];
        FeatureSpace space = FeatureSpace.Fit(rows, chosen, options);
        double[] labels = [.. chosen.Select(row => rows.Labels[row])];
        int[] folds = StratifiedKFold.Assign(labels, [.. chosen.Select(row => rows.ContentGroups[row])], Folds, seed);
        Dictionary<int, Matrix> columns = Columns(space, space.Encode(rows, chosen));
        var selected = new List<int>();
        List<int> left = [.. columns.Keys.Order()];
        double best = double.PositiveInfinity;
        while (selected.Count < Most && left.Count > 0)
        {
            var losses = new double[left.Count];
            var parallel = new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount };
            Parallel.For(0, left.Count, parallel, i => losses[i] = LogLoss([.. selected.Append(left[i]).Select(topic => columns[topic])], labels, folds));
            int next = Array.IndexOf(losses, losses.Min());
            if (selected.Count > 0 && losses[next] > best - LeastGain)
            {
                break;
            }

            best = losses[next];
            int taken = left[next];
            if (selected.Count == ScreeningStep)
            {
                int[] order = [.. Enumerable.Range(0, left.Count).OrderBy(i => losses[i])];
                left = [.. order.Take(Math.Max(2 * Most, (int)(ScreenedShare * left.Count))).Select(i => left[i]).Order()];
            }

            left.Remove(taken);
            selected.Add(taken);
        }

        return [.. selected];
    }

    /// <summary>Of each question its own columns, bent by splines where they take many values, standardised.</summary>
    private static Dictionary<int, Matrix> Columns(FeatureSpace space, Matrix inputs)
    {
        var result = new Dictionary<int, Matrix>();
        for (int q = 0; q < space.Questions.Count; q++)
        {
            int[] own = [.. Enumerable.Range(0, space.Columns.Count).Where(j => space.Columns[j].Of == q && space.Columns[j].Per < 0)];
            int[] logs = [.. own.Where(j => space.Columns[j].Kind == ColumnKind.Log)];

            // The logarithm and the number itself, both bent, would say the same.
            own = logs.Length > 0 ? [.. own.Where(j => space.Columns[j].Kind != ColumnKind.Value)] : own;
            if (own.Length == 0)
            {
                continue;
            }

            int[] curves = [.. own.Where(j => space.Columns[j].IsCurve)];
            int[] others = [.. own.Except(curves)];
            BSplineBasis? basis = curves.Length == 0 ? null : BSplineBasis.Fit(inputs.TakeColumns(curves), new BSplineBasisOptions { Knots = 4, Degree = 2, IncludeBias = false, Extrapolation = SplineExtrapolation.Linear });
            var expander = new SplineExpander(curves, others, basis);
            var expanded = new Matrix(inputs.Rows, (basis?.OutputColumns ?? 0) + others.Length);
            for (int i = 0; i < inputs.Rows; i++)
            {
                expander.Expand(inputs.Row(i), expanded.RowToWrite(i));
            }

            result[space.Questions[q].Topic] = Standardizer.Fit(expanded).Transform(expanded);
        }

        return result;
    }

    private static double LogLoss(Matrix[] parts, double[] labels, int[] folds)
    {
        var inputs = new Matrix(labels.Length, parts.Sum(part => part.Columns));
        for (int i = 0; i < labels.Length; i++)
        {
            int at = 0;
            foreach (Matrix part in parts)
            {
                part.Row(i).CopyTo(inputs.RowToWrite(i)[at..]);
                at += part.Columns;
            }
        }

        double loss = 0;
        for (int fold = 0; fold < Folds; fold++)
        {
            int[] known = [.. Enumerable.Range(0, labels.Length).Where(row => folds[row] != fold)];
            int[] held = [.. Enumerable.Range(0, labels.Length).Where(row => folds[row] == fold)];
            LogisticRegressionModel model = LogisticRegression.Fit(
                inputs.Take(known), [.. known.Select(row => labels[row])], [], new LogisticRegressionOptions { L2 = L2, Tolerance = 1e-4, Threads = 1 });
            loss += held.Sum(row => -Math.Log(Math.Max(labels[row] == 1 ? model.Predict(inputs.Row(row)) : 1 - model.Predict(inputs.Row(row)), 1e-12)));
        }

        return loss / labels.Length;
    }
}
