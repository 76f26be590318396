using Clientele.Models;

namespace Clientele.Tests.Models;

public class RollbackTests
{
    private const string File = "gym/response/champion.json";
    private readonly BlobContainerFake _container = new();
    private readonly Champions _champions;

    public RollbackTests() => _champions = new Champions(_container);

    [Fact]
    public async Task A_rollback_brings_back_the_champion_before_and_pins_it()
    {
        await TrainAsync("a", "b");
        AliasChange change = await RollbackAsync();

        change.Outcome.ShouldBe(AliasOutcome.RolledBack);
        change.Alias!.ShouldSatisfyAllConditions(alias => alias.Version.ShouldBe("a"), alias => alias.Pinned.ShouldBeTrue());
        (await AliasAsync()).History.ShouldBe([new("a", "trained"), new("b", "trained"), new("a", "Rolled back from b.", RolledBack: true)]);
        (await _champions.TryPromoteAsync("gym", "response", "c", "trained", false, default)).ShouldBe(PromotionOutcome.Pinned);
    }

    [Fact]
    public async Task Rollbacks_go_back_one_champion_after_the_other_and_never_forth()
    {
        await TrainAsync("a", "b", "c");

        (await RollbackAsync()).Alias!.Version.ShouldBe("b");
        (await RollbackAsync()).Alias!.Version.ShouldBe("a");
        (await RollbackAsync()).Outcome.ShouldBe(AliasOutcome.NoEarlierChampion);
        await _champions.ReleaseAsync("gym", "response", null, default);
        await TrainAsync("d");
        (await RollbackAsync()).Alias!.Version.ShouldBe("a");
    }

    [Fact]
    public async Task A_rollback_after_a_promotion_by_hand_goes_to_what_that_replaced()
    {
        await TrainAsync("a", "b", "c");
        (await PromoteAsync("a")).Outcome.ShouldBe(AliasOutcome.Promoted);

        (await RollbackAsync()).Alias!.Version.ShouldBe("c");
        (await RollbackAsync()).Alias!.Version.ShouldBe("b");
    }

    [Fact]
    public async Task Champions_that_cannot_be_used_are_passed_over_and_their_kind_is_kept()
    {
        await _champions.TryPromoteAsync("gym", "response", "demo", "trained", demonstration: true, default);
        await TrainAsync("b", "c");
        AliasChange change = await _champions.RollbackAsync("gym", "response", null, each => Task.FromResult(each.Version != "b"), default);

        change.Alias!.Version.ShouldBe("demo");
        change.Alias.Demonstration.ShouldBeTrue();
        (await RollbackAsync()).Outcome.ShouldBe(AliasOutcome.NoEarlierChampion);
    }

    [Fact]
    public async Task A_rollback_of_a_version_that_is_not_the_champion_changes_nothing()
    {
        await TrainAsync("a", "b");
        string before = _container[File].ToString();

        (await RollbackAsync("a")).Outcome.ShouldBe(AliasOutcome.NotChampion);
        (await _champions.ReleaseAsync("gym", "response", "a", default)).Outcome.ShouldBe(AliasOutcome.NotChampion);
        _container[File].ToString().ShouldBe(before);
        (await RollbackAsync("b")).Outcome.ShouldBe(AliasOutcome.RolledBack);
    }

    [Fact]
    public async Task Without_a_champion_there_is_nothing_to_roll_back_or_release()
    {
        (await RollbackAsync()).Outcome.ShouldBe(AliasOutcome.NoChampion);
        (await _champions.ReleaseAsync("gym", "response", null, default)).Outcome.ShouldBe(AliasOutcome.NoChampion);
    }

    [Fact]
    public async Task A_release_takes_the_pin_away_and_nothing_else()
    {
        await TrainAsync("a", "b");
        (await _champions.ReleaseAsync("gym", "response", null, default)).Outcome.ShouldBe(AliasOutcome.NotPinned);
        await RollbackAsync();
        (await _champions.ReleaseAsync("gym", "response", "a", default)).Outcome.ShouldBe(AliasOutcome.Released);

        (await AliasAsync()).ShouldSatisfyAllConditions(alias => alias.Version.ShouldBe("a"), alias => alias.Pinned.ShouldBeFalse(), alias => alias.History.Count.ShouldBe(3));
    }

    [Fact]
    public async Task A_promotion_by_hand_goes_over_a_pin_and_brings_back_earlier_champions()
    {
        await TrainAsync("a", "b");
        await RollbackAsync();

        (await PromoteAsync("a")).Outcome.ShouldBe(AliasOutcome.AlreadyChampion);
        (await PromoteAsync("b")).Outcome.ShouldBe(AliasOutcome.Promoted);
        (await AliasAsync()).ShouldSatisfyAllConditions(alias => alias.Version.ShouldBe("b"), alias => alias.Pinned.ShouldBeFalse());
    }

    [Fact]
    public async Task A_rollback_that_meets_another_gives_up_no_champion_that_it_did_not_see()
    {
        await TrainAsync("a", "b", "c");
        _container.BeforeWrite = (File, () => RollbackAsync().GetAwaiter().GetResult());

        (await RollbackAsync()).Outcome.ShouldBe(AliasOutcome.NotChampion);
        (await AliasAsync()).Version.ShouldBe("b");
    }

    [Fact]
    public async Task A_promotion_judged_against_another_champion_does_not_happen()
    {
        await TrainAsync("a");
        _container.BeforeWrite = (File, () => PromoteAsync("b").GetAwaiter().GetResult());

        (await _champions.TryPromoteAsync("gym", "response", "c", "trained", false, judgedAgainst: "a", default)).ShouldBe(PromotionOutcome.ChampionChanged);
        (await AliasAsync()).Version.ShouldBe("b");
    }

    [Fact]
    public async Task The_history_stays_bounded_and_can_still_be_walked_back()
    {
        for (int i = 0; i < 510; i++)
        {
            await PromoteAsync("v" + i);
        }

        (await AliasAsync()).History.Count.ShouldBe(500);
        (await RollbackAsync()).Alias!.Version.ShouldBe("v508");
        var cut = new ChampionAlias(1, "a", true, false, [new("a", "", RolledBack: true)]);
        cut.Earlier().ShouldBeEmpty();
    }

    private async Task TrainAsync(params string[] versions)
    {
        foreach (string version in versions)
        {
            (await _champions.TryPromoteAsync("gym", "response", version, "trained", false, default)).ShouldBe(PromotionOutcome.Promoted);
        }
    }

    private Task<AliasChange> PromoteAsync(string version) => _champions.PromoteAsync("gym", "response", version, "by hand", false, default);

    private Task<AliasChange> RollbackAsync(string? version = null) => _champions.RollbackAsync("gym", "response", version, _ => Task.FromResult(true), default);

    private async Task<ChampionAlias> AliasAsync() => (await _champions.ReadAsync("gym", "response", default))!.Value.Alias;
}
