namespace Clientele.Insiders;

/// <summary>
/// How to find out whether an action works: members are split by lot into those who get it and those who don't, and compared after
/// <see cref="LaterPurchases.Horizon"/> days. Base figures are those of members of an earlier day, in the days after it.
/// </summary>
/// <param name="Lift">Relative, that the action is hoped to bring.</param>
/// <param name="Members">Identified, to be split into two arms.</param>
/// <param name="Rate">Share of members that buys again within the horizon, without the action.</param>
/// <param name="RateArm">Customers per arm needed to tell the lift of the rate; null where the rate can't rise so far.</param>
/// <param name="RateDetectable">Least relative lift of the rate that the members there are can show; null where they can show none.</param>
/// <param name="Revenue">Mean of a member within the horizon, without the action.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="RevenueArm">Customers per arm needed to tell the lift of revenue.</param>
/// <param name="Correlation">Of the revenue with that of as many days before.</param>
/// <param name="AdjustedArm">The same when each customer's revenue is adjusted for that of the days before (CUPED).</param>
/// <param name="RevenueDetectable">Least relative lift of adjusted revenue that the members there are can show; null where they can show none.</param>
/// <param name="Others">Identified customers who are no members: actions that invite or win back are tried on them.</param>
/// <param name="OthersRate">Share of them that buys again within the horizon.</param>
/// <param name="OthersRateArm">As <paramref name="RateArm"/>, for them.</param>
/// <param name="OthersRateDetectable">As <paramref name="RateDetectable"/>, for them.</param>
public sealed record ExperimentPlan(
    double Lift,
    int Members,
    double Rate,
    int? RateArm,
    double? RateDetectable,
    double Revenue,
    double Deviation,
    int RevenueArm,
    double Correlation,
    int AdjustedArm,
    double? RevenueDetectable,
    int Others,
    double OthersRate,
    int? OthersRateArm,
    double? OthersRateDetectable)
{
    /// <summary>Relative; what a good loyalty campaign can hope for.</summary>
    public const double StatedLift = 0.1;

    /// <summary>Null where there are no figures of members, or theirs do not vary: all of them bought or none, or nothing was bought.</summary>
    /// <param name="members">Identified ones, now.</param>
    /// <param name="others">Identified customers who are none.</param>
    public static ExperimentPlan? Of(LaterPurchases? later, int members, int others)
    {
        if (later is null || !(later.MembersRate.Value is > 0 and < 1) || !(later.MembersRevenue > 0) || !(later.MembersDeviation > 0))
        {
            return null;
        }

        int arm = members / 2;
        double rate = later.MembersRate.Value;
        double difference = StatedLift * later.MembersRevenue;

        // Adjusting for what is known of a customer before takes away the part of the variance that it explains (Deng et al. 2013).
        double adjusted = later.MembersDeviation * Math.Sqrt(Math.Max(0, 1 - (later.MembersCorrelation * later.MembersCorrelation)));
        return new ExperimentPlan(
            StatedLift,
            members,
            rate,
            ArmOfRate(rate),
            DetectableLift(rate, members),
            later.MembersRevenue,
            later.MembersDeviation,
            Whole(SampleSize.OfMeans(later.MembersDeviation, difference)),
            later.MembersCorrelation,
            Whole(SampleSize.OfMeans(adjusted, difference)),
            arm < 2 ? null : SampleSize.DetectableDifference(adjusted, arm) / later.MembersRevenue,
            others,
            later.OthersRate.Value,
            ArmOfRate(later.OthersRate.Value),
            DetectableLift(later.OthersRate.Value, others));
    }

    private static int? ArmOfRate(double rate) => rate > 0 && rate * (1 + StatedLift) <= 1 ? Whole(SampleSize.OfRates(rate, rate * (1 + StatedLift))) : null;

    /// <param name="customers">To be split.</param>
    private static double? DetectableLift(double rate, int customers) =>
        rate is > 0 and < 1 && customers / 2 is var arm && arm >= 2 ? (SampleSize.DetectableRate(rate, arm) / rate) - 1 : null;

    /// <summary>Whole customers, at least 2 in an arm.</summary>
    private static int Whole(double size) => (int)Math.Clamp(Math.Ceiling(size), 2, int.MaxValue);
}
