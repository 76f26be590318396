using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// Points laid out four by four, column by column, so that one pass over a row measures its distance to four of them. Every squared distance is
/// the sum of (x − c)² in the order of the columns: the bits of a plain loop, and exact however far from the origin the rows lie.
/// </summary>
internal sealed class PointLanes
{
    private const int Lanes = 4;

    private readonly double[] _packed;
    private readonly int _columns;
    private readonly int _groups;
    private readonly int _points;

    public PointLanes(int points, int columns)
    {
        _points = points;
        _columns = columns;
        _groups = (points + Lanes - 1) / Lanes;
        _packed = new double[_groups * Lanes * columns];

        // A lane without a point is infinitely far from every row.
        Array.Fill(_packed, double.PositiveInfinity);
    }

    public PointLanes(ReadOnlySpan<double> points, int columns)
        : this(points.Length / columns, columns)
    {
        for (int point = 0; point < points.Length / columns; point++)
        {
            Set(point, points.Slice(point * columns, columns));
        }
    }

    /// <summary>Groups of four points, the last perhaps with fewer.</summary>
    public int Groups => _groups;

    /// <summary>What <see cref="SquaredDistances"/> fills: the number of points, rounded up to a multiple of four.</summary>
    public int Width => _groups * Lanes;

    public void Set(int point, ReadOnlySpan<double> values)
    {
        int at = (point / Lanes * Lanes * _columns) + (point % Lanes);
        for (int j = 0; j < _columns; j++)
        {
            _packed[at + (j * Lanes)] = values[j];
        }
    }

    public void SquaredDistances(ReadOnlySpan<double> row, Span<double> into)
    {
        for (int group = 0; group < _groups; group++)
        {
            Group(row, group).CopyTo(into[(group * Lanes)..]);
        }
    }

    /// <summary>Sum of the (not squared) distances of a row to the points of the groups of four from <paramref name="firstGroup"/> to before <paramref name="endGroup"/>.</summary>
    public double SumOfDistances(ReadOnlySpan<double> row, int firstGroup, int endGroup)
    {
        Vector256<double> sums = Vector256<double>.Zero;
        int full = Math.Min(endGroup, _points / Lanes);
        for (int group = firstGroup; group < full; group++)
        {
            sums += Vector256.Sqrt(Group(row, group));
        }

        double sum = sums[0] + sums[1] + (sums[2] + sums[3]);
        if (full < endGroup)
        {
            // The last group, with lanes that hold no point.
            Vector256<double> distances = Vector256.Sqrt(Group(row, full));
            for (int lane = 0; lane < _points % Lanes; lane++)
            {
                sum += distances[lane];
            }
        }

        return sum;
    }

    /// <summary>The nearest point (of equals the first), its squared distance, and that of the second nearest (infinite when there is none).</summary>
    public int Nearest(ReadOnlySpan<double> row, out double nearest, out double second)
    {
        Vector256<double> least = Vector256.Create(double.PositiveInfinity);
        Vector256<double> next = least;
        Vector256<long> groupOfLeast = Vector256<long>.Zero;
        for (int group = 0; group < _groups; group++)
        {
            Vector256<double> distances = Group(row, group);
            Vector256<double> closer = Vector256.LessThan(distances, least);
            next = Vector256.Min(next, Vector256.Max(least, distances));
            groupOfLeast = Vector256.ConditionalSelect(closer.AsInt64(), Vector256.Create((long)group), groupOfLeast);
            least = Vector256.Min(least, distances);
        }

        long point = groupOfLeast[0] * Lanes;
        (nearest, second) = (least[0], next[0]);
        for (int lane = 1; lane < Lanes; lane++)
        {
            long candidate = (groupOfLeast[lane] * Lanes) + lane;
            double distance = least[lane];
            second = Math.Min(Math.Min(second, next[lane]), Math.Max(nearest, distance));
            if (distance < nearest || (distance == nearest && candidate < point))
            {
                (nearest, point) = (distance, candidate);
            }
        }

        return (int)point;
    }

    private Vector256<double> Group(ReadOnlySpan<double> row, int group)
    {
        ref double x = ref MemoryMarshal.GetReference(row[.._columns]);
        ref double c = ref MemoryMarshal.GetReference(_packed.AsSpan(group * Lanes * _columns, Lanes * _columns));
        Vector256<double> sum = Vector256<double>.Zero;
        for (nuint j = 0; j < (nuint)_columns; j++)
        {
            Vector256<double> difference = Vector256.Create(Unsafe.Add(ref x, j)) - Vector256.LoadUnsafe(ref c, j * Lanes);
            sum += difference * difference;
        }

        return sum;
    }
}
