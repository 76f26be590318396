using System.Text;
using Clientele.Models;
using Clientele.Runs;

namespace Clientele.Integration.Models;

/// <summary>Files of the champion that are not what training wrote.</summary>
public sealed class RefusedModelTests
{
    [Theory]
    [InlineData("tampered", "SHA-256")]
    [InlineData("truncated", "bytes")]
    [InlineData("of a later version", "version 99")]
    public async Task Scoring_goes_on_with_the_last_good_champion_and_fails_with_the_reason_when_there_is_none(string harm, string found)
    {
        await using RegistryUnderTest registry = await RegistryUnderTest.PrepareAsync(trained: true);
        string good = (await registry.AliasAsync()).Version;
        await registry.CopyChampionAsync("v2");
        (await registry.Registry().PromoteAsync("campaign", "response", "v2", CancellationToken.None)).Outcome.ShouldBe(AliasOutcome.Promoted);
        await HarmAsync(registry, "v2", harm);

        RunRow scored = await registry.ScoreAsync("scored.csv");
        scored.State.ShouldBe(RunState.Completed, scored.Error);
        scored.ModelVersion.ShouldBe(good);
        scored.Warnings.ShouldContain("models/campaign/response/v2/model.json is refused");
        scored.Warnings.ShouldContain(found);
        scored.Warnings.ShouldContain($"earlier champion, {good}");
        (await registry.AliasAsync()).Version.ShouldBe("v2");

        ModelChange refused = await registry.Registry().PromoteAsync("campaign", "response", "v2", CancellationToken.None);
        refused.Outcome.ShouldBe(AliasOutcome.Refused);
        refused.Sentence.ShouldContain("v2/model.json");

        await HarmAsync(registry, good, harm);
        RunRow failed = await registry.ScoreAsync("failed.csv");
        failed.State.ShouldBe(RunState.Failed);
        failed.Error.ShouldContain("models/campaign/response/v2/model.json is refused");
        failed.Error.ShouldContain("No earlier champion can be used either.");
        (await registry.Registry().RollbackAsync("campaign", "response", null, CancellationToken.None)).Outcome.ShouldBe(AliasOutcome.NoEarlierChampion);
    }

    private static async Task HarmAsync(RegistryUnderTest registry, string version, string harm)
    {
        string model = await registry.ReadAsync(version, "model.json");
        switch (harm)
        {
            case "tampered":
                int digit = model.LastIndexOf("0.", StringComparison.Ordinal) + 2;
                await registry.WriteAsync(version, "model.json", $"{model[..digit]}{(model[digit] == '9' ? '8' : '9')}{model[(digit + 1)..]}");
                break;

            case "truncated":
                await registry.WriteAsync(version, "model.json", model[..(model.Length / 2)]);
                break;

            default:
                // As a later program would have written it: with a manifest that fits.
                string later = "{\n  \"format\": \"clientele.response\",\n  \"formatVersion\": 99\n}";
                ModelManifest manifest = ModelManifest.FromJson(BinaryData.FromString(await registry.ReadAsync(version, "manifest.json")), "manifest.json");
                ModelFiles files = ModelFiles.Seal(manifest, BinaryData.FromBytes(Encoding.UTF8.GetBytes(later)), BinaryData.FromString("{}"));
                await registry.WriteAsync(version, "model.json", later);
                await registry.WriteAsync(version, "manifest.json", files.Manifest.ToJson().ToString());
                break;
        }
    }
}
