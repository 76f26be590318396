using Azure.Data.Tables;
using Clientele.Insiders;
using Clientele.Runs;
using Clientele.Runs.Insiders;
using Clientele.Runs.Transactions;
using Clientele.Schemas;
using Clientele.Unit.Runs.Simulation;

namespace Clientele.Unit.Runs.Transactions;

public sealed class ProgrammeRunsTests
{
    private const int Schedules = 6;
    private static readonly Roughness Rough = new(Kills: 10, Faults: 8, Duplicates: 12);

    [Fact]
    public async Task The_first_upload_fits_a_model_and_fills_every_table()
    {
        var shop = new Wholesaler();
        shop.Drop("a.csv", Wholesaler.Year());
        shop.Work("a.csv");

        RunRow run = shop.Runs.ShouldHaveSingleItem();
        (run.State, run.Error).ShouldBe((RunState.Completed, ""));
        (run.Accepted + run.Rejected).ShouldBe(run.Read);
        run.Rejected.ShouldBe(1);
        run.ModelVersion.ShouldNotBeEmpty();
        TransactionSummary summary = TransactionSummary.FromJson((await shop.Storage.Container("results").ReadAsync($"{run.Id}/summary.json", default))!.Value.Content);
        IReadOnlyList<TableEntity> rows = shop.Storage.Table("insiders").Rows;
        rows.Count.ShouldBe((int)summary.Customers);
        rows.Count(row => row.GetBoolean("Insider") == true).ShouldBe((int)summary.Insiders);
        rows.ShouldAllBe(row => row.GetString("Change") == "");
        rows.ShouldAllBe(row => (row.GetBoolean("Insider") == true) == (row.GetString("Missing") == ""));
        rows.Where(row => row.GetBoolean("Identified") == false).ShouldAllBe(row => row.GetDouble("Alive") == 0 && row.GetString("Customer")!.StartsWith("invoice-", StringComparison.Ordinal));
        summary.Insiders.ShouldBeInRange(10, 60);
        shop.Storage.Table("insiderreport").Rows.Select(row => row.RowKey).ShouldBe(["q1", "q2", "q3", "q4", "q5", "q6", "q7", "q8", "q9"]);
        shop.Storage.Table("insiderclusters").Rows.Sum(row => row.GetInt64("Customers")).ShouldBe(summary.Customers);
        shop.Storage.Table("insiderforecast").Rows.Count(row => row.GetDouble("Seen") > 0).ShouldBeGreaterThan(10);
        shop.Storage.Table("models").Rows.ShouldHaveSingleItem().GetString("Status").ShouldBe("champion");
        foreach (TableDefinition table in TableDefinitions.All(Wholesaler.Catalog).Where(table => table.Name.StartsWith("insider", StringComparison.Ordinal)))
        {
            shop.Storage.Table(table.Name).Rows.ShouldNotBeEmpty(table.Name);
            shop.Storage.Table(table.Name).Rows.SelectMany(row => Tables.TableRows.Problems(table, row)).ShouldBeEmpty();
        }
    }

    [Fact]
    public async Task Another_chunk_size_gives_the_same_bytes_in_every_table()
    {
        string csv = Wholesaler.Year(months: 11);
        string[]? expected = null;
        foreach (int chunkBytes in new[] { 1024, 5_000, 64_000, 1 << 20 })
        {
            Wholesaler shop = await Wholesaler.WithChampionAsync();
            shop.Drop("a.csv", csv);
            shop.Work("a.csv", Wholesaler.Settings with { ChunkBytes = chunkBytes });
            string[] rows = [.. shop.Rows()];
            rows.Length.ShouldBeGreaterThan(200);
            rows.ShouldBe(expected ??= rows);
        }
    }

    [Fact]
    public async Task Columns_that_a_person_maps_give_the_same_as_a_header_that_needs_none()
    {
        string csv = Wholesaler.Year(months: 11);
        Wholesaler plain = await Wholesaler.WithChampionAsync();
        plain.Drop("a.csv", csv);
        plain.Work("a.csv");
        Wholesaler mapped = await Wholesaler.WithChampionAsync();
        mapped.Drop("a.csv", csv.Replace(Wholesaler.Header, "InvoiceNo,StockCode,Description,Pieces,InvoiceDate,Each,Who,Country\n", StringComparison.Ordinal), columns: "Quantity=4,UnitPrice=6,CustomerID=7");
        mapped.Work("a.csv");

        mapped.Runs.ShouldHaveSingleItem().State.ShouldBe(RunState.Completed, mapped.Runs[0].Error);
        mapped.Rows().ShouldBe(plain.Rows());
    }

