using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>The mean of many trees. Immutable, safe from any thread, keeps no training data.</summary>
public sealed class ForestModel
{
    private const int RowsPerBlock = 16_384;

    private readonly RegressionTree[] _trees;
    private readonly double[] _importances;

    /// <param name="trees">At least one; none tests a column that has no entry in <paramref name="importances"/>.</param>
    /// <param name="importances">One per column of the inputs, 0 or more.</param>
    /// <exception cref="ArgumentException">A tree is missing or tests a column that there is not, a value is not finite, or a probability not in [0, 1].</exception>
    [JsonConstructor]
    public ForestModel(ForestTask task, IReadOnlyList<RegressionTree> trees, ReadOnlyMemory<double> importances)
    {
        ArgumentNullException.ThrowIfNull(trees);
        if (!Enum.IsDefined(task) || trees.Count == 0 || importances.IsEmpty)
        {
            throw new ArgumentException("A forest needs a task, at least one tree and at least one column.", nameof(trees));
        }

        InputChecks.Finite(importances.Span, nameof(importances));
        (Task, _trees, _importances) = (task, [.. trees], importances.ToArray());
        for (int i = 0; i < _trees.Length; i++)
        {
            CheckTree(_trees[i], i);
        }
    }

    public ForestTask Task { get; }

    /// <summary>Each says the probability of class 1, or the mean of the target.</summary>
    public IReadOnlyList<RegressionTree> Trees => _trees;

    /// <summary>
    /// Share of each column in the decrease of impurity over all splits; they add up to 1, or are all 0 where no tree has a split. Found on the training
    /// rows, so columns with many distinct values look better than they are.
    /// </summary>
    public ReadOnlyMemory<double> Importances => _importances;

    /// <summary>Probability of class 1, or the expected target, of one row. O(trees · depth).</summary>
    /// <exception cref="ArgumentException">The row does not have one value per column, or one that is not finite.</exception>
    public double Predict(ReadOnlySpan<double> row)
    {
        CheckRow(row);
        double first = _trees[0].Predict(row);
        double sum = 0;
        for (int tree = 1; tree < _trees.Length; tree++)
        {
            sum += _trees[tree].Predict(row) - first;
        }

        // Measured from the first tree, so that trees that agree give their own value to the last bit.
        return Finish(first, sum);
    }

    /// <summary>Predictions for every row of a matrix; the same bits as row by row.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double})" path="/exception"/>
    public double[] Predict(Matrix inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        InputChecks.SameLength(_importances.Length, inputs.Columns, nameof(inputs.Columns));
        InputChecks.Finite(inputs, nameof(inputs));
        var predictions = new double[inputs.Rows];
        var first = new double[Math.Min(RowsPerBlock, inputs.Rows)];
        for (int start = 0; start < inputs.Rows; start += RowsPerBlock)
        {
            // Tree by tree over a block of rows: the tree stays in the cache while many rows run through it.
            Span<double> block = predictions.AsSpan(start, Math.Min(RowsPerBlock, inputs.Rows - start));
            for (int i = 0; i < block.Length; i++)
            {
                first[i] = _trees[0].Predict(inputs.Row(start + i));
            }

            foreach (RegressionTree tree in _trees.AsSpan(1))
            {
                for (int i = 0; i < block.Length; i++)
                {
                    block[i] += tree.Predict(inputs.Row(start + i)) - first[i];
                }
            }

            for (int i = 0; i < block.Length; i++)
            {
                block[i] = Finish(first[i], block[i]);
            }
        }

        return predictions;
    }

    /// <summary>Writes the node number of the leaf that the row falls into, tree by tree: rows that often share leaves are alike.</summary>
    /// <param name="into">One per tree.</param>
    /// <exception cref="ArgumentException">The row or <paramref name="into"/> has another length, or a value is not finite.</exception>
    public void LeavesOf(ReadOnlySpan<double> row, Span<int> into)
    {
        CheckRow(row);
        InputChecks.SameLength(_trees.Length, into.Length, nameof(into));
        for (int tree = 0; tree < _trees.Length; tree++)
        {
            into[tree] = _trees[tree].LeafOf(row);
        }
    }

    private double Finish(double first, double sum)
    {
        double mean = first + (sum / _trees.Length);
        return Task == ForestTask.Classification ? Math.Clamp(mean, 0, 1) : mean;
    }

    private void CheckRow(ReadOnlySpan<double> row)
    {
        InputChecks.SameLength(_importances.Length, row.Length, nameof(row));
        InputChecks.FiniteRow(row, nameof(row));
    }

    private void CheckTree(RegressionTree tree, int number)
    {
        ArgumentNullException.ThrowIfNull(tree);
        ReadOnlySpan<int> features = tree.Features.Span;
        ReadOnlySpan<double> values = tree.Values.Span;
        for (int node = 0; node < features.Length; node++)
        {
            if (features[node] >= _importances.Length)
            {
                throw new ArgumentException($"Tree {number} tests column {features[node]} of {_importances.Length}.", nameof(tree));
            }

            if (Task == ForestTask.Classification && values[node] is not (>= 0 and <= 1))
            {
                throw new ArgumentException($"Node {node} of tree {number} holds {values[node]}; a probability lies between 0 and 1.", nameof(tree));
            }
        }
    }
}
