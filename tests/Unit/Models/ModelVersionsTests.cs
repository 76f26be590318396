using Clientele.Models;

namespace Clientele.Tests.Models;

public class ModelVersionsTests
{
    private const string Folder = "gym/response/v1";
    private readonly BlobContainerFake _container = new();
    private readonly ModelVersions _versions;

    public ModelVersionsTests() => _versions = new ModelVersions(_container);

    [Fact]
    public async Task A_saved_version_loads_as_it_was()
    {
        ModelFiles files = Files();
        await _versions.SaveAsync(files, default);
        ModelFiles loaded = await _versions.LoadAsync("gym", "response", "v1", default);

        loaded.Model.ToString().ShouldBe("model");
        loaded.Evaluation.ToString().ShouldBe("evaluation");
        loaded.Manifest.ToJson().ToString().ShouldBe(files.Manifest.ToJson().ToString());
        _container.Names.Order(StringComparer.Ordinal).ShouldBe([Folder + "/evaluation.json", Folder + "/manifest.json", Folder + "/model.json"]);
    }

    [Fact]
    public async Task Saving_again_changes_nothing_even_from_another_run_or_with_other_rounding()
    {
        await _versions.SaveAsync(Files(), default);
        ModelManifest stands = await _versions.SaveAsync(Files("model, last bit", run: "another"), default);

        stands.CreatedFrom.ShouldBe("run");
        (await _versions.LoadAsync("gym", "response", "v1", default)).Model.ToString().ShouldBe("model");
    }

    [Fact]
    public async Task A_name_shared_by_two_trainings_is_refused()
    {
        await _versions.SaveAsync(Files(), default);
        ModelFiles other = Files();
        other = other with { Manifest = other.Manifest with { Seed = 2 } };

        (await Should.ThrowAsync<ModelRefusedException>(() => _versions.SaveAsync(other, default))).Message.ShouldContain("manifest.json");
    }

    [Fact]
    public async Task What_an_interrupted_save_left_does_not_block_the_version()
    {
        _container[Folder + "/model.json"] = BinaryData.FromString("model, rounded elsewhere");
        await _versions.SaveAsync(Files(), default);

        (await _versions.LoadAsync("gym", "response", "v1", default)).Model.ToString().ShouldBe("model");
    }

    [Fact]
    public async Task Of_two_saves_at_once_the_first_to_finish_stands()
    {
        _container.BeforeWrite = (Folder + "/manifest.json", () => _container[Folder + "/manifest.json"] = Files(run: "winner").Manifest.ToJson());

        (await _versions.SaveAsync(Files(), default)).CreatedFrom.ShouldBe("winner");
    }

    [Fact]
    public async Task A_version_without_its_manifest_is_not_there()
    {
        _container[Folder + "/model.json"] = BinaryData.FromString("model");

        (await _versions.FindManifestAsync("gym", "response", "v1", default)).ShouldBeNull();
        (await Should.ThrowAsync<ModelRefusedException>(() => _versions.LoadAsync("gym", "response", "v1", default)))
            .Message.ShouldContain("models/gym/response/v1/manifest.json");
    }

    [Theory]
    [InlineData("mOdel", "SHA-256")]
    [InlineData("mode", "4 bytes")]
    [InlineData("", "0 bytes")]
    public async Task A_model_that_is_not_what_training_wrote_is_refused_by_name(string content, string found)
    {
        await _versions.SaveAsync(Files(), default);
        _container[Folder + "/model.json"] = BinaryData.FromString(content);

        ModelRefusedException refusal = await Should.ThrowAsync<ModelRefusedException>(() => _versions.LoadAsync("gym", "response", "v1", default));
        refusal.File.ShouldBe("models/gym/response/v1/model.json");
        refusal.Found.ShouldContain(found);
    }

