namespace Clientele.Learning;

/// <summary>The histories of many customers, equal ones held once with the sum of their weights. Immutable; the order they came in does not matter.</summary>
public sealed class PurchaseHistories
{
    private readonly PurchaseHistory[] _histories;
    private readonly double[] _weights;

    private PurchaseHistories(PurchaseHistory[] histories, double[] weights)
    {
        (_histories, _weights) = (histories, weights);
        Weight = weights.Sum();
    }

    /// <summary>Different histories.</summary>
    public int Count => _histories.Length;

    /// <summary>Customers, or the sum of their weights.</summary>
    public double Weight { get; }

    internal ReadOnlySpan<PurchaseHistory> Histories => _histories;

    internal ReadOnlySpan<double> Weights => _weights;

    /// <param name="histories">One per customer, all in the same unit of time.</param>
    /// <param name="weights">One per history, not negative; empty: all 1.</param>
    /// <exception cref="ArgumentException">None is left, sizes differ, or a history cannot be (its row is named).</exception>
    public static PurchaseHistories From(ReadOnlySpan<PurchaseHistory> histories, ReadOnlySpan<double> weights = default)
    {
        InputChecks.Weights(histories.Length, weights);
        for (int i = 0; i < histories.Length; i++)
        {
            if (histories[i].Fault is { } fault)
            {
                throw new ArgumentException($"Row {i} of histories {fault}", nameof(histories));
            }
        }

        var rows = new (PurchaseHistory History, double Weight)[histories.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = (histories[i], weights.IsEmpty ? 1 : weights[i]);
        }

        // By weight too, so that sums do not depend on the order of the rows.
        Array.Sort(rows, static (one, other) => (Key(one.History), one.Weight).CompareTo((Key(other.History), other.Weight)));
        var distinct = new List<PurchaseHistory>();
        var sums = new List<double>();
        foreach ((PurchaseHistory history, double weight) in rows)
        {
            if (weight == 0)
            {
                continue;
            }

            if (distinct.Count > 0 && distinct[^1] == history)
            {
                sums[^1] += weight;
            }
            else
            {
                distinct.Add(history);
                sums.Add(weight);
            }
        }

        return distinct.Count > 0
            ? new PurchaseHistories([.. distinct], [.. sums])
            : throw new ArgumentException("There is nothing to fit: there are 0 histories.", nameof(histories));
    }

    private static (int, double, double) Key(PurchaseHistory history) => (history.Repeats, history.Recency, history.Age);
}
