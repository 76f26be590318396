using System.Collections.Concurrent;
using Clientele.Models;
using Clientele.Runs.Scoring;
using Clientele.Schemas;
using Clientele.Segments;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>Answers what the segments of each schema are now, and gives them names.</summary>
public sealed class CampaignSegments(ClienteleStorage storage, SchemaSource schemas, ScoringModels models)
{
    private readonly ConcurrentDictionary<string, (string Version, SegmentEvaluation Evaluation)> _evaluations = new(StringComparer.Ordinal);

    /// <summary>Of every schema with segments, or of the one that is named, without profiles and products.</summary>
    /// <exception cref="ModelRefusedException">A champion's files are not what they should be.</exception>
    public async Task<IReadOnlyList<SegmentsView>> ListAsync(string? schema, CancellationToken cancellation)
    {
        var views = new List<SegmentsView>();
        foreach (Schema each in (await schemas.CurrentAsync(cancellation)).Where(each => each.Grain == Grain.Customer && (schema is null || each.Id == schema)))
        {
            if (await ViewAsync(each, cancellation) is { } view)
            {
                views.Add(view with { Proposals = [.. view.Proposals.Select(proposal => proposal with { Segments = [.. proposal.Segments.Select(Brief)] })] });
            }
        }

        return views;
    }

    /// <summary>The segments of a schema, whole; null where it has none.</summary>
    /// <inheritdoc cref="ListAsync" path="/exception"/>
    public async Task<SegmentsView?> FindAsync(string schema, CancellationToken cancellation)
        => (await schemas.CurrentAsync(cancellation)).Find(schema) is { Grain: Grain.Customer } found ? await ViewAsync(found, cancellation) : null;

    /// <summary>What the segments of the recommended proposal are called, by id; from memory, at most a minute old. Empty where there are none.</summary>
    public Task<IReadOnlyDictionary<int, LocalText>> NamesAsync(Schema schema, CancellationToken cancellation)
        => NamesAsync(schema, SegmentModel.Keys.Count - 1, cancellation);

    /// <summary>The same of any proposal.</summary>
    /// <param name="proposal">Its place among <see cref="SegmentModel.Keys"/>.</param>
    public async Task<IReadOnlyDictionary<int, LocalText>> NamesAsync(Schema schema, int proposal, CancellationToken cancellation)
    {
        SegmentNamesFile names = await schemas.RecentSegmentNamesAsync(schema.Id, cancellation);
        return await models.Segments.FindRecentAsync(schema, cancellation) is { Model: { } champion }
            ? champion.Model.Proposals[proposal].Segments.ToDictionary(segment => segment.Id, segment => names.Find(SegmentModel.Keys[proposal], segment.Id) ?? segment.Name)
            : new Dictionary<int, LocalText>();
    }

    /// <summary>Gives a segment a name in force everywhere within a minute, the table's rows included; null takes it away, and the generated one holds.</summary>
    /// <param name="proposal">One of <see cref="SegmentModel.Keys"/>.</param>
    /// <exception cref="SchemaFileException">The name cannot be one, or the file of names can't be used.</exception>
    public async Task NameAsync(Schema schema, string proposal, int segment, LocalText? name, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(schema);
        await schemas.NameSegmentAsync(schema.Id, proposal, segment, name, cancellation);
        if (await schemas.EconomicsAsync(schema, cancellation) is { } economics)
        {
            await new SegmentRows(storage, schemas, models).UpdateAsync(schema, run: "", economics, cancellation);
        }
    }

    private async Task<SegmentsView?> ViewAsync(Schema schema, CancellationToken cancellation)
    {
        if (await schemas.EconomicsAsync(schema, cancellation) is not { } economics
            || await models.Segments.FindUsableAsync(schema, cancellation) is not { Model: { } champion })
        {
            return null;
        }

        string version = champion.Manifest.Version;
        if (!_evaluations.TryGetValue(schema.Id, out (string Version, SegmentEvaluation Evaluation) known) || known.Version != version)
        {
            _evaluations[schema.Id] = known = (version, await models.SegmentEvaluationAsync(schema.Id, version, cancellation));
        }

        SegmentSums sums = await IndexSums.ReadAsync(storage.Index, schema.Id, cancellation);
        return SegmentViews.Of(champion.Manifest, known.Evaluation, await schemas.SegmentNamesAsync(schema.Id, cancellation), sums, economics);
    }

    private static SegmentView Brief(SegmentView segment) => segment with { Profile = null, Products = null };
}
