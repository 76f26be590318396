using System.Text;
using Azure.Data.Tables;
using Clientele.Integration.Models;
using Clientele.Integration.Spine;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Segments;

namespace Clientele.Integration.Segments;

/// <summary>Segments over several trainings: train runs, champion, scored customers and tables.</summary>
public sealed class RetrainedSegmentsTests
{
    private const int Customers = 600;

    private const string Header =
        "ID;Year_Birth;Education;Marital_Status;Income;Kidhome;Teenhome;Dt_Customer;Recency;MntWines;MntFruits;MntMeatProducts;MntFishProducts;MntSweetProducts;MntGoldProds;"
        + "NumDealsPurchases;NumWebPurchases;NumCatalogPurchases;NumStorePurchases;NumWebVisitsMonth;AcceptedCmp3;AcceptedCmp4;AcceptedCmp5;AcceptedCmp1;AcceptedCmp2;Complain;Z_CostContact;Z_Revenue;Response";

    [Fact]
    public async Task Segments_keep_their_ids_on_a_resampled_file_and_an_added_group_is_a_new_one()
    {
        await using RegistryUnderTest registry = await RegistryUnderTest.PrepareAsync(trained: false);
        string[] lines = Lines();

        RunRow first = await TrainAsync(registry, lines, clusters: 3);
        Dictionary<string, int[]> ids = await IdsAsync(registry);
        ids["recommended"].ShouldBe([1, 2, 3]);
        Dictionary<int, string> names = await NamesAsync(registry);

        // Every fourth customer is missing now.
        RunRow resampled = await TrainAsync(registry, [.. lines.Where((_, i) => i == 0 || i % 4 != 0)], clusters: 3);
        resampled.SegmentsVersion.ShouldNotBe(first.SegmentsVersion);
        Dictionary<string, int[]> kept = await IdsAsync(registry);
        kept.Keys.ShouldBe(ids.Keys, ignoreOrder: true);
        kept.ShouldAllBe(proposal => proposal.Value.SequenceEqual(ids[proposal.Key]));
        (await NamesAsync(registry)).ShouldBe(names);
        SegmentChanges changes = (await EvaluationAsync(registry, resampled)).Proposals[^1].Changes.ShouldNotBeNull();
        (changes.Before, changes.Kept.Count, changes.New.Count, changes.Gone.Count).ShouldBe((first.SegmentsVersion, 3, 0, 0));
        changes.Shared.ShouldBe(Customers - (Customers / 4));
        changes.Moved.ShouldBeLessThan(changes.Shared / 10);

        // More newcomers than any group has.
        string[] added = [.. lines, .. Newcomers(400)];
        RunRow joined = await TrainAsync(registry, added, clusters: 4);
        (await IdsAsync(registry))["recommended"].ShouldBe([1, 2, 3, 4]);
        Dictionary<int, string> now = await NamesAsync(registry);
        names.Keys.ShouldAllBe(id => now[id] == names[id]);
        changes = (await EvaluationAsync(registry, joined)).Proposals[^1].Changes.ShouldNotBeNull();
        changes.New.ShouldBe([4]);
        changes.Kept.ShouldBe([1, 2, 3]);
        changes.Sentences.ShouldContain(sentence => sentence.En == $"'{now[4]}' is new.");
    }

    [Fact]
    public async Task Scored_customers_are_counted_in_the_tables_of_their_segments()
    {
        await using RegistryUnderTest registry = await RegistryUnderTest.PrepareAsync(trained: false);
        await TrainAsync(registry, Lines(), clusters: null);
        RunRow run = await registry.ScoreAsync("customers.csv");
        run.State.ShouldBe(RunState.Completed, run.Error);

        List<TableEntity> scores = await StorageImage.EntitiesAsync(registry.App, "customerscores");
        List<TableEntity> segments = await StorageImage.EntitiesAsync(registry.App, "segments");
        scores.ShouldAllBe(row => row.GetString("SegmentsVersion") == run.SegmentsVersion && run.SegmentsVersion.Length == 16);
        foreach ((string key, string column) in new[] { ("2", "Segment2"), ("3", "Segment3"), ("recommended", "Segment") })
        {
            TableEntity[] rows = [.. segments.Where(row => row.PartitionKey == $"campaign-{key}")];
            rows.Sum(row => row.GetInt64("Customers")).ShouldBe(scores.Count);
            rows.Sum(row => row.GetDouble("Share")!.Value).ShouldBe(1, 1e-9);
            foreach (TableEntity row in rows)
            {
                TableEntity[] members = [.. scores.Where(score => score.GetInt32(column) == row.GetInt32("Segment"))];
                row.GetInt64("Customers").ShouldBe(members.Length);
                row.GetInt64("BalancedCustomers").ShouldBe(members.Count(score => score.GetBoolean("Balanced") == true));
                row.GetDouble("BalancedProfit")!.Value.ShouldBe(members.Where(score => score.GetBoolean("Balanced") == true).Sum(score => score.GetDouble("ExpectedProfit")!.Value), 1e-6);
                row.GetString("Run").ShouldBe(run.Id.Value);
                string own = $"campaign-{key}-{row.GetInt32("Segment")}";
                (await StorageImage.EntitiesAsync(registry.App, "segmentprofiles")).ShouldContain(profile => profile.PartitionKey == own && profile.RowKey == "Income");
                (await StorageImage.EntitiesAsync(registry.App, "segmentproducts")).Where(product => product.PartitionKey == own && product.GetString("Group") == "spend").Sum(product => product.GetDouble("Mix")!.Value).ShouldBe(1, 1e-9);
            }
        }

        TableEntity version = (await registry.RowsAsync(SegmentModel.Kind)).ShouldHaveSingleItem().Value;
        (version.GetString("Status"), version.GetInt32("Segments")).ShouldBe(("champion", segments.Count(row => row.PartitionKey == "campaign-recommended")));
    }

