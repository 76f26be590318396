using System.Globalization;
using Clientele.Models;
using Clientele.Runs;

namespace Clientele.Functions.Web;

/// <summary>What an operator does to models: forms of the page of models.</summary>
internal sealed class ModelChanges(IModelRegistry registry, CampaignObjectives objectives, IRunEngine engine, ModelsPages pages)
{
    private const int LongestName = 64;

    public Task<PageAnswer> PromoteAsync(PageCall call, CancellationToken cancellation) =>
        ChangeAsync(call, (schema, kind, version) => registry.PromoteAsync(schema, kind, version, cancellation), cancellation);

    public Task<PageAnswer> RollbackAsync(PageCall call, CancellationToken cancellation) =>
        ChangeAsync(call, (schema, kind, version) => registry.RollbackAsync(schema, kind, version, cancellation), cancellation);

    public Task<PageAnswer> ReleaseAsync(PageCall call, CancellationToken cancellation) =>
        ChangeAsync(call, (schema, kind, version) => registry.ReleaseAsync(schema, kind, version, cancellation), cancellation);

    public async Task<PageAnswer> ScoreAgainAsync(PageCall call, CancellationToken cancellation)
    {
        if (Objection(call, "schema", "kind") is { } objection)
        {
            return objection;
        }

        return await engine.ScoreAgainAsync(call.Form["schema"]!, cancellation) is { } outcome
            ? Back(call, "scored", outcome)
            : PageAnswer.NotFound;
    }

    public async Task<PageAnswer> SaveEconomicsAsync(PageCall call, CancellationToken cancellation)
    {
        if (Objection(call, "schema", "kind") is { } objection)
        {
            return objection;
        }

        AskedEconomics asked = AskedEconomics.Of(call.Form["cost"], call.Form["value"], usual: null);
        if (asked.Amounts is not { } economics)
        {
            AskedModels again = AskedModels.Of(call.Form) with { Cost = call.Form["cost"], Value = call.Form["value"], NeedsAmounts = true };
            return await pages.ShowAsync(call, again, _ => new ModelsNotice("notSaved", false, []), StatusCodes.Status400BadRequest, cancellation);
        }

        if (!await objectives.ChangeAsync(call.Form["schema"]!, economics, cancellation))
        {
            return PageAnswer.NotFound;
        }

        ScoreAgainOutcome? outcome = call.Form.IsTicked("scoreAgain") ? await engine.ScoreAgainAsync(call.Form["schema"]!, cancellation) : null;
        return Back(call, outcome is null ? "saved" : "savedAndScored", outcome);
    }

    /// <summary>What was wished for and is so, whoever made it so, is told after a redirect; everything else on the page as it is now.</summary>
    private async Task<PageAnswer> ChangeAsync(PageCall call, Func<string, string, string, Task<ModelChange>> change, CancellationToken cancellation)
    {
        if (Objection(call, "schema", "kind", "version") is { } objection)
        {
            return objection;
        }

        ModelChange done = await change(call.Form["schema"]!, call.Form["kind"]!, call.Form["version"]!);
        switch (done.Outcome)
        {
            case AliasOutcome.Promoted or AliasOutcome.RolledBack or AliasOutcome.Released or AliasOutcome.AlreadyChampion or AliasOutcome.NotPinned:
                string outcome = done.Outcome.ToString();
                return Back(call, char.ToLowerInvariant(outcome[0]) + outcome[1..]);
            default:
                bool missing = done.Outcome is AliasOutcome.NoSuchVersion or AliasOutcome.NoChampion;
                var notice = new ModelsNotice(
                    "Outcome." + done.Outcome,
                    false,
                    [ModelsModel.Short(call.Form["version"]!), ModelsModel.Short(done.Alias?.Version ?? "")],
                    done.Outcome == AliasOutcome.Refused ? done.Sentence : null);
                return await pages.ShowAsync(
                    call, AskedModels.Of(call.Form), _ => notice, missing ? StatusCodes.Status404NotFound : StatusCodes.Status409Conflict, cancellation);
        }
    }

    private static PageAnswer? Objection(PageCall call, params string[] needed) =>
        !call.Visitor.IsOperator ? PageAnswer.Of<ProblemScreen, Problem>(new Problem(StatusCodes.Status403Forbidden), StatusCodes.Status403Forbidden)
        : needed.Any(name => call.Form[name] is not { Length: <= LongestName }) ? PageAnswer.NotFound
        : null;

    private static PageAnswer Back(PageCall call, string done, ScoreAgainOutcome? scored = null)
    {
        string counts = scored is null ? "" : string.Create(CultureInfo.InvariantCulture, $"&runs={scored.Runs.Count}&waiting={scored.NotEnded.Count}");
        return PageAnswer.To($"{ModelsModel.Address(call.Form["schema"]!, call.Form["kind"]!)}&done={done}{counts}");
    }
}
