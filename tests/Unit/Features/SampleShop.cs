using Clientele.Features;
using Clientele.Schemas;

namespace Clientele.Tests.Features;

/// <summary>A shop with groups, a year and an order, read from a schema file as any other business would be.</summary>
internal static class SampleShop
{
    public const int Born = 1;
    public const int Salary = 3;
    public const int Joined = 4;
    public const int Books = 5;
    public const int Toys = 6;
    public const int Web = 7;
    public const int Shop = 8;

    public const string Json = """
        {
          "name": "shop", "economics": { "contactCost": 1, "responseValue": 5 },
          "groups": [
            {
              "name": "offers",
              "wording": {
                "en": { "title": "Offers taken", "reason": "took {value} offers" },
                "es": { "title": "Ofertas aceptadas", "reason": "aceptó {value} ofertas" },
                "pt": { "title": "Ofertas aceitas", "reason": "aceitou {value} ofertas" }
              }
            }
          ],
          "fields": [
            { "name": "Id", "type": "integer", "role": "id" },
            { "name": "Born", "type": "year", "sensitive": true },
            { "name": "Level", "type": "string", "sensitive": true, "categoriesOrdered": true, "constraints": { "enum": ["low", "middle", "high"] } },
            { "name": "Salary", "type": "number", "group": "money" },
            { "name": "Joined", "type": "date" },
            { "name": "Books", "type": "number", "group": "spend" },
            { "name": "Toys", "type": "number", "group": "spend" },
            { "name": "Web", "type": "integer", "group": "orders" },
            { "name": "Shop", "type": "integer", "group": "orders" },
            { "name": "Offer1", "type": "boolean", "group": "offers" },
            { "name": "Offer2", "type": "boolean", "group": "offers" },
            { "name": "Offer3", "type": "boolean", "group": "offers" },
            { "name": "Bought", "type": "boolean", "role": "target" }
          ]
        }
        """;

    public static int AsOf { get; } = new DateOnly(2023, 6, 1).DayNumber;

    public static Schema Schema { get; } = SchemaFile.Parse(BinaryData.FromString(Json), "shop.json");

    public static TypedRecord Customer(int number)
    {
        var random = new Random(number);
        var record = new TypedRecord(Schema) { AsOf = AsOf };
        int level = random.Next(3);
        double[] values =
        [
            number, 1950 + random.Next(50), level, 20_000 + (random.NextDouble() * 50_000), AsOf - random.Next(1_000),
            Math.Round(random.NextDouble() * 400, 2), Math.Round(random.NextDouble() * 200, 2), random.Next(15), random.Next(12),
            random.Next(2), random.Next(2), random.Next(2), 0,
        ];
        values[^1] = random.NextDouble() < (0.1 + (0.2 * (values[9] + values[10] + values[11]))) ? 1 : 0;
        values.CopyTo(record.Numbers, 0);
        record.SetText(2, System.Text.Encoding.UTF8.GetBytes(Schema.Fields[2].Categories[level]));
        return record;
    }

    public static TrainingRows Rows(int count)
    {
        var rows = new TrainingRows(Schema);
        for (int i = 0; i < count; i++)
        {
            rows.Add(Customer(i));
        }

        return rows;
    }
}
