using Clientele.Schemas;
using Clientele.Unit.Architecture;

namespace Clientele.Tests.Schemas;

public sealed class GroupTotalTests
{
    [Fact]
    public void Totals_of_the_shipped_schema_are_sums_and_counts_of_its_groups()
    {
        Schema campaign = SchemaFile.Parse(BinaryData.FromBytes(File.ReadAllBytes(Path.Combine(SourceTree.Root, "src", "Shared", "Schemas", "campaign.json"))), "campaign.json");

        IReadOnlyList<GroupTotal> totals = GroupTotal.Of(campaign);

        totals.Select(total => total.Field.Name).ShouldBe(["household_total", "spend_total", "purchases_total", "accepted_total"]);
        totals.Select(total => campaign.Groups[total.Topic - campaign.Fields.Count].Name + "_total").ShouldBe(totals.Select(total => total.Field.Name));
        SchemaField accepted = totals[^1].Field;
        (accepted.Type, accepted.Minimum, accepted.Maximum, totals[^1].Members.Count).ShouldBe((FieldType.Integer, 0, 5, 5));
        accepted.Description.ShouldBe("How many of these are yes: AcceptedCmp3, AcceptedCmp4, AcceptedCmp5, AcceptedCmp1, AcceptedCmp2.");
        (totals[1].Field.Minimum, totals[1].Field.Maximum).ShouldBe((null, null));
        accepted.TitleIn(Language.Spanish).ShouldNotBe("accepted total");
    }

    [Fact]
    public void Numbers_come_before_yes_and_no_years_do_not_count_and_one_member_is_no_total()
    {
        IReadOnlyList<GroupTotal> totals = GroupTotal.Of(Parse("""
            { "name": "A", "type": "integer", "group": "mixed" }, { "name": "B", "type": "number", "group": "mixed" }, { "name": "C", "type": "boolean", "group": "mixed" },
            { "name": "D", "type": "year", "group": "flags" }, { "name": "E", "type": "integer", "group": "flags" },
            { "name": "F", "type": "boolean", "group": "flags" }, { "name": "G", "type": "boolean", "group": "flags" },
            { "name": "H", "type": "integer", "group": "lonely" }, { "name": "I", "type": "date", "group": "lonely" },
            { "name": "J", "type": "integer", "group": "whole" }, { "name": "K", "type": "integer", "group": "whole" }
            """));

        totals.Select(total => (total.Field.Name, total.Field.Type, total.Members.Count)).ShouldBe(
            [("mixed_total", FieldType.Number, 2), ("flags_total", FieldType.Integer, 2), ("whole_total", FieldType.Integer, 2)]);
    }

    [Fact]
    public void A_field_of_the_same_name_hides_a_total()
    {
        GroupTotal.Of(Parse("""
            { "name": "A", "type": "integer", "group": "spend" }, { "name": "B", "type": "integer", "group": "spend" },
            { "name": "Sum", "type": "integer", "aliases": ["Spend Total"] }
            """)).ShouldBeEmpty();
    }

    private static Schema Parse(string fields) => SchemaFile.Parse(BinaryData.FromString($$"""{ "name": "shop", "fields": [ {{fields}} ] }"""), "shop.json");
}