    [Fact]
    public async Task Kills_faults_and_duplicates_change_nothing()
    {
        Wholesaler calm = await Wholesaler.WithChampionAsync();
        calm.Drop("a.csv", Wholesaler.Year(120, 9));
        calm.Work("a.csv");
        calm.Drop("b.csv", Wholesaler.Year(120));
        calm.Work("b.csv");
        string[] expected = [.. calm.Rows()];

        for (int seed = 1; seed <= Schedules; seed++)
        {
            Wholesaler rough = await Wholesaler.WithChampionAsync();
            rough.Drop("a.csv", Wholesaler.Year(120, 9));
            rough.Work("a.csv", roughness: Rough, seed: seed);
            rough.Storage.Now = calm.Runs[1].Id.Uploaded;
            rough.Drop("b.csv", Wholesaler.Year(120));
            rough.Work("b.csv", roughness: Rough, seed: 100 + seed);

            rough.Runs.ShouldAllBe(run => run.State == RunState.Completed);
            Masked(rough).ShouldBe(Masked(calm));
        }

        expected.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Appended_files_come_to_what_one_whole_file_comes_to()
    {
        Wholesaler whole = await Wholesaler.WithChampionAsync();
        whole.Drop("all.csv", Wholesaler.Header + Wholesaler.Lines(100, 0, 5, 3) + Wholesaler.Lines(100, 5, 9, 3) + Wholesaler.Lines(100, 9, 12, 3));
        whole.Work("all.csv");

        Wholesaler pieces = await Wholesaler.WithChampionAsync();
        pieces.Drop("a.csv", Wholesaler.Header + Wholesaler.Lines(100, 0, 5, 3));
        pieces.Work("a.csv");
        pieces.Drop("b.csv", Wholesaler.Header + Wholesaler.Lines(100, 5, 9, 3), "append");
        pieces.Work("b.csv");
        pieces.Drop("c.csv", Wholesaler.Header + Wholesaler.Lines(100, 9, 12, 3), "append");
        pieces.Work("c.csv");

        pieces.Runs.ShouldAllBe(run => run.State == RunState.Completed);
        Features(pieces).ShouldBe(Features(whole));

        // A whole history again: what was appended before no longer counts.
        pieces.Drop("d.csv", Wholesaler.Header + Wholesaler.Lines(100, 0, 5, 3));
        pieces.Work("d.csv");
        Wholesaler first = await Wholesaler.WithChampionAsync();
        first.Drop("a.csv", Wholesaler.Header + Wholesaler.Lines(100, 0, 5, 3));
        first.Work("a.csv");
        string newest = pieces.Runs[^1].Id.Value;
        pieces.Storage.Table("insiders").Rows.Where(row => row.GetString("Run") == newest).Select(Feature).ShouldBe(first.Storage.Table("insiders").Rows.Select(Feature));
        pieces.Storage.Container("index").ListAsync("transactions/lines/", default).ToBlockingEnumerable().ShouldAllBe(blob => blob.Name.StartsWith("transactions/lines/" + newest, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Members_who_are_near_a_threshold_stay_and_those_far_below_leave()
    {
        Wholesaler shop = await Wholesaler.WithChampionAsync();
        shop.Drop("a.csv", Wholesaler.Year());
        shop.Work("a.csv");
        HashSet<string> before = [.. Members(shop)];

        // The same shop, but some of those who bought most have not come since March.
        string[] gone = [.. before.Take(before.Count / 2)];
        shop.Drop("b.csv", string.Join('\n', Wholesaler.Year().Split('\n').Where(line => !gone.Any(id => line.Contains($",{id},", StringComparison.Ordinal)) || line.Contains(",2017-01-", StringComparison.Ordinal) || line.Contains(",2017-02-", StringComparison.Ordinal))));
        shop.Work("b.csv");
        string newest = shop.Runs[^1].Id.Value;
        IReadOnlyList<TableEntity> rows = [.. shop.Storage.Table("insiders").Rows.Where(row => row.GetString("Run") == newest)];
        rows.Where(row => row.GetString("PreviousRun") != "").ShouldAllBe(row => row.GetBoolean("PreviousInsider") == before.Contains(row.GetString("Customer")!));
        foreach (TableEntity row in rows)
        {
            bool was = row.GetBoolean("PreviousInsider") == true;
            bool now = row.GetBoolean("Insider") == true;
            string expected = row.GetBoolean("Identified") == false ? ""
                : row.GetString("PreviousRun") == "" ? (now ? "new" : "")
                : was == now ? "" : now ? "entered" : "left";
            row.GetString("Change").ShouldBe(expected);
        }

        string[] left = [.. rows.Where(row => row.GetString("Change") == "left").Select(row => row.GetString("Customer")!)];
        left.ShouldNotBeEmpty();
        left.ShouldBeSubsetOf(gone);
    }

    [Fact]
    public async Task Pages_are_of_the_newest_upload_in_the_order_asked_for()
    {
        Wholesaler shop = await Wholesaler.WithChampionAsync();
        var list = new InsiderList(shop.Storage.Open());
        Schema schema = Wholesaler.Catalog.Single();
        (await list.PageAsync(new InsiderSelection(schema, null, null, null, InsiderSort.MostRevenue), 1, 10, default)).ShouldBeNull();
        shop.Drop("a.csv", Wholesaler.Year());
        shop.Work("a.csv");

        IReadOnlyList<TableEntity> rows = shop.Storage.Table("insiders").Rows;
        InsiderPage page = (await list.PageAsync(new InsiderSelection(schema, true, null, null, InsiderSort.MostRevenue), 2, 5, default))!;
        double[] revenue = [.. rows.Where(row => row.GetBoolean("Insider") == true).Select(row => row.GetDouble("Revenue")!.Value).OrderDescending()];
        page.Count.ShouldBe(revenue.Length);
        page.Revenue.ShouldBe(revenue.Sum(), 1e-6);
        page.Customers.Select(customer => customer.Features["Revenue"]).ShouldBe(revenue.Skip(5).Take(5));
        page.Customers.ShouldAllBe(customer => customer.Insider && customer.Missing == null && customer.Expected.Count == 3);
        (await list.FindAsync(schema, "10012", default))!.Id.ShouldBe("10012");
        (await list.FindAsync(schema, "99", default)).ShouldBeNull();
        (await list.ReportAsync(schema, InsiderReportForm.Page, default))!.Content!.ToString().ShouldStartWith("<!doctype html>", Case.Insensitive);
    }

    [Theory]
    [InlineData(InsiderSpaceKind.Umap)]
    [InlineData(InsiderSpaceKind.TreeUmap)]
    public void In_a_space_of_neighbours_that_settings_ask_for_everybody_has_a_cluster_too(InsiderSpaceKind space)
    {
        var shop = new Wholesaler();
        shop.Drop("a.csv", Wholesaler.Year(120));
        shop.Work("a.csv", Wholesaler.Settings with { Insiders = Wholesaler.Settings.Insiders with { Space = space, Clusters = 3 } });

        RunRow run = shop.Runs.ShouldHaveSingleItem();
        (run.State, run.Error).ShouldBe((RunState.Completed, ""));
        shop.Storage.Table("insiders").Rows.Select(row => row.GetInt32("Cluster")).Distinct().Count().ShouldBe(3);
        shop.Storage.Table("insiderclusters").Rows.Sum(row => row.GetInt64("Customers")).ShouldBe(shop.Storage.Table("insiders").Rows.Count);
    }

    [Fact]
    public void A_file_with_returns_alone_fails_with_a_sentence()
    {
        var shop = new Wholesaler();
        shop.Drop("a.csv", Wholesaler.Header + "C1,P1,Thing,-3,2017-01-02,2.00,1,Spain\n");
        shop.Work("a.csv");
        shop.Runs.ShouldHaveSingleItem().Error.ShouldBe("No line of the file is a purchase, so there are no customers.");
    }

    [Fact]
    public void A_history_setting_that_is_none_fails_with_a_sentence()
    {
        var shop = new Wholesaler();
        shop.Drop("a.csv", Wholesaler.Year(20), "appended");
        shop.Work("a.csv");
        shop.Runs.ShouldHaveSingleItem().Error.ShouldBe("The setting 'history' of the upload is 'appended'; it can be whole or append.");
    }

    private static string[] Masked(Wholesaler shop)
    {
        RunRow[] runs = [.. shop.Runs];
        return [.. shop.Rows().Select(row => runs.Aggregate(row, (text, run) => text.Replace(run.Id.Value, run.Source, StringComparison.Ordinal)))];
    }

    private static IEnumerable<string> Members(Wholesaler shop) => shop.Storage.Table("insiders").Rows.Where(row => row.GetBoolean("Insider") == true).Select(row => row.GetString("Customer")!);

    private static string[] Features(Wholesaler shop) => [.. shop.Storage.Table("insiders").Rows.Select(Feature)];

    private static string Feature(TableEntity row)
        => FormattableString.Invariant($"{row.RowKey} {row.GetDouble("Revenue"):R} {row.GetInt64("Recency")} {row.GetInt64("Lines")} {row.GetDouble("Frequency"):R} {row.GetInt64("Returns")} {row.GetInt64("Products")} {row.GetDouble("Revenue90"):R}");
}
