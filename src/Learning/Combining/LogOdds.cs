namespace Clientele.Learning;

/// <summary>Probabilities as log-odds, kept within ±13.8: a member that says 0 or 1 may be sure, but not so sure that no other can object.</summary>
internal static class LogOdds
{
    private const double Surest = 1e-6;

    public static double Of(double probability)
    {
        double kept = Math.Clamp(probability, Surest, 1 - Surest);
        return Math.Log(kept / (1 - kept));
    }

    /// <summary>Every member's probability lies in [0, 1].</summary>
    public static void CheckRow(ReadOnlySpan<double> probabilities, int members)
    {
        InputChecks.SameLength(members, probabilities.Length, nameof(probabilities));
        int member = FirstOutside(probabilities);
        if (member >= 0)
        {
            throw new ArgumentException($"Member {member} says {probabilities[member]}; a probability lies between 0 and 1.", nameof(probabilities));
        }
    }

    /// <inheritdoc cref="CheckRow"/>
    public static void Check(Matrix probabilities)
    {
        for (int i = 0; i < probabilities.Rows; i++)
        {
            ReadOnlySpan<double> row = probabilities.Row(i);
            int member = FirstOutside(row);
            if (member >= 0)
            {
                throw new ArgumentException($"Row {i}, column {member} holds {row[member]}; a probability lies between 0 and 1.", nameof(probabilities));
            }
        }
    }

    private static int FirstOutside(ReadOnlySpan<double> probabilities)
    {
        for (int j = 0; j < probabilities.Length; j++)
        {
            if (probabilities[j] is not (>= 0 and <= 1))
            {
                return j;
            }
        }

        return -1;
    }
}
