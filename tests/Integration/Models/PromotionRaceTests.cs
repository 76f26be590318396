using Azure.Data.Tables;
using Clientele.Models;
using Clientele.Runs;

namespace Clientele.Integration.Models;

/// <summary>Operators on several instances who want different things at the same time.</summary>
public sealed class PromotionRaceTests
{
    [Fact]
    public async Task Each_of_many_promotions_and_rollbacks_at_once_is_told_what_happened_to_it()
    {
        string[] versions = ["v1", "v2", "v3", "v4", "v5"];
        await using RegistryUnderTest registry = await RegistryUnderTest.PrepareAsync(trained: true);
        await registry.CopyChampionAsync(versions);
        await registry.Registry().PromoteAsync("campaign", "response", "v5", CancellationToken.None);
        int before = (await registry.AliasAsync()).History.Count;

        ModelRegistry[] instances = [registry.Registry(), registry.Registry(), registry.Registry()];
        IEnumerable<Task<ModelChange>> promotions = versions[..4].SelectMany((version, i) => new[] { 0, 1 }.Select(
            j => Task.Run(() => instances[(i + j) % 3].PromoteAsync("campaign", "response", version, CancellationToken.None))));
        IEnumerable<Task<ModelChange>> rollbacks = Enumerable.Range(0, 4).Select(
            i => Task.Run(() => instances[i % 3].RollbackAsync("campaign", "response", i < 2 ? "v5" : null, CancellationToken.None)));
        ModelChange[] changes = await Task.WhenAll([.. promotions, .. rollbacks]);

        changes.Select(change => change.Outcome).ShouldBeSubsetOf(
            [AliasOutcome.Promoted, AliasOutcome.AlreadyChampion, AliasOutcome.RolledBack, AliasOutcome.NotChampion, AliasOutcome.NoEarlierChampion]);
        ChampionAlias alias = await registry.AliasAsync();
        List<Promotion> happened = [.. alias.History.Skip(before)];
        alias.Version.ShouldBe(happened[^1].Version);
        alias.Pinned.ShouldBe(happened[^1].RolledBack);

        // Each change that was told of is one step of the history, at the place that its teller saw, and there are no others.
        List<ModelChange> told = [.. changes.Where(change => change.Outcome is AliasOutcome.Promoted or AliasOutcome.RolledBack).OrderBy(change => change.Alias!.History.Count)];
        told.Select(change => change.Alias!.History[^1]).ShouldBe(happened);
        told.Select(change => change.Alias!.History.Count).ShouldBe(Enumerable.Range(before + 1, happened.Count));
        told.Select(change => change.Outcome == AliasOutcome.RolledBack).ShouldBe(happened.Select(step => step.RolledBack));

        List<TableEntity> current = [.. (await registry.RowsAsync()).Values.Where(row => row.GetBoolean("Current") == true)];
        current.ShouldHaveSingleItem().RowKey.ShouldBe(alias.Version);
        current[0].GetBoolean("Pinned").ShouldBe(alias.Pinned);
    }
}
