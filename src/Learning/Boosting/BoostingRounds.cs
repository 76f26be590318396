using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>The state of one fit: margins of all training rows, and tree after tree.</summary>
internal sealed class BoostingRounds
{
    /// <summary>Gains below this share of the root's magnitude are rounding.</summary>
    private const double LeastGain = 1e-14;

    /// <summary>Exponentials and the like, in additions.</summary>
    private const int WorkPerRow = 16;

    private readonly GradientBoostingOptions _options;
    private readonly GradientBoostingValidation? _validation;
    private readonly double[] _targets;
    private readonly double[]? _weights;
    private readonly Random _random;
    private readonly CancellationToken _cancellation;
    private readonly Workers _workers;
    private readonly FeatureBins _bins;
    private readonly TreeGrower _grower;
    private readonly int[] _rows;
    private readonly double[] _margins;
    private readonly double[] _validationMargins;
    private readonly Vector128<double>[] _gradients;
    private readonly double _baseMargin;

    /// <param name="weights">Empty: all 1.</param>
    public BoostingRounds(
        Matrix inputs,
        double[] targets,
        double[] weights,
        GradientBoostingValidation? validation,
        GradientBoostingOptions options,
        Random random,
        CancellationToken cancellation)
    {
        if (options.Objective == GradientBoostingObjective.Logistic)
        {
            InputChecks.BothClasses(targets, weights);
        }

        (_targets, _validation, _options, _random, _cancellation) = (targets, validation, options, random, cancellation);
        _weights = weights.Length == 0 ? null : weights;
        _workers = new Workers(options.Threads, cancellation);
        _bins = FeatureBins.Of(inputs, weights, options.MaxBins, options.Threads, cancellation);
        _grower = new TreeGrower(_bins, new GradientHistograms(_bins, _workers), _weights, options, _workers);
        _rows = [.. Enumerable.Range(0, inputs.Rows).Where(row => _weights is null || _weights[row] > 0)];
        _baseMargin = BoostingLoss.BestConstant(options.Objective, targets, weights);
        _margins = new double[inputs.Rows];
        _margins.AsSpan().Fill(_baseMargin);
        _validationMargins = new double[validation?.Inputs.Rows ?? 0];
        _validationMargins.AsSpan().Fill(_baseMargin);
        _gradients = new Vector128<double>[inputs.Rows];
    }

    public GradientBoostingModel Run(IProgress<double>? progress)
    {
        var trees = new List<RegressionTree>();
        var gains = new List<double[]>();
        var losses = new List<double>();
        int best = 0;
        for (int round = 0; round < _options.Trees; round++)
        {
            _cancellation.ThrowIfCancellationRequested();
            gains.Add(new double[_bins.Columns]);
            RegressionTree tree = Grow(gains[^1]);
            trees.Add(tree);
            if (_validation is not null)
            {
                losses.Add(ValidationLoss(tree));
                best = losses[round] < losses[best] ? round : best;
                if (round - best >= _options.EarlyStoppingRounds)
                {
                    break;
                }
            }

            progress?.Report((double)(round + 1) / (_options.Trees + 1));
        }

        int kept = _validation is null ? trees.Count : best + 1;
        double[] gainOfColumn = [.. Enumerable.Range(0, _bins.Columns).Select(column => gains.Take(kept).Sum(each => each[column]))];
        var model = new GradientBoostingModel(
            _options.Objective, _bins.Columns, _baseMargin, trees.Take(kept).ToArray(), gainOfColumn, losses.ToArray());
        progress?.Report(1);
        return model;
    }

    private RegressionTree Grow(double[] gains)
    {
        double least = Math.Max(_options.MinSplitGain, LeastGain * Differentiate());
        int[] sample = Sample(_rows, _options.RowSample);
        int[] columns = Sample([.. Enumerable.Range(0, _bins.Columns)], _options.ColumnSample);
        GrownTree grown = _grower.Grow(_gradients, sample, columns, least, gains);
        if (sample.Length == _rows.Length)
        {
            _workers.Run(grown.Leaves.Count, (long)_rows.Length * 2, leaf =>
            {
                (ReadOnlyMemory<int> rows, double value) = grown.Leaves[leaf];
                foreach (int row in rows.Span)
                {
                    _margins[row] += value;
                }
            });
        }
        else
        {
            _workers.RunRows(_rows.Length, WorkPerRow, (start, end) =>
            {
                foreach (int row in _rows.AsSpan(start, end - start))
                {
                    _margins[row] += grown.ValueOf(_bins, row);
                }
            });
        }

        return grown.ToTree();
    }

    /// <summary>Fills the gradients.</summary>
    /// <returns>(Σ|G|)² / (ΣH + L2), the magnitude of what a node may score.</returns>
    private double Differentiate()
    {
        const int Length = 8192;
        var blocks = new Vector128<double>[(_rows.Length + Length - 1) / Length];
        _workers.Run(blocks.Length, (long)_rows.Length * WorkPerRow, block =>
        {
            Vector128<double> sums = Vector128<double>.Zero;
            foreach (int row in _rows.AsSpan(block * Length, Math.Min(Length, _rows.Length - (block * Length))))
            {
                Vector128<double> gradient = BoostingLoss.Gradient(_options.Objective, _margins[row], _targets[row], _weights is null ? 1 : _weights[row]);
                _gradients[row] = gradient;
                sums += Vector128.Abs(gradient);
            }

            blocks[block] = sums;
        });
        Vector128<double> total = Vector128<double>.Zero;
        foreach (Vector128<double> sums in blocks)
        {
            total += sums;
        }

        return total[0] * total[0] / (total[1] + _options.L2);
    }

    /// <summary>A share of the values, at least one, in their order; each subset of that size is as likely (Knuth's algorithm S).</summary>
    private int[] Sample(int[] values, double share)
    {
        if (share == 1)
        {
            return values;
        }

        var sample = new int[Math.Max(1, (int)Math.Round(values.Length * share))];
        int taken = 0;
        for (int i = 0; taken < sample.Length; i++)
        {
            if (_random.NextDouble() * (values.Length - i) < sample.Length - taken)
            {
                sample[taken++] = values[i];
            }
        }

        return sample;
    }

    private double ValidationLoss(RegressionTree tree)
    {
        GradientBoostingValidation rows = _validation!;
        _workers.RunRows(_validationMargins.Length, WorkPerRow, (start, end) =>
        {
            for (int i = start; i < end; i++)
            {
                _validationMargins[i] += tree.Predict(rows.Inputs.Row(i));
            }
        });
        double sum = 0;
        double total = 0;
        for (int i = 0; i < _validationMargins.Length; i++)
        {
            double weight = rows.Weights.IsEmpty ? 1 : rows.Weights.Span[i];
            sum += weight * BoostingLoss.Loss(_options.Objective, _validationMargins[i], rows.Targets.Span[i]);
            total += weight;
        }

        return sum / total;
    }
}
