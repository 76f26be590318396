using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>What speaks for the members being better customers than the rest.</summary>
/// <param name="Comparisons">As they are; empty where a group is too small. Groups made by revenue differ in revenue by construction.</param>
/// <param name="Later">Members of an earlier day by what they bought afterwards; null where the history does not allow it.</param>
/// <param name="LaterNote">How those members were told, or why it could not be done.</param>
public sealed record InsiderEvidence(IReadOnlyList<GroupComparison> Comparisons, LaterPurchases? Later, LocalText LaterNote)
{
    /// <param name="members">Per customer.</param>
    /// <exception cref="ArgumentException">There is not one mark per customer.</exception>
    public static InsiderEvidence Of(PurchaseTable purchases, IReadOnlyList<bool> members, InsiderRules rules, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(purchases);
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(rules);
        if (members.Count != purchases.Count)
        {
            throw new ArgumentException($"There are {members.Count} marks for {purchases.Count} customers.", nameof(members));
        }

        int known = purchases.Identified.Count(identified => identified);
        int inside = members.Where((member, customer) => member && purchases.Identified[customer]).Count();
        LaterPurchases? later = known == 0 ? null : LaterPurchases.Of(purchases, rules, (double)inside / known, cancellation);
        return new InsiderEvidence(GroupComparison.Of(purchases, members, cancellation), later, EvidenceTexts.LaterNote(purchases, rules, later));
    }
}
