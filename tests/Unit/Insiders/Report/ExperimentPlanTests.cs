using Clientele.Insiders;

namespace Clientele.Unit.Insiders.Report;

public sealed class ExperimentPlanTests
{
    /// <summary>The example of R's manual page of power.prop.test: p1 = .50, p2 = .75, power = .90 give n = 76.7.</summary>
    [Fact]
    public void Rates_need_as_many_customers_as_the_manual_of_R_says() => SampleSize.OfRates(0.5, 0.75, power: 0.9).ShouldBe(76.7, 0.05);

    /// <summary>Cohen's table 2.4.1 (1988; two-sided 5%, power .80) says 393, 64 and 26; R's power.t.test gives its decimals.</summary>
    [Theory]
    [InlineData(0.2, 393.4)]
    [InlineData(0.5, 63.77)]
    [InlineData(0.8, 25.52)]
    public void Means_need_as_many_customers_as_Cohens_table_says(double effect, double size) => SampleSize.OfMeans(1, effect).ShouldBe(size, 0.05);

    [Fact]
    public void What_can_be_detected_needs_the_customers_there_are()
    {
        double rate = SampleSize.DetectableRate(0.4, 500).ShouldNotBeNull();
        double difference = SampleSize.DetectableDifference(30, 500).ShouldNotBeNull();

        SampleSize.OfRates(0.4, rate).ShouldBe(500, 0.01);
        SampleSize.OfMeans(30, difference).ShouldBe(500, 0.01);
        SampleSize.DetectableRate(0.4, 2).ShouldBeNull();
    }

    [Fact]
    public void A_plan_rests_on_what_earlier_members_did()
    {
        ExperimentPlan plan = ExperimentPlan.Of(Later(rate: 0.5), members: 401, others: 1000).ShouldNotBeNull();

        plan.Rate.ShouldBe(0.5);
        plan.RateArm.ShouldBe((int)Math.Ceiling(SampleSize.OfRates(0.5, 0.55)));
        plan.RevenueArm.ShouldBe((int)Math.Ceiling(SampleSize.OfMeans(50, 10)));
        plan.AdjustedArm.ShouldBe((int)Math.Ceiling(SampleSize.OfMeans(40, 10)), "a correlation of 0.6 takes away 36% of the variance");
        SampleSize.OfRates(0.5, 0.5 * (1 + plan.RateDetectable.ShouldNotBeNull())).ShouldBe(200, 0.1);
        plan.OthersRateArm.ShouldBe((int)Math.Ceiling(SampleSize.OfRates(0.2, 0.22)));
    }

    [Fact]
    public void A_rate_near_one_cannot_rise_by_a_tenth_and_the_plan_says_so()
    {
        ExperimentPlan plan = ExperimentPlan.Of(Later(rate: 0.95), members: 400, others: 0).ShouldNotBeNull();

        plan.RateArm.ShouldBeNull();
        plan.RateDetectable.ShouldNotBeNull().ShouldBeInRange(0.01, 1 / 0.95 - 1);
        plan.OthersRateDetectable.ShouldBeNull();
        ExperimentPlan.Of(null, 400, 100).ShouldBeNull();
        ExperimentPlan.Of(Later(rate: 1), 400, 100).ShouldBeNull();
    }

    private static LaterPurchases Later(double rate) => new(
        new DateOnly(2017, 9, 1), 90, ByRules: true, 300, 900, 100, 20, default, new Estimate(rate, 0, 1), new Estimate(0.2, 0, 1), default, 0.5, 0.001, MembersDeviation: 50, MembersCorrelation: 0.6);
}
