using Azure.Data.Tables;
using Clientele.Campaign;
using Clientele.Storage;

namespace Clientele.Runs.Scoring;

/// <summary>
/// The rows of <c>objectives</c> and <c>deciles</c> for a model version: what its evaluation promises, and how many current customers are above each cut-off.
/// Rule 10: the target rows' ETags are read before the index, so that a slow writer can't put older sums over newer ones.
/// </summary>
internal sealed class ObjectiveRows(ClienteleStorage storage)
{
    /// <summary>At a promotion: where a run has written the rows, its economics stand.</summary>
    public Task UpdateAsync(string schema, string version, PricedResponse model, CancellationToken cancellation) => UpdateAsync(schema, version, run: "", model, cancellation);

    /// <param name="schema">Its id.</param>
    /// <param name="version">Of the model.</param>
    /// <param name="run">
    /// The run whose economics these are. Where a later one has written, it is the later one's that stand, as its verdicts do, and only the sums change.
    /// </param>
    /// <param name="model">The version under the run's economics and rules.</param>
    /// <param name="cancellation">Ends the call early; it may be made again.</param>
    public async Task UpdateAsync(string schema, string version, string run, PricedResponse model, CancellationToken cancellation)
    {
        string partition = $"{schema}-{version}";
        await PartitionRows.ReplaceAsync(
            storage.Objectives,
            partition,
            async existing =>
            {
                IndexTotals totals = await TotalsAsync(schema, cancellation);
                return RowsOf(partition, run, model, totals).Select(row => existing.TryGetValue(row.RowKey, out TableEntity? old) && string.CompareOrdinal(old.Text("Run"), run) > 0 ? WithSums(old, row) : row);
            },
            cancellation);
        await PartitionRows.ReplaceAsync(storage.Deciles, partition, RowsOf(partition, model.Model.JudgeDeciles()), cancellation);
    }

    private async Task<IndexTotals> TotalsAsync(string schema, CancellationToken cancellation)
    {
        var totals = default(IndexTotals);
        byte[] head = new byte[IndexFile.HeaderBytes];
        for (int bucket = 0; bucket < RunSettings.Buckets; bucket++)
        {
            string name = IndexFile.Name(schema, bucket);
            if ((await storage.Index.FindAsync(name, cancellation)).Facts is { } index)
            {
                await using Stream stream = await storage.Index.OpenReadAsync(name, ifMatch: null, 0, Math.Min(head.Length, index.Length), cancellation);
                await stream.ReadExactlyAsync(head.AsMemory(0, (int)Math.Min(head.Length, index.Length)), cancellation);
                totals += IndexFile.ReadTotals(head);
            }
        }

        return totals;
    }

    private static TableEntity WithSums(TableEntity old, TableEntity row)
    {
        var kept = new TableEntity(old.PartitionKey, old.RowKey);
        foreach (string column in ModelTables.Objectives.Columns.Select(column => column.Name))
        {
            kept[column] = column is "Customers" or "AllCustomers" ? row[column] : old[column];
        }

        return kept;
    }

    private static IEnumerable<TableEntity> RowsOf(string partition, string run, PricedResponse model, IndexTotals totals)
    {
        ObjectiveReport report = model.Report;
        long[] customers = [totals.Aggressive, totals.Moderate, totals.Balanced, totals.Frugal];
        return report.Objectives.Select((objective, i) => new TableEntity(partition, objective.Name)
        {
            { "Objective", objective.Name },
            { "CutOff", objective.CutOff },
            { "Precision", objective.Precision },
            { "Recall", objective.Recall },
            { "Contacts", (long)objective.Contacts },
            { "Profit", objective.Profit },
            { "Note", objective.Note ?? "" },
            { "Customers", customers[i] },
            { "AllCustomers", totals.Customers },
            { "PrecisionLow", objective.PrecisionLow },
            { "PrecisionHigh", objective.PrecisionHigh },
            { "RecallLow", objective.RecallLow },
            { "RecallHigh", objective.RecallHigh },
            { "ProfitLow", objective.ProfitLow },
            { "ProfitHigh", objective.ProfitHigh },
            { "ReturnOnInvestment", objective.ReturnOnInvestment },
            { "ContactCost", model.Economics.ContactCost },
            { "ResponseValue", model.Economics.ResponseValue },
            { "BreakEven", report.BreakEven },
            { "ProfitAtBreakEven", report.ProfitAtBreakEven },
            { "Evaluated", (long)model.Model.OutOfFold.Count },
            { "Run", run },
        });
    }

    private static IEnumerable<TableEntity> RowsOf(string partition, IReadOnlyList<DecileFigures> deciles) => deciles.Select(decile => new TableEntity(partition, TableKeys.Pad(decile.Number, 2))
    {
        { "Decile", decile.Number },
        { "Customers", (long)decile.Customers },
        { "Responses", (long)decile.Responses },
        { "LowestProbability", decile.LowestProbability },
        { "ResponseRate", decile.ResponseRate },
        { "Lift", decile.Lift },
        { "Gain", decile.Gain },
    });
}
