using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Clientele.Learning;

/// <summary>
/// Points in blocks of 16, transposed inside the block: 16 first coordinates, 16 second ones and so on. The distances of one query to a block then
/// take no sum across lanes, and each is summed over the columns in their order: the bits do not depend on the machine or on the place in the block.
/// </summary>
internal sealed class PointBlocks
{
    public const int Lanes = 16;
    private const int ColumnsPerGlance = 8;

    private readonly double[] _values;
    private readonly int _columns;

    /// <summary>Room for <paramref name="slots"/> points, all hidden.</summary>
    public PointBlocks(int slots, int columns)
    {
        _columns = columns;
        long values = (long)BlocksOf(slots) * Lanes * columns;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(values, Array.MaxLength, nameof(slots));
        _values = new double[values];
        Array.Fill(_values, double.PositiveInfinity);
    }

    public static int BlocksOf(int slots) => (slots + Lanes - 1) / Lanes;

    public void Write(int slot, ReadOnlySpan<double> point)
    {
        int at = StartOf(slot);
        for (int j = 0; j < _columns; j++)
        {
            _values[at + (j * Lanes)] = point[j];
        }
    }

    public void Read(int slot, Span<double> point)
    {
        int at = StartOf(slot);
        for (int j = 0; j < _columns; j++)
        {
            point[j] = _values[at + (j * Lanes)];
        }
    }

    public void Move(int from, int to)
    {
        (int source, int target) = (StartOf(from), StartOf(to));
        for (int j = 0; j < _columns; j++)
        {
            _values[target + (j * Lanes)] = _values[source + (j * Lanes)];
        }
    }

    /// <summary>Puts the point infinitely far from every query, until it is written again.</summary>
    public void Hide(int slot) => _values[StartOf(slot)] = double.PositiveInfinity;

    /// <summary>
    /// Writes the 16 squared distances to <paramref name="query"/>, or says false and writes nothing where all are above <paramref name="bound"/>.
    /// </summary>
    public bool TryDistances(int block, ReadOnlySpan<double> query, double bound, Span<double> into)
    {
        int size = _columns * Lanes;
        ref double values = ref MemoryMarshal.GetReference(_values.AsSpan(block * size, size));
        ref double results = ref MemoryMarshal.GetReference(into[..Lanes]);
        Vector256<double> bounds = Vector256.Create(bound);
        Vector256<double> a = Vector256<double>.Zero;
        Vector256<double> b = a;
        Vector256<double> c = a;
        Vector256<double> d = a;
        nuint at = 0;
        for (int j = 0; j < query.Length; j++)
        {
            Vector256<double> coordinate = Vector256.Create(query[j]);
            a += Squared(coordinate - Vector256.LoadUnsafe(ref values, at));
            b += Squared(coordinate - Vector256.LoadUnsafe(ref values, at + 4));
            c += Squared(coordinate - Vector256.LoadUnsafe(ref values, at + 8));
            d += Squared(coordinate - Vector256.LoadUnsafe(ref values, at + 12));
            at += Lanes;

            // Sums of squares only grow, in floating point too, so a block that is too far already stays so.
            if ((j % ColumnsPerGlance == ColumnsPerGlance - 1 || j == query.Length - 1)
                && !Vector256.LessThanOrEqualAny(Vector256.Min(Vector256.Min(a, b), Vector256.Min(c, d)), bounds))
            {
                return false;
            }
        }

        a.StoreUnsafe(ref results, 0);
        b.StoreUnsafe(ref results, 4);
        c.StoreUnsafe(ref results, 8);
        d.StoreUnsafe(ref results, 12);
        return true;
    }

    private static Vector256<double> Squared(Vector256<double> value) => value * value;

    private int StartOf(int slot) => (slot / Lanes * _columns * Lanes) + (slot % Lanes);
}
