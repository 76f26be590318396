using System.CommandLine;
using Clientele.LocalHost;
using Clientele.LocalHost.Generate;
using Clientele.LocalHost.Run;

RootCommand command = RunCommand.Create();
command.Subcommands.Add(GenerateCommand.Create());

ParseResult parsed = command.Parse(args);
if (parsed.Errors.Count > 0)
{
    // Sentences on standard error; the help, which would stand on standard output, is for those who ask for it.
    foreach (string sentence in parsed.Errors.Select(each => each.Message).Distinct(StringComparer.Ordinal))
    {
        await Console.Error.WriteLineAsync(sentence);
    }

    await Console.Error.WriteLineAsync("./run --help tells the options.");
    return 1;
}

try
{
    return await parsed.InvokeAsync(new InvocationConfiguration
    {
        EnableDefaultExceptionHandler = false,
        // The storage gets ten seconds to write its files.
        ProcessTerminationTimeout = TimeSpan.FromSeconds(20),
    });
}
catch (LocalHostException exception)
{
    await Console.Error.WriteLineAsync(exception.Message);
    return 1;
}
catch (OperationCanceledException)
{
    return 130;
}
catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or HttpRequestException or Azure.RequestFailedException or AggregateException)
{
    await Console.Error.WriteLineAsync($"This went wrong: {exception.GetBaseException().Message.Split('\n')[0].TrimEnd()}");
    return 1;
}
