using Clientele.Learning;

namespace Clientele.Insiders;

/// <summary>The customers of a history of invoice lines who bought something, one row each, ordered by bucket and key. Nobody changes it once it is made.</summary>
public sealed class PurchaseTable
{
    private readonly int[] _starts;
    private readonly int[] _days;
    private readonly double[] _amounts;

    /// <param name="ids">As the file writes them; <c>invoice-…</c> where the buyer is not known.</param>
    /// <param name="identified">Whether the buyer is known.</param>
    /// <param name="features">A row per customer, a column per <see cref="PurchaseFeature"/>.</param>
    /// <param name="starts">One more than customers: where each one's purchases begin among <paramref name="days"/>.</param>
    /// <param name="days">Day number of each invoice with a purchase, ascending for a customer.</param>
    /// <param name="amounts">Money of the purchases on it.</param>
    /// <param name="firstDay">Of the history, as a day number.</param>
    /// <param name="lastDay">The same; returns count, too.</param>
    /// <exception cref="ArgumentException">Sizes differ.</exception>
    public PurchaseTable(
        IReadOnlyList<string> ids, IReadOnlyList<bool> identified, Matrix features, int[] starts, int[] days, double[] amounts, int firstDay, int lastDay)
    {
        ArgumentNullException.ThrowIfNull(ids);
        ArgumentNullException.ThrowIfNull(identified);
        ArgumentNullException.ThrowIfNull(features);
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(days);
        ArgumentNullException.ThrowIfNull(amounts);
        if (identified.Count != ids.Count || features.Rows != ids.Count || starts.Length != ids.Count + 1 || features.Columns != PurchaseFeatures.Count
            || starts[0] != 0 || starts[^1] != days.Length || amounts.Length != days.Length)
        {
            throw new ArgumentException($"{ids.Count} customers have {identified.Count} marks, {features.Rows} rows of {features.Columns} features, {starts.Length} starts, {days.Length} days and {amounts.Length} amounts.", nameof(starts));
        }

        (Ids, Identified, Features, _starts, _days, _amounts, FirstDay, LastDay) = (ids, identified, features, starts, days, amounts, firstDay, lastDay);
    }

    public int Count => Ids.Count;

    public IReadOnlyList<string> Ids { get; }

    /// <summary>False for the made-up customer of an invoice without one: they can't come back, so they are no part of any forecast of returning customers.</summary>
    public IReadOnlyList<bool> Identified { get; }

    public Matrix Features { get; }

    /// <summary>Of the history, as a day number.</summary>
    public int FirstDay { get; }

    /// <summary>Of the history, as a day number.</summary>
    public int LastDay { get; }

    public double this[int customer, PurchaseFeature feature] => Features[customer, (int)feature];

    /// <summary>Day number of each invoice with a purchase, ascending.</summary>
    public ReadOnlySpan<int> Days(int customer) => _days.AsSpan(_starts[customer].._starts[customer + 1]);

    /// <summary>Money of the purchases on each of <see cref="Days"/>.</summary>
    public ReadOnlySpan<double> Amounts(int customer) => _amounts.AsSpan(_starts[customer].._starts[customer + 1]);
}
