namespace Clientele.Learning;

/// <summary>
/// Lloyd's iterations without the distances that cannot matter: each row keeps an upper bound on the distance to its centroid and a lower bound on
/// that to any other, and is measured again only when they cross (Hamerly, Making k-means even faster, 2010). The labels are those of plain Lloyd.
/// </summary>
internal sealed class HamerlyLloyd
{
    // The bounds gather rounding of about 1e-16 per iteration; within this much of a tie the distances themselves decide.
    private const double Slack = 1 + 1e-12;

    private readonly WeightedRows _rows;
    private readonly int _clusters;
    private readonly int _maxIterations;
    private readonly double _tolerance;

    /// <summary>Sums are taken from here, so that rows far from the origin do not lose digits.</summary>
    private readonly double[] _origin;
    private readonly double[] _upper;
    private readonly double[] _lower;

    // Per block and cluster: Σ w·(x − origin), Σ w, and the number of rows with a weight.
    private readonly double[] _sums;
    private readonly double[] _weights;
    private readonly int[] _members;

    // Per cluster: how far the centroid just moved, and half its distance to the nearest other one.
    private readonly double[] _moves;
    private readonly double[] _halfGaps;
    private int _farthestMoved;
    private double _largestMove;
    private double _secondMove;

    public HamerlyLloyd(WeightedRows rows, KMeansOptions options)
    {
        _rows = rows;
        _clusters = options.Clusters;
        _maxIterations = options.MaxIterations;
        (_origin, double variance) = rows.Moments();
        _tolerance = options.Tolerance * variance;
        _upper = new double[rows.Count];
        _lower = new double[rows.Count];
        _sums = new double[rows.Blocks.Count * _clusters * rows.Columns];
        _weights = new double[rows.Blocks.Count * _clusters];
        _members = new int[rows.Blocks.Count * _clusters];
        _moves = new double[_clusters];
        _halfGaps = new double[_clusters];
    }

    /// <summary>One value per row, free for use between runs.</summary>
    public double[] Scratch => _lower;

    /// <summary>Runs from the given centroids, which it moves, and leaves in <paramref name="labels"/> the clusters that the model predicts.</summary>
    public KMeansModel Run(double[] centroids, int[] labels, Action<double> report)
    {
        // With such an upper bound the first pass measures every row.
        Array.Fill(_upper, double.PositiveInfinity);
        Array.Clear(_lower);
        Array.Clear(labels);
        Array.Clear(_moves);
        (_largestMove, _secondMove) = (0, 0);
        bool converged = false;
        int iterations = 0;
        while (!converged && iterations < _maxIterations)
        {
            var search = new PointLanes(centroids, _rows.Columns);
            MeasureGaps(centroids);
            _rows.ForEachBlock((block, start, end) => Assign(block, start, end, search, labels));
            AddBlocks();
            FillEmptyClusters(centroids, labels);
            converged = MoveCentroids(centroids) <= _tolerance;
            iterations++;
            report(1 - (1.0 / (1 + iterations)));
        }

        double inertia = AssignAll(centroids, labels);
        return new KMeansModel(_clusters, _rows.Columns, centroids, inertia, iterations, converged);
    }

    private void Assign(int block, int start, int end, PointLanes search, int[] labels)
    {
        ClearSums(block);
        for (int i = start; i < end; i++)
        {
            int label = labels[i];
            double upper = _upper[i] + _moves[label];
            double lower = _lower[i] - (label == _farthestMoved ? _secondMove : _largestMove);
            if (!(upper * Slack < Math.Max(lower, _halfGaps[label])))
            {
                label = search.Nearest(_rows.Row(i), out double nearest, out double second);
                labels[i] = label;
                (upper, lower) = (Math.Sqrt(nearest), Math.Sqrt(second));
            }

            (_upper[i], _lower[i]) = (upper, lower);
            AddRow(block, i, label);
        }
    }

    private void ClearSums(int block)
    {
        int width = _clusters * _rows.Columns;
        Array.Clear(_sums, block * width, width);
        Array.Clear(_weights, block * _clusters, _clusters);
        Array.Clear(_members, block * _clusters, _clusters);
    }

    private void AddRow(int block, int row, int label)
    {
        int at = (block * _clusters) + label;
        double weight = _rows.Weight(row);
        VectorKernels.AddScaledDifference(weight, _rows.Row(row), _origin, _sums.AsSpan(at * _rows.Columns, _rows.Columns));
        _weights[at] += weight;
        _members[at] += weight > 0 ? 1 : 0;
    }

