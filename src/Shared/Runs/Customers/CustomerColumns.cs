using System.Text;
using Clientele.Runs.Scoring;

namespace Clientele.Runs.Customers;

/// <summary>
/// The current customers of a schema as the index had them at one moment, in memory: about 40 bytes each, and four more for each order that was asked for.
/// A row is a customer's number: bucket by bucket, in each by key. Immutable; safe from any thread.
/// </summary>
internal sealed class CustomerColumns
{
    private readonly bool _integerIds;
    private readonly Lazy<int[]> _byKey;
    private readonly Lazy<int[]> _byProbability;
    private readonly Lazy<int[]> _byProfit;

    /// <param name="buckets">All of them, in order.</param>
    /// <param name="integerIds">The schema's ids are whole numbers: their keys are.</param>
    public CustomerColumns(IReadOnlyList<CustomerBucket> buckets, bool integerIds)
    {
        Buckets = buckets;
        _integerIds = integerIds;
        int[] starts = new int[buckets.Count + 1];
        for (int i = 0; i < buckets.Count; i++)
        {
            starts[i + 1] = checked(starts[i] + buckets[i].Count);
        }

        Starts = starts;
        _byKey = new Lazy<int[]>(() => CustomerOrders.ByKey(this));
        _byProbability = new Lazy<int[]>(() => CustomerOrders.Falling(this, _byKey.Value, static bucket => bucket.Probability));
        _byProfit = new Lazy<int[]>(() => CustomerOrders.Falling(this, _byKey.Value, static bucket => bucket.ExpectedProfit));
    }

    public IReadOnlyList<CustomerBucket> Buckets { get; }

    /// <summary>The first row of each bucket, and the number of rows.</summary>
    public IReadOnlyList<int> Starts { get; }

    public int Count => Starts[^1];

    /// <summary>The rows from first to last, or, where <c>Reversed</c> says so, from last to first.</summary>
    public (int[] Rows, bool Reversed) Order(CustomerSort sort) => sort switch
    {
        CustomerSort.LeastProbable => (_byProbability.Value, true),
        CustomerSort.MostProfitable => (_byProfit.Value, false),
        CustomerSort.LeastProfitable => (_byProfit.Value, true),
        CustomerSort.Customer => (_byKey.Value, false),
        _ => (_byProbability.Value, false),
    };

    public int BucketOf(int row)
    {
        int bucket = 0;
        while (row >= Starts[bucket + 1])
        {
            bucket++;
        }

        return bucket;
    }

    /// <summary>The customer's row key in the tables.</summary>
    public string Key(int bucket, int rowOfBucket)
    {
        Span<byte> key = stackalloc byte[CustomerKey.Longest];
        return Encoding.ASCII.GetString(key[..WriteKey(bucket, rowOfBucket, key)]);
    }

    /// <inheritdoc cref="CustomerKey.Write"/>
    public int WriteKey(int bucket, int rowOfBucket, Span<byte> key) => CustomerKey.Write(Buckets[bucket].Id(rowOfBucket), _integerIds, key);

    /// <summary>Whether it is of just these buckets.</summary>
    public bool IsOf(IReadOnlyList<CustomerBucket> buckets, bool integerIds)
    {
        for (int i = 0; i < buckets.Count; i++)
        {
            if (!ReferenceEquals(Buckets[i], buckets[i]))
            {
                return false;
            }
        }

        return integerIds == _integerIds;
    }
}
