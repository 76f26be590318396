using Clientele.Features;
using Clientele.Schemas;
using Clientele.Tests.Campaign;

namespace Clientele.Tests.Features;

public class FeatureSpaceTests
{
    [Fact]
    public void Columns_follow_the_types_of_the_fields()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, SampleCustomers.Rows(500));

        space.ColumnNames.ShouldBe(
        [
            "Einkommen", "Einkommen missing", "Visits", "Since", "Member",
            "Plan = Basic", "Plan = Gold", "Plan = Plus", "Town = Bonn", "Town = Köln",
        ]);
        space.Columns.ShouldBe(10);
    }

    [Fact]
    public void A_missing_number_is_the_median_and_says_so()
    {
        TrainingRows rows = Rows((record, i) =>
        {
            record.Numbers[SampleCustomers.Income] = i == 0 ? double.NaN : i;
        }, 102);
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, rows);
        TypedRecord missing = SampleCustomers.Customer(7);
        missing.Numbers[SampleCustomers.Income] = double.NaN;
        TypedRecord median = SampleCustomers.Customer(7);
        median.Numbers[SampleCustomers.Income] = 51;

        space.TypicalNumber(SampleCustomers.Income).ShouldBe(51);
        Written(space, missing)[0].ShouldBe(Written(space, median)[0]);
        Written(space, missing)[1].ShouldBe(1);
        Written(space, median)[1].ShouldBe(0);
    }

    [Fact]
    public void An_extreme_value_counts_as_the_cap()
    {
        TrainingRows rows = Rows((record, i) => record.Numbers[SampleCustomers.Income] = i == 0 ? 666_666 : 1000 + i, 1001);
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, rows);
        TypedRecord record = SampleCustomers.Customer(1);
        record.Numbers[SampleCustomers.Income] = 666_666;
        double extreme = Written(space, record)[0];
        record.Numbers[SampleCustomers.Income] = 2000;
        double high = Written(space, record)[0];

        // A uniform column ends at √3 standard deviations.
        extreme.ShouldBeInRange(1.6, 1.8);
        extreme.ShouldBe(high, 0.03);
    }

    [Fact]
    public void A_rare_flag_in_an_integer_column_is_not_capped_away()
    {
        TrainingRows rows = Rows((record, i) => record.Numbers[SampleCustomers.Visits] = i < 2 ? 1 : 0, 1000);
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, rows);

        space.ColumnNames.ShouldContain("Visits");
    }

    [Fact]
    public void Dates_count_back_from_the_latest_of_training_whatever_comes_later()
    {
        int latest = new DateOnly(2024, 6, 30).DayNumber;
        TrainingRows rows = Rows((record, i) => record.Numbers[SampleCustomers.Since] = latest - i, 101);
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, rows);

        space.Encodings.OfType<NumberEncoding>().Single(each => each.Name == "Since").DaysBefore.ShouldBe(latest);
        space.TypicalNumber(SampleCustomers.Since).ShouldBe(latest - 50);
        TypedRecord record = SampleCustomers.Customer(1);
        record.Numbers[SampleCustomers.Since] = latest - 100;
        double longest = Written(space, record)[Column(space, "Since")];
        record.Numbers[SampleCustomers.Since] = latest;
        Written(space, record)[Column(space, "Since")].ShouldBeLessThan(longest);
    }

    [Fact]
    public void Rare_and_unknown_categories_share_a_column_and_known_ones_do_not()
    {
        TrainingRows rows = Rows((record, i) => Plan(record, i < 3 ? "Gold" : i % 2 == 0 ? "Basic" : "Plus"), 200);
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, rows);
        int first = Column(space, "Plan = Basic");
        double[] Of(string plan)
        {
            TypedRecord record = SampleCustomers.Customer(1);
            Plan(record, plan);
            return Written(space, record)[first..(first + 3)];
        }

        space.ColumnNames.Skip(first).Take(3).ShouldBe(["Plan = Basic", "Plan = Plus", "Plan = other"]);
        Of("Basic").ShouldBe([1, 0, 0]);
        Of("Plus").ShouldBe([0, 1, 0]);
        Of("Gold").ShouldBe([0, 0, 1]);
        Of("Never heard of").ShouldBe([0, 0, 1]);
    }

    [Fact]
    public void A_category_that_the_schema_does_not_list_gets_its_column_when_it_is_frequent()
    {
        TrainingRows rows = Rows((record, i) => Plan(record, i % 3 == 0 ? "Student" : "Plus"), 100);
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, rows);
        TypedRecord student = SampleCustomers.Customer(1);
        Plan(student, "Student");

        Written(space, student)[Column(space, "Plan = Student")].ShouldBe(1);
        space.TypicalText(SampleCustomers.Plan).ShouldBe("Plus");
        space.TypicalNumber(SampleCustomers.Plan).ShouldBe(1);
    }

    [Fact]
    public void A_missing_category_is_the_commonest_and_says_so()
    {
        TrainingRows rows = Rows((record, i) => Plan(record, i % 5 == 0 ? "" : i % 3 == 0 ? "Basic" : "Gold"), 100);
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, rows);
        TypedRecord missing = SampleCustomers.Customer(1);
        Plan(missing, "");

        double[] written = Written(space, missing);
        written[Column(space, "Plan = Gold")].ShouldBe(1);
        written[Column(space, "Plan = Basic")].ShouldBe(0);
        written[Column(space, "Plan missing")].ShouldBe(1);
    }

    [Fact]
    public void A_field_with_one_value_or_none_tells_nothing_and_has_no_column()
    {
        TrainingRows rows = Rows((record, _) =>
        {
            record.Numbers[SampleCustomers.Income] = double.NaN;
            record.Numbers[SampleCustomers.Visits] = 3;
            record.Numbers[SampleCustomers.Member] = 1;
            Plan(record, "Gold");
        }, 50);
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, rows);

        space.ColumnNames.ShouldAllBe(name => name.StartsWith("Since", StringComparison.Ordinal) || name.StartsWith("Town", StringComparison.Ordinal));
        space.TypicalNumber(SampleCustomers.Income).ShouldBe(double.NaN);
        space.TypicalNumber(SampleCustomers.Visits).ShouldBe(3);
        space.TypicalText(SampleCustomers.Plan).ShouldBe("Gold");
        space.TypicalText(SampleCustomers.Id).ShouldBe("Unknown");
    }

    [Fact]
    public void A_fold_knows_nothing_of_the_rows_that_it_does_not_hold()
    {
        TrainingRows rows = SampleCustomers.Rows(100);
        int[] half = [.. Enumerable.Range(0, 50)];
        FeatureSpace ofHalf = FeatureSpace.Fit(SampleCustomers.Schema, rows, half);
        FeatureSpace alone = FeatureSpace.Fit(SampleCustomers.Schema, SampleCustomers.Rows(50));

        for (int i = 0; i < 100; i++)
        {
            Written(ofHalf, SampleCustomers.Customer(i)).ShouldBe(Written(alone, SampleCustomers.Customer(i)));
        }
    }

    [Fact]
    public void Training_rows_and_single_records_become_the_same_bits()
    {
        TrainingRows rows = SampleCustomers.Rows(200);
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, rows);
        Learning.Bits.Of(space.Encode(rows, [.. Enumerable.Range(0, 200)]))
            .ShouldBe(Enumerable.Range(0, 200).SelectMany(i => Written(space, SampleCustomers.Customer(i))).Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Schema, SampleCustomers.Rows(200));
        TypedRecord record = SampleCustomers.Customer(5);
        record.Numbers[SampleCustomers.Plan] = -1;
        var into = new double[space.Columns];
        space.Write(record, into);

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            space.Write(record, into);
        }

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void No_rows_and_odd_options_are_refused()
    {
        Should.Throw<ArgumentException>(() => FeatureSpace.Fit(SampleCustomers.Schema, new TrainingRows(SampleCustomers.Schema)));
        TrainingRows rows = SampleCustomers.Rows(5);
        Should.Throw<ArgumentOutOfRangeException>(() => FeatureSpace.Fit(SampleCustomers.Schema, rows, new FeatureSpaceOptions { CappedShare = 0.5 }));
        Should.Throw<ArgumentOutOfRangeException>(() => FeatureSpace.Fit(SampleCustomers.Schema, rows, new FeatureSpaceOptions { MinimumLevelRows = 0 }));
    }

    private static TrainingRows Rows(Action<TypedRecord, int> change, int count)
    {
        var rows = new TrainingRows(SampleCustomers.Schema);
        for (int i = 0; i < count; i++)
        {
            TypedRecord record = SampleCustomers.Customer(i);
            change(record, i);
            rows.Add(record);
        }

        return rows;
    }

    private static void Plan(TypedRecord record, string plan)
    {
        int listed = SampleCustomers.Schema.Fields[SampleCustomers.Plan].Categories.ToList().IndexOf(plan);
        record.Numbers[SampleCustomers.Plan] = plan.Length == 0 ? double.NaN : listed;
        record.SetText(SampleCustomers.Plan, System.Text.Encoding.UTF8.GetBytes(plan));
    }

    private static int Column(FeatureSpace space, string name) => space.ColumnNames.ToList().IndexOf(name);

    private static double[] Written(FeatureSpace space, TypedRecord record)
    {
        var into = new double[space.Columns];
        space.Write(record, into);
        return into;
    }
}
