using Clientele.Campaign;
using Clientele.Learning;
using Clientele.Models;

namespace Clientele.Runs.Training;

/// <summary>What out-of-fold probabilities say of a model: the same figures for every version, whatever its training put into the manifest.</summary>
internal static class OutOfFoldFigures
{
    private const double MachineEpsilon = 2.220446049250313e-16;

    // Of the standard normal distribution.
    private const double Quantile975 = 1.959963984540054;

    /// <param name="outOfFold">With both classes.</param>
    public static ModelFigures Of(OutOfFold outOfFold)
    {
        int rows = outOfFold.Count;
        int responses = (int)outOfFold.Labels.Sum();
        double auc = ClassificationMetrics.RocAuc(outOfFold.Labels, outOfFold.Probabilities);
        double reach = Quantile975 * AucStandardError(auc, responses, rows - responses);
        (double logLoss, double error) = MeanAndError(rows, i => LogLoss(outOfFold.Labels[i], outOfFold.Probabilities[i]));
        double baseRate = responses / (double)rows;
        return new ModelFigures(
            rows,
            responses,
            auc,
            Math.Max(0, auc - reach),
            Math.Min(1, auc + reach),
            logLoss,
            error,
            (baseRate * LogLoss(1, baseRate)) + ((1 - baseRate) * LogLoss(0, baseRate)),
            outOfFold.Probabilities.Distinct().Count(),
            Lift.At(outOfFold.Labels, outOfFold.Probabilities, 0.1));
    }

    /// <summary>−log of the probability given to what happened.</summary>
    public static double LogLoss(double label, double probability)
        => -Math.Log(Math.Clamp(label == 1 ? probability : 1 - probability, MachineEpsilon, 1 - MachineEpsilon));

    /// <summary>The mean of values and its standard error.</summary>
    /// <param name="count">2 or more.</param>
    public static (double Mean, double StandardError) MeanAndError(int count, Func<int, double> value)
    {
        double sum = 0;
        for (int i = 0; i < count; i++)
        {
            sum += value(i);
        }

        double mean = sum / count;
        double squares = 0;
        for (int i = 0; i < count; i++)
        {
            double distance = value(i) - mean;
            squares += distance * distance;
        }

        return (mean, Math.Sqrt(squares / (count - 1.0) / count));
    }

    /// <summary>Source: J. A. Hanley and B. J. McNeil, The meaning and use of the area under a ROC curve, Radiology 143, 1982.</summary>
    private static double AucStandardError(double auc, double responders, double others)
    {
        // Q1 and Q2 as in the paper.
        double q1 = auc / (2 - auc);
        double q2 = 2 * auc * auc / (1 + auc);
        double variance = (auc * (1 - auc)) + ((responders - 1) * (q1 - (auc * auc))) + ((others - 1) * (q2 - (auc * auc)));
        return Math.Sqrt(Math.Max(0, variance) / (responders * others));
    }
}
