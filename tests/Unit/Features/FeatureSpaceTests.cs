using Clientele.Features;
using Clientele.Schemas;
using Clientele.Tests.Campaign;

namespace Clientele.Tests.Features;

public class FeatureSpaceTests
{
    [Fact]
    public void Columns_follow_the_types_of_the_fields()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Rows(500));

        Names(space).ShouldBe(
        [
            "Einkommen", "log Einkommen", "Einkommen missing", "Visits", "Since", "Member",
            "Plan = Basic", "Plan = Gold", "Plan = Plus", "Town = Bonn", "Town = Köln",
        ]);
    }

    [Fact]
    public void Columns_follow_the_groups_years_and_orders_of_the_schema()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleShop.Rows(500));

        Names(space).ShouldBe(
        [
            "Born", "rank of Level", "Level = low", "Level = middle", "Level = high", "Salary", "log Salary", "Joined",
            "log Books", "Books / spend", "log Toys", "Toys / spend", "Web", "Web / orders", "Shop", "Shop / orders",
            "Offer1", "Offer2", "Offer3", "log spend", "orders", "offers",
            "spend per orders", "spend per Salary", "spend per Joined", "orders per Joined",
        ]);
        space.Questions.Single(question => question.Name == "Born").Kind.ShouldBe(QuestionKind.Years);
        space.Questions.Single(question => question.Name == "spend").Kind.ShouldBe(QuestionKind.Total);
        space.Questions.Single(question => question.Name == "offers").Kind.ShouldBe(QuestionKind.Count);
    }

    [Fact]
    public void Totals_shares_and_rates_are_what_their_names_say()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleShop.Rows(500), new FeatureSpaceOptions { CappedShare = 0 });
        TypedRecord record = SampleShop.Customer(1);
        record.Numbers[SampleShop.Books] = 30;
        record.Numbers[SampleShop.Toys] = 10;
        record.Numbers[SampleShop.Web] = 3;
        record.Numbers[SampleShop.Shop] = 1;
        record.Numbers[SampleShop.Joined] = SampleShop.AsOf - 90;
        record.Numbers[SampleShop.Born] = 1993;
        double[] written = Written(space, record);

        written[Column(space, "log spend")].ShouldBe(Math.Log(41), 1e-12);
        written[Column(space, "Books / spend")].ShouldBe(0.75, 1e-12);
        written[Column(space, "orders")].ShouldBe(4);
        written[Column(space, "spend per orders")].ShouldBe(Math.Log(11), 1e-12);
        written[Column(space, "orders per Joined")].ShouldBe(1, 1e-12);
        written[Column(space, "Born")].ShouldBe(30);
        written[Column(space, "Joined")].ShouldBe(90);
    }

    [Fact]
    public void A_total_of_which_one_member_is_missing_counts_its_typical_value_and_of_none_is_missing()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleShop.Rows(500), new FeatureSpaceOptions { CappedShare = 0 });
        int total = space.Questions.ToList().FindIndex(question => question.Name == "spend");
        TypedRecord record = SampleShop.Customer(1);
        var answers = new double[space.Questions.Count];
        record.Numbers[SampleShop.Books] = 30;
        record.Numbers[SampleShop.Toys] = double.NaN;
        space.Read(record, answers);
        answers[total].ShouldBe(30 + space.TypicalNumber(SampleShop.Toys, SampleShop.AsOf), 1e-12);
        record.Numbers[SampleShop.Books] = double.NaN;
        space.Read(record, answers);
        answers[total].ShouldBe(double.NaN);
    }

    [Fact]
    public void The_same_customer_later_has_aged()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleShop.Rows(500));
        TypedRecord record = SampleShop.Customer(1);
        record.Numbers[SampleShop.Joined] = SampleShop.AsOf - 400;
        record.Numbers[SampleShop.Born] = 1980;
        double[] now = Written(space, record);
        record.AsOf += 366;
        double[] later = Written(space, record);

        later[Column(space, "Joined")].ShouldBe(now[Column(space, "Joined")] + 366);
        later[Column(space, "Born")].ShouldBe(now[Column(space, "Born")] + 1);
    }

    [Fact]
    public void A_total_told_directly_encodes_like_its_members()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleShop.Rows(500), new FeatureSpaceOptions { Topics = [SampleShop.Joined, SampleShop.Schema.Fields.Count + 1] });
        TypedRecord record = SampleShop.Customer(3);
        var answers = new double[space.Questions.Count];
        space.Read(record, answers);
        answers[1].ShouldBe(record.Numbers[SampleShop.Books] + record.Numbers[SampleShop.Toys]);
        var told = new double[space.Columns.Count];
        space.Encode([SampleShop.AsOf - record.Numbers[SampleShop.Joined], record.Numbers[SampleShop.Books] + record.Numbers[SampleShop.Toys]], told);

        Names(space).ShouldBe(["Joined", "log spend", "spend per Joined"]);
        told.ShouldBe(Written(space, record));
    }

    [Fact]
    public void What_is_sensitive_is_left_out_on_request_and_its_total_with_it()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleShop.Rows(500), new FeatureSpaceOptions { WithoutSensitive = true });

        Names(space).ShouldNotContain(name => name.Contains("Born") || name.Contains("Level"));
        Names(space).ShouldContain("Salary");
    }

    [Fact]
    public void A_missing_number_is_the_median_and_says_so()
    {
        TrainingRows rows = Rows((record, i) =>
        {
            record.Numbers[SampleCustomers.Income] = i == 0 ? double.NaN : i;
        }, 102);
        FeatureSpace space = FeatureSpace.Fit(rows);
        TypedRecord missing = SampleCustomers.Customer(7);
        missing.Numbers[SampleCustomers.Income] = double.NaN;
        TypedRecord median = SampleCustomers.Customer(7);
        median.Numbers[SampleCustomers.Income] = 51;

        space.TypicalNumber(SampleCustomers.Income, SampleCustomers.AsOf).ShouldBe(51);
        Written(space, missing)[0].ShouldBe(Written(space, median)[0]);
        Written(space, missing)[Column(space, "Einkommen missing")].ShouldBe(1);
        Written(space, median)[Column(space, "Einkommen missing")].ShouldBe(0);
    }

    [Fact]
    public void An_extreme_value_counts_as_the_cap()
    {
        TrainingRows rows = Rows((record, i) => record.Numbers[SampleCustomers.Income] = i == 0 ? 666_666 : 1000 + i, 1001);
        FeatureSpace space = FeatureSpace.Fit(rows);
        TypedRecord record = SampleCustomers.Customer(1);
        record.Numbers[SampleCustomers.Income] = 666_666;
        double extreme = Written(space, record)[0];
        record.Numbers[SampleCustomers.Income] = 2000;
        double high = Written(space, record)[0];

        extreme.ShouldBeInRange(1990, 2000);
        extreme.ShouldBe(high, 10);
    }

    [Fact]
    public void A_rare_flag_in_an_integer_column_is_not_capped_away()
    {
        TrainingRows rows = Rows((record, i) => record.Numbers[SampleCustomers.Visits] = i < 2 ? 1 : 0, 1000);
        FeatureSpace space = FeatureSpace.Fit(rows);

        Names(space).ShouldContain("Visits");
    }

    [Fact]
    public void Rare_and_unknown_categories_share_a_column_and_known_ones_do_not()
    {
        TrainingRows rows = Rows((record, i) => Plan(record, i < 3 ? "Gold" : i % 2 == 0 ? "Basic" : "Plus"), 200);
        FeatureSpace space = FeatureSpace.Fit(rows);
        int first = Column(space, "Plan = Basic");
        double[] Of(string plan)
        {
            TypedRecord record = SampleCustomers.Customer(1);
            Plan(record, plan);
            return Written(space, record)[first..(first + 3)];
        }

        Names(space).Skip(first).Take(3).ShouldBe(["Plan = Basic", "Plan = Plus", "Plan = other"]);
        Of("Basic").ShouldBe([1, 0, 0]);
        Of("Plus").ShouldBe([0, 1, 0]);
        Of("Gold").ShouldBe([0, 0, 1]);
        Of("Never heard of").ShouldBe([0, 0, 1]);
    }

    [Fact]
    public void A_category_that_the_schema_does_not_list_gets_its_column_when_it_is_frequent()
    {
        TrainingRows rows = Rows((record, i) => Plan(record, i % 3 == 0 ? "Student" : "Plus"), 100);
        FeatureSpace space = FeatureSpace.Fit(rows);
        TypedRecord student = SampleCustomers.Customer(1);
        Plan(student, "Student");

        Written(space, student)[Column(space, "Plan = Student")].ShouldBe(1);
        space.TypicalText(SampleCustomers.Plan).ShouldBe("Plus");
        space.TypicalNumber(SampleCustomers.Plan, SampleCustomers.AsOf).ShouldBe(1);
    }

    [Fact]
    public void A_missing_category_is_the_commonest_and_says_so()
    {
        TrainingRows rows = Rows((record, i) => Plan(record, i % 5 == 0 ? "" : i % 3 == 0 ? "Basic" : "Gold"), 100);
        FeatureSpace space = FeatureSpace.Fit(rows);
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
        FeatureSpace space = FeatureSpace.Fit(rows);

        Names(space).ShouldAllBe(name => name.StartsWith("Since", StringComparison.Ordinal) || name.StartsWith("Town", StringComparison.Ordinal));
        space.TypicalNumber(SampleCustomers.Income, SampleCustomers.AsOf).ShouldBe(double.NaN);
        space.TypicalNumber(SampleCustomers.Visits, SampleCustomers.AsOf).ShouldBe(3);
        space.TypicalText(SampleCustomers.Plan).ShouldBe("Gold");
        space.TypicalText(SampleCustomers.Id).ShouldBe("Unknown");
    }

    [Fact]
    public void A_fold_knows_nothing_of_the_rows_that_it_does_not_hold()
    {
        TrainingRows rows = SampleCustomers.Rows(100);
        int[] half = [.. Enumerable.Range(0, 50)];
        FeatureSpace ofHalf = FeatureSpace.Fit(rows, half);
        FeatureSpace alone = FeatureSpace.Fit(SampleCustomers.Rows(50));

        for (int i = 0; i < 100; i++)
        {
            Written(ofHalf, SampleCustomers.Customer(i)).ShouldBe(Written(alone, SampleCustomers.Customer(i)));
        }
    }

    [Fact]
    public void Training_rows_and_single_records_become_the_same_bits()
    {
        TrainingRows rows = SampleCustomers.Rows(200);
        FeatureSpace space = FeatureSpace.Fit(rows);
        Learning.Bits.Of(space.Encode(rows, [.. Enumerable.Range(0, 200)]))
            .ShouldBe(Enumerable.Range(0, 200).SelectMany(i => Written(space, SampleCustomers.Customer(i))).Select(BitConverter.DoubleToInt64Bits));
    }

    [Fact]
    public void Writing_allocates_nothing()
    {
        FeatureSpace space = FeatureSpace.Fit(SampleCustomers.Rows(200));
        TypedRecord record = SampleCustomers.Customer(5);
        record.Numbers[SampleCustomers.Plan] = -1;
        var into = new double[space.Columns.Count];
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
        Should.Throw<ArgumentException>(() => FeatureSpace.Fit(new TrainingRows(SampleCustomers.Schema)));
        TrainingRows rows = SampleCustomers.Rows(5);
        Should.Throw<ArgumentOutOfRangeException>(() => FeatureSpace.Fit(rows, new FeatureSpaceOptions { CappedShare = 0.5 }));
        Should.Throw<ArgumentOutOfRangeException>(() => FeatureSpace.Fit(rows, new FeatureSpaceOptions { MinimumLevelRows = 0 }));
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

    private static IEnumerable<string> Names(FeatureSpace space) => space.Columns.Select(column => column.Name);

    private static int Column(FeatureSpace space, string name) => Names(space).ToList().IndexOf(name);

    private static double[] Written(FeatureSpace space, TypedRecord record)
    {
        var into = new double[space.Columns.Count];
        space.Write(record, into);
        return into;
    }
}
