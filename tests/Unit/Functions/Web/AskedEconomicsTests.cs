using System.Globalization;
using Clientele.Functions.Web;
using Clientele.Schemas;

namespace Clientele.Unit.Functions.Web;

public sealed class AskedEconomicsTests
{
    [Theory]
    [InlineData("en", "3", "11", 3, 11)]
    [InlineData("en", "3.25", "1100", 3.25, 1100)]
    [InlineData("es", "3,25", "11", 3.25, 11)]
    [InlineData("pt-BR", " 3,5 ", "11,75", 3.5, 11.75)]
    [InlineData("pt-BR", "3", "1.000", 3, 1000)]
    [InlineData("es-MX", "3.5", "11.755", 3.5, 11.755)]
    public void Amounts_are_read_as_the_reader_writes_them(string culture, string cost, string value, double expectedCost, double expectedValue) => In(culture, () =>
    {
        AskedEconomics asked = AskedEconomics.Of(cost, value, usual: null);

        asked.Amounts.ShouldBe(new Economics(expectedCost, expectedValue));
        (asked.CostProblem, asked.ValueProblem).ShouldBe((null, null));
    });

    [Theory]
    [InlineData("en", "x", "11", AskedEconomics.NotNumber, null)]
    [InlineData("en", "", "", AskedEconomics.NotNumber, AskedEconomics.NotNumber)]
    [InlineData("en", "3,5", "11", AskedEconomics.NotNumber, null)]
    [InlineData("pt-BR", "1", "11.75", null, AskedEconomics.NotNumber)]
    [InlineData("en", "1e3", "NaN", AskedEconomics.NotNumber, AskedEconomics.NotNumber)]
    [InlineData("en", "0", "11", AskedEconomics.OutOfRange, null)]
    [InlineData("en", "-1", "11", AskedEconomics.OutOfRange, null)]
    [InlineData("en", "1", "1000000001", null, AskedEconomics.OutOfRange)]
    [InlineData("en", "11", "11", AskedEconomics.NotBelow, null)]
    [InlineData("en", "111111111111111111111", "11", AskedEconomics.NotNumber, null)]
    public void What_is_wrong_is_told_at_its_field_and_what_was_typed_is_kept(string culture, string cost, string value, string? costProblem, string? valueProblem) => In(culture, () =>
    {
        AskedEconomics asked = AskedEconomics.Of(cost, value, usual: null);

        asked.Amounts.ShouldBeNull();
        (asked.CostProblem, asked.ValueProblem, asked.Cost, asked.Value).ShouldBe((costProblem, valueProblem, cost, value));
    });

    [Fact]
    public void What_is_not_typed_is_what_is_in_force() => In("es", () =>
    {
        AskedEconomics asked = AskedEconomics.Of("4", null, new Economics(3, 11.5));

        asked.Amounts.ShouldBe(new Economics(4, 11.5));
        asked.Value.ShouldBe("11,5");
    });

    private static void In(string culture, Action test)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            test();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
