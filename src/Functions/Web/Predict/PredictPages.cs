using System.Text.Json;
using Clientele.Campaign;
using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>One customer's chances, from the few things that the compact model asks.</summary>
internal sealed class PredictPages(IPredictor predictor, SchemaSource schemas, ScoringModels models, RunSettings settings)
{
    public const string Path = "/predict";

    /// <summary>Asked about until another is picked.</summary>
    private const string UsualObjective = "balanced";

    public Task<PageAnswer> VisitAsync(PageCall call, CancellationToken cancellation) => AnswerAsync(call, call.Query.GetValueOrDefault("schema"), cancellation);

    public Task<PageAnswer> AskAsync(PageCall call, CancellationToken cancellation) => AnswerAsync(call, call.Form["schema"], cancellation);

    private async Task<PageAnswer> AnswerAsync(PageCall call, string? askedSchema, CancellationToken cancellation)
    {
        SchemaChoice choice = SchemaChoice.Of(await schemas.CurrentAsync(cancellation), askedSchema, Grain.Customer);
        if (choice.Chosen is not { } schema)
        {
            return PageAnswer.NotFound;
        }

        var model = new PredictModel
        {
            Schemas = choice,
            Language = call.Language,
            Objective = VerdictNames.All.Select(each => each.Name).FirstOrDefault(name => name == call.Form["objective"]) ?? UsualObjective,
        };
        UsableChampion<ResponseModel>? found = await models.Response.FindRecentAsync(schema, cancellation);
        if (found?.Model is not { } champion || schema.Economics is not { } economics)
        {
            return PageAnswer.Of<PredictScreen, PredictModel>(model with { NotReady = found is { Refused: [var refused, ..] } ? refused : "" });
        }

        IReadOnlyList<FormField> questions = CompactForm.Of(schema, champion.Model);

        // Another kind of customers has other questions: what was answered to the ones before is not about them.
        bool isAnswered = questions.Any(question => call.Form.Names.Contains("f-" + question.Name, StringComparer.Ordinal));
        model = model with
        {
            Fields = isAnswered ? PredictForm.Answered(questions, call.Form) : PredictForm.Typical(questions),
            CutOffs = champion.Model.Price(economics, settings.Objectives).Objectives.All().ToDictionary(each => each.Name, each => each.CutOff, StringComparer.Ordinal),
        };
        return model.HasErrors ? Answer(model) : Answer(await PredictAsync(model, schema, cancellation));
    }

    private async Task<PredictModel> PredictAsync(PredictModel model, Schema schema, CancellationToken cancellation)
    {
        using JsonDocument customer = JsonDocument.Parse(PredictForm.Customer(model.Fields).ToJsonString());
        return await predictor.PredictAsync(new PredictionRequest(schema.Id, [customer.RootElement], IsList: false, AsOf: null), cancellation) switch
        {
            PredictionOutcome.Scored { Predictions: [var prediction] } => model with
            {
                Prediction = prediction,
                Missing = [.. model.Fields.Where(field => field.Value.Length == 0).Select(field => field.Question.Title.In(model.Language))],
            },
            PredictionOutcome.BadFields bad => model with { Fields = PredictForm.WithErrors(model.Fields, schema, bad.Fields) },
            PredictionOutcome.NotReady not => model with { NotReady = not.Sentence },
            _ => model with { NotReady = "" },
        };
    }

    private static PageAnswer Answer(PredictModel model) =>
        PageAnswer.Of<PredictScreen, PredictModel>(model, model.HasErrors ? StatusCodes.Status400BadRequest : StatusCodes.Status200OK);
}
