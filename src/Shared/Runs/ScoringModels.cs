using System.Text.Json;
using Clientele.Campaign;
using Clientele.Insiders;
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
        Insiders = new KindModels<InsiderModel>(Versions, Champions, InsiderModel.Kind, InsiderModel.FromJson, time);
    }

    public ModelVersions Versions { get; }

    public Champions Champions { get; }

    public KindModels<ResponseModel> Response { get; }

    public KindModels<SegmentModel> Segments { get; }

    /// <summary>Clusters and rules of the loyalty programme, of schemas of transactions.</summary>
    public KindModels<InsiderModel> Insiders { get; }

    /// <summary>What training found of a version of the response.</summary>
    /// <exception cref="ModelRefusedException">Its files are not what training wrote.</exception>
    public Task<ResponseEvaluation> ResponseEvaluationAsync(string schema, string version, CancellationToken cancellation)
        => EvaluationAsync(schema, ResponseModel.Kind, version, ResponseEvaluation.FromJson, cancellation);

    /// <summary>What training found of a version of the segments.</summary>
    /// <exception cref="ModelRefusedException">Its files are not what training wrote.</exception>
    public Task<SegmentEvaluation> SegmentEvaluationAsync(string schema, string version, CancellationToken cancellation)
        => EvaluationAsync(schema, SegmentModel.Kind, version, SegmentEvaluation.FromJson, cancellation);

    /// <summary>What the fit found of a version of the insiders' clusters.</summary>
    /// <exception cref="ModelRefusedException">Its files are not what the fit wrote.</exception>
    public Task<InsiderEvaluation> InsiderEvaluationAsync(string schema, string version, CancellationToken cancellation)
        => EvaluationAsync(schema, InsiderModel.Kind, version, InsiderEvaluation.FromJson, cancellation);

    private async Task<T> EvaluationAsync<T>(string schema, string kind, string version, Func<BinaryData, T> fromJson, CancellationToken cancellation)
    {
        ModelFiles files = await Versions.LoadAsync(schema, kind, version, cancellation);
        try
        {
            return fromJson(files.Evaluation);
        }
        catch (JsonException e)
        {
            throw new ModelRefusedException($"{schema}/{kind}/{version}/evaluation.json", $"something else ({e.Message})", $"an evaluation of {kind}", e);
        }
    }
}
