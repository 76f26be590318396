using System.Text.Json;
using Clientele.Features.Drift;

namespace Clientele.Runs.Scoring;

/// <summary>What a run's row says of drift. The output of the finish part.</summary>
/// <param name="Psi">The largest of a feature; 0 where none was compared.</param>
/// <param name="Feature">Its column; empty for none.</param>
/// <param name="ScorePsi">0 where the scores were not compared.</param>
/// <param name="Sentence">Null where there is nothing to say.</param>
internal sealed record RunDrift(double Psi, string Feature, double ScorePsi, string? Sentence)
{
    public static RunDrift Of(DriftReport report) => new(report.Psi, report.Feature, report.Score.Psi ?? 0, report.Sentence);

    public string ToJson() => JsonSerializer.Serialize(this, ScoringJson.Default.RunDrift);

    public static RunDrift Parse(string json)
        => JsonSerializer.Deserialize(json, ScoringJson.Default.RunDrift) ?? throw new InvalidDataException("The row of a finish part says nothing of drift.");

    public RunRow AddTo(RunRow run) => run with
    {
        DriftPsi = Psi,
        DriftFeature = Feature,
        DriftScorePsi = ScorePsi,
        Warnings = Sentence is null ? run.Warnings : run.Warnings.Length == 0 ? Sentence : $"{run.Warnings}\n{Sentence}",
    };
}
