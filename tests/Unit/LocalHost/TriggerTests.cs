using System.Text.Json.Nodes;
using Azure.Storage.Blobs.Models;
using Clientele.LocalHost;
using Clientele.LocalHost.Host;

namespace Clientele.Unit.LocalHost;

public sealed class TriggerTests
{
    [Theory]
    [InlineData("0 30 3 * * *", "2026-01-01T03:30:00Z", "2026-01-02T03:30:00Z")]
    [InlineData("*/10 * * * * *", "2026-01-01T00:00:01Z", "2026-01-01T00:00:10Z")]
    [InlineData("0 0 9 * * MON-FRI", "2026-01-02T10:00:00Z", "2026-01-05T09:00:00Z")]
    [InlineData("*/15 * * * *", "2026-01-01T00:01:00Z", "2026-01-01T00:15:00Z")]
    [InlineData("01:30:00", "2026-01-01T00:00:00Z", "2026-01-01T01:30:00Z")]
    public void A_schedule_fires_next_at(string schedule, string now, string next)
    {
        TimerSchedule.Parse(schedule).Next(Time(now)).ShouldBe(Time(next));
    }

    [Theory]
    [InlineData("uploads/{name}", "x.csv", "name=x.csv")]
    [InlineData("uploads/{name}", "campaign/2026/x.csv", "name=campaign/2026/x.csv")]
    [InlineData("uploads/{name}.{ext}", "a.b.csv", "name=a.b;ext=csv")]
    [InlineData("uploads/in/{name}.csv", "in/x.csv", "name=x")]
    public void A_path_gives_its_tokens(string path, string blob, string tokens)
    {
        BlobPath.Parse(path).Match(blob)!.Select(each => $"{each.Key}={each.Value}").ShouldBe(tokens.Split(';'));
    }

    [Theory]
    [InlineData("uploads/in/{name}.csv", "out/x.csv")]
    [InlineData("uploads/in/{name}.csv", "in/x.txt")]
    [InlineData("uploads/{name}.csv", "xxcsv")]
    public void A_path_leaves_other_blobs_alone(string path, string blob)
    {
        BlobPath.Parse(path).Match(blob).ShouldBeNull();
    }

    [Fact]
    public void A_path_without_a_container_is_refused()
    {
        Should.Throw<LocalHostException>(() => BlobPath.Parse("{container}/{name}"));
    }

    [Fact]
    public void A_receipt_is_of_one_function_one_path_and_one_version()
    {
        string receipt = BlobReceipts.NameOf("PlanRun", "uploads/x.csv", "\"0x1\"");

        receipt.ShouldBe("blobreceipts/clientele-local/PlanRun/0x1/uploads/x.csv");
        new[]
        {
            BlobReceipts.NameOf("Other", "uploads/x.csv", "\"0x1\""),
            BlobReceipts.NameOf("PlanRun", "uploads/y.csv", "\"0x1\""),
            BlobReceipts.NameOf("PlanRun", "uploads/x.csv", "\"0x2\""),
        }.ShouldNotContain(receipt);
    }

    [Fact]
    public void A_blob_created_event_has_the_shape_of_Event_Grid()
    {
        BlobItemProperties properties = BlobsModelFactory.BlobItemProperties(
            accessTierInferred: true, contentLength: 12, contentType: "text/csv", eTag: new Azure.ETag("\"0x8D\""), blobType: BlobType.Block);

        JsonNode message = JsonNode.Parse(BlobCreatedEvent.Of(new Uri("http://127.0.0.1:1/devstoreaccount1/"), "uploads", "a b/ñ.csv", properties, Time("2026-01-01T00:00:00Z"), Guid.Empty))!;

        message["eventType"]!.GetValue<string>().ShouldBe("Microsoft.Storage.BlobCreated");
        message["subject"]!.GetValue<string>().ShouldBe("/blobServices/default/containers/uploads/blobs/a b/ñ.csv");
        message["data"]!["api"]!.GetValue<string>().ShouldBe("PutBlob");
        message["data"]!["eTag"]!.GetValue<string>().ShouldBe("0x8D");
        message["data"]!["contentLength"]!.GetValue<long>().ShouldBe(12);
        message["data"]!["url"]!.GetValue<string>().ShouldBe("http://127.0.0.1:1/devstoreaccount1/uploads/a%20b/%C3%B1.csv");
    }

    [Fact]
    public void Settings_of_the_file_yield_to_those_decided()
    {
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.json");
        File.WriteAllText(file, """{"Values":{"A":"file","B":"file",/* a comment */"C":1}}""");

        AppSettings settings = AppSettings.Load(file, new Dictionary<string, string> { ["b"] = "decided" });
        File.Delete(file);

        settings["A"].ShouldBe("file");
        settings["B"].ShouldBe("decided");
        settings["C"].ShouldBe("1");
        settings.Resolve("x-%a%-%B%").ShouldBe("x-file-decided");
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
