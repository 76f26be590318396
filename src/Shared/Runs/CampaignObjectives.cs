using System.Globalization;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>What a contact costs and a response brings, as people and programs outside see it.</summary>
/// <param name="BreakEven">The probability above which a contact pays on average.</param>
public sealed record EconomicsView(double ContactCost, double ResponseValue, double BreakEven)
{
    public static EconomicsView Of(Economics economics)
    {
        ArgumentNullException.ThrowIfNull(economics);
        return new EconomicsView(economics.ContactCost, economics.ResponseValue, economics.BreakEven);
    }
}

/// <summary>The objectives of a schema under the economics in force, and whether the published verdicts use these. Fields are added, never removed.</summary>
public sealed record ObjectivesView
{
    public required string Schema { get; init; }

    /// <summary>The champion, whose cut-offs these are.</summary>
    public required string ModelVersion { get; init; }

    public bool Demonstration { get; init; }

    /// <summary>In force: the next run uses them.</summary>
    public required EconomicsView Economics { get; init; }

    /// <summary>What the objectives ask for, by the app's settings.</summary>
    public required ObjectiveRules Rules { get; init; }

    /// <summary>Customers that the model was evaluated on, out of fold.</summary>
    public required int EvaluatedCustomers { get; init; }

    public required int ContactsAtBreakEven { get; init; }

    public required double ProfitAtBreakEven { get; init; }

    public required IReadOnlyList<ObjectiveFigures> Objectives { get; init; }

    /// <summary>The newest completed score run, whose verdicts are published; null before there is one.</summary>
    public string? VerdictsRun { get; init; }

    /// <summary>What that run used; null before there is one, or when its plan is no longer kept.</summary>
    public EconomicsView? VerdictsEconomics { get; init; }

    public string? VerdictsModelVersion { get; init; }

    public required bool VerdictsUseCurrentEconomics { get; init; }

    /// <summary>The same in a sentence.</summary>
    public required string VerdictsSentence { get; init; }
}

/// <summary>Answers what the objectives of each schema are now, and changes what a contact costs and a response brings.</summary>
public sealed class CampaignObjectives(ClienteleStorage storage, SchemaSource schemas, ScoringModels models, RunSettings settings)
{
    /// <summary>Of every schema with a champion, or of the one that is named; a schema that there is not, or that has no champion or no economics, is left out.</summary>
    /// <exception cref="ModelRefusedException">A champion's files are not what they should be.</exception>
    public async Task<IReadOnlyList<ObjectivesView>> ListAsync(string? schema, CancellationToken cancellation)
    {
        var views = new List<ObjectivesView>();
        foreach (Schema each in (await schemas.CurrentAsync(cancellation)).Where(each => each.Grain == Grain.Customer && (schema is null || each.Id == schema)))
        {
            if (await schemas.EconomicsAsync(each, cancellation) is { } economics && await models.Response.FindRecentAsync(each, cancellation) is { Model: { } champion })
            {
                views.Add(await ViewAsync(each, economics, champion, cancellation));
            }
        }

        return views;
    }

    /// <summary>Changes the economics in force. Verdicts that are published change only through a run that scores again.</summary>
    /// <returns>False when there is no such schema of customers.</returns>
    /// <exception cref="ArgumentException">Amounts that no campaign has; see <see cref="EconomicsFile.ProblemsOf"/>.</exception>
    public async Task<bool> ChangeAsync(string schema, Economics economics, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(economics);
        if (EconomicsFile.ProblemsOf(economics.ContactCost, economics.ResponseValue) is [var first, ..])
        {
            throw new ArgumentException(first.Sentence, nameof(economics));
        }

        if ((await schemas.CurrentAsync(cancellation)).Find(schema) is not { Grain: Grain.Customer })
        {
            return false;
        }

        await schemas.ChangeEconomicsAsync(schema, economics, cancellation);
        return true;
    }

    private async Task<ObjectivesView> ViewAsync(Schema schema, Economics economics, LoadedModel<ResponseModel> champion, CancellationToken cancellation)
    {
        ObjectiveReport report = champion.Model.Price(economics, settings.Objectives).Report;
        RunRow? run = await NewestCompletedAsync(schema.Id, cancellation);
        RunPlan? plan = run is not null && await storage.Results.ReadAsync($"{run.Id}/plan.json", cancellation) is { } file ? RunPlan.FromJson(file.Content) : null;
        (bool current, string sentence) = Compare(run, plan, economics);
        return new ObjectivesView
        {
            Schema = schema.Id,
            ModelVersion = champion.Manifest.Version,
            Demonstration = champion.Manifest.Demonstration,
            Economics = EconomicsView.Of(economics),
            Rules = settings.Objectives,
            EvaluatedCustomers = champion.Model.OutOfFold.Count,
            ContactsAtBreakEven = report.ContactsAtBreakEven,
            ProfitAtBreakEven = report.ProfitAtBreakEven,
            Objectives = report.Objectives,
            VerdictsRun = run?.Id.Value,
            VerdictsEconomics = plan?.Economics is { } used ? EconomicsView.Of(used) : null,
            VerdictsModelVersion = run?.ModelVersion,
            VerdictsUseCurrentEconomics = current,
            VerdictsSentence = sentence,
        };
    }

    private async Task<RunRow?> NewestCompletedAsync(string schema, CancellationToken cancellation)
    {
        RunRow? newest = null;
        await foreach (TablePage page in storage.Runs.ReadAsync(schema, from: null, before: null, select: null, cancellation))
        {
            // Rows come in the order of run ids, which is that of uploads.
            newest = page.Rows.Select(RunRow.From).LastOrDefault(run => run is { Kind: RunKindName.Score, State: RunState.Completed }) ?? newest;
        }

        return newest;
    }

    private (bool Current, string Sentence) Compare(RunRow? run, RunPlan? plan, Economics now)
    {
        if (run is null)
        {
            return (true, "No file has been scored yet; the first one uses the economics in force.");
        }

        if (plan?.Economics is not { } used)
        {
            return (false, $"Which economics the verdicts of run {run.Id} use is no longer kept. Score again to be sure of them.");
        }

        if (used != now)
        {
            return (false, string.Create(
                CultureInfo.InvariantCulture,
                $"The verdicts of run {run.Id} use a contact cost of {used.ContactCost} and a response value of {used.ResponseValue}; in force are {now.ContactCost} and {now.ResponseValue}. Score again to bring them up to date."));
        }

        return (true, plan.Objectives == settings.Objectives
            ? $"The verdicts of run {run.Id} use the economics in force."
            : $"The verdicts of run {run.Id} use the economics in force, and other rules of the objectives than the settings have now. Score again to bring them up to date.");
    }
}
