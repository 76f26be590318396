namespace Clientele.Learning;

/// <summary>
/// Stochastic gradient descent on the cross entropy between the graph and the layout: an edge pulls its ends together in a share of the passes that grows with
/// its weight, and each time random rows are pushed away from one end. Steps build on each other, so it is one thread's work; O(edges · passes).
/// </summary>
internal sealed class UmapOptimiser
{
    // No step moves a coordinate by more than this times the learning rate.
    private const double LargestPull = 4;

    // Keeps the push of rows in one place finite.
    private const double NearEnough = 0.001;

    private readonly UmapCurve _curve;
    private readonly UmapOptions _options;
    private readonly int _passes;
    private readonly int _rows;
    private readonly double[] _layout;
    private readonly Edge[] _edges;
    private SplitMix64 _random;

    public UmapOptimiser(FuzzyGraph graph, double[] layout, UmapOptions options)
    {
        (_options, _rows, _layout) = (options, graph.Rows, layout);
        _curve = UmapCurve.Fit(options.MinimumDistance, options.Spread);
        _passes = options.EpochsFor(graph.Rows);
        _random = new SplitMix64(~(ulong)(uint)options.Seed);
        _edges = [.. Edges(graph)];
    }

    public void Run(Action<double> progress, CancellationToken cancellation)
    {
        UmapSchedule[] schedules = [.. _edges.Select(edge => new UmapSchedule(edge.Period, _options.NegativeSamples))];
        for (int pass = 0; pass < _passes; pass++)
        {
            cancellation.ThrowIfCancellationRequested();
            double rate = _options.LearningRate * (1 - ((double)pass / _passes));
            for (int e = 0; e < schedules.Length; e++)
            {
                if (schedules[e].TryTake(pass, out int pushes))
                {
                    Pull(_edges[e].Head, _edges[e].Tail, rate);
                    for (int push = 0; push < pushes; push++)
                    {
                        Push(_edges[e].Head, _random.Next(_rows), rate);
                    }
                }
            }

            progress((pass + 1.0) / _passes);
        }
    }

    /// <summary>
    /// Every edge both ways, in umap-learn's order: by the end that is not pushed, so that a row's turns are spread over a pass and others move between them.
    /// </summary>
    private static IEnumerable<Edge> Edges(FuzzyGraph graph)
    {
        double largest = graph.LargestWeight;
        for (int tail = 0; tail < graph.Rows; tail++)
        {
            for (int e = 0; e < graph.OthersOf(tail).Length; e++)
            {
                yield return new Edge(graph.OthersOf(tail)[e], tail, largest / graph.WeightsOf(tail)[e]);
            }
        }
    }

    private void Pull(int head, int tail, double rate)
    {
        Span<double> from = Place(head);
        Span<double> to = Place(tail);
        double square = Square(from, to);
        if (square == 0)
        {
            return;
        }

        double power = Math.Pow(square, _curve.B);
        double pull = -2 * _curve.A * _curve.B * power / (square * ((_curve.A * power) + 1));
        for (int c = 0; c < from.Length; c++)
        {
            double step = rate * Math.Clamp(pull * (from[c] - to[c]), -LargestPull, LargestPull);
            from[c] += step;
            to[c] -= step;
        }
    }

    private void Push(int head, int other, double rate)
    {
        Span<double> from = Place(head);
        Span<double> to = Place(other);
        double square = Square(from, to);
        if (square == 0)
        {
            return;
        }

        double push = 2 * _curve.B / ((NearEnough + square) * ((_curve.A * Math.Pow(square, _curve.B)) + 1));
        for (int c = 0; c < from.Length; c++)
        {
            from[c] += rate * Math.Clamp(push * (from[c] - to[c]), -LargestPull, LargestPull);
        }
    }

    private Span<double> Place(int row) => _layout.AsSpan(row * _options.Components, _options.Components);

    private static double Square(ReadOnlySpan<double> from, ReadOnlySpan<double> to)
    {
        double square = 0;
        for (int c = 0; c < from.Length; c++)
        {
            double gap = from[c] - to[c];
            square += gap * gap;
        }

        return square;
    }

    /// <param name="Period">Passes from one turn to the next, 1 or more.</param>
    private readonly record struct Edge(int Head, int Tail, double Period);
}
