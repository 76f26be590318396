using Azure.Data.Tables;
using Clientele.Models;
using Clientele.Runs;

namespace Clientele.Integration.Models;

/// <summary>Which trained version becomes champion.</summary>
public sealed class GateTests
{
    [Fact]
    public async Task The_same_data_is_one_version_and_new_data_a_second_that_becomes_champion()
    {
        await using RegistryUnderTest registry = await RegistryUnderTest.PrepareAsync(trained: false);
        await registry.App.UploadAsync("campaign/first.csv", await LabelledFile.GoodAsync(seed: 1, firstId: 1), "training");
        RunRow first = await registry.RetrainAsync();
        first.State.ShouldBe(RunState.Completed, first.Error);
        first.Warnings.ShouldBe("");
        string judgement = await registry.ReadAsync(first.ModelVersion, "gate.json");

        (await registry.RetrainAsync()).Id.ShouldBe(first.Id);
        RunEngine engine = registry.Engine();
        (await engine.RetryAsync(first.Id.Value, new Dictionary<string, string>(StringComparer.Ordinal), CancellationToken.None)).Verdict.ShouldBe(RetryVerdict.Queued);
        await registry.WorkAsync(engine);
        RunRow again = (await registry.App.RunsAsync())[^1];
        again.Id.ShouldNotBe(first.Id);
        again.State.ShouldBe(RunState.Completed, again.Error);
        again.ModelVersion.ShouldBe(first.ModelVersion);
        (await registry.ReadAsync(first.ModelVersion, "gate.json")).ShouldBe(judgement);
        (await registry.RowsAsync()).Keys.ShouldBe([first.ModelVersion]);
        (await registry.AliasAsync()).History.ShouldHaveSingleItem();

        await registry.App.UploadAsync("campaign/second.csv", await LabelledFile.GoodAsync(seed: 2, firstId: 1_000_000), "training");
        RunRow second = await registry.RetrainAsync();
        second.State.ShouldBe(RunState.Completed, second.Error);
        second.ModelVersion.ShouldNotBe(first.ModelVersion);
        Dictionary<string, TableEntity> rows = await registry.RowsAsync();
        rows.Count.ShouldBe(2);
        rows[second.ModelVersion].GetString("Status").ShouldBe("champion", rows[second.ModelVersion].GetString("Reason"));
        rows[second.ModelVersion].GetString("Reason")!.ShouldContain("600 customers that neither had seen");
        rows[first.ModelVersion].GetString("Status").ShouldBe("retired");
        rows.Values.Count(row => row.GetBoolean("Current") == true).ShouldBe(1);
        (await registry.AliasAsync()).History.Select(step => step.Version).ShouldBe([first.ModelVersion, second.ModelVersion]);
    }

    [Fact]
    public async Task Worse_data_gives_a_version_that_is_not_promoted_and_a_rollback_survives_the_next_timer()
    {
        await using RegistryUnderTest registry = await RegistryUnderTest.PrepareAsync(trained: true);
        string good = (await registry.AliasAsync()).Version;
        await registry.App.UploadAsync("campaign/labelled.csv", await LabelledFile.ShuffledAsync(seed: 3, firstId: 1_000_000), "training");
        RunRow run = await registry.RetrainAsync();

        run.State.ShouldBe(RunState.Completed, run.Error);
        run.Warnings.ShouldContain($"Version {run.ModelVersion} of response was rejected, not promoted: It ");
        TableEntity worse = (await registry.RowsAsync())[run.ModelVersion];
        worse.GetString("Status").ShouldBe("rejected");
        worse.GetString("Reason")!.ShouldContain("no better than");
        worse.GetString("Against").ShouldBe(good);
        (await registry.AliasAsync()).Version.ShouldBe(good);

        // An operator insists, and thinks better of it.
        (await registry.Registry().PromoteAsync("campaign", "response", run.ModelVersion, CancellationToken.None)).Outcome.ShouldBe(AliasOutcome.Promoted);
        (await registry.RowsAsync())[run.ModelVersion].GetString("Reason")!.ShouldStartWith("Promoted by hand. It ");
        (await registry.Registry().RollbackAsync("campaign", "response", run.ModelVersion, CancellationToken.None)).Outcome.ShouldBe(AliasOutcome.RolledBack);

        await registry.App.UploadAsync("campaign/labelled.csv", await LabelledFile.GoodAsync(seed: 4, firstId: 2_000_000), "training");
        RunRow next = await registry.RetrainAsync();
        next.State.ShouldBe(RunState.Completed, next.Error);
        next.Warnings.ShouldContain("not promoted");
        ChampionAlias alias = await registry.AliasAsync();
        alias.Version.ShouldBe(good);
        alias.Pinned.ShouldBeTrue();
        Dictionary<string, TableEntity> rows = await registry.RowsAsync();
        (rows[good].GetString("Status"), rows[good].GetBoolean("Pinned")).ShouldBe(("champion", true));
        rows[run.ModelVersion].GetString("Status").ShouldBe("retired");
        rows[next.ModelVersion].GetString("Status").ShouldBeOneOf("kept", "rejected");
    }
}
