namespace Clientele.Unit.Architecture;

public sealed class ArrowsTests
{
    [Fact]
    public void Every_source_names_only_what_the_design_lets_it_name()
    {
        (string Path, string Text)[] sources = [.. SourceTree.Files("src", "*.cs"), .. SourceTree.Files("src", "*.csproj")];

        sources.Length.ShouldBeGreaterThan(100);
        sources.SelectMany(source => Arrows.Violations(source.Path, source.Text)).ShouldBeEmpty();
    }

    [Fact]
    public void Function_files_and_settings_of_the_app_do_not_speak_of_the_local_host() =>
        SourceTree.Files("src/Functions", "*.json").Where(file => file.Text.Contains("LocalHost", StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();

    [Theory]
    [InlineData("src/Learning/Trees/Tree.cs", "using Clientele.Schemas;\nnamespace Clientele.Learning.Trees;")]
    [InlineData("src/Shared/Csv/CsvReader.cs", "using Clientele.Schemas;\nnamespace Clientele.Csv;")]
    [InlineData("src/Shared/Storage/ITable.cs", "namespace Clientele.Storage;\nclass A { Clientele.Runs.RunId id; }")]
    [InlineData("src/Shared/Schemas/Schema.cs", "using Clientele.Features;\nnamespace Clientele.Schemas;")]
    [InlineData("src/Shared/Features/FeatureSpace.cs", "using Clientele.Csv;\nnamespace Clientele.Features;")]
    [InlineData("src/Shared/Models/ModelVersions.cs", "using Clientele.Campaign;\nnamespace Clientele.Models;")]
    [InlineData("src/Shared/Campaign/ResponseModel.cs", "using static Clientele.Runs.RunState;\nnamespace Clientele.Campaign;")]
    [InlineData("src/Shared/Campaign/ResponseModel.cs", "using Azure.Storage.Blobs;\nnamespace Clientele.Campaign;")]
    [InlineData("src/Shared/Runs/RunEngine.cs", "using Clientele.Functions;\nnamespace Clientele.Runs;")]
    [InlineData("src/Shared/Runs/RunEngine.cs", "using Clientele.LocalHost.Run;\nnamespace Clientele.Runs;")]
    [InlineData("src/Shared/Runs/RunEngine.cs", "namespace Clientele.Campaign;")]
    [InlineData("src/Functions/Watch/Watch.cs", "// LocalHost calls this one more often.\nnamespace Clientele.Functions;")]
    [InlineData("src/Functions/Watch/Watch.cs", "using Azure.Storage.Queues;\nnamespace Clientele.Functions;")]
    [InlineData("src/LocalHost/Program.cs", "using Clientele.Functions;\nnamespace Clientele.LocalHost;")]
    [InlineData("src/Shared/Helpers/Helper.cs", "namespace Clientele.Helpers;")]
    [InlineData("src/Learning/Clientele.Learning.csproj", "<ProjectReference Include=\"../Shared/Clientele.Shared.csproj\" />")]
    [InlineData("src/Functions/Clientele.Functions.csproj", "<ProjectReference Include=\"../LocalHost/Clientele.LocalHost.csproj\" />")]
    public void A_made_up_violation_is_found(string path, string text) => Arrows.Violations(path, text).ShouldHaveSingleItem();

    [Theory]
    [InlineData("src/Shared/Schemas/Schema.cs", "using Clientele.Csv;\nnamespace Clientele.Schemas;")]
    [InlineData("src/Shared/Storage/AzureTable.cs", "using Azure.Data.Tables;\nnamespace Clientele.Storage;")]
    [InlineData("src/Shared/Runs/Scoring/ReadPart.cs", "using Clientele.Campaign;\nnamespace Clientele.Runs.Scoring;")]
    [InlineData("src/LocalHost/Run/LocalRun.cs", "using Clientele.LocalHost.Host;\nusing Azure;\nnamespace Clientele.LocalHost.Run;")]
    [InlineData("src/Shared/Clientele.Shared.csproj", "<ProjectReference Include=\"../Compat/System.IO.Hashing/System.IO.Hashing.csproj\" />")]
    public void What_is_allowed_passes(string path, string text) => Arrows.Violations(path, text).ShouldBeEmpty();
}
