using System.Collections.Concurrent;
using System.Text.Json;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions;

/// <summary>Scores customers of a call with the champion, one after the other.</summary>
public sealed partial class ChampionPredictor(
    SchemaSource schemas, ScoringModels models, RunSettings settings, ILogger<ChampionPredictor> logger) : IPredictor
{
    private static readonly JsonElement Nobody = JsonElement.Parse("{}");

    private readonly ConcurrentDictionary<string, ChampionScorers> _scorers = new(StringComparer.Ordinal);

    public async Task<PredictionOutcome> PredictAsync(PredictionRequest request, CancellationToken cancellation)
    {
        SchemaCatalog catalog = await schemas.CurrentAsync(cancellation);
        if (catalog.Find(request.Schema) is not { Grain: Grain.Customer } schema)
        {
            return new PredictionOutcome.UnknownSchema([.. catalog.Where(known => known.Grain == Grain.Customer).Select(known => known.Id)]);
        }

        if (schema.Economics is not { } economics)
        {
            return new PredictionOutcome.NotReady($"The schema '{schema.Id}' does not say what a contact costs and a response brings ('economics').");
        }

        LoadedModel<SegmentModel>? segments = (await models.Segments.FindRecentAsync(schema, cancellation))?.Model;
        SegmentNamesFile names = await schemas.RecentSegmentNamesAsync(schema.Id, cancellation);
        return await models.Response.FindRecentAsync(schema, cancellation) switch
        {
            null => new PredictionOutcome.NotReady($"No model is in use for '{schema.Id}' yet. Train one, then ask again."),
            { Model: { } champion } => Predict(request, Scorers(schema, champion, economics, segments), champion.Manifest.Version, names, cancellation),
            { Refused: var refused } => new PredictionOutcome.NotReady(refused[0]),
        };
    }

    /// <summary>Reads every champion and asks it of nobody, so that the first caller does not wait for that. Never fails: that caller is told.</summary>
    public async Task WarmAsync(CancellationToken cancellation)
    {
        try
        {
            foreach (Schema schema in (await schemas.CurrentAsync(cancellation)).Where(schema => schema.Grain == Grain.Customer))
            {
                await PredictAsync(new PredictionRequest(schema.Id, [Nobody], IsList: false, AsOf: null), cancellation);
            }
        }
        catch (Exception error)
        {
            Log.NotWarm(logger, error.Message);
        }
    }

    private static PredictionOutcome Predict(PredictionRequest request, ChampionScorers scorers, string version, SegmentNamesFile names, CancellationToken cancellation)
    {
        SingleScorer scorer = scorers.Rent();
        var predictions = new List<Prediction>(request.Customers.Count);
        var problems = new List<FieldProblem>();
        var fields = new List<BadField>();
        for (int i = 0; i < request.Customers.Count && fields.Count < SingleRecord.MaxProblems; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (!scorer.TryRead(request.Customers[i], problems))
            {
                string place = request.IsList ? $"[{i}]" : "";
                fields.AddRange(problems.Select(problem => new BadField(Named(place, problem.Name), problem.Sentence, problem.Code)));
                problems.Clear();
            }
            else if (fields.Count == 0)
            {
                // After a bad field nobody is scored; the others' bad fields are still told.
                predictions.Add(scorer.Score(request.AsOf, names));
            }
        }

        scorers.Return(scorer);
        return fields.Count == 0
            ? new PredictionOutcome.Scored(version, predictions)
            : new PredictionOutcome.BadFields([.. fields.Take(SingleRecord.MaxProblems)]);
    }

    private static string Named(string place, string field) => place.Length == 0 || field.Length == 0 ? place + field : $"{place}.{field}";

    private ChampionScorers Scorers(Schema schema, LoadedModel<ResponseModel> champion, Economics economics, LoadedModel<SegmentModel>? segments)
    {
        PricedResponse priced = champion.Model.Price(economics, settings.Objectives);
        ChampionScorers? known = _scorers.GetValueOrDefault(schema.Id);
        return known is not null && known.Are(schema, priced, segments) ? known : _scorers[schema.Id] = new ChampionScorers(schema, champion, priced, segments);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Warning, "The models could not be read ahead of the first call: {Sentence}")]
        public static partial void NotWarm(ILogger logger, string sentence);
    }
}
