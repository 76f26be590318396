using System.Text;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Schemas;
using Clientele.Tests.Features;

namespace Clientele.Tests.Campaign;

public class CompactQuestionsTests
{
    private const int Customers = 400;
    private static readonly int[] All = [.. Enumerable.Range(0, Customers)];

    [Fact]
    public void The_three_questions_that_tell_are_found_among_fifteen_that_do_not()
    {
        int[] topics = Choose(Noisy(Customers));

        topics.Length.ShouldBeInRange(3, CompactQuestions.Most);
        topics[..3].Order().ShouldBe([4, 9, 16]);
        Choose(Noisy(Customers)).ShouldBe(topics);
    }

    [Fact]
    public void Only_the_chosen_rows_are_looked_at()
    {
        // Beyond the first four hundred the labels follow another field.
        int[] topics = Choose(Noisy(Customers, strangers: 300));

        topics.ShouldBe(Choose(Noisy(Customers)));
    }

    [Fact]
    public void The_count_of_a_group_is_asked_where_the_count_is_what_tells()
    {
        TrainingRows rows = SampleShop.Rows(Customers);
        int offers = rows.Schema.Fields.Count + rows.Schema.Groups.ToList().FindIndex(group => group.Name == "offers");

        Choose(rows)[0].ShouldBe(offers);
    }

    [Fact]
    public void What_is_left_out_is_not_asked()
    {
        int[] topics = CompactQuestions.Choose(SampleShop.Rows(Customers), All, new FeatureSpaceOptions { WithoutSensitive = true }, 1, default);

        topics.ShouldNotContain(SampleShop.Born);
        topics.ShouldNotContain(SampleShop.Born + 1);
    }

    [Fact]
    public void Cancellation_is_honoured() => Should.Throw<OperationCanceledException>(
        () => CompactQuestions.Choose(SampleShop.Rows(Customers), All, new FeatureSpaceOptions(), 1, new CancellationToken(canceled: true)));

    private static int[] Choose(TrainingRows rows) => CompactQuestions.Choose(rows, All, new FeatureSpaceOptions(), seed: 1, default);

    /// <summary>Eighteen numbers, fields 1 to 18, of which 4, 9 and 16 decide whether a customer responds.</summary>
    private static TrainingRows Noisy(int customers, int strangers = 0)
    {
        var schema = new Schema
        {
            Id = "noisy",
            Title = "Noisy",
            Grain = Grain.Customer,
            Fingerprint = "noisy-1",
            Economics = new Economics(1, 5),
            Fields =
            [
                new SchemaField { Name = "Id", Type = FieldType.Text, Role = FieldRole.Id },
                .. Enumerable.Range(1, 18).Select(i => new SchemaField { Name = $"N{i}", Type = FieldType.Number }),
                new SchemaField { Name = "Bought", Type = FieldType.Boolean, Role = FieldRole.Target },
            ],
        };
        var rows = new TrainingRows(schema);
        var random = new Random(4);
        var record = new TypedRecord(schema);
        for (int i = 0; i < customers + strangers; i++)
        {
            record.Clear();
            record.SetText(0, Encoding.UTF8.GetBytes($"{i}"));
            for (int field = 1; field <= 18; field++)
            {
                record.Numbers[field] = random.NextDouble();
            }

            ReadOnlySpan<double> x = record.Numbers;
            double margin = i < customers ? -6 + (4 * x[4]) + (4 * x[9]) + (4 * x[16]) : 50 * (x[2] - 0.5);
            record.Numbers[19] = random.NextDouble() < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
            rows.Add(record);
        }

        return rows;
    }
}
