using System.Text.Json.Serialization;

namespace Clientele.Features;

/// <summary>How a column follows from the answers.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ColumnKind>))]
public enum ColumnKind
{
    /// <summary>The answer.</summary>
    Value,

    /// <summary>sign(x) · ln(1 + |x|).</summary>
    Log,

    /// <summary>scale · x / max(y + offset, floor).</summary>
    Ratio,

    /// <summary>ln(1 + ratio), of ratios that are 0 or more.</summary>
    LogRatio,

    /// <summary>1 where the answer is the level, else 0.</summary>
    Level,

    /// <summary>1 where there was no answer, else 0.</summary>
    Missing,
}

/// <summary>One number that a model sees. Immutable.</summary>
/// <param name="Name">For people who look into a model.</param>
/// <param name="Of">Index of the question x.</param>
/// <param name="Per">Index of the question y of a ratio; otherwise −1.</param>
/// <param name="Level">Of <see cref="ColumnKind.Level"/>; otherwise −1.</param>
/// <param name="IsCurve">Takes many values, so that a spline may bend it; otherwise a flag or a small count.</param>
public sealed record FeatureColumn(
    string Name, ColumnKind Kind, int Of, int Per = -1, double Scale = 1, double Offset = 0, double Floor = 1, int Level = -1, bool IsCurve = false)
{
    /// <exception cref="InvalidDataException">It points outside the questions, or could divide by nothing.</exception>
    internal void Check(int questions)
    {
        bool isRatio = Kind is ColumnKind.Ratio or ColumnKind.LogRatio;
        if (Of < 0 || Of >= questions || (isRatio && (Per < 0 || Per >= questions || !(Floor > 0))) || !double.IsFinite(Scale) || !double.IsFinite(Offset) || !double.IsFinite(Floor))
        {
            throw new InvalidDataException($"The column '{Name}' is made of questions {Of} and {Per} of {questions}, with scale {Scale}, offset {Offset} and floor {Floor}.");
        }
    }
}
