using System.Globalization;
using System.Text.RegularExpressions;
using Clientele.LocalHost.Generate;

namespace Clientele.Unit.Generate;

public sealed partial class SamplesTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> CommandsOfTheReadme()
    {
        TheoryData<string> commands = [];
        foreach (Match each in GenerateCommandLine().Matches(File.ReadAllText(Path.Combine(Root, "samples", "README.md"))))
        {
            commands.Add(each.Groups["command"].Value);
        }

        return commands;
    }

    [Fact]
    public void The_readme_names_a_command_for_each_sample() =>
        CommandsOfTheReadme().Count.ShouldBe(Directory.GetFiles(Path.Combine(Root, "samples"), "*.csv").Length);

    [Theory]
    [MemberData(nameof(CommandsOfTheReadme))]
    public async Task The_command_in_the_readme_writes_the_sample_again_byte_for_byte(string command)
    {
        string sample = command.Split(' ')[^1];
        string file = Path.Combine(Path.GetTempPath(), $"clientele-{Guid.NewGuid():N}.csv");
        try
        {
            int code = await GenerateCommand.Create().Parse(command.Replace(sample, file, StringComparison.Ordinal)).InvokeAsync(
                new() { Output = TextWriter.Null, Error = TextWriter.Null });

            code.ShouldBe(0);
            (await File.ReadAllBytesAsync(file)).ShouldBe(await File.ReadAllBytesAsync(Path.Combine(Root, sample)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void The_file_to_score_shares_no_customer_with_the_labelled_one_and_has_no_answers()
    {
        string[] labelled = File.ReadAllLines(Path.Combine(Root, "samples", "campaign-labelled.csv"));
        string[] customers = File.ReadAllLines(Path.Combine(Root, "samples", "campaign-customers.csv"));

        labelled[0].ShouldBe(customers[0] + ";Response");
        Ids(labelled).Intersect(Ids(customers)).ShouldBeEmpty();
        Ids(customers).Distinct().Count().ShouldBe(Ids(customers).Count);
    }

    private static List<int> Ids(string[] lines) =>
        [.. lines.Skip(1).Select(line => line.Split(';')[0]).Where(id => id.Length > 0).Select(id => int.Parse(id, CultureInfo.InvariantCulture))];

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Clientele.slnx")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The tests run from inside the project's folder.");
    }

    [GeneratedRegex(@"`\./run generate (?<command>[^`]+)`", RegexOptions.None, 1000)]
    private static partial Regex GenerateCommandLine();
}
