using System.Globalization;
using Azure.Data.Tables;
using Clientele.Runs;
using Clientele.Runs.Scoring;

namespace Clientele.Unit.Runs.Simulation;

/// <summary>What must hold at the end of every schedule, however rough.</summary>
internal static class Invariants
{
    /// <param name="contents">The text of each upload, by source and in order of its versions.</param>
    /// <param name="undisturbed">The files of an undisturbed run over a source, a content and a model version.</param>
    public static async Task CheckAsync(World world, IReadOnlyDictionary<string, string> contents, Func<string, string, string, Task<IReadOnlyDictionary<string, string>>> undisturbed)
    {
        IReadOnlyList<RunRow> runs = world.Runs;
        runs.ShouldAllBe(run => run.HasEnded, "every run ends");
        List<RunRow> completed = runs.Where(run => run is { State: RunState.Completed, Kind: RunKindName.Score }).ToList();
        foreach (RunRow run in completed)
        {
            (run.Accepted + run.Rejected).ShouldBe(run.Read, run.Id.Value);
            IReadOnlyDictionary<string, string> expected = await undisturbed(run.Source, contents[run.SourceETag], run.ModelVersion);
            IReadOnlyDictionary<string, string> files = world.FilesOf(run.Id);
            files.Keys.ShouldBe(expected.Keys);
            foreach ((string name, string text) in expected)
            {
                files[name].ShouldBe(text, $"{run.Id}/{name}");
            }

            RunSummary summary = RunSummary.FromJson(BinaryData.FromString(files["summary.json"]));
            (run.DriftPsi, run.DriftFeature).ShouldBe((summary.Drift!.Psi, summary.Drift.Feature), run.Id.Value);
            run.Warnings.ShouldBe(string.Join('\n', summary.Warnings), run.Id.Value);
        }

        CheckCustomers(world, completed);
        CheckIndex(world);
        world.Storage.Queue("parts").Messages.ShouldBeEmpty();
        world.Storage.Queue("parts-poison").Messages.ShouldBeEmpty();
    }

    private static void CheckCustomers(World world, List<RunRow> completed)
    {
        Dictionary<string, Dictionary<string, double>> scores = completed.ToDictionary(run => run.Id.Value, run => Scores(world, run), StringComparer.Ordinal);
        Dictionary<string, TableEntity> rows = world.Storage.Table("customerscores").Rows.ToDictionary(row => row.GetString("Customer")!, StringComparer.Ordinal);
        Dictionary<string, string> published = world.Storage.Table("customers" + World.SchemaId).Rows.ToDictionary(row => row.GetString("Customer")!, row => row.GetString("Run")!, StringComparer.Ordinal);
        rows.Keys.Order(StringComparer.Ordinal).ShouldBe(published.Keys.Order(StringComparer.Ordinal));
        foreach (string customer in scores.Values.SelectMany(run => run.Keys).Distinct(StringComparer.Ordinal))
        {
            // Of each upload the highest attempt, then the two newest.
            List<string> newest = scores.Where(run => run.Value.ContainsKey(customer)).Select(run => run.Key)
                .GroupBy(run => run[..^3], StringComparer.Ordinal).Select(upload => upload.Max(StringComparer.Ordinal)!)
                .OrderDescending(StringComparer.Ordinal).ToList();
            TableEntity row = rows[customer];
            row.GetString("Run").ShouldBe(newest[0], $"customer {customer}");
            row.GetDouble("Probability").ShouldBe(scores[newest[0]][customer]);
            row.GetString("PreviousRun").ShouldBe(newest.Count > 1 ? newest[1] : "", $"customer {customer}");
            row.GetDouble("PreviousProbability").ShouldBe(newest.Count > 1 ? scores[newest[1]][customer] : row.GetDouble("Probability"));
            published[customer].ShouldBe(newest[0]);
        }

        HashSet<string> known = scores.Values.SelectMany(run => run.Keys).ToHashSet(StringComparer.Ordinal);
        rows.Keys.ShouldAllBe(customer => known.Contains(customer), "nothing is published that no completed run holds");
    }

    private static void CheckIndex(World world)
    {
        var indexed = new Dictionary<string, IndexEntry>(StringComparer.Ordinal);
        for (int bucket = 0; bucket < RunSettings.Buckets; bucket++)
        {
            if (world.Storage.Container("index").ReadAsync(IndexFile.Name(World.SchemaId, bucket), CancellationToken.None).GetAwaiter().GetResult() is { } file)
            {
                foreach (IndexEntry entry in IndexFile.Read(file.Content))
                {
                    indexed.Add(entry.Id, entry);
                }
            }
        }

        IReadOnlyList<TableEntity> rows = world.Storage.Table("customerscores").Rows;
        indexed.Count.ShouldBe(rows.Count);
        foreach (TableEntity row in rows)
        {
            IndexEntry entry = indexed[row.GetString("Customer")!];
            entry.Run.ShouldBe(row.GetString("Run"));
            entry.Probability.ShouldBe(row.GetDouble("Probability")!.Value);
            entry.Decile.ShouldBe(row.GetInt32("Decile")!.Value);
            (entry.Segment2, entry.Segment3, entry.Segment).ShouldBe((row.GetInt32("Segment2")!.Value, row.GetInt32("Segment3")!.Value, row.GetInt32("Segment")!.Value));
        }
    }

    private static Dictionary<string, double> Scores(World world, RunRow run)
        => world.Result($"{run.Id}/scores.csv")!.Split("\r\n").Skip(1).Where(line => line.Length > 0).Select(line => line.Split(','))
            .ToDictionary(cells => cells[0], cells => double.Parse(cells[1], CultureInfo.InvariantCulture), StringComparer.Ordinal);
}
