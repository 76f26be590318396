using Clientele.Learning;

namespace Clientele.Benchmarks.Campaign;

/// <summary>The three learners of the blend: each is fitted on the training rows and gives the test rows their probabilities.</summary>
internal sealed class CampaignCandidates(Matrix train, double[] labels, Matrix test)
{
    private const int InnerFolds = 3;
    private const int Seeds = 3;

    private static readonly SupportVectorOptions SupportVector = new() { C = 3, Gamma = 0.01 };

    public double[] SplineLogistic()
    {
        (Matrix inner, Matrix outer) = Standardised(Splines());
        return LogisticRegression.Fit(inner, labels, [], new LogisticRegressionOptions { L2 = 100 }).Predict(outer);
    }

    /// <summary>Decision values become probabilities by Platt's curve, fitted on rows that the machine had not seen.</summary>
    public double[] SupportVectors()
    {
        (Matrix inner, Matrix outer) = Standardised((train, test));
        int[] folds = StratifiedKFold.Assign(labels, [], InnerFolds, seed: 0);
        var decisions = new double[inner.Rows];
        for (int fold = 0; fold < InnerFolds; fold++)
        {
            int[] seen = [.. Enumerable.Range(0, folds.Length).Where(row => folds[row] != fold)];
            SupportVectorModel model = SupportVectorClassifier.Fit(Pick(inner, seen), [.. seen.Select(row => labels[row])], [], SupportVector);
            for (int row = 0; row < folds.Length; row++)
            {
                decisions[row] = folds[row] == fold ? model.Decision(inner.Row(row)) : decisions[row];
            }
        }

        PlattModel platt = Platt.Fit(decisions, labels, [], new PlattOptions());
        SupportVectorModel whole = SupportVectorClassifier.Fit(inner, labels, [], SupportVector);
        return [.. Enumerable.Range(0, outer.Rows).Select(row => platt.Predict(whole.Decision(outer.Row(row))))];
    }

    public double[] BoostedTrees()
    {
        var sum = new double[test.Rows];
        for (int seed = 0; seed < Seeds; seed++)
        {
            var options = new GradientBoostingOptions
            {
                Trees = 300,
                MaxDepth = 4,
                LearningRate = 0.05,
                RowSample = 0.7,
                ColumnSample = 0.5,
                MinChildWeight = 3,
                L2 = 2,
                Seed = seed,
            };
            double[] probabilities = GradientBoostedTrees.Fit(train, labels, [], options).Predict(test);
            for (int row = 0; row < sum.Length; row++)
            {
                sum[row] += probabilities[row] / Seeds;
            }
        }

        return sum;
    }

    /// <summary>Every continuous column as cubic B-splines with knots at quantiles of the training rows, the others as they are.</summary>
    private (Matrix Train, Matrix Test) Splines()
    {
        IReadOnlyList<int> continuous = CampaignFeatures.Continuous;
        int[] others = [.. Enumerable.Range(0, train.Columns).Except(continuous)];
        BSplineBasis basis = BSplineBasis.Fit(Columns(train, continuous), new BSplineBasisOptions { Knots = 5, IncludeBias = false, Extrapolation = SplineExtrapolation.Linear });
        return (Beside(basis.Transform(Columns(train, continuous)), Columns(train, others)), Beside(basis.Transform(Columns(test, continuous)), Columns(test, others)));
    }

    private static (Matrix Train, Matrix Test) Standardised((Matrix Train, Matrix Test) pair)
    {
        Standardizer standardizer = Standardizer.Fit(pair.Train);
        return (standardizer.Transform(pair.Train), standardizer.Transform(pair.Test));
    }

    private static Matrix Pick(Matrix rows, int[] which) => Matrix.FromRows([.. which.Select(row => rows.Row(row).ToArray())]);

    private static Matrix Columns(Matrix rows, IReadOnlyList<int> which) =>
        Matrix.FromRows([.. Enumerable.Range(0, rows.Rows).Select(row => which.Select(column => rows[row, column]).ToArray())]);

    private static Matrix Beside(Matrix left, Matrix right) =>
        Matrix.FromRows([.. Enumerable.Range(0, left.Rows).Select(row => (double[])[.. left.Row(row), .. right.Row(row)])]);
}
