using System.Text;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Models;
using Clientele.Schemas;

namespace Clientele.Runs.Training;

/// <summary>The champion of the response models as evidence.</summary>
internal sealed class ResponseChampion(ScoringModels models) : ChampionFigures(models.Champions, ResponseModel.Kind)
{
    /// <summary>More say nothing that these do not.</summary>
    private const int MostPaired = 20_000;

    /// <summary>The champion by its own figures, and both on the customers that the champion was not trained on.</summary>
    /// <param name="challenger">What training found of each row, in the order of the rows.</param>
    public async Task<ChampionEvidence> OnRowsAsync(TrainingRows rows, OutOfFold challenger, ChampionAlias champion, CancellationToken cancellation)
    {
        ChampionEvidence evidence = await OnItsOwnAsync(rows.Schema.Id, champion, cancellation);
        if (evidence.Refusal is not null)
        {
            return evidence;
        }

        LoadedModel<ResponseModel> model = await models.Response.OpenAsync(rows.Schema.Id, champion.Version, cancellation);
        return model.Model.SchemaFingerprint == rows.Schema.Fingerprint ? evidence with { Paired = Pair(rows, challenger, model, cancellation) } : evidence;
    }

    protected override async Task<VersionFigures> FiguresAsync(string schema, string version, CancellationToken cancellation)
        => OutOfFoldFigures.Of((await models.Response.OpenAsync(schema, version, cancellation)).Model.OutOfFold);

    /// <summary>
    /// The challenger's out-of-fold probabilities are by models that were trained without the row, too, on as much as the challenger itself, and cost no
    /// second training.
    /// </summary>
    private static PairedFigures? Pair(TrainingRows rows, OutOfFold challenger, LoadedModel<ResponseModel> champion, CancellationToken cancellation)
    {
        int[] unseen = Unseen(rows, champion.TrainedCustomers);
        if (unseen.Length < PairedFigures.FewestRows || rows.Schema.Economics is not { } economics)
        {
            return null;
        }

        var labels = new double[unseen.Length];
        var ours = new double[unseen.Length];
        var theirs = new double[unseen.Length];
        var record = new TypedRecord(rows.Schema);
        ResponseScorer scorer = champion.Model.Price(economics, new ObjectiveRules()).CreateScorer();
        for (int i = 0; i < unseen.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            rows.CopyTo(unseen[i], record);
            labels[i] = rows.Labels[unseen[i]];
            ours[i] = OutOfFoldFigures.LogLoss(labels[i], challenger.Probabilities[unseen[i]]);
            theirs[i] = OutOfFoldFigures.LogLoss(labels[i], scorer.Score(record).Probability);
        }

        (double mean, double error) = OutOfFoldFigures.MeanAndError(unseen.Length, i => ours[i] - theirs[i]);
        return new PairedFigures(unseen.Length, (int)labels.Sum(), ours.Average(), theirs.Average(), mean, error);
    }

    /// <summary>Rows of customers that were not in training and have no twin there: one with the same values would be known to the model by another name.</summary>
    private static int[] Unseen(TrainingRows rows, TrainedCustomers trained)
    {
        var seen = new HashSet<long>();
        var candidates = new List<int>();
        for (int row = 0; row < rows.Count; row++)
        {
            if (trained.Contains(Encoding.UTF8.GetBytes(rows.Ids[row])))
            {
                seen.Add(rows.ContentGroups[row]);
            }
            else
            {
                candidates.Add(row);
            }
        }

        int[] unseen = [.. candidates.Where(row => !seen.Contains(rows.ContentGroups[row]))];

        // Evenly, so that every file and every part of it is represented.
        return unseen.Length <= MostPaired ? unseen : [.. Enumerable.Range(0, MostPaired).Select(i => unseen[(int)((long)i * unseen.Length / MostPaired)])];
    }
}
