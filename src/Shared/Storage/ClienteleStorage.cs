namespace Clientele.Storage;

/// <summary>
/// Every container, table and queue that Clientele uses, by name. The names are a contract: people build reports on them.
/// Tables that Power BI reads come from the reporting storage, which is the same account unless configured apart.
/// </summary>
public sealed class ClienteleStorage(
    Func<string, IBlobContainer> container,
    Func<string, ITable> table,
    Func<string, ITable> reportingTable,
    Func<string, IMessageQueue> queue)
{
    public const string UploadsName = "uploads";
    public const string IncomingName = "incoming";
    public const string PartsQueueName = "parts";
    public const string PartsPoisonQueueName = "parts-poison";
    public const string EventsQueueName = "uploads-events";

    public IBlobContainer Uploads { get; } = container(UploadsName);
    public IBlobContainer Incoming { get; } = container(IncomingName);
    public IBlobContainer Training { get; } = container("training");
    public IBlobContainer Models { get; } = container("models");
    public IBlobContainer Results { get; } = container("results");
    public IBlobContainer Index { get; } = container("index");
    public IBlobContainer Schemas { get; } = container("schemas");
    public IBlobContainer Keys { get; } = container("keys");

    /// <summary>What browsers write of <see cref="Incoming"/>; null where the storage takes nothing from browsers.</summary>
    public IIncomingBlobs? FromBrowsers { get; init; }

    public ITable Runs { get; } = table("runs");
    public ITable RunParts { get; } = table("runparts");

    public ITable CustomerScores { get; } = reportingTable("customerscores");
    public ITable Objectives { get; } = reportingTable("objectives");
    public ITable Deciles { get; } = reportingTable("deciles");
    public ITable ModelVersions { get; } = reportingTable("models");
    public ITable Rejects { get; } = reportingTable("rejects");
    public ITable Segments { get; } = reportingTable("segments");
    public ITable SegmentProfiles { get; } = reportingTable("segmentprofiles");
    public ITable SegmentProducts { get; } = reportingTable("segmentproducts");
    public ITable Insiders { get; } = reportingTable("insiders");
    public ITable InsiderClusters { get; } = reportingTable("insiderclusters");
    public ITable InsiderReport { get; } = reportingTable("insiderreport");
    public ITable InsiderForecast { get; } = reportingTable("insiderforecast");

    public IMessageQueue Parts { get; } = queue(PartsQueueName);
    public IMessageQueue Events { get; } = queue(EventsQueueName);

    /// <summary>The table of a schema's own customer columns, <c>customers&lt;schema&gt;</c>.</summary>
    public ITable Customers(string schema) => reportingTable("customers" + schema);

    /// <summary>Creates what is missing. Safe to call at every start, from several instances at once.</summary>
    public async Task EnsureExistsAsync(IEnumerable<string> schemas, CancellationToken cancellation)
    {
        foreach (IBlobContainer each in new[] { Uploads, Incoming, Training, Models, Results, Index, Schemas, Keys })
        {
            await each.EnsureExistsAsync(cancellation);
        }

        ITable[] tables =
        [
            Runs, RunParts, CustomerScores, Objectives, Deciles, ModelVersions, Rejects, Segments, SegmentProfiles, SegmentProducts,
            Insiders, InsiderClusters, InsiderReport, InsiderForecast,
        ];
        foreach (ITable each in tables.Concat(schemas.Select(Customers)))
        {
            await each.EnsureExistsAsync(cancellation);
        }

        await Parts.EnsureExistsAsync(cancellation);
        await Events.EnsureExistsAsync(cancellation);
    }
}
