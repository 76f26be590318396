using Clientele.Features;
using Clientele.Schemas;
using Clientele.Tests.Campaign;

namespace Clientele.Tests.Features;

public class RecordContentTests
{
    [Fact]
    public void The_same_values_have_the_same_hash_whatever_the_id_and_the_label()
    {
        TypedRecord one = SampleShop.Customer(1);
        TypedRecord other = SampleShop.Customer(1);
        other.Numbers[SampleShop.Schema.IdField] = 99;
        other.SetText(SampleShop.Schema.IdField, "99"u8);
        other.Numbers[SampleShop.Schema.TargetField] = 1 - one.Numbers[SampleShop.Schema.TargetField];

        Hash(other).ShouldBe(Hash(one));
        Hash(SampleShop.Customer(2)).ShouldNotBe(Hash(one));
    }

    [Fact]
    public void Every_feature_counts_and_whether_it_is_known()
    {
        long before = Hash(SampleShop.Customer(1));
        for (int field = SampleShop.Born; field < SampleShop.Schema.TargetField; field++)
        {
            bool isText = SampleShop.Schema.Fields[field].Type == FieldType.Text;
            TypedRecord changed = SampleShop.Customer(1);
            changed.Numbers[field] = isText ? changed.Numbers[field] : changed.Numbers[field] + 1;
            changed.SetText(field, isText ? "another"u8 : default);
            TypedRecord unknown = SampleShop.Customer(1);
            unknown.Numbers[field] = double.NaN;
            unknown.SetText(field, []);

            Hash(changed).ShouldNotBe(before, SampleShop.Schema.Fields[field].Name);
            Hash(unknown).ShouldNotBe(before, SampleShop.Schema.Fields[field].Name);
        }
    }

    [Fact]
    public void There_is_one_zero_and_one_unknown()
    {
        TypedRecord one = SampleShop.Customer(1);
        TypedRecord other = SampleShop.Customer(1);
        (one.Numbers[SampleShop.Books], other.Numbers[SampleShop.Books]) = (0.0, -0.0);
        (one.Numbers[SampleShop.Toys], other.Numbers[SampleShop.Toys]) = (double.NaN, BitConverter.Int64BitsToDouble(0x7FF8000000000001));

        Hash(other).ShouldBe(Hash(one));
    }

    [Fact]
    public void A_later_day_changes_it_only_where_there_are_dates_or_years()
    {
        TypedRecord now = SampleShop.Customer(1);
        TypedRecord later = SampleShop.Customer(1);
        later.AsOf += 1;
        Hash(later).ShouldNotBe(Hash(now));

        later.Numbers[SampleShop.Joined] += 1;
        Hash(later).ShouldBe(Hash(now));

        (now.Numbers[SampleShop.Joined], later.Numbers[SampleShop.Joined]) = (double.NaN, double.NaN);
        later.AsOf = now.AsOf + 100;
        Hash(later).ShouldBe(Hash(now));
        later.AsOf = now.AsOf + 366;
        Hash(later).ShouldNotBe(Hash(now));

        (now.Numbers[SampleShop.Born], later.Numbers[SampleShop.Born]) = (double.NaN, double.NaN);
        Hash(later).ShouldBe(Hash(now));
    }

    [Fact]
    public void Training_rows_group_by_the_same_hash()
    {
        TrainingRows rows = TrainedShop.RowsOf(30);
        rows.ContentGroups.ToArray().ShouldBe(Enumerable.Range(0, 30).Select(i => Hash(TrainedShop.Customer(i))));
    }

    private static long Hash(TypedRecord record) => new RecordContent(record.Schema).Of(record);
}
