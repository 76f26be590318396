using Clientele.Runs;
using Clientele.Schemas;
using Clientele.Storage;
using Clientele.Testing;
using Clientele.Unit.Architecture;

namespace Clientele.Unit.Runs.Tables;

public sealed class TablesPageTests
{
    private static readonly string Page = Path.Combine(SourceTree.Root, "docs", "tables.md");

    private static IEnumerable<TableDefinition> Shipped => TableDefinitions.All(SchemaCatalog.LoadFolder(Path.Combine(SourceTree.Root, "src", "Shared", "Schemas")));

    /// <summary>With CLIENTELE_REFRESH=1 it writes the page instead.</summary>
    [Fact]
    public void The_page_of_tables_is_what_the_definitions_make()
    {
        string made = TablesPage.Render(Shipped);
        if (Environment.GetEnvironmentVariable("CLIENTELE_REFRESH") == "1")
        {
            File.WriteAllText(Page, made);
        }

        File.ReadAllText(Page).ReplaceLineEndings("\n").ShouldBe(made, "CLIENTELE_REFRESH=1 dotnet test tests/Unit --filter TablesPage writes docs/tables.md again");
    }

    [Fact]
    public async Task Every_table_that_the_app_creates_is_defined_and_no_other()
    {
        var storage = new MemoryStorage();
        await storage.Open().EnsureExistsAsync(["campaign"], CancellationToken.None);

        Shipped.Select(table => table.Name).ShouldBe(storage.Tables.Select(table => table.Name), ignoreOrder: true);
    }

    [Fact]
    public async Task The_reporting_storage_holds_what_the_definitions_say()
    {
        var own = new MemoryStorage();
        var reporting = new MemoryStorage();
        ClienteleStorage storage = new(own.Container, own.Table, reporting.Table, own.Queue);
        await storage.EnsureExistsAsync(["campaign"], CancellationToken.None);

        Shipped.Where(table => table.IsReported).Select(table => table.Name).ShouldBe(reporting.Tables.Select(table => table.Name), ignoreOrder: true);
    }
}
