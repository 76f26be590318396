using System.Text.Json;

namespace Clientele.LocalHost.Run;

/// <summary>One <c>./run</c>, from an empty folder to customers with scores.</summary>
internal sealed class LocalRun(RunOptions options, Screen screen)
{
    private const string DemonstrationSchema = "campaign";

    private readonly TimeProvider _time = TimeProvider.System;

    /// <summary>0 when every run completed, else 1.</summary>
    /// <exception cref="LocalHostException">Something that the user can put right.</exception>
    public async Task<int> ExecuteAsync(CancellationToken cancellation)
    {
        FileInfo[] uploads = [.. options.Uploads.Count > 0 ? options.Uploads : [Sample("campaign-customers.csv")]];
        screen.Say("Starting the storage and the app.");
        await using LocalClientele clientele = await LocalClientele.StartAsync(options, screen, _time, cancellation);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task work = Task.Run(() => WorkAsync(clientele, uploads, stop.Token), CancellationToken.None);
        if (await Task.WhenAny(work, clientele.StorageEnded) != work && !cancellation.IsCancellationRequested)
        {
            await stop.CancelAsync();
            throw new LocalHostException("The storage (Azurite) ended unexpectedly. Start again; what was uploaded is still there.");
        }

        return await (Task<int>)work;
    }

    private async Task<int> WorkAsync(LocalClientele clientele, FileInfo[] files, CancellationToken cancellation)
    {
        using RunsApi api = new(clientele.Host.Address, _time);
        RunWatch watch = new(api.ListAsync, _time);
        Drops drops = new(clientele.ConnectionString, _time);
        await watch.ForgetThePastAsync(cancellation);

        List<RunReport> runs = [.. await TrainAsync(clientele, drops, watch, cancellation)];
        runs.AddRange(await RunProgress.ShowAsync(screen, async progress =>
        {
            IReadOnlyList<string> sources = await drops.UploadAsync(files, cancellation);
            return await watch.WaitForUploadsAsync(sources, progress, cancellation);
        }));

        bool completed = runs.TrueForAll(each => each.Completed);
        await TellAsync(clientele, runs, cancellation);
        if (!options.Once)
        {
            await StayAsync(clientele, watch, cancellation);
        }

        return completed ? 0 : 1;
    }

    private async Task<IReadOnlyList<RunReport>> TrainAsync(LocalClientele clientele, Drops drops, RunWatch watch, CancellationToken cancellation)
    {
        if (options.Training.Count > 0)
        {
            TrainingSchema schemas = new(await drops.SchemasAsync(cancellation));
            foreach (IGrouping<string, FileInfo> schema in options.Training.GroupBy(schemas.Of, StringComparer.Ordinal))
            {
                await drops.TrainOnAsync(schema.Key, [.. schema], demonstration: false, cancellation);
            }

            screen.Say("Training.");
        }
        else if (!await drops.HasChampionAsync(DemonstrationSchema, cancellation))
        {
            await drops.TrainOnAsync(DemonstrationSchema, [Sample("campaign-labelled.csv")], demonstration: true, cancellation);
            screen.Say("There is no model yet: training a demonstration model on the shipped sample.");
        }
        else
        {
            return [];
        }

        if (await clientele.Host.RunFunctionAsync("Retrain") is { } reason)
        {
            throw new LocalHostException($"Training did not begin: {reason}");
        }

        IReadOnlyList<RunReport> runs = await RunProgress.ShowAsync(screen, progress => watch.WaitForTrainingAsync(progress, cancellation));
        if (runs.Count == 0)
        {
            screen.Say("Nothing new to train on: the model in use knows these files.");
        }

        return runs;
    }

    private async Task TellAsync(LocalClientele clientele, IReadOnlyList<RunReport> runs, CancellationToken cancellation)
    {
        StorageContents contents = await StorageContents.ReadAsync(clientele.ConnectionString, cancellation);
        OutcomeReport outcome = new(
            [.. runs.Where(each => each.Kind != "train")],
            [.. runs.Where(each => each.Kind == "train")],
            contents.Tables,
            contents.Objectives,
            contents.Files,
            new StorageReport(clientele.ConnectionString),
            clientele.Host.Address.GetLeftPart(UriPartial.Authority));
        OutcomePage.Print(screen, outcome, clientele.LogFile);
        if (options.Json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(outcome, ReportJson.Default.OutcomeReport).AsMemory(), cancellation);
        }
    }

    private async Task StayAsync(LocalClientele clientele, RunWatch watch, CancellationToken cancellation)
    {
        screen.Say($"Running at {clientele.Host.Address}. Drop a CSV into the container 'uploads'; Ctrl-C ends.");
        try
        {
            await watch.FollowAsync(run => screen.Say(RunProgress.Describe(run)), run => screen.Say(OutcomePage.Line(run)), cancellation);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            screen.Say("Stopping.");
        }
    }

    private static FileInfo Sample(string name)
    {
        FileInfo file = new(Path.Combine(ProjectRoot.Find(), "samples", name));
        return file.Exists ? file : throw new LocalHostException($"The sample {file.FullName} is missing. Name your own files with --train and --upload.");
    }
}
