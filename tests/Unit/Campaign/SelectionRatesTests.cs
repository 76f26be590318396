using System.Text;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Tests.Campaign;

public class SelectionRatesTests
{
    private static readonly Objectives Chosen = new(At(0.1), At(0.3), At(0.5), At(0.9));
    private static readonly int AsOf = new DateOnly(2014, 12, 31).DayNumber;

    private static readonly Schema Schema = new()
    {
        Id = "people",
        Title = "People",
        Grain = Grain.Customer,
        Fingerprint = "people-1",
        Fields =
        [
            new SchemaField { Name = "Born", Type = FieldType.Integer, IsYear = true, IsSensitive = true },
            new SchemaField { Name = "Status", Type = FieldType.Text, Categories = ["single", "married", "widow"], IsSensitive = true },
            new SchemaField { Name = "Children", Type = FieldType.Integer, IsSensitive = true },
            new SchemaField { Name = "Member", Type = FieldType.Boolean, IsSensitive = true },
            new SchemaField { Name = "Age", Type = FieldType.Integer, IsSensitive = true },
            new SchemaField { Name = "Birthday", Type = FieldType.Date, IsSensitive = true },
            new SchemaField { Name = "Income", Type = FieldType.Number },
            new SchemaField { Name = "Accepted", Type = FieldType.Boolean, Role = FieldRole.Target },
        ],
    };

    [Fact]
    public void Groups_are_bands_categories_counts_and_quarters_in_their_order()
    {
        IReadOnlyList<SelectionGroup> rates = Rates(400);

        Names(rates, "Born").ShouldBe(["under 30", "30–44", "45–59", "60 and over"]);
        Names(rates, "Status").ShouldBe(["single", "married", "other"]);
        Names(rates, "Children").ShouldBe(["0", "1", "2", "3 or more"]);
        Names(rates, "Member").ShouldBe(["yes", "no", "unknown"]);
        Names(rates, "Age").ShouldBe(["20 to below 40", "40 to below 60", "60 to below 80", "80 to 99"]);
        Names(rates, "Birthday").ShouldBe(["under 30", "30–44", "45–59", "60 and over"]);
        Names(rates, "Income").ShouldBeEmpty();
    }

    [Fact]
    public void Shares_of_a_field_add_up_to_those_of_everyone()
    {
        double[] probabilities = ProbabilitiesOf(400);
        foreach (IGrouping<string, SelectionGroup> field in Rates(400).GroupBy(rate => rate.Field, StringComparer.Ordinal))
        {
            field.Sum(group => group.Customers).ShouldBe(400);
            field.Sum(group => group.Customers * group.Aggressive).ShouldBe(probabilities.Count(p => p >= 0.1), 1e-9);
            field.Sum(group => group.Customers * group.Moderate).ShouldBe(probabilities.Count(p => p >= 0.3), 1e-9);
            field.Sum(group => group.Customers * group.Balanced).ShouldBe(probabilities.Count(p => p >= 0.5), 1e-9);
            field.Sum(group => group.Customers * group.Frugal).ShouldBe(probabilities.Count(p => p >= 0.9), 1e-9);
            field.Sum(group => group.Customers * group.ResponseRate).ShouldBe(100, 1e-9);
        }
    }

    [Fact]
    public void Groups_of_fewer_than_twenty_are_other()
    {
        Rates(40).Where(rate => rate.Field == "Born").Select(rate => (rate.Group, rate.Customers)).ShouldBe([("other", 40)]);
        Rates(400).Single(rate => rate is { Field: "Status", Group: "other" }).Customers.ShouldBe(10);
    }

    [Fact]
    public void Columns_of_other_lengths_are_refused() =>
        Should.Throw<ArgumentException>(() => SelectionRates.Of(Rows(30), new int[30], new double[29], Chosen)).Message.ShouldContain("29 probabilities");

    private static string[] Names(IEnumerable<SelectionGroup> rates, string field) => [.. rates.Where(rate => rate.Field == field).Select(rate => rate.Group)];

    private static IReadOnlyList<SelectionGroup> Rates(int count)
    {
        int[] asOf = new int[count];
        Array.Fill(asOf, AsOf);
        return SelectionRates.Of(Rows(count), asOf, ProbabilitiesOf(count), Chosen);
    }

    private static double[] ProbabilitiesOf(int count) => [.. Enumerable.Range(0, count).Select(i => i * 7 % count / (double)count)];

    private static TrainingRows Rows(int count)
    {
        var rows = new TrainingRows(Schema);
        var record = new TypedRecord(Schema);
        for (int i = 0; i < count; i++)
        {
            record.Clear();
            int status = i % 40 == 7 ? 2 : i % 2;
            int age = new[] { 25, 40, 50, 70 }[i % 4];
            record.Numbers[0] = 2014 - age;
            record.Numbers[1] = status;
            record.SetText(1, Encoding.UTF8.GetBytes(Schema.Fields[1].Categories[status]));
            record.Numbers[2] = i % 5;
            record.Numbers[3] = i % 8 == 0 ? double.NaN : i % 2;
            record.Numbers[4] = 20 + (i % 80);
            record.Numbers[5] = new DateOnly(2014 - age, 1, 1).DayNumber;
            record.Numbers[6] = i;
            record.Numbers[7] = i % 4 == 0 ? 1 : 0;
            rows.Add(record, $"{i}");
        }

        return rows;
    }

    private static Objective At(double cutOff) => new("any", cutOff, 1, 1, 1, 1);
}
