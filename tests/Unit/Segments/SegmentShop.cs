using Clientele.Features;
using Clientele.Schemas;
using Clientele.Testing.Businesses;

namespace Clientele.Tests.Segments;

/// <summary>Customers of a café with as many groups as a test wants; no column of the shipped schemas.</summary>
internal static class SegmentShop
{
    public const int Coffee = 1;
    public const int Tea = 2;
    public const int Cake = 3;
    public const int Door = 4;
    public const int Since = 5;
    public const int FirstCoupon = 6;
    public const int Member = 9;
    public const int Plan = 10;
    public const int Born = 11;
    public const int Accepted = 12;

    public static int AsOf { get; } = new DateOnly(2024, 6, 30).DayNumber;

    public static Schema Schema { get; } = new()
    {
        Id = "cafe",
        Title = "Café customers",
        Grain = Grain.Customer,
        Fingerprint = "cafe-1",
        Fields =
        [
            new SchemaField { Name = "Code", Type = FieldType.Text, Role = FieldRole.Id },
            new SchemaField { Name = "Coffee", Type = FieldType.Number, Group = "spend" },
            new SchemaField { Name = "Tea", Type = FieldType.Number, Group = "spend" },
            new SchemaField { Name = "Cake", Type = FieldType.Number, Group = "spend" },
            new SchemaField
            {
                Name = "Door",
                Type = FieldType.Number,
                Wording = new LocalWording(new Wording("Door number"), new Wording("Número de puerta"), new Wording("Número da porta")),
            },
            new SchemaField { Name = "Since", Type = FieldType.Date },
            new SchemaField { Name = "Coupon1", Type = FieldType.Boolean, Group = "coupons" },
            new SchemaField { Name = "Coupon2", Type = FieldType.Boolean, Group = "coupons" },
            new SchemaField { Name = "Coupon3", Type = FieldType.Boolean, Group = "coupons" },
            new SchemaField { Name = "Member", Type = FieldType.Boolean },
            new SchemaField { Name = "Plan", Type = FieldType.Text, Categories = ["Basic", "Plus"] },
            new SchemaField { Name = "Born", Type = FieldType.Integer, IsYear = true, IsSensitive = true },
            new SchemaField { Name = "Accepted", Type = FieldType.Boolean, Role = FieldRole.Target },
        ],
        Groups =
        [
            new SchemaGroup("spend", [Coffee, Tea, Cake], LocalWording.None),
            new SchemaGroup("coupons", [FirstCoupon, FirstCoupon + 1, FirstCoupon + 2], LocalWording.None),
        ],
    };

    /// <summary>Rows of which <paramref name="fill"/> writes the features; what it leaves out is missing.</summary>
    /// <param name="accepts">Null: every fifth.</param>
    public static TrainingRows Rows(int count, Action<int, Dice, TypedRecord> fill, Func<int, bool>? accepts = null)
    {
        var rows = new TrainingRows(Schema);
        var record = new TypedRecord(Schema);
        for (int i = 0; i < count; i++)
        {
            rows.Add(Customer(i, fill, record, accepts), $"C{i}");
        }

        return rows;
    }

    public static TypedRecord Customer(int number, Action<int, Dice, TypedRecord> fill, TypedRecord? reuse = null, Func<int, bool>? accepts = null)
    {
        TypedRecord record = reuse ?? new TypedRecord(Schema);
        record.Clear();
        record.AsOf = AsOf;
        fill(number, new Dice(5, (ulong)number), record);
        record.Numbers[Accepted] = accepts?.Invoke(number) ?? number % 5 == 0 ? 1 : 0;
        return record;
    }

    /// <summary>Coffee, tea and cake drinkers in turn, a half, a third and a sixth of them; their doors tell nothing.</summary>
    public static void Three(int number, Dice dice, TypedRecord record)
    {
        int group = GroupOf(number);
        for (int product = 0; product < 3; product++)
        {
            record.Numbers[Coffee + product] = (product == group ? 60 : 20) + (4 * dice.Normal());
        }

        record.Numbers[Door] = 500 + (100 * dice.Normal());
    }

    public static int GroupOf(int number) => (number % 6) switch { < 3 => 0, < 5 => 1, _ => 2 };

    /// <summary>No groups at all.</summary>
    public static void Cloud(int number, Dice dice, TypedRecord record)
    {
        for (int field = Coffee; field <= Door; field++)
        {
            record.Numbers[field] = 50 + (10 * dice.Normal());
        }
    }
}
