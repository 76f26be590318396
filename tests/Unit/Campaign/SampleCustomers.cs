using System.Text;
using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Tests.Campaign;

/// <summary>A small business of its own: no column of the shipped schemas, so that nothing can depend on their names.</summary>
internal static class SampleCustomers
{
    public const int Id = 0;
    public const int Income = 1;
    public const int Visits = 2;
    public const int Since = 3;
    public const int Member = 4;
    public const int Plan = 5;
    public const int Town = 6;
    public const int Accepted = 7;

    /// <summary>The reference day of every sample.</summary>
    public static int AsOf { get; } = new DateOnly(2023, 1, 1).DayNumber;

    public static Schema Schema { get; } = new()
    {
        Id = "gym",
        Title = "Gym members",
        Grain = Grain.Customer,
        Fingerprint = "gym-1",
        Economics = new Economics(3, 11),
        Fields =
        [
            new SchemaField { Name = "Code", Type = FieldType.Text, Role = FieldRole.Id },
            new SchemaField { Name = "Einkommen", Type = FieldType.Number },
            new SchemaField { Name = "Visits", Type = FieldType.Integer },
            new SchemaField { Name = "Since", Type = FieldType.Date },
            new SchemaField { Name = "Member", Type = FieldType.Boolean },
            new SchemaField { Name = "Plan", Type = FieldType.Text, Categories = ["Basic", "Plus", "Gold"] },
            new SchemaField { Name = "Town", Type = FieldType.Text },
            new SchemaField { Name = "Accepted", Type = FieldType.Boolean, Role = FieldRole.Target },
        ],
    };

    /// <summary>Customer <paramref name="number"/> of a stream that its number alone decides; members and Gold accept more often.</summary>
    public static TypedRecord Customer(int number, TypedRecord? reuse = null)
    {
        var random = new Random(number);
        TypedRecord record = reuse ?? new TypedRecord(Schema);
        record.Clear();
        record.AsOf = AsOf;
        double income = 1000 + (random.NextDouble() * 4000);
        bool member = random.NextDouble() < 0.3;
        int plan = random.Next(3);
        int visits = random.Next(30);
        double margin = -3 + (member ? 2 : 0) + (plan == 2 ? 1.5 : 0) + (visits * 0.05);
        record.SetText(Id, Encoding.UTF8.GetBytes($"C{number}"));
        record.Numbers[Income] = random.NextDouble() < 0.05 ? double.NaN : income;
        record.Numbers[Visits] = visits;
        record.Numbers[Since] = new DateOnly(2020, 1, 1).DayNumber + random.Next(1000);
        record.Numbers[Member] = member ? 1 : 0;
        record.Numbers[Plan] = plan;
        record.SetText(Plan, Encoding.UTF8.GetBytes(Schema.Fields[Plan].Categories[plan]));
        record.SetText(Town, random.NextDouble() < 0.7 ? "Köln"u8 : "Bonn"u8);
        record.Numbers[Accepted] = random.NextDouble() < 1 / (1 + Math.Exp(-margin)) ? 1 : 0;
        return record;
    }

    public static TrainingRows Rows(int count, TrainingRowsOptions? options = null)
    {
        var rows = new TrainingRows(Schema, options);
        for (int i = 0; i < count; i++)
        {
            rows.Add(Customer(i));
        }

        return rows;
    }
}
