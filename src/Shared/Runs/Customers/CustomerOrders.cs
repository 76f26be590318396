using Clientele.Runs.Scoring;

namespace Clientele.Runs.Customers;

/// <summary>Puts the rows of a schema's customers in order.</summary>
internal static class CustomerOrders
{
    /// <summary>By row key, ordinal: each bucket is in this order, so they are merged. O(n log of buckets).</summary>
    public static int[] ByKey(CustomerColumns columns)
    {
        int buckets = columns.Buckets.Count;
        byte[][] keys = [.. Enumerable.Range(0, buckets).Select(_ => new byte[CustomerKey.Longest])];
        int[] lengths = new int[buckets];
        int[] next = new int[buckets];
        var heads = new PriorityQueue<int, int>(Comparer<int>.Create((a, b) => keys[a].AsSpan(0, lengths[a]).SequenceCompareTo(keys[b].AsSpan(0, lengths[b]))));
        for (int bucket = 0; bucket < buckets; bucket++)
        {
            Offer(bucket);
        }

        int[] order = new int[columns.Count];
        for (int place = 0; heads.TryDequeue(out int bucket, out _); place++)
        {
            order[place] = columns.Starts[bucket] + next[bucket]++;
            Offer(bucket);
        }

        return order;

        void Offer(int bucket)
        {
            if (next[bucket] < columns.Buckets[bucket].Count)
            {
                lengths[bucket] = columns.WriteKey(bucket, next[bucket], keys[bucket]);
                heads.Enqueue(bucket, bucket);
            }
        }
    }

    /// <summary>By a column, the highest first; equals by key.</summary>
    public static int[] Falling(CustomerColumns columns, int[] byKey, Func<CustomerBucket, ReadOnlySpan<double>> column)
    {
        double[] values = new double[columns.Count];
        for (int bucket = 0; bucket < columns.Buckets.Count; bucket++)
        {
            column(columns.Buckets[bucket]).CopyTo(values.AsSpan(columns.Starts[bucket]));
        }

        double[] falling = new double[columns.Count];
        int[] places = new int[columns.Count];
        for (int place = 0; place < places.Length; place++)
        {
            falling[place] = -values[byKey[place]];
            places[place] = place;
        }

        Array.Sort(falling, places);
        SortEquals(falling, places);
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = byKey[places[i]];
        }

        return places;
    }

    /// <summary>The sort leaves equals in any order.</summary>
    private static void SortEquals(double[] sorted, int[] places)
    {
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end] == sorted[start];)
            {
                end++;
            }

            if (end - start > 1)
            {
                places.AsSpan(start, end - start).Sort();
            }
        }
    }
}
