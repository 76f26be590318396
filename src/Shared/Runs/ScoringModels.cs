using System.Text.Json;
using Clientele.Campaign;
using Clientele.Models;
using Clientele.Segments;
using Clientele.Storage;

namespace Clientele.Runs;

/// <summary>The models that customers are scored with, by kind.</summary>
public sealed class ScoringModels
{
    public ScoringModels(IBlobContainer models, TimeProvider time)
    {
        Versions = new ModelVersions(models);
        Champions = new Champions(models);
        Response = new KindModels<ResponseModel>(Versions, Champions, ResponseModel.Kind, ResponseModel.FromJson, time);
        Segments = new KindModels<SegmentModel>(Versions, Champions, SegmentModel.Kind, SegmentModel.FromJson, time, isOptional: true);
    }

    public ModelVersions Versions { get; }

    public Champions Champions { get; }

    public KindModels<ResponseModel> Response { get; }

    public KindModels<SegmentModel> Segments { get; }

    /// <summary>What training found of a version of the segments.</summary>
    /// <exception cref="ModelRefusedException">Its files are not what training wrote.</exception>
    public async Task<SegmentEvaluation> SegmentEvaluationAsync(string schema, string version, CancellationToken cancellation)
    {
        ModelFiles files = await Versions.LoadAsync(schema, SegmentModel.Kind, version, cancellation);
        try
        {
            return SegmentEvaluation.FromJson(files.Evaluation);
        }
        catch (JsonException e)
        {
            throw new ModelRefusedException($"{schema}/{SegmentModel.Kind}/{version}/evaluation.json", $"something else ({e.Message})", "an evaluation of segments", e);
        }
    }
}
