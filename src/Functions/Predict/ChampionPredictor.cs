using System.Text.Json;
using Clientele.Campaign;
using Clientele.Runs;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>Scores a single customer with the same parsing, features and model as a file's.</summary>
public sealed class ChampionPredictor(SchemaSource schemas, ScoringModels models, RunSettings settings) : IPredictor
{
    private static readonly ObjectiveVerdicts[] Verdicts =
        [ObjectiveVerdicts.Aggressive, ObjectiveVerdicts.Moderate, ObjectiveVerdicts.Balanced, ObjectiveVerdicts.Frugal];

    public async Task<PredictionOutcome> PredictAsync(JsonElement customer, string schema, CancellationToken cancellation)
    {
        if ((await schemas.CurrentAsync(cancellation)).Find(schema) is not { Grain: Grain.Customer } found)
        {
            return new PredictionOutcome.UnknownSchema();
        }

        var record = new TypedRecord(found);
        var problems = new List<FieldProblem>();
        if (!SingleRecord.Read(customer, found, record, problems))
        {
            return new PredictionOutcome.BadFields([.. problems.Select(problem => new BadField(problem.Name, problem.Sentence))]);
        }

        if (await models.FindRecentAsync(found, cancellation) is not { Model: { } champion })
        {
            return new PredictionOutcome.NoChampion();
        }

        CustomerScore score = champion.Model.Price(found.Economics!, settings.Objectives).CreateScorer().Score(record);
        return new PredictionOutcome.Scored(new Prediction(
            score.Probability,
            score.Decile,
            Verdicts.ToDictionary(verdict => verdict.ToString().ToLowerInvariant(), verdict => score.Verdicts.HasFlag(verdict), StringComparer.Ordinal),
            score.ExpectedProfit,
            champion.Manifest.Version,
            champion.Manifest.Demonstration,
            [.. record.Repairs.Select(repair => new PredictionRepair(found.Fields[repair.Field].Name, RepairText.Code(repair.Code)))]));
    }
}