    [Fact]
    public async Task Segments_are_promoted_and_rolled_back_by_hand_apart_from_the_response_model_and_the_tables_follow()
    {
        await using RegistryUnderTest registry = await RegistryUnderTest.PrepareAsync(trained: false);
        string[] lines = Lines();
        RunRow first = await TrainAsync(registry, lines, clusters: 3);
        RunRow second = await TrainAsync(registry, [.. lines, .. Newcomers(200)], clusters: 4);
        (await IdsAsync(registry))["recommended"].ShouldBe([1, 2, 3, 4]);

        ModelChange back = await registry.Registry().RollbackAsync("campaign", SegmentModel.Kind, second.SegmentsVersion, CancellationToken.None);

        (back.Outcome, back.Alias!.Version, back.Alias.Pinned).ShouldBe((AliasOutcome.RolledBack, first.SegmentsVersion, true));
        (await IdsAsync(registry))["recommended"].ShouldBe([1, 2, 3]);
        (await StorageImage.EntitiesAsync(registry.App, "segmentprofiles")).Select(row => row.PartitionKey).Distinct().Count(key => key.StartsWith("campaign-recommended-", StringComparison.Ordinal)).ShouldBe(3);
        (await registry.AliasAsync()).Pinned.ShouldBeFalse();
    }

    /// <summary>The header and customers of three groups: families who spend little, couples who buy in stores, and wine lovers who buy from the catalogue.</summary>
    private static string[] Lines()
    {
        var random = new Random(11);
        return [Header, .. Enumerable.Range(0, Customers).Select(i => (i % 3) switch
        {
            0 => Customer(random, i, 1975, 28_000, kids: 1, spend: [15, 3, 12, 4, 3, 8], purchases: [2, 2, 1, 3, 7], chance: 0.1),
            1 => Customer(random, i, 1965, 55_000, kids: 0, spend: [250, 60, 150, 80, 60, 70], purchases: [3, 6, 2, 11, 5], chance: 0.2),
            _ => Customer(random, i, 1955, 82_000, kids: 0, spend: [900, 20, 700, 30, 20, 40], purchases: [0, 4, 9, 6, 1], chance: 0.4),
        })];
    }

    /// <summary>Like nobody of the three: rich, and seen nowhere but on the site.</summary>
    private static string[] Newcomers(int count)
    {
        var random = new Random(12);
        return [.. Enumerable.Range(0, count).Select(i => Customer(random, 5_000_000 + i, 1990, 120_000, kids: 2, spend: [5, 180, 5, 5, 180, 300], purchases: [12, 24, 0, 0, 18], chance: 0.2))];
    }

    /// <param name="purchases">Deals, web, catalogue, store, and visits of the site.</param>
    private static string Customer(Random random, int id, int born, int income, int kids, int[] spend, int[] purchases, double chance)
    {
        string own = $"{id};{born + random.Next(-5, 6)};Graduation;Married;{income + random.Next(-4000, 4000)};{kids};0;2013-0{1 + random.Next(9)}-15;{random.Next(90)}";
        string amounts = string.Join(';', spend.Select(amount => amount * random.Next(80, 121) / 100));
        string counts = string.Join(';', purchases.Select(count => Math.Max(0, count + random.Next(-1, 2))));
        return $"{own};{amounts};{counts};0;0;0;0;0;0;3;11;{(random.NextDouble() < chance ? 1 : 0)}";
    }

    private static async Task<RunRow> TrainAsync(RegistryUnderTest registry, string[] lines, int? clusters)
    {
        await registry.App.UploadAsync("campaign/labelled.csv", Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n"), "training");
        RunRow run = await registry.RetrainAsync(clusters);
        run.State.ShouldBe(RunState.Completed, run.Error);
        run.Warnings.ShouldNotContain("of segments", Case.Sensitive);
        return run;
    }

    private static async Task<Dictionary<string, int[]>> IdsAsync(RegistryUnderTest registry) => (await StorageImage.EntitiesAsync(registry.App, "segments"))
        .GroupBy(row => row.GetString("Proposal")!).ToDictionary(proposal => proposal.Key, proposal => proposal.Select(row => row.GetInt32("Segment")!.Value).Order().ToArray(), StringComparer.Ordinal);

    /// <summary>Of the recommended proposal.</summary>
    private static async Task<Dictionary<int, string>> NamesAsync(RegistryUnderTest registry) => (await StorageImage.EntitiesAsync(registry.App, "segments"))
        .Where(row => row.GetString("Proposal") == "recommended").ToDictionary(row => row.GetInt32("Segment")!.Value, row => row.GetString("Name")!);

    private static Task<SegmentEvaluation> EvaluationAsync(RegistryUnderTest registry, RunRow run)
        => new ScoringModels(registry.App.Storage.Models, TimeProvider.System).SegmentEvaluationAsync("campaign", run.SegmentsVersion, CancellationToken.None);
}
