using Azure.Data.Tables;
using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Runs.Insiders;

/// <summary>A page of the customers of a selection, and what the whole selection comes to. Fields are added, never removed.</summary>
public sealed record InsiderPage
{
    public required string Schema { get; init; }

    /// <summary>The newest that finished.</summary>
    public required string Run { get; init; }

    /// <summary>Of clusters and rules.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Null: in the programme or not.</summary>
    public bool? Insider { get; init; }

    /// <summary>Null: of all clusters.</summary>
    public int? Cluster { get; init; }

    /// <summary>Null: whatever changed.</summary>
    public string? Change { get; init; }

    public required string Sort { get; init; }

    /// <summary>From 1.</summary>
    public required int Page { get; init; }

    public required int Size { get; init; }

    public required int Pages { get; init; }

    /// <summary>Customers of the selection.</summary>
    public required int Count { get; init; }

    /// <summary>Money of all their purchases.</summary>
    public required double Revenue { get; init; }

    /// <summary>Its share of everybody's.</summary>
    public required double RevenueShare { get; init; }

    /// <summary>Money expected of them within 90 days.</summary>
    public required double ExpectedRevenue90 { get; init; }

    public required IReadOnlyList<InsiderView> Customers { get; init; }
}

/// <summary>What is expected of a customer within some days; ends of 80% intervals.</summary>
public sealed record ExpectedView(int Days, double Purchases, long PurchasesLow, long PurchasesHigh, double Revenue, double RevenueLow, double RevenueHigh);

/// <summary>A customer of the programme's schema as people and programs outside see them. Fields are added, never removed.</summary>
public sealed record InsiderView
{
    /// <summary>As in the file; <c>invoice-…</c> where the buyer is not known.</summary>
    public required string Id { get; init; }

    public required bool Identified { get; init; }

    /// <summary>In the programme.</summary>
    public required bool Insider { get; init; }

    /// <summary><c>entered</c>, <c>left</c> or <c>new</c> since the upload before; null for none.</summary>
    public string? Change { get; init; }

    public required int Cluster { get; init; }

    public required LocalText ClusterName { get; init; }

    /// <summary>Why in or out.</summary>
    public required LocalText Why { get; init; }

    /// <summary>What is missing to enter; null for insiders.</summary>
    public LocalText? Missing { get; init; }

    /// <summary>By name, as in the table <c>insiders</c>.</summary>
    public required IReadOnlyDictionary<string, double> Features { get; init; }

    public required DateOnly FirstPurchase { get; init; }

    public required DateOnly LastPurchase { get; init; }

    /// <summary>Probability that they still buy at all.</summary>
    public required double Alive { get; init; }

    /// <summary>Within 30, 90 and 180 days of the last day of the history.</summary>
    public required IReadOnlyList<ExpectedView> Expected { get; init; }

    public required string Run { get; init; }

    public required DateTimeOffset Uploaded { get; init; }

    internal static InsiderView Of(TableEntity row)
    {
        var missing = new LocalText(row.Text("Missing"), row.Text("MissingEs"), row.Text("MissingPt"));
        string change = row.Text("Change");
        return new InsiderView
        {
            Id = row.Text("Customer"),
            Identified = row.GetBoolean("Identified") ?? false,
            Insider = row.GetBoolean("Insider") ?? false,
            Change = change.Length == 0 ? null : change,
            Cluster = row.GetInt32("Cluster") ?? 0,
            ClusterName = new LocalText(row.Text("ClusterName"), row.Text("ClusterNameEs"), row.Text("ClusterNamePt")),
            Why = new LocalText(row.Text("Why"), row.Text("WhyEs"), row.Text("WhyPt")),
            Missing = missing.En.Length == 0 ? null : missing,
            Features = PurchaseFeatures.All.Select(InsiderTables.ColumnOf).ToDictionary(column => column, column => Number(row, column), StringComparer.Ordinal),
            FirstPurchase = Day(row, "FirstPurchase"),
            LastPurchase = Day(row, "LastPurchase"),
            Alive = row.GetDouble("Alive") ?? 0,
            Expected = [.. ValueModel.Horizons.Select(days => new ExpectedView(
                days,
                Number(row, $"Purchases{days}"),
                row.GetInt64($"Purchases{days}Low") ?? 0,
                row.GetInt64($"Purchases{days}High") ?? 0,
                Number(row, $"Revenue{days}"),
                Number(row, $"Revenue{days}Low"),
                Number(row, $"Revenue{days}High")))],
            Run = row.Text("Run"),
            Uploaded = row.GetDateTimeOffset("Uploaded") ?? default,
        };
    }

    private static double Number(TableEntity row, string column) => row[column] switch
    {
        double number => number,
        long whole => whole,
        _ => 0,
    };

    private static DateOnly Day(TableEntity row, string column) => DateOnly.FromDateTime((row.GetDateTimeOffset(column) ?? default).UtcDateTime);
}
