using System.CommandLine;
using System.Globalization;

namespace Clientele.LocalHost.Generate;

/// <summary><c>./run generate</c>: writes a made-up customer file.</summary>
public static class GenerateCommand
{
    public static Command Create()
    {
        Option<string> schema = new("--schema") { Description = "What the file holds", DefaultValueFactory = _ => "campaign" };
        schema.AcceptOnlyFromAmong("campaign", "transactions");
        Option<long> rows = new("--rows") { Description = "Lines beside the header", DefaultValueFactory = _ => 2_240 };
        Option<int> seed = new("--seed") { Description = "The same seed gives the same file", DefaultValueFactory = _ => 1 };
        Option<FileInfo> file = new("--out") { Description = "Where to write", Required = true };
        Option<bool> noLabels = new("--no-labels") { Description = "campaign: leave out the column Response, as in a file to score" };
        Option<int> firstId = new("--first-id") { Description = "campaign: the lowest customer id", DefaultValueFactory = _ => 1 };
        Option<double> flaws = new("--flaws") { Description = "campaign: share of rows to put right or reject, 0 to 1", DefaultValueFactory = _ => new CampaignOptions().Flaws };
        rows.Validators.Add(result => Bound(result.GetValueOrDefault<long>() is >= 0 and <= 400_000_000, result, "--rows is a number from 0 to 400,000,000."));
        firstId.Validators.Add(result => Bound(result.GetValueOrDefault<int>() >= 0, result, "--first-id is 0 or more."));
        flaws.Validators.Add(result => Bound(result.GetValueOrDefault<double>() is >= 0 and <= 1, result, "--flaws is a number from 0 to 1."));
        Command command = new("generate", "Write a made-up customer file to try things with") { schema, rows, seed, file, noLabels, firstId, flaws };
        command.SetAction((parsed, cancellation) =>
        {
            CampaignOptions options = new() { Labels = !parsed.GetValue(noLabels), FirstId = parsed.GetValue(firstId), Flaws = parsed.GetValue(flaws) };
            return WriteAsync(parsed, parsed.GetValue(schema)!, parsed.GetValue(rows), parsed.GetValue(seed), options, parsed.GetValue(file)!, cancellation);
        });
        return command;
    }

    private static async Task<int> WriteAsync(
        ParseResult parsed,
        string schema,
        long rows,
        int seed,
        CampaignOptions options,
        FileInfo file,
        CancellationToken cancellation)
    {
        try
        {
            file.Directory?.Create();
            await using FileStream stream = new(file.FullName, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0, useAsync: true);
            await (schema == "transactions"
                ? TransactionsGenerator.WriteAsync(stream, rows, seed, cancellation)
                : CampaignGenerator.WriteAsync(stream, rows, seed, options, cancellation));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            await parsed.InvocationConfiguration.Error.WriteLineAsync($"The file cannot be written: {error.Message}");
            return 1;
        }

        await parsed.InvocationConfiguration.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Wrote {rows:N0} rows to {file.FullName}."));
        return 0;
    }

    private static void Bound(bool holds, System.CommandLine.Parsing.OptionResult result, string sentence)
    {
        if (!holds)
        {
            result.AddError(sentence);
        }
    }
}
