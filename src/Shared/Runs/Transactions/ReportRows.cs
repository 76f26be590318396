using System.Text.Json;
using Azure.Data.Tables;
using Clientele.Insiders;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Storage;

namespace Clientele.Runs.Transactions;

/// <summary>The rows of <c>insiderclusters</c>, <c>insiderreport</c> and <c>insiderforecast</c>. Where a newer run has written, its rows stand.</summary>
internal sealed class ReportRows(ClienteleStorage storage)
{
    private const int IdDigits = 3;

    public async Task WriteAsync(RunRow run, string schema, string version, IReadOnlyList<ClusterProfile> profiles, InsiderReport report, CancellationToken cancellation)
    {
        await ReplaceAsync(storage.InsiderClusters, schema, run, profiles.Select(profile => RowOf(schema, profile, report)), version, cancellation);
        await ReplaceAsync(storage.InsiderReport, schema, run, report.Answers.Select(answer => RowOf(schema, answer)), version, cancellation);
        IEnumerable<TableEntity> months = report.AllMonths.Select(month => RowOf(schema, "all", month, report.ForecastMethod.En))
            .Concat(report.MemberMonths.Select(month => RowOf(schema, "insiders", month, report.ForecastMethod.En)));
        await ReplaceAsync(storage.InsiderForecast, schema, run, months, version, cancellation);
    }

    private static Task ReplaceAsync(ITable table, string schema, RunRow run, IEnumerable<TableEntity> rows, string version, CancellationToken cancellation)
    {
        List<TableEntity> own = [.. rows];
        foreach (TableEntity row in own)
        {
            row.Add("ModelVersion", version);
            row.Add("Run", run.Id.Value);
        }

        return PartitionRows.ReplaceAsync(
            table,
            schema,
            existing => Task.FromResult<IEnumerable<TableEntity>>(existing.Values.Any(row => CustomerState.After(row.Text("Run"), run.Id.Value)) ? existing.Values : own),
            cancellation);
    }

    private static TableEntity RowOf(string schema, ClusterProfile cluster, InsiderReport report)
    {
        var row = new TableEntity(schema, TableKeys.Pad(cluster.Id, IdDigits))
        {
            { "Cluster", cluster.Id },
            { "Name", cluster.Name.En },
            { "NameEs", cluster.Name.Es },
            { "NamePt", cluster.Name.Pt },
            { "Insider", cluster.Insider },
            { "Customers", (long)cluster.Customers },
            { "Members", (long)(report.Clusters.FirstOrDefault(each => each.Id == cluster.Id)?.Members ?? 0) },
            { "Share", cluster.Share },
            { "TotalRevenue", cluster.Revenue },
            { "RevenueShare", cluster.RevenueShare },
        };
        foreach (FeatureSummary feature in cluster.Features)
        {
            row.Add("Mean" + InsiderTables.ColumnOf(feature.Feature), feature.Mean);
            row.Add("Median" + InsiderTables.ColumnOf(feature.Feature), feature.Median);
        }

        InsiderAction[] actions = [.. report.Actions.Where(action => action.Cluster == cluster.Id).OrderByDescending(action => action.Prize).Take(2)];
        for (int i = 0; i < 2; i++)
        {
            InsiderAction? action = i < actions.Length ? actions[i] : null;
            string name = i == 0 ? "1" : "2";
            row.Add($"Action{name}", Told(action, Language.English));
            row.Add($"Action{name}Es", Told(action, Language.Spanish));
            row.Add($"Action{name}Pt", Told(action, Language.Portuguese));
            row.Add($"Prize{name}", action?.Prize ?? 0);
        }

        return row;
    }

    private static string Told(InsiderAction? action, Language language) => action is null ? "" : $"{action.Sentence.In(language)} {action.Basis.In(language)}";

    private static TableEntity RowOf(string schema, InsiderAnswer answer) => new(schema, answer.Key)
    {
        { "Question", answer.Title.En },
        { "QuestionEs", answer.Title.Es },
        { "QuestionPt", answer.Title.Pt },
        { "Answer", answer.Text.En },
        { "AnswerEs", answer.Text.Es },
        { "AnswerPt", answer.Text.Pt },
        { "Figures", JsonSerializer.Serialize(answer.Numbers.ToDictionary(figure => figure.Name, figure => figure.Value, StringComparer.Ordinal), FiguresJson.Default.DictionaryStringDouble) },
    };

    private static TableEntity RowOf(string schema, string group, MonthRevenue month, string method) => new(schema, $"{group}-{month.Month:yyyy-MM}")
    {
        { "Group", group },
        { "Month", new DateTimeOffset(month.Month.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero) },
        { "Seen", month.Seen },
        { "Expected", month.Expected },
        { "Revenue", month.Seen + month.Expected },
        { "Low", month.Low },
        { "High", month.High },
        { "Whole", month.Whole },
        { "Method", method },
    };
}

[System.Text.Json.Serialization.JsonSerializable(typeof(Dictionary<string, double>))]
internal sealed partial class FiguresJson : System.Text.Json.Serialization.JsonSerializerContext;
