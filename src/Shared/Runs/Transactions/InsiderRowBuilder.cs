using System.Globalization;
using Azure.Data.Tables;
using Clientele.Insiders;
using Clientele.Runs.Scoring;

namespace Clientele.Runs.Transactions;

/// <summary>Builds the rows of <c>insiders</c> of one run and bucket. Every row has every column.</summary>
internal sealed class InsiderRowBuilder(RunRow run, RunPlan plan, string version, InsiderModel model, string schema, int bucket)
{
    private static readonly DateTimeOffset EarliestDay = new(1601, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly string _partition = CustomerKey.Partition(schema, bucket);
    private readonly Dictionary<int, InsiderCluster> _clusters = model.Clusters.ToDictionary(cluster => cluster.Id);

    public TableEntity Row(PurchaseTable customers, int customer, string key, in ProgrammeMember member, in CustomerValue value)
    {
        ReadOnlySpan<double> features = customers.Features.Row(customer);
        InsiderCluster cluster = _clusters[member.Cluster];
        InsiderReason reason = InsiderReasons.Of(model.Rules, features, member.Known && member.WasInsider);
        var row = new TableEntity(_partition, key)
        {
            { "Customer", member.Id },
            { "Identified", member.Identified },
        };
        foreach (PurchaseFeature feature in PurchaseFeatures.All)
        {
            double number = features[(int)feature];
            row.Add(InsiderTables.ColumnOf(feature), InsiderTables.IsWhole(feature) ? (object)(long)Math.Round(number) : number);
        }

        row.Add("FirstPurchase", Day(customers.Days(customer)[0]));
        row.Add("LastPurchase", Day(customers.Days(customer)[^1]));
        row.Add("Cluster", cluster.Id);
        row.Add("ClusterName", cluster.Name.En);
        row.Add("ClusterNameEs", cluster.Name.Es);
        row.Add("ClusterNamePt", cluster.Name.Pt);
        row.Add("Insider", member.Insider);
        row.Add("Change", member.Change(plan.PreviousRun.Length == 0));
        row.Add("Why", reason.Why.En);
        row.Add("WhyEs", reason.Why.Es);
        row.Add("WhyPt", reason.Why.Pt);
        row.Add("Missing", reason.Missing.En);
        row.Add("MissingEs", reason.Missing.Es);
        row.Add("MissingPt", reason.Missing.Pt);
        row.Add("PreviousRun", member.Known ? plan.PreviousRun : "");
        row.Add("PreviousCluster", member.PreviousCluster);
        row.Add("PreviousInsider", member.WasInsider);
        row.Add("Alive", value.Alive);
        Add(row, value.In30);
        Add(row, value.In90);
        Add(row, value.In180);
        row.Add("ModelVersion", version);
        row.Add("Run", run.Id.Value);
        row.Add("Uploaded", run.Id.Uploaded);
        return row;
    }

    private static void Add(TableEntity row, in ExpectedValue expected)
    {
        string days = expected.Days.ToString(CultureInfo.InvariantCulture);
        row.Add($"Purchases{days}", expected.Purchases);
        row.Add($"Purchases{days}Low", (long)expected.PurchasesLow);
        row.Add($"Purchases{days}High", (long)expected.PurchasesHigh);
        row.Add($"Revenue{days}", expected.Revenue);
        row.Add($"Revenue{days}Low", expected.RevenueLow);
        row.Add($"Revenue{days}High", expected.RevenueHigh);
    }

    // The service knows no earlier day.
    private static DateTimeOffset Day(int number)
    {
        var day = new DateTimeOffset(DateOnly.FromDayNumber(number).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        return day < EarliestDay ? EarliestDay : day;
    }
}
