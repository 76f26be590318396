using Clientele.Features;
using Clientele.Segments;
using Clientele.Testing.Businesses;

namespace Clientele.Tests.Segments;

public class SegmentVariablesTests
{
    private static readonly SegmentTrainingOptions Options = new();

    [Fact]
    public void Variables_are_numbers_ages_tenures_and_counts_of_yes()
    {
        ChosenVariables chosen = Choose(SegmentShop.Rows(300, Everything), Options);
        Names(chosen).ShouldBe(["Coffee", "Tea", "Cake", "Since", "Born", "coupons"], ignoreOrder: true);
        chosen.Space.Variables.Select(variable => variable.Question.Kind).ShouldAllBe(kind => kind != QuestionKind.Total && kind != QuestionKind.YesNo && kind != QuestionKind.Category);
        Names(Choose(SegmentShop.Rows(300, Everything), Options with { WithoutSensitive = true })).ShouldNotContain("Born");
    }

    [Fact]
    public void Outliers_count_as_the_hundredth_and_scales_with_few_values_are_capped_too()
    {
        TrainingRows rows = SegmentShop.Rows(1000, (number, dice, record) =>
        {
            SegmentShop.Three(number, dice, record);
            record.Numbers[SegmentShop.Tea] = number == 0 ? 1e6 : record.Numbers[SegmentShop.Tea];
            record.Numbers[SegmentShop.Door] = number == 1 ? 300 : (10 * SegmentShop.GroupOf(number)) + (number % 2);
        });
        ChosenVariables chosen = Choose(rows, Options);
        SegmentVariable tea = chosen.Space.Variables.Single(variable => variable.Question.Name == "Tea");
        SegmentVariable door = chosen.Space.Variables.Single(variable => variable.Question.Name == "Door");
        tea.High.ShouldBeInRange(60, 80);
        tea.Scale.ShouldBeInRange(10, 25);
        door.High.ShouldBe(21);
        for (int row = 0; row < rows.Count; row++)
        {
            chosen.Rows.Row(row).ToArray().ShouldAllBe(value => Math.Abs(value) <= 5);
        }
    }

    [Fact]
    public void What_hardly_anybody_has_does_not_explode()
    {
        ChosenVariables chosen = Choose(
            SegmentShop.Rows(
                1000,
                (number, dice, record) =>
                {
                    SegmentShop.Three(number, dice, record);
                    record.Numbers[SegmentShop.Tea] = double.NaN;
                    record.Numbers[SegmentShop.Door] = double.NaN;
                    for (int coupon = 0; coupon < 3; coupon++)
                    {
                        record.Numbers[SegmentShop.FirstCoupon + coupon] = number == 7 ? 1 : 0;
                    }

                    record.Numbers[SegmentShop.Cake] = double.NaN;
                }),
            Options);

        // Two variables are kept whatever they separate.
        Names(chosen).ShouldBe(["Coffee", "coupons"]);
        chosen.Rows.Row(7)[1].ShouldBe(5);
        chosen.Rows.Row(8)[1].ShouldBe(0);
    }

    [Fact]
    public void A_customer_without_a_value_stands_where_the_typical_one_does()
    {
        TrainingRows rows = SegmentShop.Rows(300, (number, dice, record) =>
        {
            SegmentShop.Three(number, dice, record);
            record.Numbers[SegmentShop.Coffee] = number == 3 ? double.NaN : record.Numbers[SegmentShop.Coffee];
        });
        ChosenVariables chosen = Choose(rows, Options);
        chosen.Space.Variables[0].Question.Name.ShouldBe("Coffee");
        chosen.Rows.Row(3)[0].ShouldBe(0);
    }

    private static void Everything(int number, Dice dice, Clientele.Schemas.TypedRecord record)
    {
        SegmentShop.Three(number, dice, record);
        int group = SegmentShop.GroupOf(number);
        record.Numbers[SegmentShop.Since] = SegmentShop.AsOf - (300 * (group + 1)) - dice.Below(100);
        record.Numbers[SegmentShop.Born] = 2000 - (15 * group) - dice.Below(10);
        record.Numbers[SegmentShop.Member] = group == 0 ? 1 : 0;
        record.Numbers[SegmentShop.Plan] = group == 0 ? 1 : 0;
        record.SetText(SegmentShop.Plan, group == 0 ? "Plus"u8 : "Basic"u8);
        for (int coupon = 0; coupon < 3; coupon++)
        {
            record.Numbers[SegmentShop.FirstCoupon + coupon] = dice.Chance(group == 0 ? 0.9 : 0.1) ? 1 : 0;
        }
    }

    private static ChosenVariables Choose(TrainingRows rows, SegmentTrainingOptions options) =>
        SegmentVariables.Choose(rows, [.. Enumerable.Range(0, rows.Count)], options, default);

    private static IEnumerable<string> Names(ChosenVariables chosen) => chosen.Space.Variables.Select(variable => variable.Question.Name);
}
