using System.CommandLine;
using Clientele.LocalHost;
using Clientele.LocalHost.Generate;
using Clientele.LocalHost.Run;

RootCommand command = RunCommand.Create(TrainingSchema.Of);
command.Subcommands.Add(GenerateCommand.Create());

try
{
    return await command.Parse(args).InvokeAsync(new InvocationConfiguration
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