    /// <summary>Adds the sums of all blocks, in their order, to those of the first.</summary>
    private void AddBlocks()
    {
        int width = _clusters * _rows.Columns;
        for (int block = 1; block < _rows.Blocks.Count; block++)
        {
            VectorKernels.AddScaled(1, _sums.AsSpan(block * width, width), _sums.AsSpan(0, width));
            VectorKernels.AddScaled(1, _weights.AsSpan(block * _clusters, _clusters), _weights.AsSpan(0, _clusters));
            for (int cluster = 0; cluster < _clusters; cluster++)
            {
                _members[cluster] += _members[(block * _clusters) + cluster];
            }
        }
    }

    /// <summary>Gives each empty cluster the row farthest from its own centroid, unless all rows lie on theirs.</summary>
    private void FillEmptyClusters(double[] centroids, int[] labels)
    {
        bool filled = false;
        for (int empty = Array.IndexOf(_members, 0, 0, _clusters); empty >= 0; empty = Array.IndexOf(_members, 0, empty + 1, _clusters - empty - 1))
        {
            int row = Farthest(centroids, labels);
            if (row < 0)
            {
                break;
            }

            _members[labels[row]]--;
            _members[empty] = 1;
            labels[row] = empty;
            _upper[row] = double.PositiveInfinity;
            filled = true;
        }

        if (filled)
        {
            _rows.ForEachBlock((block, start, end) =>
            {
                ClearSums(block);
                for (int i = start; i < end; i++)
                {
                    AddRow(block, i, labels[i]);
                }
            });
            AddBlocks();
        }
    }

    /// <summary>−1 when no row with a weight is apart from its centroid and has company there.</summary>
    private int Farthest(double[] centroids, int[] labels)
    {
        int columns = _rows.Columns;
        var found = new (double Distance, int Row)[_rows.Blocks.Count];
        _rows.ForEachBlock((block, start, end) =>
        {
            (double Distance, int Row) farthest = (0, -1);
            for (int i = start; i < end; i++)
            {
                double distance = VectorKernels.SquaredDistance(_rows.Row(i), centroids.AsSpan(labels[i] * columns, columns));
                if (distance > farthest.Distance && _members[labels[i]] > 1 && _rows.Weight(i) > 0)
                {
                    farthest = (distance, i);
                }
            }

            found[block] = farthest;
        });
        return found.Aggregate((best, each) => each.Distance > best.Distance ? each : best).Row;
    }

    /// <summary>Moves each centroid to the mean of its rows; an empty cluster's stays. Returns the sum of the squared moves.</summary>
    private double MoveCentroids(double[] centroids)
    {
        int columns = _rows.Columns;
        double total = 0;
        (_farthestMoved, _largestMove, _secondMove) = (-1, 0, 0);
        for (int cluster = 0; cluster < _clusters; cluster++)
        {
            double squared = 0;
            for (int j = cluster * columns; _members[cluster] > 0 && j < (cluster + 1) * columns; j++)
            {
                double mean = _origin[j - (cluster * columns)] + (_sums[j] / _weights[cluster]);
                squared += (mean - centroids[j]) * (mean - centroids[j]);
                centroids[j] = mean;
            }

            total += squared;
            double move = Math.Sqrt(squared);
            _moves[cluster] = move;
            if (move > _largestMove)
            {
                (_farthestMoved, _secondMove, _largestMove) = (cluster, _largestMove, move);
            }
            else
            {
                _secondMove = Math.Max(_secondMove, move);
            }
        }

        return total;
    }

    private void MeasureGaps(double[] centroids)
    {
        Array.Fill(_halfGaps, double.PositiveInfinity);
        int columns = _rows.Columns;
        for (int a = 1; a < _clusters; a++)
        {
            for (int b = 0; b < a; b++)
            {
                double half = Math.Sqrt(VectorKernels.SquaredDistance(centroids.AsSpan(a * columns, columns), centroids.AsSpan(b * columns, columns))) / 2;
                _halfGaps[a] = Math.Min(_halfGaps[a], half);
                _halfGaps[b] = Math.Min(_halfGaps[b], half);
            }
        }
    }

    /// <summary>The last step: every row to the nearest of the final centroids. Returns the inertia.</summary>
    private double AssignAll(double[] centroids, int[] labels)
    {
        var search = new PointLanes(centroids, _rows.Columns);
        var inertia = new double[_rows.Blocks.Count];
        _rows.ForEachBlock((block, start, end) =>
        {
            double sum = 0;
            for (int i = start; i < end; i++)
            {
                labels[i] = search.Nearest(_rows.Row(i), out double nearest, out _);
                sum += _rows.Weight(i) * nearest;
            }

            inertia[block] = sum;
        });
        return inertia.Sum();
    }
}
