using System.Globalization;
using System.Text;
using Clientele.Campaign;
using Clientele.Features;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Testing;

namespace Clientele.Unit.Functions;

/// <summary>A small business of its own with a model of its members, trained once for all tests.</summary>
internal static class GymModel
{
    public const string Version = "0123456789abcdef";

    public const string SchemaJson = """
        {
          "name": "gym", "title": "Gym members", "grain": "customer", "economics": { "contactCost": 3, "responseValue": 11 },
          "fields": [
            { "name": "Code", "type": "string", "role": "id" },
            { "name": "Income", "type": "number", "constraints": { "minimum": 0 } },
            { "name": "Visits", "type": "integer", "constraints": { "minimum": 0, "maximum": 1000 }, "description": "Visits in the last month." },
            { "name": "Since", "type": "date", "aliases": ["Member since"] },
            { "name": "Plan", "type": "string", "constraints": { "enum": ["Basic", "Plus", "Gold"] }, "categoryAliases": { "Golden": "Gold" } },
            { "name": "Accepted", "type": "boolean", "role": "target" }
          ]
        }
        """;

    /// <summary>On which the labelled members were as they are.</summary>
    public static DateOnly Day { get; } = new(2024, 1, 1);

    private static readonly Lazy<ModelFiles> Trained = new(Train);

    public static Schema Schema { get; } = SchemaFile.Parse(BinaryData.FromString(SchemaJson), "gym.json");

    public static ResponseModel Model { get; } = ResponseModel.FromJson(Trained.Value.Model);

    /// <summary>Puts the schema and the model, as champion, into an account.</summary>
    public static Task PutAsync(MemoryStorage memory) => SealedModel.PutAsync(memory, Schema, SchemaJson, Trained.Value);

    /// <summary>Member <paramref name="number"/> of a stream that the number alone decides; Gold members accept more often.</summary>
    public static TypedRecord Member(int number)
    {
        var random = new Random(number);
        var record = new TypedRecord(Schema) { AsOf = Day.DayNumber };
        int plan = random.Next(3);
        record.SetText(0, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"M{number}")));
        record.Numbers[1] = 1000 + random.Next(4000);
        record.Numbers[2] = random.Next(30);
        record.Numbers[3] = new DateOnly(2020, 1, 1).DayNumber + random.Next(1000);
        record.Numbers[4] = plan;
        record.SetText(4, Encoding.UTF8.GetBytes(Schema.Fields[4].Categories[plan]));
        record.Numbers[5] = random.NextDouble() < (plan == 2 ? 0.6 : 0.1) ? 1 : 0;
        return record;
    }

    private static ModelFiles Train()
    {
        var rows = new TrainingRows(Schema);
        for (int i = 0; i < 400; i++)
        {
            rows.Add(Member(i));
        }

        return SealedModel.Of(rows, Version, new ResponseTrainingOptions { Repeats = 1 });
    }
}
