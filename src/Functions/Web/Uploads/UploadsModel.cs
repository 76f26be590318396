using Clientele.Runs;
using Clientele.Runs.Incoming;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>What the page of uploads shows.</summary>
/// <param name="Runs">Newest first.</param>
/// <param name="Done">What was just done; null for nothing.</param>
public sealed record UploadsModel(IReadOnlyList<RunView> Runs, string? Done)
{
    public const int MostRuns = 50;

    public bool IsAtWork => Runs.Any(RunWords.IsAtWork);
}

/// <summary>What the page of a file that waits for a yes shows.</summary>
/// <param name="Refused">Why it was not taken just now; null for nothing.</param>
public sealed record UnderstoodModel(UploadUnderstanding Upload, UploadCorrections Corrections, Language Language, string? Refused = null);

/// <summary>What the page of a run shows.</summary>
/// <param name="Run">Null while it is not planned.</param>
/// <param name="Schema">Of the run; null where it is not known.</param>
/// <param name="IsOperator">Whether the reader may try it again.</param>
/// <param name="HasScores">There is a file of results to download.</param>
/// <param name="HasRejects">There is a file of rejected records.</param>
/// <param name="Done">What was just done, or could not be; null for nothing.</param>
public sealed record RunModel(string Id, RunView? Run, Schema? Schema, Language Language, bool IsOperator, bool HasScores, bool HasRejects, string? Done)
{
    public bool IsAtWork => Run is null || RunWords.IsAtWork(Run);
}
