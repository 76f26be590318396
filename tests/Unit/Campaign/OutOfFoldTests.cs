using System.Text.Json;
using Clientele.Campaign;

namespace Clientele.Tests.Campaign;

public class OutOfFoldTests
{
    private static readonly HashSet<int> Topics = [1, 2, 9];

    [Fact]
    public void Saved_and_loaded_every_bit_is_kept_but_the_values_of_reasons()
    {
        OutOfFold before = Sample();
        OutOfFold after = Loaded(JsonSerializer.Serialize(before, CampaignJson.Default.OutOfFold));

        after.Labels.ShouldBe(before.Labels);
        after.Probabilities.ShouldBe(before.Probabilities);
        after.Contents.ShouldBe(before.Contents);
        after.Reasons.Length.ShouldBe(before.Count);
        after.Reasons[0].ShouldBe(new TopReasons(new Reason(9, -1.25f, double.NaN), new Reason(1, 0.1f, double.NaN), Reason.Nothing));
        after.Reasons[1].ShouldBe(TopReasons.None);
        after.Check(Topics);
    }

    [Fact]
    public void In_another_order_each_customer_keeps_what_is_theirs()
    {
        OutOfFold taken = Sample().Take([2, 0]);

        taken.Labels.ShouldBe([0, 1]);
        taken.Probabilities.ShouldBe([1, double.Epsilon]);
        taken.Contents.ShouldBe([long.MinValue, 17]);
        taken.Reasons[1].First.Topic.ShouldBe((short)9);
    }

    [Theory]
    [InlineData("\"AAAA\"")]
    [InlineData("\"not base64!\"")]
    [InlineData("5")]
    [InlineData("{}")]
    public void What_is_no_list_of_customers_is_refused(string json) => Should.Throw<JsonException>(() => Loaded(json));

    [Fact]
    public void What_no_training_gives_is_refused_with_its_customer()
    {
        Refused(each => each.Labels[1] = 2).ShouldContain("customer 1 has label 2");
        Refused(each => each.Probabilities[2] = 1.5).ShouldContain("customer 2");
        Refused(each => each.Probabilities[2] = double.NaN).ShouldContain("customer 2");
        Refused(each => each.Labels[0] = 0).ShouldContain("none of the trained customers accepted");
        Refused(each => each.Reasons[1] = TopReasons.None with { Second = new Reason(3, 1, 0) }).ShouldContain("topic 3");
        Refused(each => each.Reasons[1] = TopReasons.None with { Third = new Reason(2, float.NaN, 0) }).ShouldContain("topic 2");
        Should.Throw<InvalidDataException>(() => (Sample() with { Contents = [1] }).Check(Topics)).Message.ShouldContain("1 contents");
    }

    private static string Refused(Action<OutOfFold> change)
    {
        OutOfFold changed = Sample();
        change(changed);
        return Should.Throw<InvalidDataException>(() => changed.Check(Topics)).Message;
    }

    private static OutOfFold Loaded(string json) => JsonSerializer.Deserialize(json, CampaignJson.Default.OutOfFold)!;

    private static OutOfFold Sample() => new(
        [1, 0, 0],
        [double.Epsilon, 0.1 + 0.2, 1],
        [17, -1, long.MinValue],
        [new TopReasons(new Reason(9, -1.25f, 4), new Reason(1, 0.1f, 0), Reason.Nothing), TopReasons.None, TopReasons.None]);
}
