using Azure.Data.Tables;
using Clientele.Models;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>
/// The rows of <c>segments</c>, <c>segmentprofiles</c> and <c>segmentproducts</c> of a schema's champion. Rule 10: the target rows' ETags are read before the
/// index, so that a slow writer can't put older sums over newer ones.
/// </summary>
internal sealed class SegmentRows(ClienteleStorage storage, SchemaSource schemas, ScoringModels models)
{
    private const int IdDigits = 3;

    /// <param name="run">The run whose economics these are; empty at a promotion. Where a later one has written, it is the later one's that stand.</param>
    public async Task UpdateAsync(Schema schema, string run, Economics economics, CancellationToken cancellation)
    {
        if (await models.Segments.FindUsableAsync(schema, cancellation) is not { Model: { } champion })
        {
            return;
        }

        SegmentEvaluation evaluation = await models.SegmentEvaluationAsync(schema.Id, champion.Manifest.Version, cancellation);
        SegmentNamesFile names = await schemas.SegmentNamesAsync(schema.Id, cancellation);
        foreach (string key in SegmentModel.Keys)
        {
            await UpdateAsync(schema.Id, key, run, champion.Manifest, evaluation, names, economics, cancellation);
        }
    }

    private async Task UpdateAsync(
        string schema, string key, string run, ModelManifest manifest, SegmentEvaluation evaluation, SegmentNamesFile names, Economics economics, CancellationToken cancellation)
    {
        string partition = $"{schema}-{key}";
        int[] gone = [];
        ProposalView? proposal = null;
        await PartitionRows.ReplaceAsync(
            storage.Segments,
            partition,
            async existing =>
            {
                (string of, Economics under) = Later(existing.Values, run, economics);
                SegmentSums sums = await IndexSums.ReadAsync(storage.Index, schema, cancellation);
                proposal = SegmentViews.Of(manifest, evaluation, names, sums, under).Proposals.Single(each => each.Key == key);
                gone = [.. existing.Values.Select(row => row.GetInt32("Segment") ?? 0).Except(proposal.Segments.Select(segment => segment.Id))];
                return proposal.Segments.Select(segment => RowOf(partition, proposal, segment, under, manifest.Version, of));
            },
            cancellation);
        foreach (int id in gone)
        {
            await PartitionRows.ReplaceAsync(storage.SegmentProfiles, $"{partition}-{id}", [], cancellation);
            await PartitionRows.ReplaceAsync(storage.SegmentProducts, $"{partition}-{id}", [], cancellation);
        }

        foreach (SegmentView segment in proposal!.Segments)
        {
            string own = $"{partition}-{segment.Id}";
            await PartitionRows.ReplaceAsync(storage.SegmentProfiles, own, segment.Profile!.Select(feature => RowOf(own, key, segment.Id, feature, manifest.Version)), cancellation);
            await PartitionRows.ReplaceAsync(storage.SegmentProducts, own, segment.Products!.Select(product => RowOf(own, key, segment.Id, product, manifest.Version)), cancellation);
        }
    }

    /// <summary>The run and economics that stand: of two runs, those of the later one.</summary>
    private static (string Run, Economics Economics) Later(IEnumerable<TableEntity> existing, string run, Economics economics)
    {
        TableEntity? latest = existing.MaxBy(row => row.Text("Run"), StringComparer.Ordinal);
        return latest is not null && string.CompareOrdinal(latest.Text("Run"), run) > 0
            ? (latest.Text("Run"), new Economics(latest.GetDouble("ContactCost") ?? 0, latest.GetDouble("ResponseValue") ?? 0))
            : (run, economics);
    }

    private static TableEntity RowOf(string partition, ProposalView proposal, SegmentView segment, Economics economics, string version, string run)
    {
        var row = new TableEntity(partition, TableKeys.Pad(segment.Id, IdDigits))
        {
            { "Proposal", proposal.Key },
            { "Segment", segment.Id },
            { "Segments", proposal.Segments.Count },
            { "Algorithm", TrainingSentences.Name(proposal.Figures.Algorithm, Language.English) },
            { "Name", segment.Name.En },
            { "NameEs", segment.Name.Es },
            { "NamePt", segment.Name.Pt },
            { "Traits", string.Join("; ", segment.Traits.Select(trait => trait.En)) },
            { "TraitsEs", string.Join("; ", segment.Traits.Select(trait => trait.Es)) },
            { "TraitsPt", string.Join("; ", segment.Traits.Select(trait => trait.Pt)) },
            { "TrainingCustomers", (long)segment.TrainingCustomers },
            { "TrainingShare", segment.TrainingShare },
            { "TrainingResponseRate", segment.TrainingResponseRate },
            { "Customers", segment.Customers },
            { "Share", segment.Share },
            { "ExpectedResponses", segment.ExpectedResponses },
            { "ExpectedProfit", segment.ExpectedProfit },
        };
        foreach (Campaign.ObjectiveVerdicts verdict in ScoreFiles.Verdicts)
        {
            SegmentObjective objective = segment.Objectives[verdict.ToString().ToLowerInvariant()];
            row.Add($"{verdict}Customers", objective.Customers);
            row.Add($"{verdict}Profit", objective.Profit);
        }

        row.Add("Silhouette", proposal.Figures.Silhouette);
        row.Add("Stability", proposal.Figures.Stability);
        row.Add("ContactCost", economics.ContactCost);
        row.Add("ResponseValue", economics.ResponseValue);
        row.Add("Version", version);
        row.Add("Run", run);
        return row;
    }

    private static TableEntity RowOf(string partition, string key, int segment, ProfiledFeature feature, string version) => new(partition, TableKeys.Escape(feature.Name))
    {
        { "Proposal", key },
        { "Segment", segment },
        { "Feature", feature.Name },
        { "Title", feature.Title.En },
        { "TitleEs", feature.Title.Es },
        { "TitlePt", feature.Title.Pt },
        { "Mean", feature.Mean },
        { "Median", feature.Median },
        { "Share", feature.Share },
        { "Index", feature.Index },
        { "EffectSize", feature.EffectSize },
        { "Version", version },
    };

    private static TableEntity RowOf(string partition, string key, int segment, SegmentProduct product, string version) => new(partition, TableKeys.Escape($"{product.Group}-{product.Name}"))
    {
        { "Proposal", key },
        { "Segment", segment },
        { "Group", product.Group },
        { "GroupTitle", product.GroupTitle.En },
        { "GroupTitleEs", product.GroupTitle.Es },
        { "GroupTitlePt", product.GroupTitle.Pt },
        { "Product", product.Name },
        { "Title", product.Title.En },
        { "TitleEs", product.Title.Es },
        { "TitlePt", product.Title.Pt },
        { "Amount", product.Mean },
        { "Total", product.Total },
        { "Mix", product.Mix },
        { "ShareOfAll", product.ShareOfAll },
        { "Index", product.Index },
        { "Version", version },
    };
}
