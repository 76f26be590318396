using System.Collections.Concurrent;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Runs;
using Clientele.Segments;

namespace Clientele.Functions.Web;

/// <summary>What training found of versions. A version never changes, so what was read is kept, for a few of them.</summary>
internal sealed class VersionFiles(ScoringModels models)
{
    private const int MostKept = 24;
    private readonly ConcurrentDictionary<string, ShownVersion> _known = new(StringComparer.Ordinal);

    /// <summary>A version whose files are refused says so in its <see cref="ShownVersion.Refusal"/>.</summary>
    public async Task<ShownVersion> OpenAsync(string schema, string kind, ModelView view, CancellationToken cancellation)
    {
        string path = $"{schema}/{kind}/{view.Version}";
        if (_known.TryGetValue(path, out ShownVersion? known))
        {
            // Status and reason follow the champion.
            return known with { View = view };
        }

        try
        {
            ShownVersion read = await ReadAsync(schema, kind, view, cancellation);
            if (_known.Count >= MostKept)
            {
                _known.Clear();
            }

            return _known[path] = read;
        }
        catch (ModelRefusedException refused)
        {
            return new ShownVersion(view, null, Refusal: refused.Message);
        }
    }

    /// <summary>Two versions on the same customers, where the gate judged one of them by the other; null where it did not.</summary>
    public async Task<PairedFigures?> FindPairedAsync(string schema, string kind, string first, string second, CancellationToken cancellation)
    {
        foreach ((string challenger, string champion) in new[] { (first, second), (second, first) })
        {
            try
            {
                if ((await models.Versions.FindJudgementAsync(schema, kind, challenger, cancellation))?.Judgement is { } judgement && judgement.Against == champion)
                {
                    return judgement.Evidence.Champion?.Paired;
                }
            }
            catch (ModelRefusedException)
            {
                // Nothing can be said then; the figures of each version stand without.
            }
        }

        return null;
    }

    private async Task<ShownVersion> ReadAsync(string schema, string kind, ModelView view, CancellationToken cancellation)
    {
        ModelManifest? manifest = await models.Versions.FindManifestAsync(schema, kind, view.Version, cancellation);
        var version = new ShownVersion(view, manifest);
        return kind switch
        {
            ResponseModel.Kind => version with { Response = await models.ResponseEvaluationAsync(schema, view.Version, cancellation) },
            SegmentModel.Kind => version with { Segments = await models.SegmentEvaluationAsync(schema, view.Version, cancellation) },
            _ => version with { Insiders = await models.InsiderEvaluationAsync(schema, view.Version, cancellation) },
        };
    }
}
