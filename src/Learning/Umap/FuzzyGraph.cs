namespace Clientele.Learning;

/// <summary>
/// The rows' neighbourhoods as one symmetric graph: an edge weighs a + b − a·b, where a and b say how much each end counts the other among its neighbours
/// (the probability that at least one of them does). Edges of a row stand side by side, ascending by the other end.
/// </summary>
internal sealed class FuzzyGraph
{
    private readonly int[] _starts;
    private readonly int[] _others;
    private readonly double[] _weights;

    private FuzzyGraph(int[] starts, int[] others, double[] weights)
    {
        (_starts, _others, _weights) = (starts, others, weights);
        LargestWeight = weights.Length == 0 ? 0 : weights.Max();
    }

    public int Rows => _starts.Length - 1;

    public ReadOnlySpan<int> OthersOf(int row) => _others.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    /// <summary>Above 0, at most 1.</summary>
    public ReadOnlySpan<double> WeightsOf(int row) => _weights.AsSpan(_starts[row], _starts[row + 1] - _starts[row]);

    public double LargestWeight { get; }

    /// <summary>Without the edges that weigh less than this.</summary>
    public FuzzyGraph Pruned(double least)
    {
        var starts = new int[_starts.Length];
        var others = new List<int>(_others.Length);
        var weights = new List<double>(_others.Length);
        for (int i = 0; i < Rows; i++)
        {
            for (int e = _starts[i]; e < _starts[i + 1]; e++)
            {
                if (_weights[e] >= least)
                {
                    others.Add(_others[e]);
                    weights.Add(_weights[e]);
                }
            }

            starts[i + 1] = others.Count;
        }

        return new FuzzyGraph(starts, [.. others], [.. weights]);
    }

    public static FuzzyGraph Of(NearestNeighbours neighbours)
    {
        double[] memberships = Memberships(neighbours);
        (int[] starts, int[] heads, double[] counted) = Transposed(neighbours, memberships);
        var rowStarts = new int[neighbours.Rows + 1];
        var others = new List<int>(2 * memberships.Length);
        var weights = new List<double>(2 * memberships.Length);
        var own = new int[neighbours.PerRow];
        var ownWeights = new double[neighbours.PerRow];
        for (int i = 0; i < neighbours.Rows; i++)
        {
            neighbours.Of(i).CopyTo(own);
            memberships.AsSpan(i * own.Length, own.Length).CopyTo(ownWeights);
            Array.Sort(own, ownWeights);
            Merge(own, ownWeights, heads.AsSpan(starts[i]..starts[i + 1]), counted.AsSpan(starts[i]..starts[i + 1]), others, weights);
            rowStarts[i + 1] = others.Count;
        }

        return new FuzzyGraph(rowStarts, [.. others], [.. weights]);
    }

    private static double[] Memberships(NearestNeighbours neighbours)
    {
        double usual = 0;
        for (int i = 0; i < neighbours.Rows; i++)
        {
            usual += FuzzyMembership.Mean(neighbours.DistancesOf(i)) / neighbours.Rows;
        }

        // The row counts among its own neighbours here.
        double sum = Math.Log2(neighbours.PerRow + 1);
        var memberships = new double[neighbours.Rows * neighbours.PerRow];
        for (int i = 0; i < neighbours.Rows; i++)
        {
            // ρ is the distance of the nearest row that is not equal, so that no row is alone.
            ReadOnlySpan<double> distances = neighbours.DistancesOf(i);
            int apart = distances.IndexOfAnyExcept(0);
            double rho = apart < 0 ? 0 : distances[apart];
            FuzzyMembership.Of(distances, rho, sum, rho > 0 ? FuzzyMembership.Mean(distances) : usual, memberships.AsSpan(i * neighbours.PerRow, neighbours.PerRow));
        }

        return memberships;
    }

    /// <summary>For each row who counts it among its neighbours, ascending, and how much.</summary>
    private static (int[] Starts, int[] Heads, double[] Memberships) Transposed(NearestNeighbours neighbours, double[] memberships)
    {
        var starts = new int[neighbours.Rows + 1];
        for (int i = 0; i < neighbours.Rows; i++)
        {
            foreach (int other in neighbours.Of(i))
            {
                starts[other + 1]++;
            }
        }

        for (int i = 0; i < neighbours.Rows; i++)
        {
            starts[i + 1] += starts[i];
        }

        int[] next = [.. starts];
        var heads = new int[memberships.Length];
        var counted = new double[memberships.Length];
        for (int i = 0; i < memberships.Length; i++)
        {
            int place = next[neighbours.Of(i / neighbours.PerRow)[i % neighbours.PerRow]]++;
            (heads[place], counted[place]) = (i / neighbours.PerRow, memberships[i]);
        }

        return (starts, heads, counted);
    }

    /// <summary>Joins two lists that ascend by row. Memberships so small that they are 0 make no edge.</summary>
    private static void Merge(
        ReadOnlySpan<int> own, ReadOnlySpan<double> ownWeights, ReadOnlySpan<int> heads, ReadOnlySpan<double> counted, List<int> others, List<double> weights)
    {
        (int i, int j) = (0, 0);
        while (i < own.Length || j < heads.Length)
        {
            int row = Math.Min(i < own.Length ? own[i] : int.MaxValue, j < heads.Length ? heads[j] : int.MaxValue);
            double a = i < own.Length && own[i] == row ? ownWeights[i++] : 0;
            double b = j < heads.Length && heads[j] == row ? counted[j++] : 0;
            double weight = a + b - (a * b);
            if (weight > 0)
            {
                others.Add(row);
                weights.Add(weight);
            }
        }
    }
}
