using System.CommandLine;

namespace Clientele.LocalHost.Run;

/// <summary>The command line of <c>./run</c>.</summary>
internal static class RunCommand
{
    public static RootCommand Create()
    {
        Option<bool> once = new("--once") { Description = "End when everything is worked through; exit code 0 only if every run completed." };
        Option<FileInfo[]> upload = Files("--upload", "CSV files to score, in this order. The shipped sample when left out.");
        Option<FileInfo[]> train = Files("--train", "Labelled CSV files to train on first. A demonstration model is trained when there is none.");
        Option<FileInfo[]> schema = Files("--schema", "Schema files of your own kinds of customers; --train and --upload may name files of these kinds.");
        Option<bool> json = new("--json") { Description = "One JSON document on standard output; everything else goes to standard error." };
        Option<DirectoryInfo> state = new("--state")
        {
            Description = "Where the local storage keeps its data.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(Path.Combine(ProjectRoot.Find(), ".local")),
        };
        Option<bool> fresh = new("--fresh") { Description = "Start with empty storage." };
        Option<int> port = new("--port") { Description = "The app's port on 127.0.0.1. 7071, or any free one, when left out.", HelpName = "PORT" };
        port.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 0 or > 65535)
            {
                result.AddError("--port takes a number from 1 to 65535.");
            }
        });
        Option<bool> events = new("--events") { Description = "New uploads arrive as BlobCreated events, as from Event Grid, instead of by the blob trigger." };
        Option<DirectoryInfo> app = new("--app")
        {
            Description = "The built functions app.",
            HelpName = "DIR",
            DefaultValueFactory = _ => new DirectoryInfo(ProjectRoot.FunctionsApp()),
        };

        RootCommand command = new("Runs Clientele on this machine: storage, the functions app, and a sample worked through.")
        {
            once, upload, train, schema, json, state, fresh, port, events, app,
        };
        command.SetAction((parsed, cancellation) =>
        {
            RunOptions options = new()
            {
                Once = parsed.GetValue(once),
                Uploads = parsed.GetValue(upload) ?? [],
                Training = parsed.GetValue(train) ?? [],
                Schemas = parsed.GetValue(schema) ?? [],
                Json = parsed.GetValue(json),
                State = parsed.GetValue(state)!,
                Fresh = parsed.GetValue(fresh),
                Port = parsed.GetValue(port),
                Events = parsed.GetValue(events),
                App = parsed.GetValue(app)!,
            };
            return new LocalRun(options, Screen.For(options.Json)).ExecuteAsync(cancellation);
        });
        return command;
    }

    private static Option<FileInfo[]> Files(string name, string description)
    {
        Option<FileInfo[]> option = new(name) { Description = description, HelpName = "FILE", AllowMultipleArgumentsPerToken = true };
        option.Validators.Add(result =>
        {
            foreach (FileInfo file in result.GetValueOrDefault<FileInfo[]>() ?? [])
            {
                if (!file.Exists)
                {
                    result.AddError($"There is no file {file.FullName}.");
                }
            }
        });
        return option;
    }
}
