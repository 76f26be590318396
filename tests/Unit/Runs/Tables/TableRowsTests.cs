using Azure.Data.Tables;
using Clientele.Runs;
using Clientele.Runs.Scoring;
using Clientele.Testing;

namespace Clientele.Unit.Runs.Tables;

public sealed class TableRowsTests
{
    private static readonly Lazy<Task<Shop>> Worked = new(Shop.WorkedAsync);

    // Those of the programme are held to theirs in ProgrammeRunsTests: a shop without transactions has none.
    private static readonly TableDefinition[] Tables = [.. TableDefinitions.All(Shop.Catalog).Where(table => !table.Name.StartsWith("insider", StringComparison.Ordinal))];

    [Fact]
    public async Task Every_row_of_every_table_has_exactly_the_columns_that_are_defined()
    {
        Shop shop = await Worked.Value;

        foreach (TableDefinition table in Tables)
        {
            IReadOnlyList<TableEntity> rows = shop.Storage.Table(table.Name).Rows;
            rows.ShouldNotBeEmpty(table.Name);
            rows.SelectMany(row => TableRows.Problems(table, row)).ShouldBeEmpty();
        }

        shop.Storage.Tables.Select(table => table.Name).ShouldBe(TableDefinitions.All(Shop.Catalog).Select(table => table.Name), ignoreOrder: true);
    }

    [Fact]
    public void Names_of_tables_and_columns_are_ones_that_the_service_and_Power_BI_take() => TableDefinitions.All(Shop.Catalog).SelectMany(TableRows.Problems).ShouldBeEmpty();

    [Fact]
    public async Task The_rows_that_were_checked_include_the_unusual_ones()
    {
        Shop shop = await Worked.Value;

        shop.Storage.Table("runs").Rows.Select(row => (row.PartitionKey, row.GetString("Kind"), row.GetString("State"))).ShouldBe(
            [
                (Shop.SchemaId, RunKindName.Train, RunState.Completed),
                (Shop.SchemaId, RunKindName.Score, RunState.Completed),
                (Shop.SchemaId, RunKindName.Score, RunState.Completed),
                (Shop.SchemaId, RunKindName.Score, RunState.Completed),
                (Shop.SchemaId, RunKindName.Score, RunState.Failed),
                (RunRow.UnknownSchema, RunKindName.Score, RunState.Failed),
            ],
            ignoreOrder: true);
        shop.Storage.Table("runparts").Rows.ShouldContain(row => row.GetInt32("Faults") == 1 && row.GetString("Error")!.Length > 0 && row.GetBoolean("Done") == true);
        shop.Storage.Table("rejects").Rows.Select(row => row.RowKey).ShouldBe(
            ["client-duplicate_id", "client-missing_id", "client-missing_id", "record-wrong_field_count"], ignoreOrder: true);
        shop.Storage.Table("models").Rows.Select(row => (row.GetString("Kind"), row.GetString("Status"))).ShouldBe([("response", "champion"), ("segments", "champion")]);
        shop.Storage.Table("segments").Rows.Select(row => row.PartitionKey).Distinct().ShouldBe([$"{Shop.SchemaId}-2", $"{Shop.SchemaId}-3", $"{Shop.SchemaId}-recommended"]);
        shop.Storage.Table("objectives").Rows.Count.ShouldBe(4);
        shop.Storage.Table("deciles").Rows.Select(row => row.RowKey).ShouldBe(Enumerable.Range(1, 10).Select(decile => $"{decile:00}"));
    }

    [Fact]
    public async Task A_value_that_is_not_there_is_the_typical_one_or_the_one_that_stands_for_nothing()
    {
        Shop shop = await Worked.Value;
        TableEntity bare = Customer(shop, "bare");

        bare.GetInt64("age")!.Value.ShouldBeGreaterThan(0);
        bare.GetDouble("spend")!.Value.ShouldBeGreaterThan(0);
        bare.GetDateTimeOffset("since")!.Value.Year.ShouldBe(2020);
        bare.GetString("town").ShouldBe("Sevilla");
        bare.GetString("c2nd_town").ShouldBe("Unknown");
        bare.GetString("Run_").ShouldBe("Unknown");
        bare.GetInt64("visits").ShouldBe(0);
        bare.GetDouble("discount").ShouldBe(0);
        bare.GetDateTimeOffset("founded").ShouldBe(new DateTimeOffset(1900, 1, 1, 0, 0, 0, TimeSpan.Zero));
        bare.GetBoolean("blocked").ShouldBe(false);
        bare.GetString("Repairs").ShouldBe("age: missing; spend: missing; since: missing; member: missing; town: missing");
    }

    [Fact]
    public async Task A_date_before_any_that_the_service_knows_is_its_first()
    {
        TableEntity early = Customer(await Worked.Value, "early");

        early.GetDateTimeOffset("since").ShouldBe(new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero));
        early.GetDateTimeOffset("founded").ShouldBe(new DateTimeOffset(1601, 1, 1, 0, 0, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Without_an_earlier_upload_the_previous_probability_is_the_current_one()
    {
        IReadOnlyList<TableEntity> rows = (await Worked.Value).Storage.Table("customerscores").Rows;
        List<TableEntity> first = [.. rows.Where(row => row.GetString("PreviousRun")!.Length == 0)];
        List<TableEntity> later = [.. rows.Except(first)];

        first.ShouldNotBeEmpty();
        first.ShouldAllBe(row => row.GetDouble("PreviousProbability") == row.GetDouble("Probability"));
        later.Count.ShouldBe(31);
        later.ShouldAllBe(row => string.CompareOrdinal(row.GetString("PreviousRun"), row.GetString("Run")) < 0);
    }

    [Theory]
    [InlineData("Probability", null)]
    [InlineData("Probability", 1)]
    [InlineData("Probability", double.NaN)]
    [InlineData("Decile", 1L)]
    [InlineData("Colour", "red")]
    public async Task A_row_that_differs_from_its_definition_is_found(string column, object? value)
    {
        TableEntity row = (await Worked.Value).Storage.Table("customerscores").Rows[0];
        row.Remove(column);
        if (value is not null)
        {
            row.Add(column, value);
        }

        TableRows.Problems(CustomerTables.Scores, row).ShouldHaveSingleItem();
    }

    private static TableEntity Customer(Shop shop, string id)
    {
        MemoryTable table = shop.Storage.Table("customers" + Shop.SchemaId);
        string key = CustomerKey.Of(id, isInteger: false);
        return table.Rows.Single(row => row.RowKey == key);
    }
}
