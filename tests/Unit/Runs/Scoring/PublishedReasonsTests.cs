using System.Globalization;
using System.Text;
using Azure.Data.Tables;
using Clientele.Bytes;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Runs;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Testing;
using Clientele.Unit.Runs.Tables;

namespace Clientele.Unit.Runs.Scoring;

public sealed class PublishedReasonsTests
{
    private static readonly Schema Schema = SchemaFile.Parse(
        BinaryData.FromString("""
            { "name": "some", "groups": [ { "name": "visits", "wording": { "en": { "reason": "came {value} times" }, "es": { "reason": "vino {value} veces" } } } ],
              "fields": [
                { "name": "code", "type": "string", "role": "id" },
                { "name": "note", "type": "string", "role": "ignored" },
                { "name": "spend", "type": "number" },
                { "name": "town", "type": "string" },
                { "name": "plan", "type": "string", "constraints": { "enum": ["Basic", "Gold"] } },
                { "name": "web", "type": "integer", "group": "visits" } ] }
            """),
        "some.json");

    private static readonly FeatureSpace Nothing = new(Schema.Fields.Count, [], []);

    private static readonly RunRow Run = new()
    {
        Schema = Schema.Id,
        Id = RunId.First(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero), "uploads/x.csv", "1"),
        Kind = RunKindName.Score,
        Source = "uploads/x.csv",
        SourceETag = "1",
        State = RunState.Running,
        ModelVersion = "v1",
    };

    public static TheoryData<int> Counts => [0, 1, 2, 3];

    [Theory]
    [MemberData(nameof(Counts))]
    public void Reasons_come_back_from_a_row_s_bytes(int count)
    {
        Reason[] all = [new(2, 0.75f, 1234.56), new(199, -1.5f, double.NaN), new(4, 1e-6f, -1)];
        var reasons = new TopReasons(At(0), At(1), At(2));

        ScoredRow row = ScoredRow.Read(Bytes(reasons, seen: count % 2 == 0));

        row.Score.Reasons.ShouldBe(reasons);
        row.Score.Probability.ShouldBe(0.25);
        row.SeenInTraining.ShouldBe(count % 2 == 0);
        Encoding.UTF8.GetString(row.TextOf(Schema, 3)).ShouldBe("Évora");
        Encoding.UTF8.GetString(row.TextOf(Schema, 4)).ShouldBe("Silver");
        row.TextOf(Schema, 1).Length.ShouldBe(0);
        row.TextOf(Schema, 5).Length.ShouldBe(0);

        Reason At(int index) => index < count ? all[index] : Reason.Nothing;
    }

    [Fact]
    public void Three_reasons_take_few_bytes()
    {
        var reasons = new TopReasons(new Reason(2, 0.75f, 1234), new Reason(6, -1.5f, 3), new Reason(4, 0.1f, 1));

        (Bytes(reasons).Length - Bytes(TopReasons.None).Length).ShouldBe(19);
    }

    [Fact]
    public void A_row_of_the_table_tells_its_reasons_in_three_languages()
    {
        var reasons = new TopReasons(new Reason(6, 0.3f, 3), new Reason(2, -0.125f, 1234.5), new Reason(3, 2, -1));

        TableEntity row = Entity(Rows(), reasons);

        TableRows.Problems(CustomerTables.Scores, row).ShouldBeEmpty();
        Texts(row, "").ShouldBe(["▲ came 3 times", "▼ spend: 1,234.5", "▲ town: Évora"]);
        Texts(row, "Es").ShouldBe(["▲ vino 3 veces", "▼ spend: 1.234,5", "▲ town: Évora"]);
        Texts(row, "Pt").ShouldBe(["▲ visits: 3", "▼ spend: 1.234,5", "▲ town: Évora"]);
        Contributions(row).ShouldBe([0.3, -0.125, 2]);
    }

    [Fact]
    public void A_row_without_reasons_has_empty_texts_and_zeros_also_where_it_was_used_before()
    {
        CustomerRows rows = Rows();
        rows.Recycle(Entity(rows, new TopReasons(new Reason(6, 0.3f, 3), Reason.Nothing, Reason.Nothing)));

        TableEntity row = Entity(rows, TopReasons.None);

        TableRows.Problems(CustomerTables.Scores, row).ShouldBeEmpty();
        new[] { "", "Es", "Pt" }.SelectMany(language => Texts(row, language)).ShouldAllBe(text => text.Length == 0);
        Contributions(row).ShouldBe([0, 0, 0]);
    }

    [Fact]
    public void An_older_upload_that_comes_late_leaves_the_reasons_of_the_newer_one()
    {
        CustomerRows rows = Rows();
        TableEntity current = Entity(rows, new TopReasons(new Reason(6, 0.3f, 3), Reason.Nothing, Reason.Nothing));

        TableEntity row = rows.WithPrevious(ScoredRow.Read(Bytes(new TopReasons(new Reason(2, -1, 5), Reason.Nothing, Reason.Nothing))), current);

        TableRows.Problems(CustomerTables.Scores, row).ShouldBeEmpty();
        Texts(row, "")[0].ShouldBe("▲ came 3 times");
        Contributions(row).ShouldBe([0.3, 0, 0]);
    }

    [Fact]
    public void Sentences_of_small_whole_numbers_are_made_once_and_for_is_not_against()
    {
        var reasons = new PublishedReasons(Schema);

        PublishedReason known = Of(reasons, new Reason(6, 0.3f, 3));

        Of(reasons, new Reason(6, 0.9f, 3)).ShouldBeSameAs(known);
        Of(reasons, new Reason(6, -0.3f, 3)).English.ShouldBe("▼ came 3 times");
        Of(reasons, new Reason(6, 0.3f, double.NaN)).English.ShouldBe("▲ visits: unknown");
        Of(reasons, new Reason(6, 0.3f, -1)).English.ShouldBe("▲ came -1 times");
        Of(reasons, new Reason(4, 0.3f, -1)).English.ShouldBe("▲ plan: Silver");
        Of(reasons, new Reason(4, 0.3f, 1)).English.ShouldBe("▲ plan: Gold");
        Of(reasons, new Reason(2, 0.3f, int.MinValue)).English.ShouldBe("▲ spend: -2,147,483,648");
        Of(reasons, new Reason(2, 0.3f, -1e12)).English.ShouldBe("▲ spend: -1,000,000,000,000");
        Of(reasons, new Reason(2, 0.3f, double.NaN)).English.ShouldBe("▲ spend: unknown");
    }

    [Fact]
    public void More_sentences_than_are_kept_are_still_right()
    {
        var reasons = new PublishedReasons(Schema);

        for (int value = 0; value < 20_000; value++)
        {
            Of(reasons, new Reason(2, 1, value % 10_000)).Spanish.ShouldEndWith((value % 10).ToString(CultureInfo.InvariantCulture));
        }
    }

    [Fact]
    public async Task The_file_of_scores_ends_with_the_reasons_in_English()
    {
        var storage = new MemoryStorage();
        var reasons = new TopReasons(new Reason(6, 0.3f, 3), new Reason(2, -0.125f, 1234.5), Reason.Nothing);
        byte[] row = Bytes(reasons);
        var part = new ByteBuffer(256);
        part.Int32(row.Length);
        part.Bytes(row);
        ChunkSections sections = ChunkSections.From(
            [.. Enumerable.Range(0, RunSettings.Buckets).Select(bucket => bucket == 0 ? part : new ByteBuffer(16))],
            [.. Enumerable.Range(0, RunSettings.Buckets).Select(_ => new ByteBuffer(16))], 0, 0, new ByteBuffer(16));
        await storage.Container("results").UploadAsync("chunk", BinaryData.FromBytes(part.Written).ToStream(), null, CancellationToken.None);
        using BucketRows rows = await BucketRows.LoadAsync(storage.Container("results"), [("chunk", sections)], 0, CancellationToken.None);

        int blocks = await new ScoresCsv(storage.Container("results"), Run, new PublishedReasons(Schema)).StageAsync(rows, 0, new PublishCounter(), CancellationToken.None);

        blocks.ShouldBe(1);
        await storage.Container("results").CommitBlocksAsync(ScoreFiles.Scores(Run.Id), [ScoreFiles.Block("publish", 0, 0)], "text/csv", CancellationToken.None);
        string line = (await storage.Container("results").ReadAsync(ScoreFiles.Scores(Run.Id), CancellationToken.None))!.Value.Content.ToString();
        line.ShouldStartWith("c1,0.25,3,");
        line.ShouldEndWith(",v1,▲ came 3 times,\"▼ spend: 1,234.5\",\r\n");
        var header = new ByteBuffer(512);
        ScoresCsv.WriteHeader(header);
        Encoding.UTF8.GetString(header.Written.Span).ShouldEndWith(",model_version,reason_1,reason_2,reason_3\r\n");
    }

    private static CustomerRows Rows() => new(Schema, Run, 0, new PublishedReasons(Schema));

    private static TableEntity Entity(CustomerRows rows, TopReasons reasons) => rows.Score(ScoredRow.Read(Bytes(reasons)), existing: null, CustomerChange.BecomesCurrent);

    private static PublishedReason Of(PublishedReasons reasons, Reason reason)
    {
        ScoredRow row = ScoredRow.Read(Bytes(new TopReasons(reason, Reason.Nothing, Reason.Nothing)));
        reasons.English(row, 0).ShouldBe(reasons.Of(row, 0).English);
        return reasons.Of(row, 0);
    }

    private static string[] Texts(TableEntity row, string language) => [.. Enumerable.Range(1, 3).Select(i => row.GetString($"Reason{i}{language}")!)];

    private static double[] Contributions(TableEntity row) => [.. Enumerable.Range(1, 3).Select(i => row.GetDouble($"Contribution{i}")!.Value)];

    private static byte[] Bytes(TopReasons reasons, bool seen = false)
    {
        var record = new TypedRecord(Schema);
        record.SetText(1, "ignored"u8);
        record.Numbers[2] = 1234.5;
        record.SetText(3, "Évora"u8);
        record.SetText(4, "Silver"u8);
        record.Numbers[4] = -1;
        record.Numbers[5] = 3;
        using var buffer = new ByteBuffer(256);
        ScoredRow.Write(buffer, "c1"u8, "c1"u8, 2, 0, 0, new CustomerScore(0.25, 3, ObjectiveVerdicts.Balanced, 1.5, reasons), default, seen, record, Nothing);
        return buffer.Written.ToArray()[4..];
    }
}
