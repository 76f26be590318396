namespace Clientele.Learning;

/// <summary>
/// Where rows start: each connected part of the graph spread along its <see cref="SpectralVectors"/>, the parts side by side. It takes the graph alone, so
/// it serves any distance; principal components would need columns, and fold up what is not flat.
/// </summary>
internal static class InitialLayout
{
    private const double HalfWidth = 5;

    // Equal rows must not start in one place, where nothing would part them.
    private const double Jitter = 1e-3;

    // Between one part and the next around the largest, so that no two stand in the same direction.
    private static readonly double GoldenAngle = Math.PI * (3 - Math.Sqrt(5));

    /// <summary>Row after row.</summary>
    public static double[] Of(FuzzyGraph graph, int components, int seed, CancellationToken cancellation)
    {
        var random = new SplitMix64((uint)seed);
        var layout = new double[graph.Rows * components];
        var centre = new double[components];
        double taken = 0;
        int[][] parts = GraphComponents.Of(graph);
        for (int p = 0; p < parts.Length; p++)
        {
            cancellation.ThrowIfCancellationRequested();
            int[] part = parts[p];

            // Every part gets an area by its rows, outside the disc of those before it.
            double radius = HalfWidth * Math.Sqrt((double)part.Length / graph.Rows);
            double away = p == 0 ? 0 : Math.Sqrt(taken) + radius;
            taken += 2 * radius * radius;
            centre[0] = away * Math.Cos(p * GoldenAngle);
            if (components > 1)
            {
                centre[1] = away * Math.Sin(p * GoldenAngle);
            }

            double[] vectors = SpectralVectors.Of(graph, part, components, new SplitMix64(random.Next()), cancellation);
            for (int c = 0; c < components; c++)
            {
                Stretch(vectors.AsSpan(c * part.Length, part.Length), radius);
                for (int i = 0; i < part.Length; i++)
                {
                    layout[(part[i] * components) + c] = centre[c] + vectors[(c * part.Length) + i] + (Jitter * random.NextSigned());
                }
            }
        }

        return layout;
    }

    /// <summary>From −radius to radius; zeros stay.</summary>
    private static void Stretch(Span<double> values, double radius)
    {
        (double least, double most) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (double value in values)
        {
            (least, most) = (Math.Min(least, value), Math.Max(most, value));
        }

        for (int i = 0; i < values.Length && most > least; i++)
        {
            values[i] = radius * ((2 * (values[i] - least) / (most - least)) - 1);
        }
    }
}
