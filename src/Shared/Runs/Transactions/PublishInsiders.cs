using System.Text;
using Clientele.Insiders;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>
/// Places the customers of one bucket, decides who is in the programme, and brings the table up to it. What is decided follows from the run's plan and files
/// alone; the table is written by If-Match, and a customer's row of a newer run stands (rule 8).
/// </summary>
internal sealed class PublishInsiders(ClienteleStorage storage, ScoringModels models, CustomerFiles customers)
{
    public async Task<PartResult> WorkAsync(RunRow run, RunPlan plan, Schema schema, PurchaseTotals totals, FittedProgramme fitted, int bucket, CancellationToken cancellation)
    {
        InsiderModel model = (await models.Insiders.LoadAsync(schema, fitted.Version, cancellation)).Model;
        ValueModel values = await customers.ReadValueAsync(run.Id, cancellation);
        PurchaseTable purchases = await customers.ReadBucketAsync(run.Id, schema, totals, bucket, cancellation);
        (ProgrammeMember[] members, CustomerValue[] worth) = Decide(purchases, model, values, await PreviousAsync(schema.Id, plan, bucket, cancellation), cancellation);

        // Another worker's has the same bytes.
        await storage.Index.TryCreateAsync(TransactionIndex.Members(schema.Id, run.Id.Value, bucket), MemberFile.ToBlob(members), cancellation);

        var builder = new InsiderRowBuilder(run, plan, fitted.Version, model, schema.Id, bucket);
        var rows = new Rows(members, schema.HasIntegerIds);
        var merge = new PartitionMerge(
            storage.Insiders,
            CustomerKey.Partition(schema.Id, bucket),
            ["Run"],
            (row, existing) => existing is null || CustomerState.After(run.Id.Value, existing.Text("Run"))
                ? new MergeDecision(builder.Row(purchases, row, Encoding.ASCII.GetString(rows.Key(row)), members[row], worth[row]), null)
                : default,
            static (_, _) => { },
            static _ => { });
        await merge.RunAsync(rows, cancellation);
        return new PartResult { Accepted = members.Length };
    }

    private static (ProgrammeMember[] Members, CustomerValue[] Worth) Decide(
        PurchaseTable purchases, InsiderModel model, ValueModel values, Dictionary<string, ProgrammeMember> previous, CancellationToken cancellation)
    {
        var members = new ProgrammeMember[purchases.Count];
        var worth = new CustomerValue[purchases.Count];

        // All at once: in a space of UMAP each customer alone would cost as much.
        int[] clusters = model.Place(purchases);
        for (int i = 0; i < members.Length; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            ReadOnlySpan<double> features = purchases.Features.Row(i);
            bool isKnown = previous.TryGetValue(purchases.Ids[i], out ProgrammeMember before);
            bool isIdentified = purchases.Identified[i];
            worth[i] = isIdentified ? values.Of(purchases.Days(i), purchases.Amounts(i)) : CustomerValue.None;
            members[i] = new ProgrammeMember(
                purchases.Ids[i],
                isIdentified,
                clusters[i],
                model.Rules.IsMember(features, isKnown && before.Insider),
                isKnown,
                isKnown && before.Insider,
                isKnown ? before.Cluster : 0,
                features[(int)PurchaseFeature.Revenue],
                worth[i].In90.Revenue);
        }

        return (members, worth);
    }

    private async Task<Dictionary<string, ProgrammeMember>> PreviousAsync(string schema, RunPlan plan, int bucket, CancellationToken cancellation)
    {
        if (plan.PreviousRun.Length == 0)
        {
            return [];
        }

        string name = TransactionIndex.Members(schema, plan.PreviousRun, bucket);
        return await storage.Index.ReadAsync(name, cancellation) is { } file
            ? MemberFile.Read(file.Content).ToDictionary(member => member.Id, StringComparer.Ordinal)
            : throw new RunFailedException($"The file {storage.Index.Name}/{name}, which says who was in the programme before, is gone. Try again with retry.");
    }

    private sealed class Rows : IKeyedRows
    {
        // A row of this table, as the service counts it.
        private const int TypicalRow = 500;
        private readonly byte[][] _keys;

        public Rows(ProgrammeMember[] members, bool hasIntegerIds)
        {
            Span<byte> room = stackalloc byte[CustomerKey.Longest];
            _keys = new byte[members.Length][];
            for (int i = 0; i < members.Length; i++)
            {
                _keys[i] = room[..CustomerKey.Write(Encoding.UTF8.GetBytes(members[i].Id), hasIntegerIds, room)].ToArray();
            }
        }

        public int Count => _keys.Length;

        public ReadOnlySpan<byte> Key(int row) => _keys[row];

        public int Size(int row) => TypicalRow;
    }
}
