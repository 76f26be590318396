using System.Text.Json.Serialization;

namespace Clientele.Campaign;

/// <summary>
/// What training found of each customer it learnt from, by models that had not seen them: the ground of cut-offs, deciles and calibration, and what is
/// published of these customers. In the order of the manifest's hashes of trained customers. Immutable.
/// </summary>
/// <param name="Labels">0 or 1.</param>
/// <param name="Probabilities">Calibrated, 0 to 1.</param>
/// <param name="Contents">A hash of the values that the customer had; with other values the probability is not theirs any more.</param>
/// <param name="Reasons">Of these probabilities; their values are those of the record, so they are not kept.</param>
[JsonConverter(typeof(OutOfFoldJson))]
public sealed record OutOfFold(double[] Labels, double[] Probabilities, long[] Contents, TopReasons[] Reasons)
{
    public int Count => Labels.Length;

    /// <summary>The same in another order.</summary>
    /// <param name="rows">For each place the row that comes there.</param>
    public OutOfFold Take(ReadOnlySpan<int> rows)
    {
        var taken = new OutOfFold(new double[rows.Length], new double[rows.Length], new long[rows.Length], new TopReasons[rows.Length]);
        for (int i = 0; i < rows.Length; i++)
        {
            taken.Labels[i] = Labels[rows[i]];
            taken.Probabilities[i] = Probabilities[rows[i]];
            taken.Contents[i] = Contents[rows[i]];
            taken.Reasons[i] = Reasons[rows[i]];
        }

        return taken;
    }

    /// <param name="topics">What reasons may be about.</param>
    /// <exception cref="InvalidDataException">The columns differ in length, or hold what no training gives.</exception>
    internal void Check(IReadOnlySet<int> topics)
    {
        if (Probabilities.Length != Count || Contents.Length != Count || Reasons.Length != Count)
        {
            throw new InvalidDataException($"{Count} labels, {Probabilities.Length} probabilities, {Contents.Length} contents and {Reasons.Length} reasons of the trained customers: not as many of each");
        }

        for (int i = 0; i < Count; i++)
        {
            if (Labels[i] is not (0 or 1) || !(Probabilities[i] is >= 0 and <= 1))
            {
                throw new InvalidDataException($"trained customer {i} has label {Labels[i]} and probability {Probabilities[i]}");
            }

            for (int k = 0; k < TopReasons.Count; k++)
            {
                Reason reason = Reasons[i][k];
                if (!(reason.IsNothing || topics.Contains(reason.Topic)) || !float.IsFinite(reason.Contribution))
                {
                    throw new InvalidDataException($"trained customer {i} has a reason about topic {reason.Topic} with contribution {reason.Contribution}");
                }
            }
        }

        if (!Labels.Contains(1))
        {
            throw new InvalidDataException("none of the trained customers accepted");
        }
    }
}
