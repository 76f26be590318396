namespace Clientele.Learning;

/// <summary>
/// A mixture of Gaussians by expectation maximisation (Dempster, Laird &amp; Rubin 1977; scikit-learn's variant, with a ridge on the
/// covariances), in logarithms. O(rows · components · columns²) per iteration and O(rows) memory beside the inputs.
/// </summary>
public static class GaussianMixture
{
    /// <param name="inputs">One row per observation; not changed.</param>
    /// <param name="weights">One per row, not negative; empty: all 1.</param>
    /// <param name="progress">Told a growing share of 1 after each iteration; 1 at the end.</param>
    /// <exception cref="ArgumentException">There are fewer rows than components, or a value is not finite (row and column are named).</exception>
    /// <exception cref="OverflowException">Values are so large that their squares are not finite.</exception>
    /// <exception cref="OperationCanceledException"/>
    public static GaussianMixtureModel Fit(
        Matrix inputs,
        ReadOnlySpan<double> weights,
        GaussianMixtureOptions options,
        IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(options);
        GaussianMixtureOptions.Check(options);
        InputChecks.NotEmpty(inputs, nameof(inputs));
        InputChecks.Finite(inputs, nameof(inputs));
        InputChecks.Weights(inputs.Rows, weights);
        if (inputs.Rows < options.Components)
        {
            throw new ArgumentException($"There are {inputs.Rows} rows, too few for {options.Components} components.", nameof(inputs));
        }

        cancellation.ThrowIfCancellationRequested();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Threads == 0 ? -1 : options.Threads, CancellationToken = cancellation };
        var maximisation = new Maximisation(inputs, weights.ToArray(), options, parallel);
        var random = new Random(options.Seed);
        Climb? best = null;
        for (int start = 0; start < options.Starts; start++)
        {
            int done = start;
            Climb climb = maximisation.From(random, share => progress?.Report((done + share) / options.Starts));
            if (best is null || climb.LogLikelihood > best.LogLikelihood)
            {
                best = climb;
            }
        }

        progress?.Report(1);
        return new GaussianMixtureModel(
            options.Covariance, best!.Parameters.Weights, best.Parameters.Means, best.Parameters.Covariances, best.LogLikelihood, best.Iterations, best.Converged);
    }

    /// <summary>Where one start ended; the log-likelihood is a mean per unit of weight.</summary>
    private sealed record Climb(MixtureParameters Parameters, double LogLikelihood, int Iterations, bool Converged);

    private sealed class Maximisation(Matrix inputs, double[] weights, GaussianMixtureOptions options, ParallelOptions parallel)
    {
        /// <summary>More would only cost memory. Blocks depend on the rows alone, so that threads don't change the sums.</summary>
        private const int MostBlocks = 64;

        private readonly MixtureShape _shape = new(options.Components, inputs.Columns, options.Covariance);
        private readonly int _rowsPerBlock = Math.Max(8, (inputs.Rows / (MostBlocks * RowTile.Rows)) + 1) * RowTile.Rows;
        private readonly double _totalWeight = weights.Length == 0 ? inputs.Rows : weights.Sum();

        /// <summary>One start, told of its share after each iteration.</summary>
        public Climb From(Random random, Action<double> tell)
        {
            MixtureParameters parameters = Seeded(MixtureSeeding.Labels(inputs, weights, options.Components, random, parallel));
            MixtureStatistics statistics = Pass(parameters);
            double reached = statistics.LogLikelihood / _totalWeight;
            var best = new Climb(parameters, reached, 0, Converged: false);
            double before = double.NegativeInfinity;
            for (int iteration = 1; iteration <= options.MaxIterations; iteration++)
            {
                parameters = statistics.Maximise(parameters.Means, options.Regularisation);
                statistics = Pass(parameters);

                // As in scikit-learn, the step that was too small is followed by one more.
                bool converged = Math.Abs(reached - before) < options.Tolerance;
                (before, reached) = (reached, statistics.LogLikelihood / _totalWeight);
                best = best with { Iterations = iteration, Converged = converged };

                // EM alone never falls, but the ridge may cost a little on the way to a better place: the best place counts.
                if (reached >= best.LogLikelihood)
                {
                    best = best with { Parameters = parameters, LogLikelihood = reached };
                }

                tell(1 - (1.0 / (1 + iteration)));
                if (converged)
                {
                    break;
                }
            }

            return best;
        }

        /// <summary>The M-step for rows that belong to one component each.</summary>
        private MixtureParameters Seeded(int[] labels)
        {
            var centres = new MixtureParameters(_shape);
            MixtureSeeding.MoveToMeans(inputs, weights, labels, new Matrix(centres.Means, _shape.Components, _shape.Columns));
            return Pass(centres.Means, (_, start, count, responsibilities) =>
            {
                for (int r = 0; r < count; r++)
                {
                    responsibilities[(labels[start + r] * RowTile.Rows) + r] = WeightOf(start + r);
                }

                return 0;
            }).Maximise(centres.Means, options.Regularisation);
        }

        /// <summary>Both steps of EM but for the last division: responsibilities under these parameters, and the moments that follow.</summary>
        private MixtureStatistics Pass(MixtureParameters parameters)
        {
            MixtureDensity density = parameters.Density();
            return Pass(parameters.Means, (tile, start, count, responsibilities) =>
            {
                density.LogJoint(tile, responsibilities);
                Span<double> row = _shape.Components <= 64 ? stackalloc double[_shape.Components] : new double[_shape.Components];
                double sum = 0;
                for (int r = 0; r < count; r++)
                {
                    for (int c = 0; c < row.Length; c++)
                    {
                        row[c] = responsibilities[(c * RowTile.Rows) + r];
                    }

                    double weight = WeightOf(start + r);
                    double logLikelihood = MixtureDensity.Normalise(row);
                    for (int c = 0; c < row.Length; c++)
                    {
                        responsibilities[(c * RowTile.Rows) + r] = weight * row[c];
                    }

                    // A row without weight may lie where the density is 0, and 0 · −∞ is no number.
                    sum += weight == 0 ? 0 : weight * logLikelihood;
                }

                return sum;
            });
        }

        private MixtureStatistics Pass(double[] means, Weigh weigh)
        {
            var blocks = new MixtureStatistics[(inputs.Rows + _rowsPerBlock - 1) / _rowsPerBlock];
            Parallel.For(
                0,
                blocks.Length,
                parallel,
                () => (Tile: new RowTile(_shape.Columns), Responsibilities: new double[_shape.Components * RowTile.Rows]),
                (block, _, scratch) =>
                {
                    blocks[block] = new MixtureStatistics(_shape);
                    int end = Math.Min(inputs.Rows, (block + 1) * _rowsPerBlock);
                    for (int start = block * _rowsPerBlock; start < end; start += RowTile.Rows)
                    {
                        scratch.Tile.Load(inputs, start, Math.Min(RowTile.Rows, end - start));
                        Array.Clear(scratch.Responsibilities);
                        blocks[block].LogLikelihood += weigh(scratch.Tile, start, scratch.Tile.Count, scratch.Responsibilities);
                        blocks[block].Add(scratch.Tile, means, scratch.Responsibilities);
                    }

                    return scratch;
                },
                _ => { });
            for (int block = 1; block < blocks.Length; block++)
            {
                blocks[0].Add(blocks[block]);
            }

            return blocks[0];
        }

        private double WeightOf(int row) => weights.Length == 0 ? 1 : weights[row];
    }

    /// <summary>Fills weight · responsibility of the rows of a tile; returns their weighted log-likelihood.</summary>
    private delegate double Weigh(RowTile tile, int start, int count, double[] responsibilities);
}
