using System.Globalization;
using System.Text;
using System.Text.Json;
using Clientele.Campaign;
using Clientele.Csv;
using Clientele.Schemas;
using Clientele.Tests.Features;

namespace Clientele.Tests.Campaign;

public class ResponseScorerTests
{
    private static readonly PricedResponse Priced = TrainedShop.Priced;
    private static readonly OutOfFold OutOfFold = TrainedShop.Trained.Model.OutOfFold;

    [Fact]
    public void A_trained_customer_gets_the_out_of_fold_probability_and_its_reasons_with_their_values()
    {
        ResponseScorer scorer = Priced.CreateScorer();
        BlendScorer values = TrainedShop.Trained.Model.Full.CreateScorer();
        for (int i = 0; i < OutOfFold.Count; i++)
        {
            TypedRecord record = TrainedShop.Customer(i);
            CustomerScore score = scorer.Score(record, trained: i);

            score.Probability.ShouldBe(OutOfFold.Probabilities[i]);
            score.Decile.ShouldBe(Deciles.Of(OutOfFold.Probabilities[i], TrainedShop.Trained.Model.DecileBoundaries));
            values.Read(record);
            for (int k = 0; k < TopReasons.Count; k++)
            {
                Reason kept = OutOfFold.Reasons[i][k];
                score.Reasons[k].ShouldBe(kept with { Value = values.ValueOf(kept.Topic) });
            }
        }
    }

    [Fact]
    public void With_other_values_a_trained_customer_is_scored_like_a_stranger()
    {
        ResponseScorer scorer = Priced.CreateScorer();
        for (int i = 0; i < OutOfFold.Count; i++)
        {
            TypedRecord changed = TrainedShop.Customer(i);
            changed.Numbers[SampleShop.Books] = 333.25;
            scorer.Score(changed, trained: i).ShouldBe(scorer.Score(changed));
            scorer.Score(changed, trained: i).Probability.ShouldNotBe(OutOfFold.Probabilities[i]);
        }
    }

    [Fact]
    public void The_id_and_the_label_do_not_matter()
    {
        ResponseScorer scorer = Priced.CreateScorer();
        TypedRecord renamed = TrainedShop.Customer(3);
        renamed.Numbers[SampleShop.Schema.IdField] = 777;
        renamed.Numbers[SampleShop.Schema.TargetField] = double.NaN;

        scorer.Score(renamed, trained: 3).ShouldBe(scorer.Score(TrainedShop.Customer(3), trained: 3));
    }

    [Fact]
    public void A_record_of_a_file_and_the_same_as_json_give_the_same_bits()
    {
        const int customers = 60;
        string csv = string.Join('\n', Enumerable.Range(5000, customers).Select(i => Line(TrainedShop.Customer(i), missing: "")).Prepend(Header()));
        byte[] bytes = Encoding.UTF8.GetBytes(csv + "\n");
        CsvSniff sniff = CsvSniffer.Sniff(bytes, isWholeFile: true);
        HeaderMatch match = HeaderMatcher.Match(SampleShop.Schema, sniff.Header, HeaderPurpose.Score);
        var reader = new CsvReader(sniff.Dialect, bytes.AsMemory((int)sniff.FirstRecordOffset), sniff.FirstRecordLine);
        var typer = new RecordTyper(match, sniff.Dialect);
        ResponseScorer batch = Priced.CreateScorer();
        ResponseScorer single = Priced.CreateScorer();
        var ofFile = new TypedRecord(SampleShop.Schema) { AsOf = SampleShop.AsOf };
        int read = 0;
        while (reader.Read())
        {
            typer.TryType(reader, ofFile, out _).ShouldBeTrue();
            var told = new TypedRecord(SampleShop.Schema);
            var problems = new List<FieldProblem>();
            using JsonDocument json = JsonDocument.Parse(Json(TrainedShop.Customer(5000 + read)));
            SingleRecord.Read(json.RootElement, SampleShop.Schema, told, problems).ShouldBeTrue();
            told.AsOf = SampleShop.AsOf;

            CustomerScore score = batch.Score(ofFile);
            single.Score(told).ShouldBe(score);
            single.Score(TrainedShop.Customer(5000 + read)).ShouldBe(score);
            read++;
        }

        read.ShouldBe(customers);
    }

    [Fact]
    public void The_compact_model_takes_a_total_that_is_told_like_the_members_that_make_it()
    {
        ResponseScorer scorer = Priced.CreateScorer();
        SchemaField[] totals = [.. GroupTotal.Of(SampleShop.Schema).Select(total => total.Field)];
        TypedRecord members = SampleShop.Customer(5000);
        double[] told = [.. totals.Select(total => Sum(members, total.Name[..^"_total".Length]))];
        double[] untold = [.. totals.Select(_ => double.NaN)];

        scorer.ScoreCompact(members, told).ShouldBe(scorer.ScoreCompact(members, untold));
        scorer.ScoreCompact(members, []).ShouldBe(scorer.ScoreCompact(members, untold));
    }

    private static double Sum(TypedRecord record, string group) =>
        SampleShop.Schema.Groups.Single(each => each.Name == group).Fields.Sum(field => record.Numbers[field]);

    private static string Header() => string.Join(';', SampleShop.Schema.Fields.SkipLast(1).Select(field => field.Name));

    private static string Line(TypedRecord record, string missing) =>
        string.Join(';', SampleShop.Schema.Fields.SkipLast(1).Select((_, field) => Written(record, field) ?? missing));

    private static string Json(TypedRecord record) =>
        "{" + string.Join(',', SampleShop.Schema.Fields.SkipLast(1).Select((field, i) => $"\"{field.Name}\":{(Written(record, i) is { } text ? $"\"{text}\"" : "null")}")) + "}";

    private static string? Written(TypedRecord record, int field)
    {
        double number = record.Numbers[field];
        return SampleShop.Schema.Fields[field].Type switch
        {
            FieldType.Text => record.Text(field).IsEmpty ? null : record.TextString(field),
            _ when double.IsNaN(number) => null,
            FieldType.Date => DateOnly.FromDayNumber((int)number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            _ => number.ToString("R", CultureInfo.InvariantCulture),
        };
    }
}
