namespace Clientele.Insiders;

/// <summary>Members beside the other customers in one feature.</summary>
/// <param name="Difference">Of the means, members' less the others'.</param>
/// <param name="EffectSize">Cliff's delta, −1 to 1: 0 where a member has more as often as less.</param>
/// <param name="PValue">Two-sided, of a permutation test of mean ranks.</param>
/// <param name="AdjustedPValue">The same for all features together, corrected by Holm.</param>
public sealed record GroupComparison(
    PurchaseFeature Feature,
    double MembersMean,
    double OthersMean,
    double MembersMedian,
    double OthersMedian,
    Estimate Difference,
    double EffectSize,
    double PValue,
    double AdjustedPValue)
{
    /// <summary>Differences that could be luck are none.</summary>
    internal const double Significance = 0.05;

    internal bool IsSettled => AdjustedPValue < Significance;

    internal static IReadOnlyList<PurchaseFeature> Compared { get; } =
        [PurchaseFeature.Revenue, PurchaseFeature.Invoices, PurchaseFeature.Frequency, PurchaseFeature.Recency, PurchaseFeature.Returns];

    /// <summary>
    /// In <see cref="Compared"/>, among identified customers: an invoice without a customer is no customer who bought once. Empty where there are fewer
    /// than two members or two others.
    /// </summary>
    internal static IReadOnlyList<GroupComparison> Of(PurchaseTable purchases, IReadOnlyList<bool> members, CancellationToken cancellation)
    {
        int[] known = [.. Enumerable.Range(0, purchases.Count).Where(customer => purchases.Identified[customer])];
        bool[] inside = [.. known.Select(customer => members[customer])];
        int[] sample = CustomerResamples.Sample(known.Length);
        if (!HasTwoOfEach(inside) || !HasTwoOfEach([.. sample.Select(place => inside[place])]))
        {
            return [];
        }

        double[][] columns = [.. Compared.Select(feature => known.Select(customer => purchases[customer, feature]).ToArray())];
        RankTest[] tests = RankTest.Of([.. sample.Select(place => inside[place])], [.. columns.Select(column => sample.Select(place => column[place]).ToArray())], cancellation);
        double[] adjusted = HolmCorrection.Of([.. tests.Select(test => test.PValue)]);
        Estimate[] differences = CustomerResamples.Intervals(inside.Length, Drawn, columns.Length, cancellation);
        return [.. Compared.Select((feature, c) =>
        {
            double[] ofMembers = [.. columns[c].Where((_, i) => inside[i])];
            double[] ofOthers = [.. columns[c].Where((_, i) => !inside[i])];
            return new GroupComparison(
                feature,
                ofMembers.Average(),
                ofOthers.Average(),
                MiddleValues.Median(ofMembers),
                MiddleValues.Median(ofOthers),
                differences[c],
                tests[c].EffectSize,
                tests[c].PValue,
                adjusted[c]);
        })];

        DrawnCustomers Drawn(int[] places)
        {
            double[][] drawn = [.. columns.Select(column => places.Select(place => column[place]).ToArray())];
            return new DrawnCustomers([.. places.Select(place => inside[place])], (labels, drawnPlaces, values) => Differences(drawn, labels, drawnPlaces, values));
        }
    }

    internal static bool HasTwoOfEach(bool[] inside) => inside.Count(member => member) is var members && members >= 2 && inside.Length - members >= 2;

    /// <summary>Mean of the members less mean of the others, by column.</summary>
    internal static void Differences(double[][] columns, ReadOnlySpan<double> labels, ReadOnlySpan<double> places, Span<double> values)
    {
        int inside = 0;
        Span<double> sums = stackalloc double[2 * columns.Length];
        sums.Clear();
        for (int i = 0; i < labels.Length; i++)
        {
            int side = labels[i] == 1 ? 0 : columns.Length;
            inside += side == 0 ? 1 : 0;
            for (int c = 0; c < columns.Length; c++)
            {
                sums[side + c] += columns[c][(int)places[i]];
            }
        }

        for (int c = 0; c < columns.Length; c++)
        {
            values[c] = (sums[c] / inside) - (sums[columns.Length + c] / (labels.Length - inside));
        }
    }
}
