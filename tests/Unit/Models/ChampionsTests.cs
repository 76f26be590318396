using Clientele.Models;

namespace Clientele.Tests.Models;

public class ChampionsTests
{
    private const string File = "gym/response/champion.json";
    private readonly BlobContainerFake _container = new();
    private readonly Champions _champions;

    public ChampionsTests() => _champions = new Champions(_container);

    [Fact]
    public async Task Before_any_promotion_there_is_no_champion() => (await _champions.ReadAsync("gym", "response", default)).ShouldBeNull();

    [Fact]
    public async Task Promotions_move_the_alias_and_keep_their_history()
    {
        (await Promote("a", "first")).ShouldBe(PromotionOutcome.Promoted);
        (await Promote("b", "better")).ShouldBe(PromotionOutcome.Promoted);

        ChampionAlias alias = await Alias();
        alias.Version.ShouldBe("b");
        alias.Pinned.ShouldBeFalse();
        alias.History.ShouldBe([new("a", "first"), new("b", "better")]);
    }

    [Fact]
    public async Task Promoting_again_changes_nothing()
    {
        await Promote("a", "first");
        string before = _container[File].ToString();

        (await Promote("a", "again")).ShouldBe(PromotionOutcome.AlreadyChampion);
        _container[File].ToString().ShouldBe(before);
    }

    [Fact]
    public async Task A_repeated_message_does_not_bring_back_an_earlier_champion()
    {
        await Promote("a", "first");
        await Promote("b", "better");

        (await Promote("a", "late repeat")).ShouldBe(PromotionOutcome.Superseded);
        (await Alias()).Version.ShouldBe("b");
    }

    [Fact]
    public async Task A_demonstration_model_never_replaces_a_real_one_and_is_replaced_by_it()
    {
        (await Promote("demo", "samples", demonstration: true)).ShouldBe(PromotionOutcome.Promoted);
        (await Alias()).Demonstration.ShouldBeTrue();
        (await Promote("real", "customers")).ShouldBe(PromotionOutcome.Promoted);
        (await Promote("demo2", "samples", demonstration: true)).ShouldBe(PromotionOutcome.RealChampionStands);
        (await Alias()).Demonstration.ShouldBeFalse();
    }

    [Fact]
    public async Task A_pinned_champion_stays()
    {
        await Promote("a", "first");
        _container[File] = BinaryData.FromString(_container[File].ToString().Replace("\"pinned\": false", "\"pinned\": true", StringComparison.Ordinal));

        (await Promote("b", "better")).ShouldBe(PromotionOutcome.Pinned);
        (await Alias()).Version.ShouldBe("a");
    }

    [Fact]
    public async Task Two_promotions_at_once_both_leave_their_mark()
    {
        await Promote("a", "first");
        _container.BeforeWrite = (File, () => Promote("b", "other instance").GetAwaiter().GetResult());

        (await Promote("c", "this instance")).ShouldBe(PromotionOutcome.Promoted);
        (await Alias()).History.Select(each => each.Version).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task The_same_promotion_by_two_instances_is_one()
    {
        _container.BeforeWrite = (File, () => Promote("a", "other instance").GetAwaiter().GetResult());

        (await Promote("a", "this instance")).ShouldBe(PromotionOutcome.AlreadyChampion);
        (await Alias()).History.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_alias_that_always_changes_is_given_up_as_a_fault_that_may_pass()
    {
        int changes = 0;
        void Change()
        {
            _container[File] = BinaryData.FromString($$"""{"formatVersion":1,"version":"x{{changes++}}","pinned":false,"demonstration":false,"history":[]}""");
            _container.BeforeWrite = (File, Change);
        }

        _container.BeforeWrite = (File, Change);
        await Should.ThrowAsync<IOException>(() => Promote("a", "first"));
        changes.ShouldBeLessThan(50);
    }

    [Theory]
    [InlineData("{\"formatVersion\":2,\"version\":\"a\",\"pinned\":false,\"demonstration\":false,\"history\":[]}")]
    [InlineData("{\"formatVersion\":1}")]
    [InlineData("")]
    public async Task An_alias_that_cannot_be_read_is_refused_by_name(string content)
    {
        _container[File] = BinaryData.FromString(content);
        (await Should.ThrowAsync<ModelRefusedException>(() => _champions.ReadAsync("gym", "response", default))).File.ShouldBe("models/" + File);
    }

    private Task<PromotionOutcome> Promote(string version, string reason, bool demonstration = false) =>
        _champions.TryPromoteAsync("gym", "response", version, reason, demonstration, default);

    private async Task<ChampionAlias> Alias() => (await _champions.ReadAsync("gym", "response", default))!.Value.Alias;
}
