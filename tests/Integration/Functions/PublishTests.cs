using System.Diagnostics;

namespace Clientele.Integration.Functions;

/// <summary>The folder that is deployed, and that <c>func start</c> runs from.</summary>
public sealed class PublishTests
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    [Fact]
    public async Task The_published_folder_is_laid_out_as_the_functions_host_expects()
    {
        DirectoryInfo root = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Clientele.slnx")))
        {
            root = root.Parent ?? throw new DirectoryNotFoundException("The tests run from inside the project's folder.");
        }

        DirectoryInfo published = Directory.CreateTempSubdirectory("clientele-publish-");
        try
        {
            ProcessStartInfo publish = new("dotnet")
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                WorkingDirectory = root.FullName,
                ArgumentList = { "publish", "src/Functions", "-c", Configuration, "--no-build", "-v", "q", "-nodeReuse:false", "-o", published.FullName },
            };
            using Process process = Process.Start(publish)!;
            string said = await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();

            process.ExitCode.ShouldBe(0, said);
            File.Exists(Path.Combine(published.FullName, "host.json")).ShouldBeTrue();
            File.Exists(Path.Combine(published.FullName, OperatingSystem.IsWindows() ? "Clientele.Functions.exe" : "Clientele.Functions")).ShouldBeTrue();
            published.GetDirectories().Where(folder => File.Exists(Path.Combine(folder.FullName, "function.json"))).Select(folder => folder.Name).Order()
                .ShouldBe(Directory.GetFiles(Path.Combine(root.FullName, "src", "Functions"), "function.json", SearchOption.AllDirectories)
                    .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                    .Select(file => Path.GetFileName(Path.GetDirectoryName(file)!))
                    .Order());
        }
        finally
        {
            published.Delete(recursive: true);
        }
    }
}
