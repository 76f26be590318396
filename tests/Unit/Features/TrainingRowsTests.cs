using System.Globalization;
using Clientele.Features;
using Clientele.Schemas;
using Clientele.Tests.Campaign;

namespace Clientele.Tests.Features;

public class TrainingRowsTests
{
    [Fact]
    public void Values_are_copied_so_that_the_record_can_be_reused()
    {
        var rows = new TrainingRows(SampleCustomers.Schema);
        var record = new TypedRecord(SampleCustomers.Schema);
        rows.Add(SampleCustomers.Customer(1, record));
        rows.Add(SampleCustomers.Customer(2, record));

        rows.Ids.ShouldBe(["C1", "C2"]);
        rows.Values(SampleCustomers.Visits).ToArray().ShouldBe(
            [SampleCustomers.Customer(1).Numbers[SampleCustomers.Visits], SampleCustomers.Customer(2).Numbers[SampleCustomers.Visits]]);
    }

    [Fact]
    public void Of_a_repeated_id_the_row_added_last_stands()
    {
        var rows = new TrainingRows(SampleCustomers.Schema);
        TypedRecord older = SampleCustomers.Customer(1);
        TypedRecord newer = SampleCustomers.Customer(1);
        older.Numbers[SampleCustomers.Accepted] = 0;
        newer.Numbers[SampleCustomers.Accepted] = 1;
        newer.Numbers[SampleCustomers.Visits] = 99;
        rows.Add(older);
        rows.Add(SampleCustomers.Customer(2));
        rows.Add(newer);

        rows.Count.ShouldBe(2);
        rows.Superseded.ShouldBe(1);
        rows.Labels[0].ShouldBe(1);
        rows.Values(SampleCustomers.Visits)[0].ShouldBe(99);
    }

    [Fact]
    public void A_record_without_a_label_is_not_kept_and_is_counted()
    {
        var rows = new TrainingRows(SampleCustomers.Schema);
        TypedRecord record = SampleCustomers.Customer(1);
        record.Numbers[SampleCustomers.Accepted] = double.NaN;

        rows.Add(record).ShouldBeFalse();
        rows.Count.ShouldBe(0);
        rows.Unlabelled.ShouldBe(1);
    }

    [Fact]
    public void Past_the_bound_the_same_customers_stay_in_whatever_order_they_come()
    {
        var options = new TrainingRowsOptions { MaxRows = 20 };
        var forwards = new TrainingRows(SampleCustomers.Schema, options);
        var backwards = new TrainingRows(SampleCustomers.Schema, options);
        for (int i = 0; i < 200; i++)
        {
            forwards.Add(SampleCustomers.Customer(i));
            backwards.Add(SampleCustomers.Customer(199 - i));
        }

        forwards.Count.ShouldBe(20);
        forwards.LeftOut.ShouldBe(180);
        forwards.Ids.Order(StringComparer.Ordinal).ShouldBe(backwards.Ids.Order(StringComparer.Ordinal));

        // Not simply the first or the last.
        forwards.Ids.ShouldContain(id => Number(id) < 100);
        forwards.Ids.ShouldContain(id => Number(id) >= 100);
    }

    [Fact]
    public void A_displaced_row_leaves_nothing_behind()
    {
        TrainingRows rows = SampleCustomers.Rows(300, new TrainingRowsOptions { MaxRows = 25 });
        var record = new TypedRecord(SampleCustomers.Schema);
        for (int row = 0; row < rows.Count; row++)
        {
            TypedRecord expected = SampleCustomers.Customer(Number(rows.Ids[row]));
            rows.CopyTo(row, record);
            record.Numbers[1..SampleCustomers.Accepted].ShouldBe(expected.Numbers[1..SampleCustomers.Accepted]);
            record.TextString(SampleCustomers.Plan).ShouldBe(expected.TextString(SampleCustomers.Plan));
            record.TextString(SampleCustomers.Town).ShouldBe(expected.TextString(SampleCustomers.Town));
            rows.Labels[row].ShouldBe(expected.Numbers[SampleCustomers.Accepted]);
        }
    }

    [Fact]
    public void Rows_with_equal_features_share_a_group_whatever_their_id_and_label()
    {
        var rows = new TrainingRows(SampleCustomers.Schema);
        rows.Add(SampleCustomers.Customer(1));
        TypedRecord twin = SampleCustomers.Customer(1);
        twin.Numbers[SampleCustomers.Accepted] = 1 - twin.Numbers[SampleCustomers.Accepted];
        rows.Add(twin, "another");
        TypedRecord other = SampleCustomers.Customer(1);
        other.SetText(SampleCustomers.Town, "Ulm"u8);
        rows.Add(other, "third");

        rows.ContentGroups[1].ShouldBe(rows.ContentGroups[0]);
        rows.ContentGroups[2].ShouldNotBe(rows.ContentGroups[0]);
    }

    [Fact]
    public void A_number_serves_as_id_and_a_file_without_ids_counts_its_records()
    {
        Schema numbered = SampleCustomers.Schema with
        {
            Fields = [new SchemaField { Name = "Nr", Type = FieldType.Integer, Role = FieldRole.Id }, .. SampleCustomers.Schema.Fields.Skip(1)],
        };
        TypedRecord record = new(numbered);
        record.Numbers[0] = 17;
        record.Numbers[SampleCustomers.Accepted] = 1;
        var rows = new TrainingRows(numbered);
        rows.Add(record);
        rows.Ids.ShouldBe(["17"]);

        Schema nameless = SampleCustomers.Schema with { Fields = [.. SampleCustomers.Schema.Fields.Skip(1)] };
        record = new TypedRecord(nameless);
        record.Numbers[^1] = 1;
        rows = new TrainingRows(nameless);
        rows.Add(record);
        rows.Add(record);
        rows.Ids.ShouldBe(["#0", "#1"]);
    }

    [Fact]
    public void A_schema_without_a_target_and_records_of_another_schema_are_refused()
    {
        Schema untargeted = SampleCustomers.Schema with { Fields = [.. SampleCustomers.Schema.Fields.SkipLast(1)] };
        Should.Throw<ArgumentException>(() => new TrainingRows(untargeted)).Message.ShouldContain("target");

        var rows = new TrainingRows(SampleCustomers.Schema);
        Should.Throw<ArgumentException>(() => rows.Add(new TypedRecord(SampleCustomers.Schema with { Fingerprint = "other" }), "1"));
    }

    private static int Number(string id) => int.Parse(id.AsSpan(1), CultureInfo.InvariantCulture);
}
