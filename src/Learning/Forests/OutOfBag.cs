namespace Clientele.Learning;

/// <summary>
/// For each training row the mean over the trees whose bootstrap left it out: an honest prediction without a test set, unless other training rows are
/// copies of the row.
/// </summary>
public sealed class OutOfBag
{
    private readonly double[] _predictions;
    private readonly int[] _trees;

    private OutOfBag(double[] predictions, int[] trees) => (_predictions, _trees) = (predictions, trees);

    /// <summary>One per row; NaN where every tree has seen the row.</summary>
    public ReadOnlyMemory<double> Predictions => _predictions;

    /// <summary>How many trees had not seen the row; about 37% of all.</summary>
    public ReadOnlyMemory<int> Trees => _trees;

    /// <param name="rows">Those that the trees drew from, ascending; the others are out of every bag.</param>
    internal static OutOfBag Judge(Matrix inputs, int[] rows, GrownForestTree[] grown, ParallelOptions parallel)
    {
        var predictions = new double[inputs.Rows];
        var trees = new int[inputs.Rows];
        var slots = new int[inputs.Rows];
        Array.Fill(slots, -1);
        for (int slot = 0; slot < rows.Length; slot++)
        {
            slots[rows[slot]] = slot;
        }

        Parallel.For(0, inputs.Rows, parallel, i =>
        {
            ReadOnlySpan<double> row = inputs.Row(i);
            double sum = 0;
            foreach (GrownForestTree tree in grown)
            {
                if (slots[i] < 0 || tree.Drawn[slots[i]] == 0)
                {
                    sum += tree.Tree.Predict(row);
                    trees[i]++;
                }
            }

            predictions[i] = trees[i] > 0 ? sum / trees[i] : double.NaN;
        });
        return new OutOfBag(predictions, trees);
    }
}
