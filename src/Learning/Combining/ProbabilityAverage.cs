using System.Text.Json.Serialization;

namespace Clientele.Learning;

/// <summary>What a <see cref="ProbabilityAverage"/> averages.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AverageOf>))]
public enum AverageOf
{
    /// <summary>The arithmetic mean: it lies between its members and is never surer than the surest.</summary>
    Probabilities,

    /// <summary>The mean of the log-odds as a probability: members that are sure weigh more. Members count as at least 1e-6 from 0 and from 1.</summary>
    LogOdds,
}

/// <summary>The weighted mean of what several models say of one row. Immutable, safe from any thread.</summary>
public sealed class ProbabilityAverage
{
    private readonly double[] _weights;

    /// <param name="weights">One per member, 0 or more, not all 0; kept as shares of their sum.</param>
    /// <exception cref="ArgumentException">No member, or weights that are not of that kind.</exception>
    [JsonConstructor]
    public ProbabilityAverage(ReadOnlyMemory<double> weights, AverageOf averageOf)
    {
        if (weights.IsEmpty || !Enum.IsDefined(averageOf))
        {
            throw new ArgumentException("An average needs at least one member, and is of probabilities or log-odds.", nameof(weights));
        }

        InputChecks.Weights(weights.Length, weights.Span);
        _weights = weights.ToArray();
        AverageOf = averageOf;
        Normalise(_weights);
    }

    /// <summary>One per member; they add up to 1.</summary>
    public ReadOnlyMemory<double> Weights => _weights;

    public AverageOf AverageOf { get; }

    /// <summary>Every member weighs the same.</summary>
    /// <param name="members">1 or more.</param>
    public static ProbabilityAverage Equal(int members, AverageOf averageOf = AverageOf.Probabilities)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(members, 1);
        var weights = new double[members];
        Array.Fill(weights, 1);
        return new ProbabilityAverage(weights, averageOf);
    }

    /// <param name="probabilities">One per member, in the order of the weights.</param>
    /// <exception cref="ArgumentException">Another number of members, or a value that is not a probability.</exception>
    public double Predict(ReadOnlySpan<double> probabilities)
    {
        LogOdds.CheckRow(probabilities, _weights.Length);
        bool logOdds = AverageOf == AverageOf.LogOdds;
        double sum = 0;
        for (int member = 0; member < _weights.Length; member++)
        {
            sum += _weights[member] * (logOdds ? LogOdds.Of(probabilities[member]) : probabilities[member]);
        }

        return logOdds ? LogisticRegressionModel.Sigmoid(sum) : Math.Clamp(sum, 0, 1);
    }

    /// <summary>For every row of a matrix with one column per member; the same bits as row by row.</summary>
    /// <inheritdoc cref="Predict(ReadOnlySpan{double})" path="/exception"/>
    public double[] Predict(Matrix probabilities)
    {
        ArgumentNullException.ThrowIfNull(probabilities);
        var combined = new double[probabilities.Rows];
        for (int i = 0; i < combined.Length; i++)
        {
            combined[i] = Predict(probabilities.Row(i));
        }

        return combined;
    }

    private static void Normalise(double[] weights)
    {
        double sum = weights.Sum();

        // Shares that were written and read back add up to 1 but for rounding, and stay as they are to the last bit.
        if (Math.Abs(sum - 1) > 1e-12)
        {
            for (int member = 0; member < weights.Length; member++)
            {
                weights[member] /= sum;
            }
        }
    }
}
