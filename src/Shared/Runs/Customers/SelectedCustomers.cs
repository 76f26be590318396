using System.Buffers;

namespace Clientele.Runs.Customers;

/// <summary>The rows that a selection takes, and their sums. Its memory is pooled.</summary>
internal sealed class SelectedCustomers : IDisposable
{
    private readonly CustomerColumns _columns;
    private readonly CustomerSort _sort;

    // For each row 1 when it is taken.
    private readonly byte[] _taken;

    private SelectedCustomers(CustomerColumns columns, CustomerSort sort)
    {
        (_columns, _sort) = (columns, sort);
        _taken = ArrayPool<byte>.Shared.Rent(columns.Count);
    }

    public int Count { get; private set; }

    /// <summary>The sum of their probabilities.</summary>
    public double ExpectedResponses { get; private set; }

    /// <summary>O(customers of the schema).</summary>
    public static SelectedCustomers Of(CustomerColumns columns, CustomerSelection selection)
    {
        var selected = new SelectedCustomers(columns, selection.Sort);
        for (int bucket = 0; bucket < columns.Buckets.Count; bucket++)
        {
            selected.Take(columns.Buckets[bucket], selection, selected._taken.AsSpan(columns.Starts[bucket]));
        }

        return selected;
    }

    /// <summary>Rows in the order of the selection. O(customers of the schema) for a late page.</summary>
    /// <param name="skip">So many first.</param>
    /// <param name="take">At most so many.</param>
    public List<int> Rows(long skip, int take)
    {
        var rows = new List<int>((int)Math.Min(take, Math.Max(0, Count - skip)));
        if (skip >= Count)
        {
            return rows;
        }

        (int[] order, bool reversed) = _columns.Order(_sort);
        long left = skip;
        for (int i = 0; i < order.Length && rows.Count < take; i++)
        {
            int row = order[reversed ? order.Length - 1 - i : i];
            if (_taken[row] != 0 && --left < 0)
            {
                rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>For each row its place in the order, from 1; 0 for those that are not taken, or come after the first <paramref name="top"/>.</summary>
    public int[] Ranks(int top)
    {
        int[] ranks = new int[_columns.Count];
        (int[] order, bool reversed) = _columns.Order(_sort);
        int rank = 0;
        for (int i = 0; i < order.Length && rank < top; i++)
        {
            int row = order[reversed ? order.Length - 1 - i : i];
            if (_taken[row] != 0)
            {
                ranks[row] = ++rank;
            }
        }

        return ranks;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_taken);

    private void Take(CustomerBucket bucket, CustomerSelection selection, Span<byte> taken)
    {
        ReadOnlySpan<byte> verdicts = bucket.Verdicts;
        ReadOnlySpan<ushort> segments = bucket.Segments(selection.Proposal);
        ReadOnlySpan<double> probability = bucket.Probability;
        int asked = (int)selection.Objectives;
        int segment = selection.Segment ?? 0;
        bool any = selection.Segment is null;
        int count = 0;
        double sum = 0;

        // No branch in the loop: which customers are taken is not to be guessed.
        for (int i = 0; i < verdicts.Length; i++)
        {
            int one = ((verdicts[i] & asked) == asked) & (any | (segments[i] == segment)) ? 1 : 0;
            taken[i] = (byte)one;
            count += one;
            sum += one * probability[i];
        }

        Count += count;
        ExpectedResponses += sum;
    }
}
