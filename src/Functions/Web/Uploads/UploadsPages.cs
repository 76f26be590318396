using System.Text.RegularExpressions;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Functions.Web;

/// <summary>The history of runs, and one of them: its progress, what it came to, its files, and another try.</summary>
internal sealed partial class UploadsPages(IRunEngine engine, SchemaSource schemas, ClienteleStorage storage)
{
    public const string Path = "/uploads";
    public const string RunPath = "/uploads/run";

    private static readonly string[] Notices = ["discarded", "queued", "not-ended", "not-newest", "bad-settings"];
    private static readonly string[] Settings = ["delimiter", "encoding", "decimal", "dates", "history"];

    public async Task<PageAnswer> ListAsync(PageCall call, CancellationToken cancellation)
    {
        IReadOnlyList<RunView> runs = await engine.ListAsync(UploadsModel.MostRuns, cancellation);
        return PageAnswer.Of<UploadsScreen, UploadsModel>(new UploadsModel(runs, Notice(call)));
    }

    public async Task<PageAnswer> RunAsync(PageCall call, CancellationToken cancellation)
    {
        string id = call.Route["run"];
        if (!RunId().IsMatch(id))
        {
            return PageAnswer.NotFound;
        }

        RunView? run = await engine.FindAsync(id, cancellation);
        if (run is null && call.Query.GetValueOrDefault("new") is null)
        {
            return PageAnswer.NotFound;
        }

        Schema? schema = run?.Schema is { } name ? (await schemas.CurrentAsync(cancellation)).Find(name) : null;
        bool hasEnded = run is not null && RunWords.HasEnded(run);
        bool hasScores = hasEnded && await ExistsAsync(id, "scores.csv", cancellation);
        bool hasRejects = hasEnded && run!.Rejected > 0 && await ExistsAsync(id, "rejects.csv", cancellation);
        return PageAnswer.Of<RunScreen, RunModel>(new RunModel(id, run, schema, call.Language, call.Visitor.IsOperator, hasScores, hasRejects, Notice(call)));
    }

    /// <param name="file"><c>scores.csv</c> or <c>rejects.csv</c>.</param>
    public async Task<PageAnswer> DownloadAsync(PageCall call, string file, CancellationToken cancellation)
    {
        string id = call.Route["run"];
        if (!RunId().IsMatch(id) || !await ExistsAsync(id, file, cancellation))
        {
            return PageAnswer.NotFound;
        }

        return new PageAnswer.File(HttpAnswer.Stream(
            "text/csv; charset=utf-8",
            async (body, stop) =>
            {
                await using Stream content = await storage.Results.OpenReadAsync($"{id}/{file}", ifMatch: null, 0, length: null, stop);
                await content.CopyToAsync(body, stop);
            },
            ("Content-Disposition", $"attachment; filename=\"{id}-{file}\""),
            ("Cache-Control", "no-store")));
    }

    public async Task<PageAnswer> RetryAsync(PageCall call, CancellationToken cancellation)
    {
        string id = call.Route["run"];
        if (!call.Visitor.IsOperator)
        {
            return PageAnswer.Of<ProblemScreen, Problem>(new Problem(StatusCodes.Status403Forbidden), StatusCodes.Status403Forbidden);
        }

        if (!RunId().IsMatch(id))
        {
            return PageAnswer.NotFound;
        }

        try
        {
            Dictionary<string, string> overrides = Settings.Where(name => call.Form[name] is not null).ToDictionary(name => name, name => call.Form[name]!, StringComparer.Ordinal);
            RetryOutcome outcome = await engine.RetryAsync(id, overrides, cancellation);
            return outcome.Verdict switch
            {
                RetryVerdict.Queued => PageAnswer.To($"{RunPath}/{outcome.RunId}?done=queued"),
                RetryVerdict.NotEnded => PageAnswer.To($"{RunPath}/{id}?done=not-ended"),
                RetryVerdict.NotNewest => PageAnswer.To($"{RunPath}/{id}?done=not-newest"),
                _ => PageAnswer.NotFound,
            };
        }
        catch (FormatException)
        {
            return PageAnswer.To($"{RunPath}/{id}?done=bad-settings");
        }
    }

    private static string? Notice(PageCall call) => Array.Find(Notices, notice => notice == call.Query.GetValueOrDefault("done"));

    private async Task<bool> ExistsAsync(string run, string file, CancellationToken cancellation) => (await storage.Results.FindAsync($"{run}/{file}", cancellation)).Facts is not null;

    /// <summary>Anything else cannot be a key of ours, and is not asked for.</summary>
    [GeneratedRegex("^[0-9]{8}T[0-9]{6}Z-[0-9a-f]{8}-[0-9]{2,4}$", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex RunId();
}
