using System.Text;
using Clientele.Schemas;
using Clientele.Storage;
using Microsoft.Extensions.Logging;

namespace Clientele.Runs.Training;

/// <summary>Labelled files become a train run: the same set of versions always the same run, so that unchanged data trains nothing.</summary>
internal sealed partial class TrainingPlanning(ClienteleStorage storage, RunLedger ledger, SchemaSource schemas, RunSettings settings, ILogger<TrainingPlanning> logger)
{
    public const string DemonstrationMark = "demonstration";

    /// <summary>Inserts and queues a run for every schema with labelled files; a no-op for a set of files that has had its run.</summary>
    public async Task PlanAsync(CancellationToken cancellation)
    {
        foreach (Schema schema in (await schemas.CurrentAsync(cancellation)).Where(schema => schema.Grain == Grain.Customer))
        {
            (IReadOnlyList<BlobFacts> files, _) = await FilesAsync(storage.Training, schema.Id, cancellation);
            if (files.Count > 0)
            {
                await PlanAsync(schema, files, cancellation);
            }
        }
    }

    /// <summary>The files to learn from, oldest first, because of a repeated customer the label read last stands. The shipped sample counts only while there is nothing else.</summary>
    public static async Task<(IReadOnlyList<BlobFacts> Files, bool Demonstration)> FilesAsync(IBlobContainer training, string schema, CancellationToken cancellation)
    {
        var own = new List<BlobFacts>();
        var shipped = new List<BlobFacts>();
        await foreach (BlobFacts file in training.ListAsync(schema + "/", cancellation))
        {
            if (file.Name.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
            {
                (file.Metadata.ContainsKey(DemonstrationMark) ? shipped : own).Add(file);
            }
        }

        bool demonstration = own.Count == 0 && shipped.Count > 0;
        List<BlobFacts> files = own.Count > 0 ? own : shipped;
        return ([.. files.OrderBy(file => file.LastModified).ThenBy(file => file.Name, StringComparer.Ordinal)], demonstration);
    }

    /// <summary>Stands for a set of files in their versions and for how training is told to work, where an upload has its ETag.</summary>
    public static string VersionOf(IEnumerable<BlobFacts> files, RunSettings settings)
    {
        StringBuilder text = new StringBuilder(settings.Training.Description).Append('\n').Append(settings.Segments.Description).Append('\n');
        foreach (BlobFacts file in files)
        {
            text.Append(file.Name).Append('\t').Append(file.ETag).Append('\n');
        }

        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private async Task PlanAsync(Schema schema, IReadOnlyList<BlobFacts> files, CancellationToken cancellation)
    {
        string source = $"{storage.Training.Name}/{schema.Id}";
        string version = VersionOf(files, settings);
        RunId id = RunId.First(files.Max(file => file.LastModified), source, version);
        var run = new RunRow { Schema = schema.Id, Id = id, Kind = RunKindName.Train, Source = source, SourceETag = version, State = RunState.Planned };
        if (await ledger.TryInsertAsync(run, cancellation))
        {
            Log.Planned(logger, id.Value, source, files.Count);
        }
        else if (await ledger.FindAsync(schema.Id, id, cancellation) is not { HasEnded: false })
        {
            return;
        }

        await storage.Parts.SendAsync(new PartMessage(schema.Id, id.Value, RunKind.PlanStage, 0, 0).ToJson(), null, cancellation);
    }

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Train run {Run} planned for {Source}: {Files} files")]
        public static partial void Planned(ILogger logger, string run, string source, int files);
    }
}
