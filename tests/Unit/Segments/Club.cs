using System.Globalization;
using System.Text;
using Clientele.Features;
using Clientele.Learning;
using Clientele.Models;
using Clientele.Schemas;
using Clientele.Segments;

namespace Clientele.Unit.Segments;

/// <summary>Members of a club in drawn blobs of income and wine, and the segments that k-means finds among them.</summary>
internal static class Club
{
    public const int Id = 0;
    public const int Income = 1;
    public const int Wine = 2;
    public const int Fruit = 3;
    public const int Kids = 4;
    public const int Born = 5;
    public const int Member = 6;
    public const int Plan = 7;
    public const int Bought = 8;

    public const string Json = """
        {
          "name": "club",
          "groups": [ { "name": "spend", "wording": { "en": { "title": "Spent in all", "high": "high spend", "low": "low spend" }, "es": { "high": "gasto alto", "low": "gasto bajo" } } } ],
          "fields": [
            { "name": "Id", "type": "string", "role": "id" },
            { "name": "Income", "type": "number", "wording": { "en": { "high": "high income", "low": "low income" }, "es": { "high": "ingresos altos", "low": "ingresos bajos" }, "pt": { "high": "renda alta", "low": "renda baixa" } } },
            { "name": "Wine", "type": "number", "group": "spend" },
            { "name": "Fruit", "type": "number", "group": "spend" },
            { "name": "Kids", "type": "integer", "sensitive": true },
            { "name": "Born", "type": "year" },
            { "name": "Member", "type": "boolean" },
            { "name": "Plan", "type": "string", "constraints": { "enum": ["Basic", "Gold", "None"] }, "wording": { "es": { "title": "Tarifa", "values": { "Gold": "oro" } } } },
            { "name": "Bought", "type": "boolean", "role": "target" }
          ]
        }
        """;

    public static Schema Schema { get; } = SchemaFile.Parse(BinaryData.FromString(Json), "club.json");

    public static int AsOf { get; } = new DateOnly(2024, 7, 1).DayNumber;

    /// <summary>Customers around the centres of income and wine given, with a deviation of 1.</summary>
    /// <param name="prefix">Of their ids: the same ones give the same customers.</param>
    public static void Add(TrainingRows rows, string prefix, double income, double wine, IEnumerable<int> numbers)
    {
        foreach (int number in numbers)
        {
            var random = new Random(StringComparer.Ordinal.Equals(prefix, "") ? number : (number * 31) + prefix[0]);
            var record = new TypedRecord(rows.Schema) { AsOf = AsOf };
            record.SetText(Id, Encoding.UTF8.GetBytes(prefix + number.ToString(CultureInfo.InvariantCulture)));
            record.Numbers[Income] = income + Normal(random);
            record.Numbers[Wine] = wine + Normal(random);
            record.Numbers[Bought] = number % 2;
            rows.Add(record);
        }
    }

    public static TrainingRows Rows(params (string Prefix, double Income, double Wine, IEnumerable<int> Numbers)[] blobs)
    {
        var rows = new TrainingRows(Schema);
        foreach ((string prefix, double income, double wine, IEnumerable<int> numbers) in blobs)
        {
            Add(rows, prefix, income, wine, numbers);
        }

        return rows;
    }

    /// <summary>One row whose values are all given; the rest is missing.</summary>
    public static void AddExact(TrainingRows rows, string id, double bought, params (int Field, double Value)[] values)
    {
        var record = new TypedRecord(rows.Schema) { AsOf = AsOf };
        record.SetText(Id, Encoding.UTF8.GetBytes(id));
        record.Numbers[Bought] = bought;
        foreach ((int field, double value) in values)
        {
            record.Numbers[field] = value;
            if (field == Plan)
            {
                record.SetText(Plan, Encoding.UTF8.GetBytes(rows.Schema.Fields[Plan].Categories[(int)value]));
            }
        }

        rows.Add(record);
    }

    /// <summary>The clusters of income and wine that k-means finds.</summary>
    public static KMeansFit Fit(TrainingRows rows, int clusters) => KMeans.Fit(Space(rows).Encode(rows), [], new KMeansOptions { Clusters = clusters, Seed = 7, Starts = 20 });

    /// <summary>A champion with segments of income and wine: of two, of three, and of as many as are wanted.</summary>
    public static PreviousSegments Champion(TrainingRows rows, int recommended, string version = "v1", PreviousSegments? previous = null)
    {
        TrainedCustomers customers = TrainedCustomers.Of(version, rows.Ids);
        var identities = new SegmentIdentities(rows, previous);
        IEnumerable<SegmentProposal> proposals = SegmentModel.Keys.Select(key =>
        {
            KMeansFit fit = Fit(rows, key == "recommended" ? recommended : int.Parse(key, CultureInfo.InvariantCulture));
            SegmentIdentified identified = identities.Of(key, fit.Labels, fit.Model.Clusters);
            var trained = new int[rows.Count];
            for (int row = 0; row < trained.Length; row++)
            {
                trained[customers.Find(Encoding.UTF8.GetBytes(rows.Ids[row]))] = identified.Ids[fit.Labels[row]];
            }

            Segment[] segments = [.. identified.Ids.Select((id, cluster) => new Segment(id, identified.KeptNames[cluster] ?? new LocalText($"Group {id}", $"Grupo {id}", $"Turma {id}")))];
            return new SegmentProposal(key, ClusterAlgorithm.KMeans, fit.Model, null, segments, identified.NextId, trained);
        });
        return new PreviousSegments(version, new SegmentModel(rows.Schema.Id, rows.Schema.Fingerprint, AsOf, Space(rows), [.. proposals]), customers);
    }

    private static SegmentSpace Space(TrainingRows rows)
    {
        Question[] questions = [.. FeatureSpace.Fit(rows).Questions.Where(question => question.Topic is Income or Wine)];
        return new SegmentSpace(rows.Schema.Fields.Count, [.. questions.Select(question => new SegmentVariable(question, -1000, 1000, 0, 1))]);
    }

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
