using System.Globalization;
using System.Text;
using Clientele.Runs;

namespace Clientele.Unit.Runs.Tables;

/// <summary>Table definitions as the page <c>docs/tables.md</c>.</summary>
internal static class TablesPage
{
    private const string Intro = """
        # Tables

        Made of the definitions in `src/Shared/Runs/Tables`, to which a test holds real rows; don't edit it. After a change of the definitions,
        `CLIENTELE_REFRESH=1 dotnet test tests/Unit --filter TablesPage` writes it again.

        Names are stable: people build reports on them. Columns are added, never renamed or removed. Every row has every column; besides those listed here, the service keeps `Timestamp`, when it last wrote the row.
        Times are UTC. Keys hold no `/ \ # ?` and no control characters; other texts than ids are escaped as `!` and four hex digits. A schema file of your own brings a table `customers<schema>` with the same frame as `customerscampaign`.


        """;

    public static string Render(IEnumerable<TableDefinition> tables)
    {
        TableDefinition[] all = [.. tables];
        var page = new StringBuilder(Intro);
        page.Append("| table | storage | a row is |\n|---|---|---|\n");
        foreach (TableDefinition table in all)
        {
            page.Append(CultureInfo.InvariantCulture, $"| [`{table.Name}`](#{table.Name}) | {(table.IsReported ? "reporting" : "the app's own")} | {Cell(table.Row)} |\n");
        }

        foreach (TableDefinition table in all)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {table.Name}\n\n{table.Row}\n\n");
            page.Append(CultureInfo.InvariantCulture, $"- **Partition key**: {table.PartitionKey}\n- **Row key**: {table.RowKey}\n- **Lifetime**: {table.Lifetime}\n\n");
            page.Append("| column | type | meaning |\n|---|---|---|\n");
            foreach (ColumnDefinition column in table.Columns)
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{column.Name}` | {column.Type} | {Cell(column.Meaning)} |\n");
            }
        }

        return page.ToString().ReplaceLineEndings("\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}
