using Clientele.Campaign;
using Clientele.Schemas;

namespace Clientele.Functions.Web;

/// <summary>What the page that predicts shows.</summary>
public sealed record PredictModel
{
    public required SchemaChoice Schemas { get; init; }

    public required Language Language { get; init; }

    /// <summary>The goal that is asked about: one of <see cref="VerdictNames"/>.</summary>
    public required string Objective { get; init; }

    public IReadOnlyList<PredictField> Fields { get; init; } = [];

    /// <summary>Null while there is no model, or a value cannot be used.</summary>
    public Prediction? Prediction { get; init; }

    /// <summary>By objective the probability from which to contact.</summary>
    public IReadOnlyDictionary<string, double> CutOffs { get; init; } = new Dictionary<string, double>(StringComparer.Ordinal);

    /// <summary>Why nothing can be predicted, in English; null where something can.</summary>
    public string? NotReady { get; init; }

    /// <summary>Titles of what was not filled in.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    public bool HasErrors => Fields.Any(each => each.Error is not null);
}

/// <summary>A question of the form, and what was answered.</summary>
/// <param name="Value">As it stands in the control: a number as the reader writes it, a day as 2014-06-30, a category's name in the file; empty: not known.</param>
/// <param name="Error">Why the value cannot be used; null where it can.</param>
/// <param name="Beyond">The bound that the model reckons with in place of a value beyond it; null where the value is within.</param>
public sealed record PredictField(FormField Question, string Value, ValueError? Error = null, string? Beyond = null)
{
    public string Id => "f-" + Question.Name;
}

/// <summary>What is wrong with a value.</summary>
/// <param name="Key">Of its sentence.</param>
/// <param name="Arguments">Of the sentence.</param>
public sealed record ValueError(string Key, params string[] Arguments);
