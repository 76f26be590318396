namespace Clientele.Insiders;

/// <summary>The conditions, and how many customers stand near them. Identified customers only.</summary>
/// <param name="MissingOne">By condition: customers outside who miss this one alone.</param>
/// <param name="OnTheEdge">Members who would not enter today, and are in only because staying is easier.</param>
/// <param name="LeavingSoon">Members who will have to leave within <see cref="SoonDays"/> days if they buy nothing; null where no condition looks at the days since the last purchase.</param>
public sealed record ReportRules(InsiderRules Rules, IReadOnlyList<int> MissingOne, int OnTheEdge, int? LeavingSoon)
{
    public const int SoonDays = 30;

    internal static ReportRules Of(PurchaseTable purchases, IReadOnlyList<bool> members, InsiderRules rules)
    {
        var missing = new int[rules.Conditions.Count];
        int edge = 0;
        int leaving = 0;
        RuleCondition? late = rules.Conditions.FirstOrDefault(condition => condition is { Feature: PurchaseFeature.Recency, AtLeast: false });
        for (int customer = 0; customer < purchases.Count; customer++)
        {
            if (!purchases.Identified[customer])
            {
                continue;
            }

            int[] unmet = [.. Enumerable.Range(0, missing.Length).Where(i => !rules.Conditions[i].Enters(purchases[customer, rules.Conditions[i].Feature]))];
            if (!members[customer])
            {
                if (unmet.Length == 1)
                {
                    missing[unmet[0]]++;
                }

                continue;
            }

            edge += unmet.Length > 0 ? 1 : 0;
            leaving += late is not null && !late.Stays(purchases[customer, PurchaseFeature.Recency] + SoonDays) ? 1 : 0;
        }

        return new ReportRules(rules, missing, edge, late is null ? null : leaving);
    }
}
