using Clientele.Models;

namespace Clientele.Tests.Models;

public class ChampionCacheTests
{
    private readonly BlobContainerFake _container = new();
    private readonly Clock _clock = new();
    private readonly ModelVersions _versions;
    private readonly Champions _champions;
    private readonly ChampionCache<string> _cache;
    private int _opened;

    public ChampionCacheTests()
    {
        _versions = new ModelVersions(_container);
        _champions = new Champions(_container);
        _cache = new ChampionCache<string>(_versions, _champions, "response", Open, _clock, TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_promotion_is_seen_once_the_time_is_up_and_not_before()
    {
        await Promote("v1");
        (await FindAsync())!.Manifest.Version.ShouldBe("v1");
        await Promote("v2");
        _clock.Advance(TimeSpan.FromSeconds(19));
        (await FindAsync())!.Manifest.Version.ShouldBe("v1");
        _clock.Advance(TimeSpan.FromSeconds(1));
        (await FindAsync())!.Manifest.Version.ShouldBe("v2");
    }

    [Fact]
    public async Task Without_a_champion_there_is_nothing_and_the_first_is_seen_at_once()
    {
        (await FindAsync()).ShouldBeNull();
        await Promote("v1");
        (await FindAsync()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Of_a_kind_that_can_be_done_without_absence_is_remembered_for_five_seconds()
    {
        var cache = new ChampionCache<string>(_versions, _champions, "response", Open, _clock, TimeSpan.FromSeconds(20), remembersAbsence: true);
        (await cache.FindChampionAsync("gym", default)).ShouldBeNull();
        await Promote("v1");
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        (await cache.FindChampionAsync("gym", default)).ShouldBeNull();
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        (await cache.FindChampionAsync("gym", default))!.Version.ShouldBe("v1");
    }

    [Fact]
    public async Task A_version_is_read_and_opened_once()
    {
        await Promote("v1");
        LoadedModel<string> first = await _cache.LoadAsync("gym", "v1", default);
        int reads = _container.Reads;
        LoadedModel<string> second = await _cache.LoadAsync("gym", "v1", default);

        second.ShouldBeSameAs(first);
        _container.Reads.ShouldBe(reads);
        _opened.ShouldBe(1);
        first.Model.ShouldBe("model");
        first.TrainedCustomers.Contains("ada"u8).ShouldBeTrue();
        first.TrainedCustomers.Contains("bob"u8).ShouldBeFalse();
    }

    [Fact]
    public async Task A_refusal_is_not_remembered()
    {
        await Promote("v1");
        BinaryData good = _container["gym/response/v1/model.json"];
        _container["gym/response/v1/model.json"] = BinaryData.FromString("wrong");
        await Should.ThrowAsync<ModelRefusedException>(() => _cache.LoadAsync("gym", "v1", default));
        _container["gym/response/v1/model.json"] = good;

        (await _cache.LoadAsync("gym", "v1", default)).Model.ShouldBe("model");
    }

    [Fact]
    public async Task Memory_holds_the_versions_used_last()
    {
        for (int i = 0; i < 12; i++)
        {
            await Promote("v" + i);
            await _cache.LoadAsync("gym", "v" + i, default);
            await _cache.LoadAsync("gym", "v0", default);
        }

        _opened.ShouldBe(12);
        await _cache.LoadAsync("gym", "v1", default);
        _opened.ShouldBe(13);
    }

    private async Task<LoadedModel<string>?> FindAsync() =>
        await _cache.FindChampionAsync("gym", default) is { } champion ? await _cache.LoadAsync("gym", champion.Version, default) : null;

    private string Open(ModelFiles files)
    {
        _opened++;
        return files.Model.ToString();
    }

    private async Task Promote(string version)
    {
        await _versions.SaveAsync(ModelVersionsTests.Files(version: version, ids: "ada"), default);
        await _champions.TryPromoteAsync("gym", "response", version, "test", false, default);
    }

    private sealed class Clock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan by) => _ticks += by.Ticks;
    }
}
