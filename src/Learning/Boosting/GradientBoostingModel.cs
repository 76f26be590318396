using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>The sum of a base margin and one leaf of each tree. Immutable, safe from any thread, keeps no training data.</summary>
public sealed class GradientBoostingModel
{
    private readonly RegressionTree[] _trees;
    private readonly double[] _gains;
    private readonly double[] _validationLosses;
    private readonly FlatTrees _flat;

    /// <exception cref="ArgumentException">A value is not finite, there is no tree, or a tree tests a column that is not there.</exception>
    [JsonConstructor]
    public GradientBoostingModel(
        GradientBoostingObjective objective,
        int columns,
        double baseMargin,
        ReadOnlyMemory<RegressionTree> trees,
        ReadOnlyMemory<double> gains,
        ReadOnlyMemory<double> validationLosses)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        InputChecks.Finite([baseMargin], nameof(baseMargin));
        InputChecks.SameLength(columns, gains.Length, nameof(gains));
        InputChecks.Finite(gains.Span, nameof(gains));
        InputChecks.Finite(validationLosses.Span, nameof(validationLosses));
        if (trees.IsEmpty || trees.ToArray().Any(tree => tree is null || tree.Features.ToArray().Max() >= columns))
        {
            throw new ArgumentException($"The model needs trees, and none that tests a column beyond its {columns}.", nameof(trees));
        }

        (Objective, Columns, BaseMargin) = (objective, columns, baseMargin);
        (_trees, _gains, _validationLosses) = (trees.ToArray(), gains.ToArray(), validationLosses.ToArray());
        _flat = new FlatTrees(_trees);
    }

    public GradientBoostingObjective Objective { get; }

    /// <summary>Columns of the rows that it was fitted on.</summary>
    public int Columns { get; }

    /// <summary>The margin that the trees add to.</summary>
    public double BaseMargin { get; }

    /// <summary>Up to the one with the least validation loss, where there was early stopping. The learning rate is in their values.</summary>
    public ReadOnlyMemory<RegressionTree> Trees => _trees;

    /// <summary>What the splits on each column gained, in all trees together: a rough importance.</summary>
    public ReadOnlyMemory<double> Gains => _gains;

    /// <summary>Mean loss on the validation rows after each tree, those included that were dropped; empty without early stopping.</summary>
    public ReadOnlyMemory<double> ValidationLosses => _validationLosses;

    /// <summary>Base margin plus the row's leaves; for the logistic objective the log-odds. NaN is a missing value.</summary>
    /// <exception cref="ArgumentException">The row does not have one value per column.</exception>
    public double Margin(ReadOnlySpan<double> row)
    {
        InputChecks.SameLength(Columns, row.Length, nameof(row));
        return _flat.Add(row, BaseMargin);
    }

    /// <summary>Probability of class 1, or for squared error the margin.</summary>
    /// <inheritdoc cref="Margin" path="/exception"/>
    public double Predict(ReadOnlySpan<double> row) => ToPrediction(Margin(row));

    /// <summary>Predictions of every row of a matrix; the same bits as row by row.</summary>
    /// <exception cref="ArgumentException">The matrix has another number of columns.</exception>
    public double[] Predict(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        if (inputs.Columns != Columns)
        {
            throw new ArgumentException($"The matrix has {inputs.Columns} columns, the model {Columns}.", nameof(inputs));
        }

        var predictions = new double[inputs.Rows];
        predictions.AsSpan().Fill(BaseMargin);
        _flat.Add(inputs, predictions, threads: 0);
        for (int i = 0; i < predictions.Length; i++)
        {
            predictions[i] = ToPrediction(predictions[i]);
        }

        return predictions;
    }

    private double ToPrediction(double margin) => Objective == GradientBoostingObjective.Logistic ? LogisticRegressionModel.Sigmoid(margin) : margin;
}
