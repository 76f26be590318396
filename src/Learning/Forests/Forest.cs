namespace Clientele.Learning;

/// <summary>The engine that random forests and extra trees share: trees grown side by side, put together in the order of their numbers.</summary>
internal static class Forest
{
    public static (ForestModel Model, OutOfBag? OutOfBag) Fit(
        Matrix inputs,
        ReadOnlySpan<double> targets,
        ReadOnlySpan<double> weights,
        ForestOptions options,
        ForestMethod method,
        IProgress<double>? progress,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        ForestOptions.Check(options);
        if (method is { Bootstrap: false, OutOfBag: true })
        {
            throw new ArgumentException("Without bootstrap no row is out of any bag.", nameof(options));
        }

        InputChecks.NotEmpty(inputs, nameof(inputs));
        CheckTargets(inputs.Rows, targets, options.Task);
        InputChecks.Weights(inputs.Rows, weights);
        InputChecks.Finite(inputs, nameof(inputs));
        cancellation.ThrowIfCancellationRequested();

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads > 0 ? options.Threads : Environment.ProcessorCount, CancellationToken = cancellation };
        ForestSample sample = Gather(inputs, targets, weights, parallel);
        GrownForestTree[] grown = Grow(sample, options, method, parallel, progress);
        var model = new ForestModel(options.Task, [.. grown.Select(each => each.Tree)], Importances(grown, inputs.Columns));
        OutOfBag? outOfBag = method.OutOfBag ? OutOfBag.Judge(inputs, sample.Rows, grown, parallel) : null;
        progress?.Report(1);
        return (model, outOfBag);
    }

    private static void CheckTargets(int rows, ReadOnlySpan<double> targets, ForestTask task)
    {
        InputChecks.SameLength(rows, targets.Length, nameof(targets));
        if (task == ForestTask.Classification)
        {
            InputChecks.Binary(targets, nameof(targets));
        }
        else
        {
            InputChecks.Finite(targets, nameof(targets));
        }
    }

    private static ForestSample Gather(Matrix inputs, ReadOnlySpan<double> targets, ReadOnlySpan<double> weights, ParallelOptions parallel)
    {
        var weightOfRow = new double[inputs.Rows];
        var rows = new List<int>(inputs.Rows);
        for (int i = 0; i < weightOfRow.Length; i++)
        {
            weightOfRow[i] = weights.IsEmpty ? 1 : weights[i];
            if (weightOfRow[i] > 0)
            {
                rows.Add(i);
            }
        }

        return new ForestSample(new RankedColumns(inputs, parallel), targets.ToArray(), weightOfRow, [.. rows]);
    }

    private static GrownForestTree[] Grow(ForestSample sample, ForestOptions options, ForestMethod method, ParallelOptions parallel, IProgress<double>? progress)
    {
        var grown = new GrownForestTree[options.Trees];
        int next = -1;
        int done = 0;
        var reporting = new Lock();

        // One grower per worker, for its buffers are as long as the sample; which of them takes which tree changes nothing.
        int workers = Math.Min(parallel.MaxDegreeOfParallelism, options.Trees);
        Parallel.For(0, workers, parallel, _ =>
        {
            var grower = new ForestTreeGrower(sample, options, method);
            for (int tree; (tree = Interlocked.Increment(ref next)) < grown.Length;)
            {
                grown[tree] = grower.Grow(tree, parallel.CancellationToken);
                lock (reporting)
                {
                    done++;
                    progress?.Report((double)done / (grown.Length + 1));
                }
            }
        });
        return grown;
    }

    /// <summary>Mean over the trees of their shares; all 0 where no tree has a split.</summary>
    private static double[] Importances(GrownForestTree[] grown, int columns)
    {
        var sums = new double[columns];
        foreach (GrownForestTree tree in grown)
        {
            double whole = tree.Importances.Sum();
            if (whole > 0)
            {
                VectorKernels.AddScaled(1 / whole, tree.Importances, sums);
            }
        }

        double all = sums.Sum();
        return all > 0 ? [.. sums.Select(sum => sum / all)] : sums;
    }
}

/// <summary>What tells one kind of forest from the other.</summary>
/// <param name="RandomThresholds">A column's threshold is drawn; else it is the best there is.</param>
/// <param name="OutOfBag">Whether the predictions for rows that trees did not see are asked for.</param>
internal sealed record ForestMethod(bool Bootstrap, bool RandomThresholds, bool OutOfBag);
