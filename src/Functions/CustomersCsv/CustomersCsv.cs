using System.Globalization;
using System.Text;
using Clientele.Campaign;
using Clientele.Runs;
using Clientele.Runs.Customers;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Functions;

/// <summary>
/// <c>GET /api/customers.csv</c> with the filters and order of <see cref="Customers"/>, <c>top=500</c>, <c>language=en|es|pt</c> and <c>delimiter=;</c>: the whole selection
/// as a file, with what a mailing needs.
/// </summary>
public sealed class CustomersCsv(CustomerList customers, CampaignSegments segments, SchemaSource schemas)
{
    internal static readonly (string Name, Language Value)[] Languages = [("en", Language.English), ("es", Language.Spanish), ("pt", Language.Portuguese)];
    internal static readonly (string Name, char Value)[] Delimiters = [(",", ','), (";", ';')];

    public async Task<HttpAnswer> RunAsync(HttpCall call, CancellationToken cancellation)
    {
        var query = new QueryValues(call.Query);
        string? schema = query.Text(AskedSchema.Parameter);
        Func<Schema, CustomerSelection> selection = AskedSelection.Read(query);
        Schema? asked = null;
        var options = new CustomerCsvOptions
        {
            SegmentNames = stop => segments.NamesAsync(asked!, stop),
            Top = query.Number("top", 1, int.MaxValue),
            Language = query.Choice("language", Languages) ?? Language.English,
            Delimiter = query.Choice("delimiter", Delimiters) ?? ',',
        };
        if (query.Problem() is { } problem)
        {
            return problem;
        }

        asked = AskedSchema.Of(await schemas.CurrentAsync(cancellation), schema, out problem);
        if (asked is null)
        {
            return problem!;
        }

        CustomerSelection selected = selection(asked);
        return HttpAnswer.Stream(
            "text/csv; charset=utf-8",
            (body, stop) => customers.WriteCsvAsync(selected, options, body, stop),
            ("Content-Disposition", $"attachment; filename=\"{FileName(selected, options.Top)}\""),
            ("Cache-Control", "no-store"));
    }

    /// <summary>Such as <c>campaign-balanced-segment-3.csv</c>; of another proposal than the recommended one <c>campaign-segment-1-of-2.csv</c>.</summary>
    private static string FileName(CustomerSelection selected, int? top)
    {
        var name = new StringBuilder(selected.Schema.Id);
        foreach ((string objective, ObjectiveVerdicts verdict) in VerdictNames.All)
        {
            name.Append(selected.Objectives.HasFlag(verdict) ? "-" + objective : "");
        }

        if (selected.Segment is { } segment)
        {
            name.Append(CultureInfo.InvariantCulture, $"-segment-{segment}");
            name.Append(selected.Proposal < SegmentModel.Keys.Count - 1 ? "-of-" + SegmentModel.Keys[selected.Proposal] : "");
        }

        return name.Append(top is { } first ? string.Create(CultureInfo.InvariantCulture, $"-top-{first}") : "").Append(".csv").ToString();
    }
}