    [Theory]
    [InlineData("{\"formatVersion\":99}", "format version 99")]
    [InlineData("{\"formatVersion\":1}", "not a manifest")]
    [InlineData("<html>", "not a manifest")]
    [InlineData("null", "format version")]
    public async Task A_manifest_that_cannot_be_read_is_refused_by_name(string content, string found)
    {
        await _versions.SaveAsync(Files(), default);
        _container[Folder + "/manifest.json"] = BinaryData.FromString(content);

        ModelRefusedException refusal = await Should.ThrowAsync<ModelRefusedException>(() => _versions.LoadAsync("gym", "response", "v1", default));
        refusal.File.ShouldBe("models/gym/response/v1/manifest.json");
        refusal.Found.ShouldContain(found);
    }

    [Fact]
    public async Task A_manifest_from_another_folder_is_refused()
    {
        await _versions.SaveAsync(Files(), default);
        _container["gym/response/v2/manifest.json"] = _container[Folder + "/manifest.json"];

        (await Should.ThrowAsync<ModelRefusedException>(() => _versions.LoadAsync("gym", "response", "v2", default))).Found.ShouldBe("gym/response/v1");
    }

    [Theory]
    [InlineData("../other")]
    [InlineData("a/b")]
    [InlineData("")]
    [InlineData("V1")]
    public async Task A_version_cannot_reach_into_another_folder(string version) =>
        await Should.ThrowAsync<ArgumentException>(() => _versions.LoadAsync("gym", "response", version, default));

    [Fact]
    public async Task Complete_versions_are_listed()
    {
        await _versions.SaveAsync(Files(version: "b"), default);
        await _versions.SaveAsync(Files(version: "a"), default);
        _container["gym/response/c/model.json"] = BinaryData.FromString("unfinished");

        var listed = new List<string>();
        await foreach (string version in _versions.ListAsync("gym", "response", default))
        {
            listed.Add(version);
        }

        listed.ShouldBe(["a", "b"]);
    }

    [Fact]
    public void The_same_training_has_the_same_version_and_any_other_input_another()
    {
        TrainingBlob[] blobs = [new("a.csv", "\"1\"", 10), new("b.csv", "\"2\"", 20)];
        string name = ModelManifest.NameVersion("gym", "response", "f", blobs, 1, "0.1");

        name.ShouldMatch("^[0-9a-f]{16}$");
        string[] others =
        [
            ModelManifest.NameVersion("gym2", "response", "f", blobs, 1, "0.1"),
            ModelManifest.NameVersion("gym", "response", "g", blobs, 1, "0.1"),
            ModelManifest.NameVersion("gym", "response", "f", [blobs[0]], 1, "0.1"),
            ModelManifest.NameVersion("gym", "response", "f", [blobs[0], blobs[1] with { ETag = "\"3\"" }], 1, "0.1"),
            ModelManifest.NameVersion("gym", "response", "f", blobs, 2, "0.1"),
            ModelManifest.NameVersion("gym", "response", "f", blobs, 1, "0.2"),
            ModelManifest.NameVersion("gymr", "esponse", "f", blobs, 1, "0.1"),
        ];
        ModelManifest.NameVersion("gym", "response", "f", [.. blobs], 1, "0.1").ShouldBe(name);
        others.Append(name).Distinct().Count().ShouldBe(others.Length + 1);
    }

    internal static ModelFiles Files(string model = "model", string version = "v1", string run = "run", params string[] ids) => ModelFiles.Seal(
        new ModelManifest
        {
            Schema = "gym",
            Kind = "response",
            Version = version,
            SchemaFingerprint = "gym-1",
            TrainingBlobs = [new("gym/a.csv", "\"1\"", 10)],
            Rows = ids.Length,
            TrainedCustomers = TrainedCustomers.Of(version, ids).ToBase64(),
            Seed = 1,
            CodeVersion = "0.1.0",
            Metrics = new Dictionary<string, double> { ["rocAuc"] = 0.875 },
            CreatedFrom = run,
        },
        BinaryData.FromString(model),
        BinaryData.FromString("evaluation"));
}
