using Clientele.Features.Drift;

namespace Clientele.Tests.Features.Drift;

public class PopulationStabilityTests
{
    [Fact]
    public void The_index_of_two_bins_by_hand()
    {
        // (0.5 − 0.8) ln(0.5 / 0.8) + (0.5 − 0.2) ln(0.5 / 0.2)
        PopulationStability.Index([50, 50], [800, 200]).ShouldBe(0.41589, 1e-5);
        PopulationStability.Index([80, 20], [800, 200]).ShouldBe(0, 1e-15);
        PopulationStability.Index([0, 0], [800, 200]).ShouldBe(0);
    }

    [Fact]
    public void An_empty_bin_counts_as_half_a_row_and_a_rare_one_as_it_is()
    {
        // 0.5 / 100 of the file against a tenth of training.
        PopulationStability.Index([0, 100], [100, 900]).ShouldBe(((0.005 - 0.1) * Math.Log(0.05)) + ((1 - 0.9) * Math.Log(1 / 0.9)), 1e-12);

        // A value of one training row in a thousand is not missed in a hundred rows.
        PopulationStability.Index([0, 100], [1, 999]).ShouldBe((1 - 0.999) * Math.Log(1 / 0.999), 1e-12);
        PopulationStability.Index([0, 1_000_000], [500_000, 500_000]).ShouldBe(((1e-4 - 0.5) * Math.Log(2e-4)) + (0.5 * Math.Log(2)), 1e-12);
    }

    [Fact]
    public void Chance_is_the_quantile_of_chi_square_over_the_rows()
    {
        // χ² of 9 degrees stays below 21.666 in 99 of 100 (any table); standard deviations of the same: 2.3263.
        PopulationStability.ByChance([10, 10, 10, 10, 10, 10, 10, 10, 10, 10], [.. Enumerable.Repeat(20L, 10)], 2.3263).ShouldBe(21.666 * ((1 / 100.0) + (1 / 200.0)), 0.002);

        // A bin that both lack is no bin.
        PopulationStability.ByChance([50, 50, 0], [50, 50, 0], 2.3263).ShouldBe(6.635 * 2 / 100, 0.003);
        PopulationStability.ByChance([50, 0], [70, 0], 2.3263).ShouldBe(0);
    }

    [Fact]
    public void A_share_rises_by_chance_less_the_more_rows_there_are()
    {
        PopulationStability.RiseByChance(10, 100, 10, 100, 2).ShouldBe(2 * Math.Sqrt(0.1 * 0.9 * 0.02), 1e-12);
        PopulationStability.RiseByChance(1000, 10_000, 1000, 10_000, 2).ShouldBeLessThan(0.01);
        PopulationStability.DeviationsFor(1).ShouldBe(3.0902, 1e-4);
        PopulationStability.DeviationsFor(28).ShouldBeInRange(3.9, 4.1);
    }
}
