using System.Text.Json;
using Clientele.Schemas;

namespace Clientele.Functions;

/// <summary>Scores customers with the champion of their schema.</summary>
public interface IPredictor
{
    Task<PredictionOutcome> PredictAsync(PredictionRequest request, CancellationToken cancellation);
}

/// <summary>Customers to score.</summary>
/// <param name="Schema">The kind of customer.</param>
/// <param name="Customers">JSON objects, a property per field; valid while the call lasts.</param>
/// <param name="IsList">Fields are named with the customer's place then, from 0: <c>[3].Income</c>.</param>
/// <param name="AsOf">The day on which the values are true; null where the caller does not say.</param>
public sealed record PredictionRequest(string Schema, IReadOnlyList<JsonElement> Customers, bool IsList, DateOnly? AsOf);

/// <summary>What a prediction came to: one of the nested records.</summary>
public abstract record PredictionOutcome
{
    private PredictionOutcome()
    {
    }

    /// <param name="ModelVersion">The champion that was asked.</param>
    /// <param name="Predictions">In the order of the customers.</param>
    public sealed record Scored(string ModelVersion, IReadOnlyList<Prediction> Predictions) : PredictionOutcome;

    /// <summary>A customer could not be used, and none was scored.</summary>
    /// <param name="Fields">A sentence for each bad field.</param>
    public sealed record BadFields(IReadOnlyList<BadField> Fields) : PredictionOutcome;

    /// <summary>Nothing can be scored yet, for the reason given.</summary>
    public sealed record NotReady(string Sentence) : PredictionOutcome;

    /// <param name="Known">The schemas of customers that there are.</param>
    public sealed record UnknownSchema(IReadOnlyList<string> Known) : PredictionOutcome;
}

/// <summary>One customer's result.</summary>
public sealed record Prediction
{
    /// <summary>As it was given, in the form that files have it in; null where it was not.</summary>
    public string? Id { get; init; }

    /// <summary>Of accepting the next campaign, 0 to 1.</summary>
    public required double Probability { get; init; }

    /// <summary>Of the probability; null where the model does not know it.</summary>
    public PredictionInterval? Interval { get; init; }

    /// <summary>1 (most likely) to 10, among the customers of the training data.</summary>
    public required int Decile { get; init; }

    /// <summary>By objective: whether to contact.</summary>
    public required IReadOnlyDictionary<string, bool> Verdicts { get; init; }

    /// <summary>Of contacting, in the schema's currency; negative is a loss.</summary>
    public required double ExpectedProfit { get; init; }

    /// <summary>Which groups the customer belongs to; null where there are none, or where a value is missing that they are made by.</summary>
    public PredictionSegments? Segments { get; init; }

    /// <summary>What pushes the probability most, the heaviest first.</summary>
    public required IReadOnlyList<PredictionReason> Reasons { get; init; }

    /// <summary>Which of the version's models was asked: <c>full</c> or <c>compact</c>.</summary>
    public required string Model { get; init; }

    /// <summary>The champion that was asked.</summary>
    public required string ModelVersion { get; init; }

    /// <summary>Trained on the shipped samples.</summary>
    public required bool Demonstration { get; init; }

    /// <summary>The champion learnt from the customer of this id.</summary>
    public required bool SeenInTraining { get; init; }

    /// <summary>Values that were put right.</summary>
    public required IReadOnlyList<PredictionRepair> Repairs { get; init; }

    /// <summary>Features neither given nor within a total that is; the model's typical values stood in.</summary>
    public required IReadOnlyList<string> Missing { get; init; }
}

/// <summary>Between these the share of acceptances lies among customers of a similar probability.</summary>
public sealed record PredictionInterval(double Low, double High);

/// <summary>A customer's segment of each proposal.</summary>
/// <param name="Version">Of the segments.</param>
public sealed record PredictionSegments(string Version, PredictionSegment Two, PredictionSegment Three, PredictionSegment Recommended);

public sealed record PredictionSegment(int Id, LocalText Name);

/// <summary>A reason in words, by language.</summary>
/// <param name="Contribution">Added to the log-odds; above 0 it speaks for a response.</param>
/// <param name="Field">The field or group that it is about.</param>
public sealed record PredictionReason(string En, string Es, string Pt, double Contribution, string Field);

public sealed record PredictionRepair(string Column, string Code);

/// <param name="Code">Of the <see cref="Clientele.Schemas.FieldProblem"/>; empty where there is none.</param>
public sealed record BadField(string Column, string Sentence, string Code = "");
