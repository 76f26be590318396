using Clientele.Campaign;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>The versions of every model: how good they are, which is in use and why, and what contacting customers brings under other amounts.</summary>
internal sealed class ModelsPages(IModelRegistry registry, VersionFiles files, ScoringModels models, CampaignObjectives objectives, SchemaSource schemas, RunSettings settings)
{
    public const string Path = "/models";
    public const string PromotePath = "/models/promote";
    public const string RollbackPath = "/models/rollback";
    public const string ReleasePath = "/models/release";
    public const string ScoreAgainPath = "/models/score-again";
    public const string EconomicsPath = "/models/economics";

    /// <summary>What a form can have come to, as in the address.</summary>
    private static readonly string[] Done = ["promoted", "rolledBack", "released", "alreadyChampion", "notPinned", "scored", "saved", "savedAndScored"];

    public async Task<PageAnswer> ShowAsync(PageCall call, CancellationToken cancellation)
    {
        string? done = Done.FirstOrDefault(each => each == call.Query.GetValueOrDefault("done"));
        return await ShowAsync(
            call,
            AskedModels.Of(call.Query),
            model => done is null ? null : new ModelsNotice(done, true, [ModelsModel.Short(model.Family?.Champion ?? ""), Count(call, "runs"), Count(call, "waiting")]),
            StatusCodes.Status200OK,
            cancellation);
    }

    /// <param name="asked">By the address, or by a form that could not be taken.</param>
    /// <param name="notice">To stand above it; null for none.</param>
    /// <param name="status">Where the amounts asked for can be used; else it is 400.</param>
    public async Task<PageAnswer> ShowAsync(PageCall call, AskedModels asked, Func<ModelsModel, ModelsNotice?> notice, int status, CancellationToken cancellation)
    {
        try
        {
            if (await ModelAsync(call, asked, cancellation) is not { } model)
            {
                return PageAnswer.NotFound;
            }

            bool wrong = model.Priced is { Asked.Amounts: null, InForce: not null };
            return PageAnswer.Of<ModelsScreen, ModelsModel>(model with { Notice = notice(model) }, wrong ? StatusCodes.Status400BadRequest : status);
        }
        catch (ModelRefusedException)
        {
            return PageAnswer.Of<ProblemScreen, Problem>(new Problem(StatusCodes.Status503ServiceUnavailable), StatusCodes.Status503ServiceUnavailable);
        }
    }

    /// <summary>Null where what is asked for is not there.</summary>
    private async Task<ModelsModel?> ModelAsync(PageCall call, AskedModels asked, CancellationToken cancellation)
    {
        IReadOnlyList<ModelFamily> families = await registry.ListAsync(null, null, cancellation);
        ModelFamily? family = asked.Family(families);
        if (family is null && families.Count > 0)
        {
            return null;
        }

        SchemaCatalog catalog = await schemas.CurrentAsync(cancellation);
        var model = new ModelsModel { Language = call.Language, IsOperator = call.Visitor.IsOperator, Families = families, Schemas = catalog, Family = family };
        if (family is not { Versions: [var newest, ..] })
        {
            return model;
        }

        ModelView shown = Find(family, asked.Version) ?? Find(family, family.Champion) ?? newest;
        model = model with
        {
            Shown = await files.OpenAsync(family.Schema, family.Kind, shown, cancellation),
            Pair = await PairAsync(family, asked, cancellation),
        };
        if (!model.IsResponse || model.Shown.Refusal is not null || model.Schema is not { } schema)
        {
            return model;
        }

        try
        {
            return model with { Priced = await PriceAsync(schema, shown.Version, asked, cancellation) };
        }
        catch (ModelRefusedException refused)
        {
            // What training found of it can be read, and the model itself cannot: one of an earlier format, say.
            return model with { Shown = model.Shown with { Refusal = refused.Message } };
        }
    }

    /// <summary>Champion and newest other, unless others are asked for.</summary>
    private async Task<VersionPair?> PairAsync(ModelFamily family, AskedModels asked, CancellationToken cancellation)
    {
        ModelView? first = Find(family, asked.First) ?? Find(family, family.Champion) ?? family.Versions[0];
        ModelView? second = Find(family, asked.Second) is { } picked && picked != first ? picked : family.Versions.FirstOrDefault(version => version != first);
        return second is null ? null : new VersionPair(
            await files.OpenAsync(family.Schema, family.Kind, first, cancellation),
            await files.OpenAsync(family.Schema, family.Kind, second, cancellation),
            await files.FindPairedAsync(family.Schema, family.Kind, first.Version, second.Version, cancellation));
    }

    private async Task<PricedVersion?> PriceAsync(Schema schema, string version, AskedModels asked, CancellationToken cancellation)
    {
        Economics? inForce = await schemas.EconomicsAsync(schema, cancellation);
        AskedEconomics economics = AskedEconomics.Of(asked.Cost, asked.Value, asked.NeedsAmounts ? null : inForce);
        LoadedModel<ResponseModel> model = await models.Response.OpenAsync(schema.Id, version, cancellation);

        // Without intervals, which would take seconds with many customers: someone is moving the amounts.
        PricedFigures? figures = economics.Amounts is { } amounts ? PricedFigures.Of(model.Model.OutOfFold, amounts, settings.Objectives) : null;
        return new PricedVersion(economics, inForce, figures, await PublishedAsync(schema.Id, cancellation));
    }

    private async Task<ObjectivesView?> PublishedAsync(string schema, CancellationToken cancellation)
    {
        try
        {
            return (await objectives.ListAsync(schema, cancellation)).SingleOrDefault();
        }
        catch (ModelRefusedException)
        {
            // The champion is refused; the version shown is another, and can be judged all the same.
            return null;
        }
    }

    private static ModelView? Find(ModelFamily family, string? version) => version is null ? null : family.Versions.FirstOrDefault(each => each.Version == version);

    private static string Count(PageCall call, string name) =>
        int.TryParse(call.Query.GetValueOrDefault(name), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int count) ? Amounts.Count(count) : "0";
}
